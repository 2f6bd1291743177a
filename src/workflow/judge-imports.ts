import type { Governance } from '../core/conclude-evaluation.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import { importOf } from '../core/imports/imported-policy.ts';
import { pathOf, placeResults, type FoundResult, type PlacedResults } from '../core/imports/place-results.ts';
import { readReport } from '../core/imports/read-report.ts';
import type { ReportFile } from '../core/imports/report.ts';
import { weighResults } from '../core/imports/weigh-results.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import type { Checkout } from '../core/ports.ts';
import type { Asset } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { ImportSetting, Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';

export interface JudgedImports {
  readonly findings: readonly PlacedStatement[];
  /** The rules of other tools that spoke. */
  readonly policies: readonly PolicyMetadata[];
  readonly problems: readonly Problem[];
}

/** What other tools found, from reports that were given and from those that settings name in the tree, as findings of this change. */
export async function judgeImports(
  checkout: Checkout,
  { settings, reports }: Governance,
  declared: { readonly base: readonly Asset[]; readonly head: readonly Asset[] },
): Promise<JudgedImports> {
  const { base, head, changeSet } = checkout;
  if (!reports && settings.imports.length === 0) return { findings: [], policies: [], problems: [] };
  const listed = await reportsIn(head, settings);
  const ofHead = [...(reports?.head ?? []), ...listed.files];
  const ofBase = base ? [...(reports?.base ?? []), ...(await reportsIn(base, settings)).files] : [];
  const heads = await readSide(head, { reports: ofHead, assets: declared.head, renamed: (path) => path }, settings);
  const names = new Map(changeSet.files.map(({ path, basePath }) => [basePath, path]));
  const bases =
    base && (await readSide(base, { reports: ofBase, assets: declared.base, renamed: (path) => names.get(path) ?? path }, settings));
  const findings = weighResults(
    { head: heads.placed, base: bases ? bases.placed : null, ofHead: heads.tools, ofBase: bases ? bases.tools : new Set() },
    changeSet,
  );
  const missing = settings.imports.flatMap((one) => missingReport(one, ofHead, heads.tools));
  const untold = new Set(heads.placed.filter(({ standing }) => standing === undefined).map(({ tool }) => tool));
  const alone = base ? [...untold].filter((tool) => !bases?.tools.has(tool)).map((tool) => withoutBase(tool, ofHead)) : [];
  return {
    findings,
    policies: [...new Map(findings.map(({ policy }) => [policy.id, policy])).values()],
    problems: [...listed.problems, ...heads.problems, ...(bases?.problems ?? []), ...missing, ...alone],
  };
}

interface SideRequest {
  readonly reports: readonly ReportFile[];
  readonly assets: readonly Asset[];
  renamed(path: string): string;
}

interface ReadSide extends PlacedResults {
  /** By their prefixes. */
  readonly tools: ReadonlySet<string>;
}

async function readSide(tree: ReadableTree, { reports, assets, renamed }: SideRequest, settings: Settings): Promise<ReadSide> {
  const read = reports.map((file) => ({ file, ...readReport(file) }));
  const results = read.flatMap(({ file, results: own }) =>
    own.map((one): FoundResult => ({
      ...one,
      report: file.path,
      path: pathOf(one, tree, file.root),
      ...(file.of === undefined ? {} : { of: file.of }),
    })),
  );
  const judged = results.filter(({ path }) => path === undefined || !settings.ignore.some((pattern) => matchesPath(pattern, path)));
  const texts = await textsOf(tree, judged);
  const placed = placeResults({ results: judged, texts: texts.files, assets, renamed }, settings);
  return {
    placed: placed.placed,
    problems: [...read.flatMap(({ problems }) => problems), ...placed.problems, ...texts.problems, ...placeless(judged)],
    tools: new Set(read.flatMap(({ file, tools }) => tools.map((tool) => importOf(tool, settings, file.of).prefix))),
  };
}

async function textsOf(tree: ReadableTree, results: readonly FoundResult[]) {
  const paths = [...new Set(results.flatMap(({ path }) => path ?? []))];
  const read = paths.length > 0 ? await tree.read(paths) : [];
  const files = new Map(read.flatMap((one): [string, SourceFile][] => ('unreadable' in one ? [] : [[one.path, one]])));
  return { files, problems: read.flatMap((one) => ('unreadable' in one ? [unreadableProblem(one)] : [])) };
}

async function reportsIn(
  tree: ReadableTree,
  { imports }: Settings,
): Promise<{ files: readonly ReportFile[]; problems: readonly Problem[] }> {
  const keys = new Map(
    imports.flatMap(({ prefix, files }) =>
      tree.paths.filter((path) => files.some((pattern) => matchesPath(pattern, path))).map((path): [string, string] => [path, prefix]),
    ),
  );
  const read = keys.size > 0 ? await tree.read([...keys.keys()]) : [];
  return {
    files: read.flatMap((one): ReportFile[] =>
      'unreadable' in one ? [] : [{ path: one.path, text: one.text, of: keys.get(one.path) ?? '' }],
    ),
    problems: read.flatMap((one) => ('unreadable' in one ? [unreadableProblem(one)] : [])),
  };
}

/** Settings want to know what a tool says, and nobody has told: that is not the same as nothing. */
function missingReport({ prefix, files }: ImportSetting, reports: readonly ReportFile[], tools: ReadonlySet<string>): readonly Problem[] {
  if (tools.has(prefix) || reports.some(({ of }) => of === prefix)) return [];
  const where = files.length > 0 ? `none is at ${files.join(', ')}` : 'none was given';
  const message = `Settings import reports of \`${prefix}\`, but ${where}: what it would find is unknown. Give one with --import FILE, or commit it there.`;
  return [{ code: 'import-missing', message, location: startOf(SETTINGS), undecided: true }];
}

const SETTINGS = '.github/tollgate.yml';

function withoutBase(tool: string, reports: readonly ReportFile[]): Problem {
  const message = `What ${tool} says of the base is not known, so its findings count as new only where their lines changed. --import-base FILE tells.`;
  return { code: 'import-base', message, location: startOf(reports[0]?.path ?? SETTINGS) };
}

/** Where a result is of no file of the commit, nobody could see it. One problem for each report, since one cause makes them all. */
function placeless(results: readonly FoundResult[]): readonly Problem[] {
  const lost = Map.groupBy(
    results.filter(({ path }) => path === undefined),
    ({ report }) => report,
  );
  return [...lost].map(([report, [first, ...others]]) => {
    const named = first?.paths[0] ?? 'no file';
    const more = others.length === 0 ? '' : `, and ${others.length} more of its results name files that are not there`;
    const message = `${first?.tool ?? 'A tool'} names ${named}, which this commit does not hold${more}. Run it at the root of the repository, at this commit.`;
    return { code: 'import-place', message, location: startOf(report), undecided: true };
  });
}

function startOf(file: string): Problem['location'] {
  const start = { line: 1, column: 1, offset: 0 };
  return { file, start, end: start };
}
