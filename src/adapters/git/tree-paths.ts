import type { Tree } from '../../model/change-set.ts';

/** The paths of one side, with quick answers to whether one is there and which folder above holds a file of a name. */
export function treeOf(paths: readonly string[]): Tree {
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
