import type { PolicyMetadata } from '../../model/finding.ts';
import type { InputKind } from '../../core/ports.ts';
import type { PolicyFile } from './policy-file.ts';
import { regulaStatements } from './regula-entry.ts';
import type { RegulaRule } from './regula-rule.ts';
import { trivyStatements, type TrivyCheck } from './trivy-check.ts';

/** One policy as the entry module asks it. */
export interface AskedPolicy {
  readonly id: string;
  readonly title: string;
  readonly input: PolicyMetadata['input'];
  /** More than one where rules of a pack for several formats share their id. */
  readonly packages: readonly AskedPackage[];
}

export interface AskedPackage {
  readonly package: string;
  readonly rules: readonly string[];
  /** Whether the package excepts what it finds, as conftest packs do. */
  readonly excepts: boolean;
  readonly regula: RegulaRule | null;
  readonly trivy: TrivyCheck | null;
}

/** The entry points that ask at once all policies of one kind of input, and the one that asks the policy at this index alone. */
export const MAIN_ENTRIES = {
  assets: 'tollgate/main/statements',
  file: 'tollgate/files/statements',
  files: 'tollgate/combined/statements',
  resources: 'tollgate/resources/statements',
  services: 'tollgate/services/statements',
} as const;
export const entryOf = (index: number): string => `tollgate/each/p${index}/statements`;

/** Modules that gather what all policies find, and what each finds: a fault in one policy then costs only its own findings. */
export function entryModules(policies: readonly AskedPolicy[]): ReadonlyMap<string, string> {
  const each = policies.map((policy, index): [string, string] => [
    `each_${index}.rego`,
    moduleOf(`tollgate.each.p${index}`, [...new Set(policy.packages.flatMap((one) => asked(policy, one)))]),
  ]);
  const all = (input: InputKind): readonly string[] =>
    policies.flatMap((policy, index) =>
      isAskedAs(policy, input) ? [`statements contains statement if some statement in data.tollgate.each.p${index}.statements`] : [],
    );
  return new Map([
    ...each,
    ['main.rego', moduleOf('tollgate.main', all('assets'))],
    ['files.rego', moduleOf('tollgate.files', all('file'))],
    ['combined.rego', moduleOf('tollgate.combined', all('files'))],
    ['resources.rego', moduleOf('tollgate.resources', all('resources'))],
    ['services.rego', moduleOf('tollgate.services', all('services'))],
  ]);
}

/** Settings may have a pack of conftest asked about its files one by one or together, whatever its text seems to expect. */
function isAskedAs({ id, input, packages }: AskedPolicy, kind: InputKind): boolean {
  const isPack = packages.some((one) => one.package === id) && (input === 'file' || input === 'files');
  return input === kind || (isPack && (kind === 'file' || kind === 'files'));
}

function moduleOf(name: string, rules: readonly string[]): string {
  const body = rules.length > 0 ? rules : ['statements := set()'];
  return `package ${name}\n\nimport rego.v1\n\n${body.join('\n\n')}\n`;
}

function asked({ id, title }: AskedPolicy, one: AskedPackage): readonly string[] {
  if (one.regula) return regulaStatements({ id, title, package: one.package, rule: one.regula });
  return one.trivy ? trivyStatements({ id, ...one }, one.trivy) : statements(id, one);
}

/** A rule that is no set says nothing that could be read: its type is told instead, so that it is never silent. */
function statements(id: string, { package: name, rules, excepts }: AskedPackage): readonly string[] {
  return rules.flatMap((rule, index) => {
    const told = (value: string, more = ''): string =>
      `statements contains {"policy": ${JSON.stringify(id)}, "rule": ${JSON.stringify(rule)}, "value": ${value}${more}}`;
    const source = `data.${name}.${rule}`;
    return [
      ...(excepts
        ? exceptedOr(told, source, index, `data.${name}.exception[_][_] == ${JSON.stringify(suffixOf(rule))}`)
        : [`${told('value')} if some value in ${source}`]),
      `${told('{"not_a_set": type_name(value)}')} if {\n\tvalue := ${source}\n\tnot is_set(value)\n\tnot is_array(value)\n\tnot is_object(value)\n}`,
    ];
  });
}

/** An exception names rules by what stands behind their first word: `run_as_root` is `deny_run_as_root`. Source: conftest, policy/engine.go. */
const suffixOf = (rule: string): string => rule.replace(/^(?:violation|deny|warn)_?/, '');

type Told = (value: string, more?: string) => string;

function exceptedOr(told: Told, source: string, index: number, exception: string): readonly string[] {
  return [
    `excepted_${index} if ${exception}`,
    `${told('value', ', "excepted": true')} if {\n\tsome value in ${source}\n\texcepted_${index}\n}`,
    `${told('value')} if {\n\tsome value in ${source}\n\tnot excepted_${index}\n}`,
  ];
}

/** Policies of several files are asked once for each rule that any of their files has. */
export function mergeRules(files: readonly PolicyFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ rules }) => rules))].sort();
}
