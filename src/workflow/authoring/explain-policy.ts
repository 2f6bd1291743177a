import { isRego, isTest, type AuthoredLibrary } from '../../core/authoring/authored.ts';
import type { RegoTools } from '../../core/authoring/ports.ts';
import type { Explained, ExplainedFinding } from '../../core/authoring/show-explained.ts';
import { layParameters } from '../../core/json/lay-parameters.ts';
import type { Governance } from '../../core/conclude-evaluation.ts';
import type { Checkout } from '../../core/ports.ts';
import type { ChangeContext } from '../../core/evaluate/policy-input.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';
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
    evaluate: async (library, inputs, parameters, how = {}) => {
      const answers = await ports.engine.evaluate(library, inputs, parameters, how);
      recorded.push({ kind: how.kind ?? 'assets', inputs, parameters, answers });
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
  const { settings, library } = governance;
  const { parameters = {} } = layParameters(library.data, settings.parameters as Json) as {
    readonly parameters?: { readonly [id: string]: Json };
  };
  const file = textOf(policy, sources);
  const asked = policy.input === 'assets' ? recorded.find(({ kind }) => kind === 'assets')?.inputs[0] : undefined;
  const explained: ExplainedFinding[] = [];
  for (const [index, finding] of findings.entries()) {
    const input = asked === undefined ? undefined : onlyAbout(asked, finding.asset);
    const isTraced = input !== undefined && file !== undefined && index < MOST;
    const lines = isTraced ? await heldFor(input, parameters, policy, { sources, rego, path: file.path }) : [];
    explained.push({ finding, ...(input === undefined ? {} : { input: about(input, finding) }), lines });
  }
  const phase = phaseOf(policy, phaseHere(findings, settings.phases[policy.id], policy.phase));
  return { policy, phase, text: shownText(policy, file), parameters: parameters[policy.id], findings: explained, judged };
}

const phaseHere = (findings: readonly Finding[], ...rest: readonly unknown[]): string =>
  String([findings[0]?.phase, ...rest].find(Boolean));

const shownText = ({ input, path, library }: PolicyMetadata, file: SourceFile | undefined): Explained['text'] =>
  file && { path: input === 'graph' ? path : `${library}/${file.path}`, text: file.text };

const phaseOf = ({ phase }: PolicyMetadata, here: string): string => (here === phase ? here : `${here} (its default is ${phase})`);

/** The file that the policy is in: of several in its package the first. */
function textOf(policy: PolicyMetadata, sources: readonly AuthoredLibrary[]): SourceFile | undefined {
  const own = sources.find(({ name }) => name === policy.library)?.files ?? [];
  if (policy.input === 'graph') return own.find(({ path }) => path === policy.path.slice(policy.library.length + 1));
  return own.find((file) => isRego(file) && !isTest(file) && packageOf(file.text) === policy.package);
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
  const files = sources
    .flatMap((one) => [...one.files, ...one.brought])
    .filter((file) => isRego(file) && !file.path.endsWith('_test.rego'));
  const unique = [...new Map(files.map((file) => [file.path, file])).values()];
  const query = ['deny', 'undecided']
    .map(
      (rule) =>
        `{x | given := input.input; parameters := input.parameters; said := data.${name}.${rule} with input as given with data.parameters as parameters; some x in said}`,
    )
    .join(' | ');
  const { lines } = await rego.ask(unique, query, { input, parameters });
  const texts = unique.find((file) => file.path === path)?.text.split('\n') ?? [];
  return (lines.get(path) ?? []).filter((line) => !/^\s*\}?$/.test(texts[line - 1] ?? ''));
}
