import type { ReadableTree, Tree, Unreadable } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';
import { readBlobs } from './read-blobs.ts';
import type { Blob } from './recent-blobs.ts';
import { runGit, type GitPlace } from './run-git.ts';
import { toSourceFile, unreadable } from './to-source-file.ts';
import { treeOf } from './tree-paths.ts';

/** One entry of a tree. `size` is missing where the blob is not here yet (a filtered clone). */
export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly size?: number;
}

/** Fetches blobs that a filtered clone lacks, all at once. */
export type Prefetch = (ids: readonly string[]) => Promise<void>;

const LINK = '120000';
export const SUBMODULE = '160000';

/** The tree of a commit; null is the empty tree, before the first commit. */
export async function commitTree(place: GitPlace, commit: string | null, prefetch?: Prefetch): Promise<ReadableTree> {
  const { entries, tree } = commit === null ? NOTHING : await listing(place, commit);
  const read = (paths: readonly string[]): Promise<readonly (SourceFile | Unreadable)[]> => readEntries(place, entries, paths, prefetch);
  return { ...tree, digest: (path) => entries.get(path)?.id, read, content: entries };
}

interface Listing {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly tree: Tree;
}

const NOTHING: Listing = { entries: new Map(), tree: treeOf([]) };

/** What a commit holds never changes, so the last few listings are kept: the same base serves many heads. */
const listings = new Map<string, Promise<Listing>>();
const MAX_LISTINGS = 8;

function listing(place: GitPlace, id: string): Promise<Listing> {
  const key = `${place.gitDir}\n${id}`;
  const found = listings.get(key) ?? list(place, id);
  listings.delete(key);
  listings.set(key, found);
  found.catch(() => listings.delete(key));
  const [oldest] = listings.keys();
  if (listings.size > MAX_LISTINGS && oldest !== undefined) listings.delete(oldest);
  return found;
}

async function list(place: GitPlace, id: string): Promise<Listing> {
  const entries = parseEntries(await runGit(place, ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', id]));
  return { entries, tree: treeOf([...entries.keys()]) };
}

/** `<mode> <type> <id>\t<path>\0`. A path that is no UTF-8 keeps its bytes as replacement characters: it can be named, not read. */
function parseEntries(output: Buffer): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (const line of output.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
    entries.set(line.slice(tab + 1), { mode, id });
  }
  return entries;
}

/** Reads entries of a tree or of the index; answers in order. */
export async function readEntries(
  place: GitPlace,
  entries: ReadonlyMap<string, TreeEntry>,
  paths: readonly string[],
  prefetch?: Prefetch,
): Promise<readonly (SourceFile | Unreadable)[]> {
  const ids = paths.flatMap((path) => blobId(entries.get(path)));
  if (prefetch) await prefetch(ids);
  const blobs = await readBlobs(place, ids);
  return paths.map((path) => readEntry(path, entries.get(path), blobs));
}

function blobId(entry: TreeEntry | undefined): readonly string[] {
  return entry === undefined || entry.mode === LINK || entry.mode === SUBMODULE ? [] : [entry.id];
}

function readEntry(path: string, entry: TreeEntry | undefined, blobs: ReadonlyMap<string, Blob>): SourceFile | Unreadable {
  if (entry?.mode === LINK) return unreadable(path, 0, 'link');
  if (entry?.mode === SUBMODULE) return unreadable(path, 0, 'submodule');
  const blob = blobs.get(entry?.id ?? '');
  if (!blob) return unreadable(path, 0, 'missing');
  return blob.bytes ? toSourceFile(path, blob.bytes, entry?.id) : unreadable(path, blob.size, 'too-large');
}
