import type { ReadableTree, Unreadable } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';
import type { ReadPart } from '../core/extract/read-part.ts';
import { claimsOn, type FileClaim } from '../core/extract/claim-files.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import type { Extractor } from '../core/plug-ins.ts';
import type { FileReader, ReadAnswer, UnitReader } from '../core/ports.ts';

/** Keeps what was read of a file, by content and role, for as long as its owner likes. */
export interface PartCache {
  get(key: string): ReadAnswer | undefined;
  set(key: string, answer: ReadAnswer): void;
}

export interface ReadPorts {
  readonly reader: FileReader;
  readonly cache: PartCache;
  readonly extractors: readonly Extractor[];
  readonly units: UnitReader;
}

/** All that was read of one side: the parts of the units asked for, and the files that could not be had or read. */
export interface ReadSide {
  readonly parts: readonly ReadPart[];
  readonly problems: readonly Problem[];
}

interface ClaimedPath {
  readonly path: string;
  readonly claims: readonly FileClaim[];
  /** By whom it is read, and how. */
  readonly readers: string;
}

/** The units that own the paths. */
export function unitsOf(
  paths: readonly string[],
  tree: ReadableTree,
  settings: Settings,
  extractors: readonly Extractor[],
): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => claimsOn(path, tree, settings, extractors).map((claim) => claim.unit)));
}

/** Reads every file of the units (of all units where none are named). What is in the cache is neither fetched nor parsed. */
export async function readUnits(
  tree: ReadableTree,
  units: ReadonlySet<string> | 'all',
  settings: Settings,
  ports: ReadPorts,
): Promise<ReadSide> {
  const claimed = claimedPaths(tree, units, settings, ports.extractors);
  const answers = await answersFor(tree, claimed, ports);
  return {
    parts: claimed.flatMap((one) => partOf(one, answers.get(one.path), units)),
    problems: claimed.flatMap(({ path }) => answers.get(path)?.problems ?? []),
  };
}

function claimedPaths(
  tree: ReadableTree,
  units: ReadonlySet<string> | 'all',
  settings: Settings,
  extractors: readonly Extractor[],
): readonly ClaimedPath[] {
  const all = allClaimed(tree, settings, extractors);
  return units === 'all' ? all : all.filter(({ claims }) => claims.some(({ unit }) => units.has(unit)));
}

/** By the readers and the paths: claims depend on nothing else but settings, and most changes leave all paths as they are. */
const known = new WeakMap<readonly Extractor[], WeakMap<readonly string[], Map<string, readonly ClaimedPath[]>>>();

function allClaimed(tree: ReadableTree, settings: Settings, extractors: readonly Extractor[]): readonly ClaimedPath[] {
  const ofReaders = known.get(extractors) ?? new WeakMap<readonly string[], Map<string, readonly ClaimedPath[]>>();
  const ofPaths = ofReaders.get(tree.paths) ?? new Map<string, readonly ClaimedPath[]>();
  known.set(extractors, ofReaders);
  ofReaders.set(tree.paths, ofPaths);
  const setting = JSON.stringify(settings);
  const claimed = ofPaths.get(setting) ?? claimAll(tree, settings, extractors);
  ofPaths.set(setting, claimed);
  return claimed;
}

function claimAll(tree: ReadableTree, settings: Settings, extractors: readonly Extractor[]): readonly ClaimedPath[] {
  const versions = new Map(extractors.map(({ id, version }) => [id, version]));
  return tree.paths.flatMap((path): readonly ClaimedPath[] => {
    const claims = claimsOn(path, tree, settings, extractors);
    const readers = claims.map(({ extractor, role }) => `\n${extractor} ${versions.get(extractor) ?? 0} ${role}`).join('');
    return claims.length > 0 ? [{ path, claims, readers }] : [];
  });
}

async function answersFor(tree: ReadableTree, claimed: readonly ClaimedPath[], ports: ReadPorts): Promise<ReadonlyMap<string, ReadAnswer>> {
  const answers = new Map<string, ReadAnswer>();
  const missing: ClaimedPath[] = [];
  for (const one of claimed) {
    const key = keyOf(tree, one);
    const kept = key === undefined ? undefined : ports.cache.get(key);
    if (kept) answers.set(one.path, kept);
    else missing.push(one);
  }
  for (const answer of await readFresh(tree, missing, ports)) answers.set(answer.path, answer);
  return answers;
}

async function readFresh(tree: ReadableTree, missing: readonly ClaimedPath[], ports: ReadPorts): Promise<readonly ReadAnswer[]> {
  const byPath = new Map(missing.map((one) => [one.path, one]));
  const had = await tree.read(missing.map(({ path }) => path));
  const files = had.filter((one): one is SourceFile => !('unreadable' in one));
  const requests = files.map((file) => ({ file, claims: byPath.get(file.path)?.claims ?? [] }));
  const read = await ports.reader.read(requests);
  for (const answer of read) {
    const one = byPath.get(answer.path);
    const key = one && keyOf(tree, one);
    if (key !== undefined && isLasting(answer.problems)) ports.cache.set(key, answer);
  }
  const unread = had.filter((one): one is Unreadable => 'unreadable' in one && isGoverned(byPath.get(one.path)));
  return [...read, ...unread.map(unreadableAnswer)];
}

/** A reader that was killed may do better on a quieter machine: what it did not say is asked again. */
export function isLasting(problems: readonly Problem[]): boolean {
  return !problems.some(({ code }) => /^(?:read|unit)-(?:timeout|crash)$/.test(code));
}

/** A large `data.json` may be anything; a large `.sql` is what it says. */
const isGoverned = (one: ClaimedPath | undefined): boolean => one?.claims.some(({ unsure }) => unsure !== true) ?? true;

function unreadableAnswer(one: Unreadable): ReadAnswer {
  return { path: one.path, extractor: null, part: null, problems: [unreadableProblem(one)] };
}

/** Content, path and all that reading depends on: the same key gives the same answer. Content without a name has none. */
function keyOf(tree: ReadableTree, { path, readers }: ClaimedPath): string | undefined {
  const digest = tree.digest(path);
  return digest === undefined ? undefined : `${path}\n${digest}${readers}`;
}

function partOf({ path, claims }: ClaimedPath, answer: ReadAnswer | undefined, units: ReadonlySet<string> | 'all'): readonly ReadPart[] {
  const claim = claims.find(({ extractor }) => extractor === answer?.extractor);
  if (!answer || !claim || (units !== 'all' && !units.has(claim.unit))) return [];
  return [{ path, claim, part: answer.part }];
}
