import { dirname, relative, resolve, sep } from 'node:path';
import { realpathSync } from 'node:fs';
import { TollgateError } from '../../core/errors.ts';
import type { Unreadable } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';
import { diskFiles } from './disk-files.ts';
import { findRepository } from './find-repository.ts';

/** A file that Git does not hold, by the path that it has in its repository: what a build has made (`target/manifest.json`). Error: bad-use. */
export function readBeside(path: string): SourceFile | Unreadable {
  const place = existing(path);
  const root = findRepository(dirname(place))?.root ?? dirname(place);
  const inner = relative(root, place).split(sep).join('/');
  const files = diskFiles(root);
  const read = files.read(inner);
  const digest = files.digest(inner);
  return 'unreadable' in read || digest === undefined ? read : { ...read, digest };
}

function existing(path: string): string {
  try {
    return realpathSync(resolve(path));
  } catch (cause) {
    throw new TollgateError('bad-use', `\`${path}\` is not there`, {
      lines: ['do:    name a file that exists, such as target/manifest.json'],
      cause,
    });
  }
}
