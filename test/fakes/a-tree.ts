import type { ReadableTree, Unreadable } from '../../src/model/change-set.ts';
import type { SourceFile } from '../../src/model/source.ts';

/** A tree of texts by path. A text of null is a binary file. `reads` counts every file that was asked for. */
export interface FakeTree extends ReadableTree {
  readonly reads: string[];
}

export function aTree(files: Readonly<Record<string, string | null>>): FakeTree {
  const reads: string[] = [];
  const read = (path: string): SourceFile | Unreadable => {
    reads.push(path);
    const text = files[path];
    return typeof text === 'string'
      ? { path, text, size: text.length }
      : { path, size: 9, unreadable: text === null ? 'binary' : 'missing' };
  };
  const has = (path: string): boolean => Object.hasOwn(files, path);
  return {
    content: {},
    paths: Object.keys(files),
    reads,
    has,
    nearest: (path, name) => foldersAbove(path).find((folder) => has(folder === '' ? name : `${folder}/${name}`)),
    digest: (path) => (has(path) ? `digest of ${files[path]}` : undefined),
    read: (paths) => Promise.resolve(paths.map(read)),
  };
}

function foldersAbove(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), ''];
}
