import type { Tree } from '../../model/change-set.ts';

/** Most changes leave all paths as they are: what was found out about them then counts for both sides. */
const recent: Tree[] = [];
const MOST_RECENT = 4;

/** The paths of one side, with quick answers to whether one is there and which folder above holds a file of a name. */
export function treeOf(paths: readonly string[]): Tree {
  const known = recent.find((tree) => tree.paths.length === paths.length && tree.paths.every((path, at) => path === paths[at]));
  if (known) return known;
  const tree = newTree(paths);
  recent.unshift(tree);
  recent.length = Math.min(recent.length, MOST_RECENT);
  return tree;
}

function newTree(paths: readonly string[]): Tree {
  const all = new Set(paths);
  const folders = new Map<string, string | undefined>();
  const nearest = (path: string, name: string): string | undefined => lookUp(folderOf(path), name);
  const lookUp = (folder: string, name: string): string | undefined => {
    const key = `${name}\n${folder}`;
    if (folders.has(key)) return folders.get(key);
    const here = all.has(folder === '' ? name : `${folder}/${name}`);
    const found = here ? folder : folder === '' ? undefined : lookUp(folderOf(folder), name);
    folders.set(key, found);
    return found;
  };
  return { paths, has: (path) => all.has(path), nearest };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
