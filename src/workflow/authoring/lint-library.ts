import { isRego, isTest, type AuthoredLibrary, type Fault } from '../../core/authoring/authored.ts';
import { lint } from '../../core/authoring/lint.ts';
import type { RegoTools } from '../../core/authoring/ports.ts';
import { indexRules, silencesIn } from '../../core/authoring/rego-reads.ts';
import { withGraphPolicies } from '../../core/checkov/with-graph-policies.ts';
import type { PolicyCompiler } from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';
import { sourceOf } from './run-cases.ts';

export interface Linted {
  readonly faults: readonly Fault[];
  readonly policies: readonly PolicyMetadata[];
  readonly doesNotCompile: boolean;
}

/** Checks a library as its readers would. `files` are all of its files, with pages, and without those of `cases`. Errors: opa-missing, opa-failed. */
export async function lintLibrary(
  library: AuthoredLibrary,
  { files, cases }: { readonly files: readonly SourceFile[]; readonly cases: readonly SourceFile[] },
  schema: Json,
  ports: { readonly rego: RegoTools; readonly compiler: PolicyCompiler },
): Promise<Linted> {
  const all = [...library.files, ...library.brought];
  const broken = await ports.rego.check(all);
  if (broken.length > 0) return { faults: broken, policies: [], doesNotCompile: true };
  const source = sourceOf(library);
  const compiled = withGraphPolicies(await ports.compiler.compile([source]), [source]);
  const rego = all.filter((file) => isRego(file) && !isTest(file));
  const foreign = new Set(compiled.policies.filter(({ input }) => input !== 'assets').map((policy) => policy.package));
  const ours = rego.filter(({ text }) => !foreign.has(/^package\s+(\S+)/m.exec(text)?.[1] ?? ''));
  const trees = await ports.rego.parse(rego);
  const rules = indexRules(trees);
  const silences = new Map(compiled.policies.map((policy) => [policy.package, silencesIn(trees, policy.package)]));
  const misspelt = ours.length === 0 ? [] : await ports.rego.check(ours, JSON.stringify(schema));
  const { policies, problems } = compiled;
  return {
    faults: [...misspelt, ...lint({ name: library.name, files, cases, policies, problems, rules, silences, schema })],
    policies,
    doesNotCompile: false,
  };
}
