import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import { diskFiles } from './disk-files.ts';

/** A file of a folder, as it is and as it shall be. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes files in place, all or none: first it is seen whether each is still the file that was read, and no link leads elsewhere.
 * Errors: not-written.
 */
export function writeFiles(root: string, files: readonly FileChange[]): void {
  const disk = diskFiles(root);
  for (const { path, before } of files) {
    if (!disk.stat(path)?.isFile() || readFileSync(join(root, path), 'utf8') !== before)
      throw refused(path, 'it changed while it was judged');
    if ((lstatSync(join(root, path)).mode & 0o200) === 0) throw refused(path, 'it is read-only');
  }
  for (const { path, after } of files) writeFileSync(join(root, path), after);
}

/** Writes one file that may not be there yet. Nothing is written through a link. Errors: not-written. */
export function writeNew(root: string, file: FileChange): void {
  const place = join(root, file.path);
  if (file.before !== '' || existsSync(place)) return writeFiles(root, [file]);
  if (lstatSync(dirname(place), { throwIfNoEntry: false })?.isSymbolicLink()) throw refused(file.path, 'its folder is a link');
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, file.after, { flag: 'wx' });
}

function refused(path: string, why: string): TollgateError {
  return new TollgateError('not-written', `\`${path}\` is left as it is, and so is every other file: ${why}`, {
    lines: ['do:    run it again'],
  });
}
