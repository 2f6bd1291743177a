import type { BigIntStats } from 'node:fs';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableTree } from '../../model/change-set.ts';
import { readEntries, SUBMODULE, type TreeEntry } from './commit-tree.ts';
import { diskFiles, type DiskFiles } from './disk-files.ts';
import { fileTree } from './folder-tree.ts';
import { runGit, type GitPlace } from './run-git.ts';

/**
 * The work tree as it stands, with what is not committed and what is new and not ignored. Nothing is written, not even Git's
 * index, and no filter of the repository runs: contents are compared here, by size and time first as Git does.
 */
export async function workTree(place: GitPlace, root: string): Promise<ReadableTree> {
  const [index, others] = await Promise.all([
    runGit(place, [`--work-tree=${root}`, 'ls-files', '-z', '--stage', '--debug'], { cwd: root }),
    runGit(place, [`--work-tree=${root}`, 'ls-files', '-z', '--others', '--exclude-standard'], { cwd: root }),
  ]);
  const rawPaths = new Map<string, Buffer>();
  const tracked = parseIndex(index, rawPaths);
  const fresh = others
    .toString('latin1')
    .split('\0')
    // A repository inside of this one is listed as a folder: it is judged by itself.
    .filter((path) => path !== '' && !path.endsWith('/'))
    .map((path) => textOf(path, rawPaths));
  const files = diskFiles(root, { idLength: [...tracked.values()][0]?.id.length ?? 40, rawPaths });
  return treeFrom(place, root, { tracked, fresh, files });
}

interface Listed {
  readonly tracked: ReadonlyMap<string, IndexEntry>;
  readonly fresh: readonly string[];
  readonly files: DiskFiles;
}

function treeFrom(place: GitPlace, root: string, { tracked, fresh, files }: Listed): ReadableTree {
  const written = statSync(join(place.gitDir, 'index'), { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;
  const digests = new Map<string, string>();
  const leftOut = new Map<string, TreeEntry>();
  const there: string[] = [];
  for (const [path, entry] of tracked) {
    const found = files.stat(path);
    const isReplaced = entry.mode !== SUBMODULE && found?.isDirectory();
    if (isReplaced || (!found && !entry.leftOut)) continue;
    there.push(path);
    if (!found) leftOut.set(path, entry);
    if (!found || entry.mode === SUBMODULE || isUntouched(entry, found, written)) digests.set(path, entry.id);
  }
  const tree = fileTree(root, [...there, ...fresh].sort(), digests, files);
  return leftOut.size === 0 ? tree : { ...tree, read: (paths) => readBoth(place, tree, leftOut, paths) };
}

/** A sparse checkout leaves files out of the work tree that are as committed: they are read from Git. */
async function readBoth(
  place: GitPlace,
  tree: ReadableTree,
  leftOut: ReadonlyMap<string, TreeEntry>,
  paths: readonly string[],
): ReturnType<ReadableTree['read']> {
  const wanted = paths.filter((path) => leftOut.has(path));
  const fromGit = new Map((await readEntries(place, leftOut, wanted)).map((one) => [one.path, one]));
  const fromDisk = await tree.read(paths);
  return fromDisk.map((one) => fromGit.get(one.path) ?? one);
}

interface IndexEntry extends TreeEntry {
  readonly modified: string;
  readonly bytes: number;
  /** By a sparse checkout. */
  readonly leftOut: boolean;
}

/** `<mode> <id> <stage>\t<path>\0` and indented lines of what Git noted of the file. Source: git-ls-files, "--debug". */
function parseIndex(output: Buffer, rawPaths: Map<string, Buffer>): ReadonlyMap<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  let head = '';
  for (const piece of output.toString('latin1').split('\0')) {
    const notes = NOTES.exec(piece);
    const tab = head.indexOf('\t');
    if (notes && tab > 0) entries.set(textOf(head.slice(tab + 1), rawPaths), entryOf(head.slice(0, tab), notes));
    head = notes ? piece.slice(notes[0].length) : piece;
  }
  return entries;
}

const NOTES = /^ {2}ctime: .*\n {2}mtime: (\d+:\d+)\n.*\n.*\n {2}size: (\d+)\tflags: ([\da-f]+)\n/;

/** In the index, this flag means that a sparse checkout leaves the file out. Source: gitformat-index, "skip-worktree". */
const SKIP_WORKTREE = 0x4000_0000;

function entryOf(head: string, [, modified = '', bytes, flags = '0']: RegExpExecArray): IndexEntry {
  const [mode = '', id = ''] = head.split(' ');
  const leftOut = Math.floor(Number.parseInt(flags, 16) / SKIP_WORKTREE) % 2 === 1;
  return { mode, id, modified, bytes: Number(bytes), leftOut };
}

/** A path from its bytes. One that is no UTF-8 is noted, to be found again. */
function textOf(latin1: string, rawPaths: Map<string, Buffer>): string {
  const raw = Buffer.from(latin1, 'latin1');
  const text = raw.toString('utf8');
  if (text.includes('\ufffd') && !Buffer.from(text).equals(raw)) rawPaths.set(text, raw);
  return text;
}

/**
 * Same size and same time to the nanosecond, and older than the index: a file of the same moment may have been written behind it.
 * Source: git's racy-git.adoc.
 */
function isUntouched({ modified, bytes }: IndexEntry, found: BigIntStats, written: bigint): boolean {
  if (!found.isFile() || Number(found.size) !== bytes || found.mtimeNs >= written) return false;
  return `${found.mtimeNs / 1_000_000_000n}:${found.mtimeNs % 1_000_000_000n}` === modified;
}
