import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableTree, Unreadable } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';
import { MAX_FILE_BYTES, toSourceFile, unreadable } from './to-source-file.ts';
import { treeOf } from './tree-paths.ts';

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** Every file below a folder outside Git. Links are listed, never followed. */
export function folderTree(root: string): ReadableTree {
  return fileTree(root, [...pathsBelow(root, '')].sort());
}

/** Named files below a folder, read where they are. `digests` are those that are known already. */
export function fileTree(root: string, paths: readonly string[], digests: ReadonlyMap<string, string> = new Map()): ReadableTree {
  const known = new Map(digests);
  const digest = (path: string): string | undefined => {
    if (!known.has(path)) known.set(path, digestOf(root, path) ?? '');
    return known.get(path) || undefined;
  };
  return { ...treeOf(paths), digest, read: (wanted) => Promise.resolve(wanted.map((path) => readFrom(root, path))) };
}

/** As Git names a blob. Source: Git Internals, "Git Objects". */
export function blobDigest(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function* pathsBelow(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) yield path;
    else if (!SKIPPED.has(entry.name)) yield* pathsBelow(root, path);
  }
}

function digestOf(root: string, path: string): string | undefined {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > MAX_FILE_BYTES) return undefined;
  return blobDigest(readFileSync(join(root, path)));
}

function readFrom(root: string, path: string): SourceFile | Unreadable {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return unreadable(path, 0, 'missing');
  if (found.isSymbolicLink()) return unreadable(path, found.size, 'link');
  if (!found.isFile()) return unreadable(path, 0, found.isDirectory() ? 'submodule' : 'missing');
  if (found.size > MAX_FILE_BYTES) return unreadable(path, found.size, 'too-large');
  const bytes = readFileSync(join(root, path));
  return toSourceFile(path, bytes, blobDigest(bytes));
}
