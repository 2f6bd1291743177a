import type { z } from 'zod';
import { artifactPaths, type ArtifactPlace } from './artifact-path.ts';
import type { Complaint, ReportedResult } from './report.ts';
import { Result, Run, type Component, type Rule } from './sarif-shape.ts';
import { plainWords } from './plain-words.ts';

export interface ReadRuns {
  readonly tools: readonly string[];
  readonly results: readonly ReportedResult[];
  readonly complaints: readonly Complaint[];
}

/**
 * What a SARIF log says. Each result is read by itself, so that one that cannot be read costs only itself. What a tool passed is no
 * result. Source: SARIF 2.1.0 (OASIS), 3.14 and 3.27.
 */
export function readSarif(log: { readonly version?: unknown; readonly runs?: unknown }): ReadRuns {
  if (log.version !== '2.1.0')
    return only(complaint('/version', 'This is SARIF, but not 2.1.0, so it was not read. Ask the tool for SARIF 2.1.0.'));
  if (!Array.isArray(log.runs)) return only(complaint('/runs', 'A SARIF log has a list of `runs`; this is none, so nothing was read.'));
  const runs = log.runs.map((run: unknown, at) => readRun(run, `/runs/${at}`));
  return {
    tools: runs.flatMap(({ tools }) => tools),
    results: runs.flatMap(({ results }) => results),
    complaints: runs.flatMap(({ complaints }) => complaints),
  };
}

const only = (one: Complaint): ReadRuns => ({ tools: [], results: [], complaints: [one] });

const complaint = (pointer: string, message: string): Complaint => ({ pointer, message, misses: true });

/** GitHub takes no more of one run either. */
const MOST_RESULTS = 25_000;

function readRun(value: unknown, pointer: string): ReadRuns {
  const read = Run.safeParse(value);
  if (!read.success) return only(misshapen(read.error, pointer, 'This run cannot be read'));
  const { data: run } = read;
  const { name } = run.tool.driver;
  if (!run.results)
    return { ...only(complaint(pointer, `This run of ${name} has no \`results\`, which says that it did not finish.`)), tools: [name] };
  const taken = run.results.slice(0, MOST_RESULTS).map((result, at) => readResult(result, run, `${pointer}/results/${at}`));
  const left = run.results.length - taken.length;
  const many =
    left > 0 ? [complaint(`${pointer}/results/${MOST_RESULTS}`, `${left} results more than ${MOST_RESULTS} were not read.`)] : [];
  const complaints = [...troubles(run, pointer), ...taken.flatMap((one) => (one && 'misses' in one ? [one] : [])), ...many];
  return { tools: [name], results: taken.flatMap((one) => (one && !('misses' in one) ? [one] : [])), complaints };
}

function misshapen(error: z.ZodError, pointer: string, what: string): Complaint {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return complaint(`${pointer}${path}`, `${what}: ${issue?.message ?? 'it has another shape'} at ${pointer}${path}.`);
}

/** What the tool says of itself: that it failed, or could not look at something. */
function troubles({ invocations, tool }: Run, pointer: string): readonly Complaint[] {
  const { name } = tool.driver;
  return (invocations ?? []).flatMap(({ executionSuccessful, toolExecutionNotifications }, at) => {
    const own = `${pointer}/invocations/${at}`;
    const failed = executionSuccessful === false ? [complaint(own, `${name} says that it did not finish, so results may be missing.`)] : [];
    const told = (toolExecutionNotifications ?? []).flatMap(({ level, message }, index) =>
      level === 'error'
        ? [complaint(`${own}/toolExecutionNotifications/${index}`, `${name} says: ${plainWords(message?.text ?? 'something went wrong')}`)]
        : [],
    );
    return [...failed, ...told];
  });
}

const NOTHING_WRONG: ReadonlySet<string> = new Set(['pass', 'notApplicable', 'informational']);

function readResult(value: unknown, run: Run, pointer: string): ReportedResult | Complaint | undefined {
  const read = Result.safeParse(value);
  if (!read.success) return misshapen(read.error, pointer, 'This result cannot be read');
  const { data: result } = read;
  if (NOTHING_WRONG.has(result.kind ?? 'fail')) return undefined;
  const { component, rule, id } = ruleOf(result, run);
  if (id === undefined) return complaint(pointer, `This result names no rule at ${pointer}, so nobody could weigh it.`);
  const message = messageOf(result, rule, component) ?? rule?.shortDescription?.text;
  if (message === undefined) return complaint(`${pointer}/message`, `This result of ${id} says nothing at ${pointer}/message.`);
  return {
    ...toolOf(run),
    rule: id,
    ...wordsOf(rule, id, message),
    ...weightOf(result, rule),
    message: plainWords(message),
    ...placeOf(result, run),
    ...identityOf(result),
    ...statusOf(result),
    pointer,
  };
}

function wordsOf(rule: Rule | undefined, id: string, message: string): Pick<ReportedResult, 'title' | 'description' | 'page'> {
  const short = rule?.shortDescription?.text;
  const page = rule?.helpUri;
  return {
    title: plainWords(short ?? rule?.name ?? id),
    description: plainWords(rule?.fullDescription?.text ?? short ?? message),
    ...(page !== undefined && /^https?:\/\//i.test(page) ? { page } : {}),
  };
}

function weightOf({ kind, level, properties }: Result, rule: Rule | undefined): Pick<ReportedResult, 'level' | 'score' | 'isOpen'> {
  const score = Number(properties?.['security-severity'] ?? rule?.properties?.['security-severity'] ?? Number.NaN);
  return {
    level: level ?? rule?.defaultConfiguration?.level ?? 'warning',
    ...(Number.isFinite(score) ? { score } : {}),
    ...(kind === 'open' || kind === 'review' ? { isOpen: true } : {}),
  };
}

function toolOf({ tool: { driver } }: Run): Pick<ReportedResult, 'tool' | 'version'> {
  const version = driver.semanticVersion ?? driver.version;
  return { tool: driver.name, ...(version === undefined ? {} : { version }) };
}

interface RuleOfResult {
  readonly component: Component;
  readonly rule: Rule | undefined;
  readonly id: string | undefined;
}

/** By its index where there is one; else by its id, of which a result may name a part: `CA1000/1`. */
function ruleOf({ rule: named, ruleId, ruleIndex }: Result, { tool }: Run): RuleOfResult {
  const component = tool.extensions?.[named?.toolComponent?.index ?? -1] ?? tool.driver;
  const id = ruleId ?? named?.id;
  const rule = component.rules?.[named?.index ?? ruleIndex ?? -1] ?? ruleNamed(id, component);
  return { component, rule, id: id ?? rule?.id };
}

function ruleNamed(id: string | undefined, component: Component): Rule | undefined {
  if (id === undefined) return undefined;
  const rules = rulesById(component);
  return rules.get(id) ?? rules.get(id.replace(/\/[^/]*$/, ''));
}

const byComponent = new WeakMap<Component, ReadonlyMap<string, Rule>>();

function rulesById(component: Component): ReadonlyMap<string, Rule> {
  const known = byComponent.get(component) ?? new Map((component.rules ?? []).map((rule) => [rule.id, rule]));
  byComponent.set(component, known);
  return known;
}

/** Its own text, or the one that it names, with its arguments put in. */
function messageOf({ message }: Result, rule: Rule | undefined, component: Component): string | undefined {
  const { id, text, markdown, arguments: given = [] } = message;
  const named = id === undefined ? undefined : (own(rule?.messageStrings, id) ?? own(component.globalMessageStrings, id));
  return (text ?? named ?? markdown)?.replaceAll(/\{(\d+)\}/g, (hole, index: string) => given[Number(index)] ?? hole);
}

function own(texts: Rule['messageStrings'], id: string): string | undefined {
  return texts && Object.hasOwn(texts, id) ? texts[id]?.text : undefined;
}

function placeOf({ locations }: Result, run: Run): Pick<ReportedResult, 'paths' | 'region' | 'logical'> {
  const { physicalLocation: place, logicalLocations: [name] = [] } = locations?.[0] ?? {};
  const file = fileOf(place, run);
  const logical = name?.fullyQualifiedName ?? name?.name;
  return {
    paths: file ? artifactPaths(file, run.originalUriBaseIds ?? {}) : [],
    region: { ...place?.region, ...(run.columnKind === 'unicodeCodePoints' ? { inCodePoints: true } : {}) },
    ...(logical === undefined ? {} : { logical }),
  };
}

type Physical = NonNullable<NonNullable<Result['locations']>[number]['physicalLocation']>;

/** By its URI, or by its number in the run's list of files. */
function fileOf(place: Physical | undefined, { artifacts = [] }: Run): ArtifactPlace | undefined {
  const artifact = place?.artifactLocation;
  return artifact?.uri === undefined ? artifacts[artifact?.index ?? -1]?.location : artifact;
}

/**
 * What GitHub's code scanning goes by, else all that there is. Words in place of a hash (`requires login`) tell nothing apart. Source:
 * GitHub Docs, "SARIF support for code scanning".
 */
function identityOf({ fingerprints, partialFingerprints }: Result): Pick<ReportedResult, 'identity'> {
  const primary = partialFingerprints?.['primaryLocationLineHash'];
  if (primary !== undefined && isHash(primary)) return { identity: primary };
  const all = Object.entries({ ...fingerprints, ...partialFingerprints }).filter(([, value]) => isHash(value));
  return all.length === 0 ? {} : { identity: JSON.stringify(all.toSorted(([one], [other]) => (one < other ? -1 : 1))) };
}

const isHash = (value: string): boolean => /^\S{4,}$/.test(value);

/** One that is refused or still looked at leaves the result standing. */
function statusOf({ suppressions, baselineState }: Result): Pick<ReportedResult, 'suppressed' | 'standing'> {
  const asked = suppressions ?? [];
  const accepted = asked.length > 0 && asked.every(({ status }) => status === undefined || status === 'accepted');
  const reason = asked.flatMap(({ justification }) => (justification ? [plainWords(justification)] : []))[0];
  const standing = baselineState === 'absent' ? 'absent' : baselineState === 'new' ? 'new' : 'existing';
  return {
    ...(accepted ? { suppressed: reason === undefined ? {} : { reason } } : {}),
    ...(baselineState ? { standing } : {}),
  };
}
