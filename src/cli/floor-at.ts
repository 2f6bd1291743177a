import type { Local } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import type { SourceFile } from '../model/source.ts';

/** What `--organisation FILE` names. Error: bad-use, where it cannot be read. */
export function floorAt(path: string | undefined, local: Local): { readonly organisation?: SourceFile } {
  if (path === undefined) return {};
  const file = local.fileBeside(path);
  if ('unreadable' in file) throw new TollgateError('bad-use', `\`${path}\` cannot be read: ${file.unreadable}`);
  return { organisation: file };
}
