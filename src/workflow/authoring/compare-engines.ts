import type { AuthoredLibrary } from '../../core/authoring/authored.ts';
import type { RegoTools } from '../../core/authoring/ports.ts';
import { layParameters } from '../../core/json/lay-parameters.ts';
import type { CompiledLibrary, EngineAnswer, InputKind } from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';

/** What the engine that judges was asked, and what it said. */
export interface Recorded {
  readonly kind: InputKind;
  readonly inputs: readonly Json[];
  readonly parameters: Json;
  readonly answers: readonly EngineAnswer[];
}

type Asked = Pick<PolicyMetadata, 'id' | 'package' | 'input'>;

/** Where OPA, with strict builtin errors, says other than the engine that judges did. */
export async function compareEngines(
  { files, brought }: AuthoredLibrary,
  {
    library,
    policy,
    recorded,
    now,
  }: { readonly library: CompiledLibrary; readonly policy: Asked; readonly recorded: readonly Recorded[]; readonly now: string },
  rego: RegoTools,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { inputs, answers, parameters } of recorded.filter(({ kind }) => kind === policy.input)) {
    const { parameters: laid = {} } = layParameters(library.data, parameters) as { readonly parameters?: Json };
    const { value, fault } = await rego.ask([...files, ...brought], queryOf(policy, now), { inputs, parameters: laid });
    if (fault !== undefined) faults.push(`OPA with strict builtin errors stops: ${fault}`);
    else faults.push(...differences(policy, answers, value));
  }
  return faults;
}

/** For each input the set that each rule gives. */
function queryOf({ package: name }: Asked, now: string): string {
  const clock = `with time.now_ns as time.parse_rfc3339_ns(${JSON.stringify(now)})`;
  const asked = ['deny', 'undecided'].map(
    (rule) =>
      `${JSON.stringify(rule)}: [x | said := data.${name}.${rule} with input as given with data.parameters as parameters ${clock}; some x in said]`,
  );
  return `[said | parameters := input.parameters; some given in input.inputs; said := {${asked.join(', ')}}]`;
}

function differences({ id }: Asked, answers: readonly EngineAnswer[], value: Json | undefined): readonly string[] {
  const told = (value ?? []) as readonly Readonly<Record<string, readonly Json[]>>[];
  return answers.flatMap(({ statements }, index) => {
    const wasm = new Set(statements.filter(({ policy }) => policy === id).map((one) => canonical([one.rule, one.value])));
    const opa = new Set(Object.entries(told[index] ?? {}).flatMap(([rule, all]) => all.map((one) => canonical([rule, one]))));
    return [...difference(opa, wasm, 'only OPA says'), ...difference(wasm, opa, 'only the Wasm that judges says')];
  });
}

const difference = (one: ReadonlySet<string>, other: ReadonlySet<string>, words: string): readonly string[] =>
  [...one].filter((said) => !other.has(said)).map((said) => `${words}: ${said}`);

/** The same for the same value, whatever the order of its keys. */
export const canonical = (value: Json): string => JSON.stringify(sorted(value));

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, own]) => [key, sorted(own)]),
  );
}
