import type { Asset, AssetChange } from '../model/asset.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { EVALUATION_VERSION, type Evaluation } from '../model/evaluation.ts';
import type { GivenException, UsedException } from '../model/exception.ts';
import type { Finding, Phase, PolicyMetadata } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { OwnershipRule } from '../model/routing.ts';
import type { Settings } from '../model/settings.ts';
import { OWN_LIBRARY } from '../model/own-library.ts';
import type { Location, SourceFile } from '../model/source.ts';
import { keyOf } from './baseline/baseline.ts';
import { isImportedId } from './imports/imported-policy.ts';
import type { GivenReports } from './imports/report.ts';
import { decide } from './decide/decide.ts';
import { circumstanceOf, circumstanceOfUnread } from './circumstance.ts';
import { phaseOf, stricter } from './decide/phase-of.ts';
import { openExceptions, type Exceptions } from './exceptions/open-exceptions.ts';
import { suppressorFor, type Suppressor } from './decide/suppress.ts';
import type { ChangeContext } from './evaluate/policy-input.ts';
import { byPlace, type PlacedStatement } from './evaluate/place-findings.ts';
import type { CompiledLibrary } from './ports.ts';
import { malformedSuppressions } from './malformed-suppressions.ts';
import { OWN_POLICIES } from './rules/own-policies.ts';
import { proposeFix } from './remediate/propose-fix.ts';
import { REMEDIATORS } from './remediate/registry.ts';
import { assign } from './route/assign.ts';

/** What weighs and routes findings. All of it comes from the side that governs, never from the head. */
export interface Governance {
  readonly settings: Settings;
  /** What the organisation asks of every repository. */
  readonly floor?: Settings;
  readonly library: CompiledLibrary;
  readonly rules: readonly OwnershipRule[];
  readonly exceptions: readonly GivenException[];
  /** Exceptions that were there once: they still count to the quota. */
  readonly used?: readonly UsedException[];
  /** The findings that are older than their policies, as `policy fingerprint`. */
  readonly baseline?: ReadonlySet<string>;
  /** Reports of other tools, where they were given. */
  readonly reports?: GivenReports;
  readonly problems: readonly Problem[];
}

/** A change as it was judged, before its findings are weighed. */
export interface Judged {
  readonly changeSet: ChangeSet;
  readonly assets: readonly Asset[];
  readonly changes: readonly AssetChange[];
  readonly lineage: Lineage;
  readonly placed: readonly PlacedStatement[];
  readonly problems: readonly Problem[];
  /** How many of the changed files were read as governed. */
  readonly governed: number;
}

/** Weighs, routes and sums up: the evaluation of a judged change. `files` are the head's texts that findings stand in. */
export function concludeEvaluation(
  judged: Judged,
  governance: Governance,
  context: ChangeContext,
  files: ReadonlyMap<string, SourceFile>,
): Evaluation {
  const { changeSet, assets, changes, lineage, placed } = judged;
  const { library } = governance;
  const suppressor = suppressorFor(files, context.now);
  const exceptions = exceptionsOf(governance, context.now);
  const malformed = malformedSuppressions(suppressor.malformed(), ({ location }) => isOnChangedLine(location, changeSet));
  const weighing = { judged, governance, context, files, suppressor, exceptions };
  const findings = [...placed, ...malformed].sort(byPlace).map((one) => toFinding(one, weighing));
  const problems = [...judged.problems, ...suppressor.problems(), ...exceptions.problems];
  return {
    version: EVALUATION_VERSION,
    base: changeSet.base,
    head: changeSet.head,
    libraries: library.references,
    policies: [...library.policies, ...OWN_POLICIES.filter(({ id }) => findings.some(({ policy }) => policy === id))],
    files: changeSet.whole === 'tree' ? [] : changeSet.files,
    coverage: { files: changeSet.files.length, governed: judged.governed, unread: unreadFiles(problems).size },
    assets,
    changes,
    lineage,
    findings,
    exceptions: exceptions.standings(findings),
    problems,
    decision: decide(findings, problems, strictestPhase(problems, governance, context), changeSet.files.length),
    ...validity(findings, suppressor),
  };
}

/** What is first to end ends the verdict. */
function validity(findings: readonly Finding[], suppressor: Suppressor): Pick<Evaluation, 'validUntil'> {
  const [first] = [...findings.flatMap(({ exception }) => exception?.expires ?? []), ...suppressor.ends()].sort();
  return first === undefined ? {} : { validUntil: first };
}

function exceptionsOf({ exceptions, used = [], settings, library }: Governance, now: string): Exceptions {
  const prefixes = settings.imports.map(({ prefix }) => prefix);
  // A tool reports only the rules that found something: a rule that is quiet today is a policy all the same.
  const quiet = exceptions.flatMap(({ exception: { policies } }) => policies.filter((id) => isImportedId(id, prefixes)));
  return openExceptions(exceptions, { settings, policies: [...library.policies.map(({ id }) => id), ...quiet], used, now });
}

interface Weighing {
  readonly judged: Judged;
  readonly governance: Governance;
  readonly context: ChangeContext;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly suppressor: Suppressor;
  readonly exceptions: Exceptions;
}

function toFinding(one: PlacedStatement, weighing: Weighing): Finding {
  const { judged, governance, context, files } = weighing;
  const { statement, policy, location, asset } = one;
  const file = files.get(location.file);
  const field = asset?.fields.find(({ name }) => name === statement.field);
  const parameters = parametersOf(policy, governance);
  const phase = phaseOf(policy, circumstanceOf(location.file, { asset, field }, context, governance.settings), governance.settings);
  return {
    policy: policy.id,
    title: policy.title,
    severity: policy.severity,
    rule: statement.rule,
    asset: statement.asset ?? null,
    assetName: assetNameOf(one, judged),
    field: statement.field ?? null,
    message: statement.message,
    file: location.file,
    location,
    onChangedLine: isOnChangedLine(location, judged.changeSet),
    phase: statement.advises && phase === 'enforce' ? 'advise' : phase,
    ...disposedOf(one, weighing),
    fingerprint: one.fingerprint,
    known: one.known,
    owners: assign(location.file, asset, governance),
    remediation: file ? proposeFix({ statement, policy, asset, field, file, parameters }, REMEDIATORS) : pageOf(policy),
  };
}

function assetNameOf({ asset, statement }: PlacedStatement, { changes }: Judged): string | null {
  return asset?.name ?? changes.find((change) => change.asset === statement.asset)?.name ?? null;
}

/** Only what is new needs permission. An exception comes first: it was reviewed, and it ends. */
function disposedOf(one: PlacedStatement, weighing: Weighing): Pick<Finding, 'disposition' | 'exception'> {
  const { judged, governance, exceptions, suppressor } = weighing;
  const { statement, policy, location, fingerprint } = one;
  const disposition = one.disposition === 'existing' && isTouched(one, weighing) ? 'new' : one.disposition;
  if (disposition !== 'new') return { disposition };
  const field = statement.field ?? null;
  const named = { asset: statement.asset ?? null, assetName: assetNameOf(one, judged), field };
  const exception = exceptions.covering({ policy: policy.id, fingerprint, ...named });
  if (exception) return { disposition: 'excepted', exception };
  if (isBaselined(one, governance)) return { disposition: 'baselined' };
  const asked = governance.settings.phases[policy.id]?.overridable === false ? { ...policy, suppressible: 'absolute' as const } : policy;
  return { disposition: suppressor.covers(asked, { location, asset: one.asset, own: one.suppressed }) ? 'suppressed' : 'new' };
}

/** Tollgate's own rules watch over the baseline, so none of it is about them. */
function isBaselined({ policy, fingerprint }: PlacedStatement, { baseline }: Governance): boolean {
  return policy.library !== OWN_LIBRARY && (baseline?.has(keyOf({ policy: policy.id, fingerprint })) ?? false);
}

/** Where settings weigh what is touched: the text of its asset, or of its field, has a changed line, or the change is about it. */
function isTouched({ statement, location, asset }: PlacedStatement, { judged, governance }: Weighing): boolean {
  if (governance.settings.weigh !== 'touched') return false;
  const field = asset?.fields.find(({ name }) => name === statement.field);
  const places = [location, ...(field ? [field.extent] : asset && statement.field === undefined ? [asset.extent] : [])];
  if (places.some((place) => hasChangedLine(place, judged.changeSet))) return true;
  const change = judged.changes.find((one) => one.asset === statement.asset);
  return change !== undefined && (statement.field === undefined || change.fields.some(({ name }) => name === statement.field));
}

const pageOf = ({ page }: PolicyMetadata): { readonly page?: string } => (page === undefined ? {} : { page });

type JsonMap = { readonly [key: string]: Json };

const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

/** As Rego sees them: what the library brings, and over it what settings say. */
function parametersOf(policy: PolicyMetadata, { library, settings }: Governance): Json {
  const brought = asMap(asMap(library.data)['parameters'] ?? {})[policy.id];
  return { ...asMap(brought), ...asMap(settings.parameters[policy.id]) };
}

function isOnChangedLine({ file, start }: Location, changeSet: ChangeSet): boolean {
  return hasChangedLine({ file, start, end: start }, changeSet);
}

function hasChangedLine({ file, start, end }: Location, { files, whole }: ChangeSet): boolean {
  if (whole) return true;
  const changed = files.find((one) => one.path === file);
  return changed?.changedLines.some(({ first, last }) => first <= end.line && start.line <= last) ?? false;
}

function unreadFiles(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(
    problems.filter((problem) => problem.undecided && !problem.code.startsWith('policy-')).map(({ location }) => location.file),
  );
}

/** The strictest phase that any policy has where something went unjudged: nobody knows which of them would have spoken. */
function strictestPhase(problems: readonly Problem[], { library, settings }: Governance, context: ChangeContext): Phase {
  // What a library that is not here would have enforced, nobody knows.
  if (problems.some(isMissingLibrary)) return 'enforce';
  const files = problems.filter(({ undecided }) => undecided).map(({ location }) => location.file);
  const places = [...new Set(files)].map((file) => circumstanceOfUnread(file, context, settings));
  const phases = places.flatMap((place) => library.policies.map((policy) => phaseOf(policy, place, settings)));
  return phases.reduce<Phase>(stricter, 'observe');
}

/** Whether a problem says that policies which settings ask for, or what the organisation asks for, are not here. */
export const isMissingLibrary = ({ code, undecided }: Problem): boolean =>
  undecided === true && (code.startsWith('library-') || code === FLOOR_UNREADABLE);

/** Of the organisation's settings: nobody knows what they ask for. */
export const FLOOR_UNREADABLE = 'floor-unreadable';
