import { hashText } from '../hash-text.ts';
import type { Checkout } from '../ports.ts';
import type { ChangedFile, ReadableTree } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';

/** Files that are at hand, as a tree. */
export function memoryTree(files: readonly SourceFile[]): ReadableTree {
  const byPath = new Map(files.map((file) => [file.path, { ...file, digest: hashText(file.text) }]));
  return {
    paths: [...byPath.keys()].sort(),
    content: byPath,
    has: (path) => byPath.has(path),
    nearest: (path, name) => foldersAbove(path).find((folder) => byPath.has(folder === '' ? name : `${folder}/${name}`)),
    digest: (path) => byPath.get(path)?.digest,
    read: (paths) => Promise.resolve(paths.map((path) => byPath.get(path) ?? { path, size: 0, unreadable: 'missing' as const })),
  };
}

function foldersAbove(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return Array.from({ length: steps.length + 1 }, (_, index) => steps.slice(0, steps.length - index).join('/'));
}

/** A pull request from one state of files to another; without the first, the files are judged whole. What governs stands in the first. */
export function memoryCheckout(before: readonly SourceFile[] | undefined, after: readonly SourceFile[]): Checkout {
  const head = memoryTree(after);
  const named = { commit: null, name: 'after' };
  if (!before) {
    const files = after.map((file) => changed(file, 'added'));
    return { changeSet: { base: null, head: named, files, whole: 'change' }, base: null, head, governing: head };
  }
  const base = memoryTree(before);
  const files = changesBetween(before, after);
  return { changeSet: { base: { commit: null, name: 'before' }, head: named, files }, base, head, governing: base };
}

function changesBetween(before: readonly SourceFile[], after: readonly SourceFile[]): readonly ChangedFile[] {
  const [old, now] = [new Map(before.map((one) => [one.path, one.text])), new Set(after.map(({ path }) => path))];
  const differing = after.filter(({ path, text }) => old.get(path) !== text);
  return [
    ...differing.map((file) => changed(file, old.has(file.path) ? 'modified' : 'added')),
    ...before.filter(({ path }) => !now.has(path)).map((file) => changed(file, 'removed')),
  ].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function changed({ path, text }: SourceFile, status: ChangedFile['status']): ChangedFile {
  const lines = status === 'removed' ? [] : [{ first: 1, last: text.split('\n').length }];
  return { path, basePath: path, status, changedLines: lines, shownLines: lines };
}
