import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableTree } from '../../model/change-set.ts';
import { diskFiles, type DiskFiles } from './disk-files.ts';
import { treeOf } from './tree-paths.ts';

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** Every file below a folder outside Git. Links are listed, never followed. */
export function folderTree(root: string): ReadableTree {
  return fileTree(root, pathsBelow(root).sort());
}

/** Named files below a folder, read where they are. `known` are the digests that are known already. */
export function fileTree(
  root: string,
  paths: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
  files: DiskFiles = diskFiles(root),
): ReadableTree {
  const digests = new Map<string, string | undefined>(known);
  const digest = (path: string): string | undefined => {
    if (!digests.has(path)) digests.set(path, files.digest(path));
    return digests.get(path);
  };
  return { ...treeOf(paths), digest, read: (wanted) => Promise.resolve(wanted.map((path) => files.read(path))) };
}

function pathsBelow(root: string): string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) paths.push(path);
      else if (!SKIPPED.has(entry.name)) folders.push(path);
    }
  }
  return paths;
}
