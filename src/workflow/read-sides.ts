import type { ReadPart } from '../core/extract/read-part.ts';
import type { Checkout } from '../core/ports.ts';
import type { AssembledSides } from '../core/select-touched.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import type { ChangedFile, ReadableTree } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { assembleParts, compareParts, type AssembledParts } from './assemble-parts.ts';
import { isLasting, readUnits, unitsOf, type ReadPorts } from './read-units.ts';

/** Both sides, read and assembled, with what could not be read and which of the changed files are governed. */
export interface ReadSides extends AssembledSides {
  readonly problems: readonly Problem[];
  /** Paths of changed files that were read as governed. */
  readonly governed: ReadonlySet<string>;
}

/** Reads the units that the change touches, on both sides. A file that settings ignore is in none of them. */
export async function readSides(checkout: Checkout, settings: Settings, ports: ReadPorts): Promise<ReadSides> {
  const files = checkout.changeSet.files.filter(({ path }) => !isIgnored(path, settings));
  const head = withoutIgnored(checkout.head, settings);
  const base = checkout.base && withoutIgnored(checkout.base, settings);
  const units = checkout.changeSet.whole === 'tree' ? 'all' : touchedUnits(files, { head, base }, settings, ports);
  const [ofHead, ofBase] = [await readSide(head, units, settings, ports), base && (await readSide(base, units, settings, ports))];
  const changed = new Set(files.map(({ path }) => path));
  const compared = await compareParts(ofBase?.parts ?? [], ofBase ? ofHead.parts : [], settings, ports);
  const problems = [...ofHead.problems, ...ofHead.assembly.problems, ...compared.problems].map((problem) => weighed(problem, changed));
  return {
    head: ofHead.assembly,
    base: ofBase && ofBase.assembly,
    unread: new Set([...ofHead.problems.flatMap(({ undecided, location }) => (undecided ? [location.file] : [])), ...ofHead.assembly.lost]),
    ruled: compared.ruled,
    problems,
    governed: governedFiles(ofHead, ofBase, files),
  };
}

export interface AssembledSide {
  readonly parts: readonly ReadPart[];
  readonly assembly: AssembledParts;
  readonly problems: readonly Problem[];
  /** The files that were read as governed. */
  readonly read: ReadonlySet<string>;
}

/** By what the tree holds: the same base serves many heads, and what it declares never changes. */
const kept = new WeakMap<object, Map<string, AssembledSide>>();

async function readSide(
  tree: ReadableTree,
  units: ReadonlySet<string> | 'all',
  settings: Settings,
  ports: ReadPorts,
): Promise<AssembledSide> {
  const key = JSON.stringify([units === 'all' ? units : [...units].sort(), settings]);
  const ofTree = kept.get(tree.content) ?? new Map<string, AssembledSide>();
  kept.set(tree.content, ofTree);
  const known = ofTree.get(key);
  if (known) return known;
  const { parts, problems } = await readUnits(tree, units, settings, ports);
  const assembly = await assembleParts(parts, settings, ports);
  const side = {
    parts,
    assembly,
    problems,
    read: new Set(parts.map(({ path }) => path)),
  };
  if (isLasting([...problems, ...assembly.problems])) ofTree.set(key, side);
  return side;
}

interface Trees {
  readonly head: ReadableTree;
  readonly base: ReadableTree | null;
}

function touchedUnits(
  files: readonly ChangedFile[],
  { head, base }: Trees,
  settings: Settings,
  { extractors }: ReadPorts,
): ReadonlySet<string> {
  const after = files.filter(({ status }) => status !== 'removed').map(({ path }) => path);
  const before = files.filter(({ status }) => status !== 'added').map(({ basePath }) => basePath);
  return new Set([...unitsOf(after, head, settings, extractors), ...(base ? unitsOf(before, base, settings, extractors) : [])]);
}

/** Everything that both sides declare, for what reaches across formats. A file that settings ignore is in neither. */
export async function readWholeSides(
  checkout: Checkout,
  settings: Settings,
  ports: ReadPorts,
): Promise<{ readonly head: AssembledSide; readonly base: AssembledSide | null }> {
  const [head, base] = [withoutIgnored(checkout.head, settings), checkout.base && withoutIgnored(checkout.base, settings)];
  return { head: await readSide(head, 'all', settings, ports), base: base && (await readSide(base, 'all', settings, ports)) };
}

/** Trouble in a file that the change leaves alone was there before: worth knowing, but it does not hold up this change. A whole unit is only read where the change touches it. */
function weighed(problem: Problem, changed: ReadonlySet<string>): Problem {
  if (changed.has(problem.location.file) || problem.code.startsWith('unit-')) return problem;
  const { undecided: _, ...known } = problem;
  return known;
}

function governedFiles(head: AssembledSide, base: AssembledSide | null, files: readonly ChangedFile[]): ReadonlySet<string> {
  return new Set(files.filter(({ path, basePath }) => head.read.has(path) || base?.read.has(basePath)).map(({ path }) => path));
}

const isIgnored = (path: string, settings: Settings): boolean => settings.ignore.some((pattern) => matchesPath(pattern, path));

/** The paths that are left, by all of them: one list for all that is asked about it. */
const judged = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function withoutIgnored(tree: ReadableTree, settings: Settings): ReadableTree {
  if (settings.ignore.length === 0) return tree;
  const setting = JSON.stringify(settings.ignore);
  const ofPaths = judged.get(tree.paths) ?? new Map<string, readonly string[]>();
  const paths = ofPaths.get(setting) ?? tree.paths.filter((path) => !isIgnored(path, settings));
  judged.set(tree.paths, ofPaths.set(setting, paths));
  return { ...tree, paths };
}
