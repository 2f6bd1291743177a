import type { SourceFile } from '../../model/source.ts';

/** The text whose SHA-256 names a library: path and text of each file, by path, whatever order they came in. Nothing but the files is in it. */
export function treeText(files: readonly Pick<SourceFile, 'path' | 'text'>[]): string {
  const sorted = files.toSorted((one, other) => Number(one.path > other.path) - Number(one.path < other.path));
  return sorted.map(({ path, text }) => `${JSON.stringify([path, text])}\n`).join('');
}
