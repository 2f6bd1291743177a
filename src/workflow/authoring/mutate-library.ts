import { isRego, isTest, type AskedInput, type AuthoredLibrary, type MutationScore } from '../../core/authoring/authored.ts';
import { factNames } from '../../core/authoring/facts.ts';
import { mutantsOf, scoreMutants, type Answered, type Mutant } from '../../core/authoring/mutants.ts';
import { packageOf, packagesAsked, readsOf, silencesIn, type RuleIndex } from '../../core/authoring/rego-reads.ts';
import { TollgateError } from '../../core/errors.ts';
import type { EngineAnswer, LibrarySource, PolicyCompiler, PolicyEngine } from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import { canonical } from './compare-engines.ts';

export interface MutationRequest {
  readonly library: AuthoredLibrary;
  /** Syntax trees by path, and what their rules read. */
  readonly trees: ReadonlyMap<string, Json>;
  readonly rules: RuleIndex;
  readonly schema: Json;
  readonly policies: readonly PolicyMetadata[];
  /** What tests and cases asked. */
  readonly asked: readonly AskedInput[];
}

export interface MutationPorts {
  readonly compiler: PolicyCompiler;
  readonly engine: PolicyEngine;
}

/** How well each policy that reads facts answers where one is deleted, retyped or unknown, under every input of its tests and cases. */
export async function mutateLibrary(request: MutationRequest, ports: MutationPorts): Promise<readonly MutationScore[]> {
  const scores: MutationScore[] = [];
  for (const policy of request.policies.filter(({ input }) => input === 'assets')) {
    const names = new Set(readsOf(request.rules, rootsOf(policy)).map(({ name }) => name));
    const facts = factNames(request.schema);
    if ([...names].some((name) => facts.has(name))) scores.push(await mutatePolicy(request, policy, names, ports));
  }
  return scores;
}

const rootsOf = ({ package: name }: PolicyMetadata): readonly string[] => ['deny', 'undecided'].map((rule) => `${name}.${rule}`);

async function mutatePolicy(
  request: MutationRequest,
  policy: PolicyMetadata,
  names: ReadonlySet<string>,
  ports: MutationPorts,
): Promise<MutationScore> {
  const asked = unique(request.asked.filter((one) => one.package === policy.package));
  if (asked.length === 0)
    return unasked(
      policy,
      [...factNames(request.schema).keys()].filter((name) => names.has(name)),
    );
  const compiled = await ports.compiler.compile([onlyThis(request, policy)]);
  const [broken] = compiled.problems;
  if (broken) throw new TollgateError('opa-failed', `${policy.id} cannot be mutated: ${broken.message}`);
  const mutants = asked.flatMap((one) => mutantsOf(one, names, request.schema));
  const inputs = [...asked.map((one): Asked => ({ of: one, input: one.input })), ...mutants];
  const said = new Map<Asked, readonly string[]>();
  for (const group of Map.groupBy(inputs, ({ of }) => canonical(of.parameters)).values())
    for (let at = 0; at < group.length; at += AT_ONCE) {
      const some = group.slice(at, at + AT_ONCE);
      const answers = await ports.engine.evaluate(
        compiled,
        some.map(({ input }) => input),
        some[0]?.of.parameters ?? {},
      );
      for (const [index, one] of some.entries()) said.set(one, wordsOf(answers[index]));
    }
  const original = new Map(inputs.slice(0, asked.length).map((one) => [one.of, said.get(one) ?? []]));
  const answered = mutants.map((mutant): Answered => ({ mutant, before: original.get(mutant.of) ?? [], after: said.get(mutant) ?? [] }));
  return scoreMutants(policy.id, answered, silencesIn(request.trees, policy.package));
}

type Asked = Pick<Mutant, 'input' | 'of'>;

const AT_ONCE = 100;

/** A policy that aborts says so: that is no silence. */
const wordsOf = (answer: EngineAnswer | undefined): readonly string[] => [
  ...(answer?.statements ?? []).map(({ rule, value }) => canonical([rule, value])).toSorted(),
  ...(answer?.problems ?? []).map(({ message }) => message),
];

const unique = (asked: readonly AskedInput[]): readonly AskedInput[] => [
  ...new Map(asked.map((one) => [canonical([one.input, one.parameters]), one])).values(),
];

function unasked({ id }: PolicyMetadata, names: readonly string[]): MutationScore {
  const survivors = names.map((fact) => ({ policy: id, fact, mutation: 'any', why: 'says the same', by: '' }) as const);
  return { policy: id, accepted: [], killed: 0, total: survivors.length, survivors };
}

/** The policy with what it asks, so that nothing else is judged thousands of times. */
function onlyThis({ library, trees, rules }: MutationRequest, policy: PolicyMetadata): LibrarySource {
  const packages = new Set([policy.package, ...packagesAsked(rules, rootsOf(policy))]);
  const files = [...library.files, ...library.brought].filter((file) => {
    if (!isRego(file)) return /(?:^|\/)data\.(?:json|ya?ml)$/.test(file.path);
    const tree = trees.get(file.path);
    return !isTest(file) && tree !== undefined && packages.has(packageOf(tree));
  });
  return { name: library.name, version: '', files };
}
