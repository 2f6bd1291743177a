import { isRego, type AuthoredLibrary } from '../../core/authoring/authored.ts';
import type { RegoTools } from '../../core/authoring/ports.ts';
import type { Explained, ExplainedFinding } from '../../core/authoring/show-explained.ts';
import { layParameters } from '../../core/json/lay-parameters.ts';
import type { Governance } from '../../core/conclude-evaluation.ts';
import type { Checkout } from '../../core/ports.ts';
import type { ChangeContext } from '../../core/evaluate/policy-input.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import { judgeOnce, type JudgePorts } from '../judge-change.ts';
import type { Recorded } from './compare-engines.ts';

export interface ExplainRequest {
  readonly checkout: Checkout;
  readonly governance: Governance;
  readonly context: ChangeContext;
  /** The text of all libraries that judge. */
  readonly sources: readonly AuthoredLibrary[];
}

/** A judgement with what policies were asked. */
export interface Observed {
  readonly evaluation: Evaluation;
  readonly recorded: readonly Recorded[];
}

export async function observe({ checkout, governance, context }: ExplainRequest, ports: JudgePorts): Promise<Observed> {
  const recorded: Recorded[] = [];
  const engine: JudgePorts['engine'] = {
    evaluate: async (library, inputs, parameters, kind = 'assets') => {
      const answers = await ports.engine.evaluate(library, inputs, parameters, kind);
      recorded.push({ kind, inputs, parameters, answers });
      return answers;
    },
  };
  return { evaluation: (await judgeOnce(checkout, governance, context, { ...ports, engine })).evaluation, recorded };
}

/** Why a policy found what it found: what it was given, and which of its lines held. Errors: opa-missing, opa-failed. */
export async function explainPolicy(
  policy: PolicyMetadata,
  findings: readonly Finding[],
  request: ExplainRequest & { readonly judged: string },
  { recorded, rego }: { readonly recorded: readonly Recorded[]; readonly rego: RegoTools },
): Promise<Explained> {
  const { governance, sources, judged } = request;
  const { parameters: laid = {} } = layParameters(governance.library.data, governance.settings.parameters as Json) as { readonly parameters?: Json };
  const own = sources.find(({ name }) => name === policy.library);
  const folder = policy.path.slice(policy.library.length + 1);
  const file = own?.files.find(({ path, text }) =>
    policy.input === 'graph' ? path === folder : isRego({ path, text, size: 0 }) && packageOf(text) === policy.package && !path.endsWith('_test.rego'),
  );
  const asked = recorded.find(({ kind }) => kind === policy.input);
  const explained: ExplainedFinding[] = [];
  for (const finding of findings) {
    const input = asked?.inputs[0] === undefined || policy.input !== 'assets' ? undefined : onlyAbout(asked.inputs[0], finding.asset);
    const lines = input === undefined || !file || explained.length >= MOST ? [] : await heldFor(input, laid, policy, { sources, rego, path: file.path });
    explained.push({ finding, ...(input === undefined ? {} : { input: about(input, finding) }), lines });
  }
  const { [policy.id]: given } = laid as { readonly [id: string]: Json };
  const phase = findings[0]?.phase ?? governance.settings.phases[policy.id] ?? policy.phase;
  return {
    policy,
    phase: `${String(phase)}${String(phase) === policy.phase ? '' : ` (its default is ${policy.phase})`}`,
    text: file && { path: policy.input === 'graph' ? policy.path : `${policy.library}/${file.path}`, text: file.text },
    parameters: given,
    findings: explained,
    judged,
  };
}

const MOST = 5;
const packageOf = (text: string): string => /^package\s+(\S+)/m.exec(text)?.[1] ?? '';

type JsonMap = { readonly [key: string]: Json };
const listOf = (value: Json | undefined): readonly JsonMap[] => (Array.isArray(value) ? (value as readonly JsonMap[]) : []);

/** The input as if there were nothing but what the finding is about. */
function onlyAbout(input: Json, asset: string | null): Json {
  const map = input as JsonMap;
  const [assets, changes] = [listOf(map['assets']), listOf(map['changes'])];
  return { ...map, assets: assets.filter(({ id }) => id === asset), changes: changes.filter((one) => one['asset'] === asset) };
}

/** What a person looks for: the asset or what became of it, with the one field. */
function about(input: Json, { field }: Finding): Json {
  const map = input as JsonMap;
  const narrow = (one: JsonMap): Json =>
    field === null || one['fields'] === undefined ? one : { ...one, fields: listOf(one['fields']).filter(({ name }) => name === field) };
  const changes = listOf(map['changes']);
  return { assets: listOf(map['assets']).map(narrow), ...(changes.length > 0 ? { changes: changes.map(narrow) } : {}) };
}

async function heldFor(
  input: Json,
  parameters: Json,
  { package: name }: PolicyMetadata,
  { sources, rego, path }: { readonly sources: readonly AuthoredLibrary[]; readonly rego: RegoTools; readonly path: string },
): Promise<readonly number[]> {
  const files = sources.flatMap((one) => [...one.files, ...one.brought]).filter((file) => isRego(file) && !file.path.endsWith('_test.rego'));
  const unique = [...new Map(files.map((file) => [file.path, file])).values()];
  const query = ['deny', 'undecided']
    .map((rule) => `{x | given := input.input; parameters := input.parameters; said := data.${name}.${rule} with input as given with data.parameters as parameters; some x in said}`)
    .join(' | ');
  const { lines } = await rego.ask(unique, query, { input, parameters });
  const texts = unique.find((file) => file.path === path)?.text.split('\n') ?? [];
  return (lines.get(path) ?? []).filter((line) => !/^\s*\}?$/.test(texts[line - 1] ?? ''));
}
