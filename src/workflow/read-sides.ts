import { assembleUnits } from '../core/extract/assemble-units.ts';
import type { Checkout } from '../core/ports.ts';
import type { AssembledSides } from '../core/select-touched.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import type { ChangedFile, ReadableTree } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readUnits, unitsOf, type ReadPorts, type ReadSide } from './read-units.ts';

/** Both sides, read and assembled, with what could not be read and how many of the changed files are governed. */
export interface ReadSides extends AssembledSides {
  readonly problems: readonly Problem[];
  readonly governed: number;
}

/** Reads the units that the change touches, on both sides. A file that settings ignore is in none of them. */
export async function readSides(checkout: Checkout, settings: Settings, ports: ReadPorts): Promise<ReadSides> {
  const files = checkout.changeSet.files.filter(({ path }) => !isIgnored(path, settings));
  const head = withoutIgnored(checkout.head, settings);
  const base = checkout.base && withoutIgnored(checkout.base, settings);
  const units = checkout.changeSet.whole === 'tree' ? 'all' : touchedUnits(files, { head, base }, settings, ports);
  const [ofHead, ofBase] = [await readUnits(head, units, settings, ports), base && (await readUnits(base, units, settings, ports))];
  const assembly = assembleUnits(ofHead.parts, ports.extractors, settings);
  const changed = new Set(files.map(({ path }) => path));
  const problems = [...ofHead.problems, ...assembly.problems].map((problem) => weighed(problem, changed));
  return {
    head: assembly,
    base: ofBase && assembleUnits(ofBase.parts, ports.extractors, settings),
    unread: new Set(ofHead.problems.filter(({ undecided }) => undecided).map(({ location }) => location.file)),
    problems,
    governed: governedFiles(ofHead, ofBase, files),
  };
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

/** Trouble in a file that the change leaves alone was there before: worth knowing, but it does not hold up this change. */
function weighed(problem: Problem, changed: ReadonlySet<string>): Problem {
  if (changed.has(problem.location.file)) return problem;
  const { undecided: _, ...known } = problem;
  return known;
}

function governedFiles(head: ReadSide, base: ReadSide | null, files: readonly ChangedFile[]): number {
  const read = new Set([...head.parts, ...(base?.parts ?? [])].map(({ path }) => path));
  return files.filter(({ path, basePath }) => read.has(path) || read.has(basePath)).length;
}

const isIgnored = (path: string, settings: Settings): boolean => settings.ignore.some((pattern) => matchesPath(pattern, path));

function withoutIgnored(tree: ReadableTree, settings: Settings): ReadableTree {
  if (settings.ignore.length === 0) return tree;
  const paths = tree.paths.filter((path) => !isIgnored(path, settings));
  return {
    ...tree,
    paths,
    read: (wanted) => tree.read(wanted),
    digest: (path) => tree.digest(path),
    has: (path) => tree.has(path),
    nearest: (path, name) => tree.nearest(path, name),
  };
}
