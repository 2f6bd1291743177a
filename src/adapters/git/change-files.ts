import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isTollgateError } from '../../core/errors.ts';
import { addedLines, shownLines } from '../../core/text/diff-lines.ts';
import type { ChangedFile, ChangeStatus, LineRange, ReadableTree } from '../../model/change-set.ts';
import { commitTree } from './commit-tree.ts';
import { parseDiff, type DiffLines } from './parse-diff.ts';
import { runGit, type GitPlace } from './run-git.ts';

const CONTEXT = 3;
const DIFF = ['diff-tree', '-r', '--find-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];

/** The files that differ between two commits, with the lines that changed. A null base is the empty tree. */
export async function changedBetween(place: GitPlace, base: string | null, head: string): Promise<readonly ChangedFile[]> {
  const empty = emptyTreeLike(head);
  const range = ['--end-of-options', base ?? empty, head];
  const plain = withoutAttributes(place, empty);
  try {
    const [raw, diff] = await Promise.all([
      runGit(plain, [...DIFF, '-z', '--raw', '--no-abbrev', ...range]),
      runGit(plain, [...DIFF, '-p', `-U${CONTEXT}`, ...range]),
    ]);
    const lines = parseDiff(diff.toString('utf8'));
    return parseRaw(raw.toString('utf8')).map((file) => withLines(file, lines.get(file.path)));
  } catch (error) {
    if (!isTollgateError(error) || error.code !== 'git-failed') throw error;
    return changedByContent(place, base, head, await runGit(plain, [...DIFF, '--no-renames', '-z', '--raw', '--no-abbrev', ...range]));
  }
}

/**
 * Where Git itself cannot compare, since a clone lacks some objects (large files are left out of filtered clones): each file that is there is
 * compared here, and one that is not comes back as such when it is read.
 */
async function changedByContent(place: GitPlace, base: string | null, head: string, raw: Buffer): Promise<readonly ChangedFile[]> {
  const files = parseRaw(raw.toString('utf8'));
  const [before, after] = [await commitTree(place, base), await commitTree(place, head)];
  const texts = [
    await textsOf(before, files.map(({ basePath }) => basePath).filter(before.has)),
    await textsOf(after, files.map(({ path }) => path).filter(after.has)),
  ];
  return files.map((file): ChangedFile => ({
    ...file,
    ...changedLines(texts[0]?.get(file.basePath) ?? '', texts[1]?.get(file.path) ?? ''),
  }));
}

/** A repository's `.gitattributes` could hide the lines of a file; they are looked for in the work tree, the index and HEAD. */
function withoutAttributes({ gitDir, env }: GitPlace, emptyTree: string): GitPlace {
  return { gitDir, env: { ...env, GIT_INDEX_FILE: join(gitDir, 'tollgate-no-index'), GIT_ATTR_SOURCE: emptyTree } };
}

/** The id of the tree without files, in a repository with SHA-1 or with SHA-256. */
function emptyTreeLike(commit: string): string {
  return createHash(commit.length === 64 ? 'sha256' : 'sha1')
    .update('tree 0\0')
    .digest('hex');
}

type NamedChange = Pick<ChangedFile, 'path' | 'basePath' | 'status'>;

function withLines(file: NamedChange, lines: DiffLines | undefined): ChangedFile {
  return { ...file, changedLines: lines?.changed ?? [], shownLines: lines?.shown ?? [] };
}

/** `:<modes> <ids> <status>\0<path>\0`, and a second path after a rename or copy. Source: git-diff-tree, "Raw output format". */
function parseRaw(output: string): readonly NamedChange[] {
  const pieces = output.split('\0');
  const files: NamedChange[] = [];
  for (let at = 0; at + 1 < pieces.length;) {
    const letter = (pieces[at] ?? '').split(' ')[4]?.[0] ?? 'M';
    const basePath = pieces[at + 1] ?? '';
    const moved = letter === 'R' || letter === 'C';
    const path = moved ? (pieces[at + 2] ?? basePath) : basePath;
    files.push({ path, basePath, status: STATUS[letter] ?? 'modified' });
    at += moved ? 3 : 2;
  }
  return files;
}

const STATUS: Readonly<Record<string, ChangeStatus>> = { A: 'added', D: 'removed', R: 'renamed', C: 'added', M: 'modified', T: 'modified' };

/** The files that differ between a commit's tree and the work tree. A moved file is one removed and one added. */
export async function changedInWorkTree(base: ReadableTree, work: ReadableTree): Promise<readonly ChangedFile[]> {
  const gone = base.paths
    .filter((path) => !work.has(path))
    .map((path): ChangedFile => ({ path, basePath: path, status: 'removed', changedLines: [], shownLines: [] }));
  const kept = work.paths.filter((path) => base.digest(path) !== work.digest(path));
  const before = await textsOf(
    base,
    kept.filter((path) => base.has(path)),
  );
  const after = await textsOf(work, kept);
  const touched = kept.map((path): ChangedFile => {
    const lines = changedLines(before.get(path) ?? '', after.get(path) ?? '');
    return { path, basePath: path, status: base.has(path) ? 'modified' : 'added', ...lines };
  });
  return [...gone, ...touched].sort((one, other) => Number(one.path > other.path) - Number(one.path < other.path));
}

function changedLines(
  base: string,
  head: string,
): { readonly changedLines: readonly LineRange[]; readonly shownLines: readonly LineRange[] } {
  return { changedLines: addedLines(base, head), shownLines: shownLines(base, head, CONTEXT) };
}

async function textsOf(tree: ReadableTree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const read = await tree.read(paths);
  return new Map(read.flatMap((one): [string, string][] => ('unreadable' in one ? [] : [[one.path, one.text]])));
}

/** Files that are judged whole: every line counts as changed. */
export function wholeFiles(paths: readonly string[]): readonly ChangedFile[] {
  const all = [{ first: 1, last: Number.MAX_SAFE_INTEGER }];
  return paths.map((path) => ({ path, basePath: path, status: 'added', changedLines: all, shownLines: all }));
}
