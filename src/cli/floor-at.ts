import { dirname, join } from 'node:path';
import type { Local } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import type { OrganisationFiles } from '../core/library-ports.ts';

/** What `--organisation FILE` names, with the lock beside it. Error: bad-use, where the settings cannot be read. */
export function floorAt(path: string | undefined, local: Local): { readonly organisation?: OrganisationFiles } {
  if (path === undefined) return {};
  const settings = local.fileBeside(path);
  if ('unreadable' in settings) throw new TollgateError('bad-use', `\`${path}\` cannot be read: ${settings.unreadable}`);
  const lock = local.fileIfThere(join(dirname(path), 'tollgate.lock'));
  return { organisation: { settings, ...(lock ? { lock } : {}) } };
}
