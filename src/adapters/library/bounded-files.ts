import { mayBeLibraryFile } from '../../core/library/library-files.ts';
import type { SourceFile } from '../../model/source.ts';
import { toSourceFile } from '../git/to-source-file.ts';

export const MOST_FILES = 5000;
export const MOST_BYTES = 32 * 1024 * 1024;

/** Whether a file of this path belongs to what is pinned. */
export const isPinnedFile = (path: string): boolean => path === 'library.yml' || mayBeLibraryFile(path);

/** A file of a library. Error: one that is no text cannot be judged by, and is never left out in silence. */
export function toLibraryFile(path: string, bytes: Buffer): SourceFile {
  const read = toSourceFile(path, bytes, undefined);
  if ('unreadable' in read) throw new Error(`holds \`${path}\`, which is no text that can be read (${read.unreadable})`);
  return read;
}
