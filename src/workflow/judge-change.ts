import { concludeEvaluation, type Governance } from '../core/conclude-evaluation.ts';
import { byPlace, placeFindings, type JudgedSide, type PlacedStatement } from '../core/evaluate/place-findings.ts';
import { policyInput, type ChangeContext } from '../core/evaluate/policy-input.ts';
import { withCircumstances } from '../core/with-circumstances.ts';
import { readStatements } from '../core/evaluate/read-statements.ts';
import type { Checkout, CompiledLibrary, PolicyEngine } from '../core/ports.ts';
import { selectTouched } from '../core/select-touched.ts';
import type { AssetChange } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Statement } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceFile } from '../model/source.ts';
import { judgeBaseline } from './gather-baseline.ts';
import { judgeFloor } from './judge-floor.ts';
import { judgeFiles } from './judge-files.ts';
import { judgeGraphs, type JudgeGraphPorts } from './judge-graphs.ts';
import { judgeImports } from './judge-imports.ts';
import { judgeResources, type JudgedResources } from './judge-resources.ts';
import { proveEach, proveFixes, type JudgedTexts } from './prove-fixes.ts';
import { readSides } from './read-sides.ts';
import { traceSides, type TracedSides } from './trace-sides.ts';

export interface JudgePorts extends JudgeGraphPorts {
  readonly engine: PolicyEngine;
}

export interface Judgement extends JudgedTexts {
  readonly baseTexts: ReadonlyMap<string, string>;
}

/**
 * Judges a change: reads both sides, compares them, asks every policy about each, and concludes. Edits that would not clear their
 * finding are left out; a whole tree's are not tried, since nobody commits them as they stand there.
 */
export async function judgeChange(
  checkout: Checkout,
  governance: Governance,
  context: ChangeContext,
  ports: JudgePorts,
): Promise<Judgement> {
  const judgement = await judgeOnce(checkout, governance, context, ports);
  if (checkout.changeSet.whole === 'tree') return judgement;
  return proveFixes(judgement, checkout, async (patched) => (await judgeOnce(patched, governance, context, ports)).evaluation);
}

/** As `judgeChange`, for who makes some of the edits: each is tried for itself. */
export async function judgeToFix(
  checkout: Checkout,
  governance: Governance,
  context: ChangeContext,
  ports: JudgePorts,
): Promise<Judgement> {
  const judgement = await judgeOnce(checkout, governance, context, ports);
  return proveEach(judgement, checkout, async (patched) => (await judgeOnce(patched, governance, context, ports)).evaluation);
}

/** As it stands, with every edit that is proposed, tried or not. */
export async function judgeOnce(checkout: Checkout, governance: Governance, context: ChangeContext, given: JudgePorts): Promise<Judgement> {
  const ports = { ...given, engine: atTime(given.engine, context.now) };
  const { changeSet } = checkout;
  const sides = await readSides(checkout, governance.settings, ports);
  const touched = selectTouched(sides, changeSet, governance.settings);
  const traced = await traceSides(checkout, { ...sides, touched }, governance.settings, ports);
  const asked = await askPolicies({ ...traced, changes: touched.changes }, governance, context, ports.engine);
  const ofResources = await judgeResources(checkout, governance, ports);
  const placed = placeFindings(...withResources(asked, ofResources), governance.library.policies);
  const ofFiles = await judgeFiles(checkout, governance, ports);
  const declared = { base: sides.base?.assets ?? [], head: sides.head.assets };
  const ofGraphs = await judgeGraphs(checkout, governance, declared, ports);
  const imported = await judgeImports(checkout, governance, declared);
  const policies = [...governance.library.policies, ...imported.policies];
  const ofRules = await judgeBaseline(
    checkout,
    policies.map(({ id }) => id),
  );
  const ofFloor = await judgeFloor(checkout, governance.floor);
  const findings = [...placed.findings, ...ofFiles.findings, ...ofGraphs.findings, ...imported.findings, ...ofRules, ...ofFloor].sort(
    byPlace,
  );
  const problems = [governance, governance.library, sides, asked, placed, ofFiles, ofResources, ofGraphs, imported].flatMap(
    (stage) => stage.problems,
  );
  const named = new Set([...findings.flatMap(filesOf), ...problems.map(({ location }) => location.file)]);
  const files = await textsOf(checkout.head, named);
  const { assets, lineage } = traced.head;
  const governed = new Set([...sides.governed, ...ofFiles.judged]).size;
  const judged = { changeSet, assets, lineage, changes: touched.changes, placed: findings, problems, governed };
  const baseNames = new Set(changeSet.files.filter(({ path }) => named.has(path)).map(({ basePath }) => basePath));
  return {
    evaluation: concludeEvaluation(judged, { ...governance, library: { ...governance.library, policies } }, context, files),
    texts: onlyText(files),
    baseTexts: onlyText(checkout.base ? await textsOf(checkout.base, baseNames) : new Map()),
  };
}

/** Where it stands, and where its asset does: what is written there may suppress it. */
const filesOf = ({ location, asset }: PlacedStatement): readonly string[] => [location.file, ...(asset ? [asset.extent.file] : [])];

/** Whoever asks for the time is told that of the judgement. */
function atTime({ evaluate }: PolicyEngine, now: string): PolicyEngine {
  return { evaluate: (library, inputs, parameters, how) => evaluate(library, inputs, parameters, { ...how, now }) };
}

interface Asked {
  readonly base: JudgedSide | null;
  readonly head: JudgedSide;
  readonly problems: readonly Problem[];
}

/** Both sides are judged by the same policies; only the head has a change to be judged. Where nothing is touched nobody is asked. */
async function askPolicies(
  traced: TracedSides & { readonly changes: readonly AssetChange[] },
  { library, settings }: Governance,
  context: ChangeContext,
  engine: PolicyEngine,
): Promise<Asked> {
  const head = { ...traced.head, changes: traced.changes };
  const base = traced.base && { ...traced.base, changes: [] };
  if (head.assets.length + head.changes.length + (base?.assets.length ?? 0) === 0)
    return { base: null, head: { ...head, statements: [] }, problems: [] };
  if (library.policies.length === 0) return { base: null, head: { ...head, statements: [] }, problems: [noPolicy(library)] };
  const inputs = [head, ...(base ? [base] : [])].map((side) =>
    policyInput(context, withCircumstances(side.assets, context.branch, settings), side.changes, side.document),
  );
  const [ofHead, ofBase] = await engine.evaluate(library, inputs, settings.parameters);
  const after = readStatements(ofHead ?? { statements: [], problems: [] }, library.policies);
  const before = ofBase && base ? { ...base, statements: readStatements(ofBase, library.policies).statements } : null;
  return { base: before, head: { ...head, statements: after.statements }, problems: after.problems };
}

/** What is said of assets that the change does not touch is no finding of it. */
function withResources({ base, head }: Asked, { base: before, head: after }: JudgedResources): [JudgedSide | null, JudgedSide] {
  const own = (side: JudgedSide, statements: readonly Statement[]): JudgedSide => {
    const ids = new Set(side.assets.map(({ id }) => id));
    return {
      ...side,
      statements: [...side.statements, ...statements.filter(({ asset }) => asset === undefined || ids.has(asset))],
    };
  };
  return [base && own(base, before), own(head, after)];
}

function noPolicy({ references }: CompiledLibrary): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const names = references.map(({ name }) => name).join(', ') || 'none';
  const message = `No policy applies: the policy library (${names}) holds none that compiles, so governed files went unjudged.`;
  return { code: 'policy-none', message, location: { file: references[0]?.name ?? 'policies', start, end: start }, undecided: true };
}

async function textsOf(tree: ReadableTree, paths: ReadonlySet<string>): Promise<ReadonlyMap<string, SourceFile>> {
  const there = [...paths].filter((path) => tree.has(path));
  const read = there.length > 0 ? await tree.read(there) : [];
  return new Map(read.flatMap((one): [string, SourceFile][] => ('unreadable' in one ? [] : [[one.path, one]])));
}

const onlyText = (files: ReadonlyMap<string, SourceFile>): ReadonlyMap<string, string> =>
  new Map([...files].map(([path, { text }]) => [path, text]));
