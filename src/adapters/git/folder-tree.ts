import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
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
  return { ...treeOf(paths), content: {}, digest, read: (wanted) => Promise.resolve(wanted.map((path) => files.read(path))) };
}

function pathsBelow(root: string): string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) paths.push(path);
      else if (!SKIPPED.has(entry.name)) folders.push(path);
    }
  }
  return paths;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const lines = ['do:    let this user read it, or name the folders or files that are to be judged'];
    throw new TollgateError('bad-use', `the folder \`${folder}\` cannot be read`, { lines, cause });
  }
}
