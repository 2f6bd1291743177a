import { relative, resolve } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import type { Checkout, CheckoutRequest, SourceControl } from '../../core/ports.ts';
import type { ReadableTree, Revision } from '../../model/change-set.ts';
import { changedBetween, changedInWorkTree, wholeFiles } from './change-files.ts';
import { commitTree } from './commit-tree.ts';
import { fileTree, folderTree } from './folder-tree.ts';
import { findRepository, requireGit, type FoundRepository } from './find-repository.ts';
import { commitOf, defaultBase, headOf, mergeBase, parentOf } from './resolve-range.ts';
import type { GitPlace } from './run-git.ts';
import { workTree } from './work-tree.ts';

/** Reads local repositories and folders. Never writes to them, and runs nothing of theirs. */
export const localSourceControl: SourceControl = { checkout };

const WORK_TREE: Revision = { commit: null, name: 'work tree' };

async function checkout(request: CheckoutRequest): Promise<Checkout> {
  const repository = findRepository(request.path);
  if (!repository) return outsideGit(request);
  requireGit();
  const place = { gitDir: repository.gitDir };
  if (request.files) return namedFiles(request, place, repository);
  if (request.all) return wholeTree(request, place, repository);
  return range(request, place, repository);
}

/** What a commit has changed of one that it comes from, both by their full ids. Error: no-repository. */
export async function betweenCommits(path: string, base: string, head: string): Promise<Checkout> {
  const repository = findRepository(path);
  if (!repository) throw noRepository(path);
  const place = { gitDir: repository.gitDir };
  const files = await changedBetween(place, base, head);
  const [before, after] = [await commitTree(place, base), await commitTree(place, head)];
  const changeSet = { base: { commit: base, name: base }, head: { commit: head, name: head }, files };
  return { changeSet, base: before, head: after, governing: before };
}

function outsideGit(request: CheckoutRequest): Checkout {
  if (request.base !== undefined || request.head !== undefined) throw noRepository(request.path);
  const tree = folderTree(resolve(request.path));
  const files = wholeFiles(request.files ?? tree.paths);
  return whole(tree, files, 'change');
}

function noRepository(path: string): TollgateError {
  const lines = ['do:    leave out --base and --head to judge the folder whole, or name a Git repository'];
  return new TollgateError('no-repository', `\`${path}\` is in no Git repository, so it has no revisions`, { lines });
}

function whole(tree: ReadableTree, files: Checkout['changeSet']['files'], kind: 'change' | 'tree', head: Revision = WORK_TREE): Checkout {
  return { changeSet: { base: null, head, files, whole: kind }, base: null, head: tree, governing: tree };
}

/** Files by name, judged whole where they lie. One that the repository ignores is judged too: someone named it. */
async function namedFiles(request: CheckoutRequest, place: GitPlace, { root }: FoundRepository): Promise<Checkout> {
  const folder = root ?? place.gitDir;
  const paths = (request.files ?? []).map((file) => relative(folder, resolve(request.path, file)));
  const tree = root === undefined ? fileTree(folder, paths) : await workTree(place, root);
  const missing = paths.filter((path) => !tree.has(path));
  return whole(missing.length === 0 ? tree : fileTree(folder, [...tree.paths, ...missing]), wholeFiles(paths), 'change');
}

async function wholeTree(request: CheckoutRequest, place: GitPlace, { root }: FoundRepository): Promise<Checkout> {
  const tree = root === undefined ? await commitTree(place, (await headOf(place))?.commit ?? null) : await workTree(place, root);
  const below = root === undefined ? '' : relative(root, resolve(request.path));
  const within = below === '' ? tree : only(tree, below);
  return whole(within, wholeFiles(within.paths), 'tree', (await headOf(place)) ?? WORK_TREE);
}

/** The part of a tree below a folder, with the paths of the whole. */
function only(tree: ReadableTree, folder: string): ReadableTree {
  return { ...tree, content: {}, paths: tree.paths.filter((path) => path.startsWith(`${folder}/`)) };
}

async function range(request: CheckoutRequest, place: GitPlace, { root }: FoundRepository): Promise<Checkout> {
  const named = request.head === undefined ? undefined : await commitOf(place, request.head);
  const current = named ?? (await headOf(place));
  if (!current) return beforeFirstCommit(request, place, root);
  const governing = await governingRevision(request, place, current, named !== undefined || root === undefined);
  const base = governing.commit === null ? governing : await mergeBase(place, governing, current);
  const trees = Promise.all([commitTree(place, base.commit), commitTree(place, governing.commit)]);
  if (named || root === undefined) {
    const sides = Promise.all([trees, commitTree(place, current.commit), changedBetween(place, base.commit, current.commit ?? '')]);
    const [[baseTree, rules], head, files] = await sides;
    return { changeSet: { base, head: current, files }, base: baseTree, head, governing: rules };
  }
  const [[baseTree, rules], tree] = await Promise.all([trees, workTree(place, root)]);
  const files = await changedInWorkTree(baseTree, tree);
  return { changeSet: { base, head: { commit: null, name: current.name }, files }, base: baseTree, head: tree, governing: rules };
}

/** What the change is compared with: what was named; else the default branch; else the commit before (committed) or HEAD (not committed). */
async function governingRevision(request: CheckoutRequest, place: GitPlace, head: Revision, committed: boolean): Promise<Revision> {
  if (request.base !== undefined) return commitOf(place, request.base);
  const found = await defaultBase(place, head);
  if (found) return found;
  if (!committed) return head;
  const parent = await parentOf(place, head);
  return parent === null ? { commit: null, name: 'before the first commit' } : { commit: parent, name: `${head.name}^` };
}

/** A base that was named still counts: a branch without commits may lie in a repository that has others. */
async function beforeFirstCommit(request: CheckoutRequest, place: GitPlace, root: string | undefined): Promise<Checkout> {
  const named = request.base === undefined ? undefined : await commitOf(place, request.base);
  const base = named ?? { commit: null, name: 'before the first commit' };
  const baseTree = await commitTree(place, base.commit);
  const tree = root === undefined ? await commitTree(place, null) : await workTree(place, root);
  const files = await changedInWorkTree(baseTree, tree);
  return { changeSet: { base, head: WORK_TREE, files }, base: baseTree, head: tree, governing: named ? baseTree : tree };
}
