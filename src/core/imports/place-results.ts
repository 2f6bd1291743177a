import type { Asset } from '../../model/asset.ts';
import type { PolicyMetadata, Statement } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Settings } from '../../model/settings.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { fingerprintOf, toldApart } from '../evaluate/fingerprint.ts';
import type { PlacedStatement } from '../evaluate/place-findings.ts';
import { plainPath } from './artifact-path.ts';
import { assetFinder, type AssetFinder } from './find-asset.ts';
import { importedPolicy, importOf } from './imported-policy.ts';
import { contextOf, locate, regionText, type RegionText } from './region.ts';
import type { ReportedResult } from './report.ts';

/** A result with the path of the commit that it stands in; undefined where the commit has no such file. */
export interface FoundResult extends ReportedResult {
  readonly report: string;
  /** The key of `imports` that names the report. */
  readonly of?: string;
  readonly path: string | undefined;
}

/** One side, with the texts of the files that results stand in. */
export interface ImportedSide {
  readonly results: readonly FoundResult[];
  readonly texts: ReadonlyMap<string, SourceFile>;
  readonly assets: readonly Asset[];
  /** The name in the head of a file of this side. */
  renamed(path: string): string;
}

/** A result as a finding of this side, with the stretch that the tool named. */
export interface PlacedResult extends PlacedStatement {
  readonly tool: string;
  readonly region: Location;
  readonly standing?: ReportedResult['standing'];
}

export interface PlacedResults {
  readonly placed: readonly PlacedResult[];
  readonly problems: readonly Problem[];
}

/** The path of a tree that a result stands in: the first that is there, absolute ones from where the repository is on that machine. */
export function pathOf({ paths }: ReportedResult, tree: { has(path: string): boolean }, root: string | undefined): string | undefined {
  for (const path of paths) {
    const inner = path.startsWith('/') ? insideOf(path, root) : plainPath(path);
    if (inner !== undefined && inner !== '' && tree.has(inner)) return inner;
  }
  return undefined;
}

function insideOf(path: string, root: string | undefined): string | undefined {
  const plain = plainPath(path);
  const folder = root === undefined ? undefined : plainPath(root.replaceAll('\\', '/'));
  if (plain === undefined || folder === undefined || folder === '') return undefined;
  return plain.startsWith(`${folder}/`) ? plain.slice(folder.length + 1) : undefined;
}

/**
 * Results with their places, assets and identities. A fingerprint is made of the rule, the file and, in this order: what the tool itself
 * tells its results apart by, what it says the result is about, the words of the line. No line number is in it.
 */
export function placeResults(side: ImportedSide, settings: Settings): PlacedResults {
  const texts = new Map<string, RegionText>();
  const finder = assetFinder(side.assets);
  const placed: PlacedResult[] = [];
  const outside: FoundResult[] = [];
  for (const result of side.results) {
    const source = result.path === undefined ? undefined : side.texts.get(result.path);
    if (result.path === undefined || !source) continue;
    const text = texts.get(result.path) ?? regionText(result.path, source.text);
    texts.set(result.path, text);
    const at = locate(result.region, text);
    if (at.isOutside) outside.push(result);
    placed.push(toPlaced(result, { region: at.location, text, finder }, side, settings));
  }
  return { placed: toldApart(placed.sort(byLine)), problems: outside.slice(0, 1).map((one) => outdated(one, outside.length)) };
}

interface Place {
  readonly region: Location;
  readonly text: RegionText;
  readonly finder: AssetFinder;
}

function toPlaced(result: FoundResult, { region, text, finder }: Place, side: ImportedSide, settings: Settings): PlacedResult {
  const setting = importOf(result.tool, settings, result.of);
  const policy = importedPolicy(result, setting);
  const asset = finder(region);
  const statement = statementOf(result, policy, asset, region.file);
  const key = result.identity ?? `${result.logical ?? ''}\n${result.logical === undefined ? contextOf(region, text) : ''}`;
  const fingerprint = fingerprintOf({ policy: policy.id, asset: side.renamed(region.file), field: null, key });
  return {
    statement,
    policy,
    location: asset && isAbout(region, asset) ? asset.location : region,
    region,
    fingerprint,
    disposition: 'new',
    known: [],
    asset,
    tool: setting.prefix,
    ...(result.standing === undefined ? {} : { standing: result.standing }),
    ...(result.suppressed ? { suppressed: suppressionOf(result.suppressed) } : {}),
  };
}

/** Its reason may say until when, as comments do. */
function suppressionOf({ reason = '' }: { readonly reason?: string }): NonNullable<PlacedStatement['suppressed']> {
  const until = /(?:^|\s)until=(\d{4}-\d{2}-\d{2})(?=\s|$)/.exec(reason)?.[1];
  const words = reason.replace(/(?:^|\s)until=\S+/, ' ').trim();
  return { ...(until === undefined ? {} : { until }), ...(words === '' ? {} : { reason: words }) };
}

/** About the whole asset: the tool names all of it, or its head. */
const isAbout = (region: Location, { location }: Asset): boolean =>
  region.start.offset <= location.start.offset && location.end.offset <= region.end.offset;

function statementOf(result: FoundResult, policy: PolicyMetadata, asset: Asset | undefined, file: string): Statement {
  const named = asset && !result.message.includes(asset.name) ? `${asset.name}: ${result.message}` : result.message;
  return { policy: policy.id, rule: result.isOpen ? 'undecided' : 'deny', message: named, ...(asset ? { asset: asset.id } : {}), file };
}

const byLine = (one: PlacedResult, other: PlacedResult): number =>
  one.region.file === other.region.file
    ? one.region.start.offset - other.region.start.offset
    : Number(one.region.file > other.region.file) - Number(one.region.file < other.region.file);

function outdated({ report, path = '', region, tool }: FoundResult, count: number): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const more = count === 1 ? '' : ` So do ${count - 1} more.`;
  const message = `${tool} names line ${region.startLine ?? '?'} of ${path}, which has fewer: this report is of another commit.${more} Such results stand at the file's end.`;
  return { code: 'import-outdated', message, location: { file: report, start, end: start } };
}
