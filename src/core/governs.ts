import { CODEOWNERS_PATHS } from './route/find-codeowners.ts';
import type { Settings } from '../model/settings.ts';
import { SETTINGS_PATH } from './settings/parse-settings.ts';

/** Whether a file is one of those that judge: settings and their lock, exceptions, the repository's own policies, CODEOWNERS. */
export function governs(path: string, { policies }: Pick<Settings, 'policies'>): boolean {
  if (path === SETTINGS_PATH || path === LOCK_PATH || path.startsWith(GOVERNED_FOLDER) || CODEOWNERS_PATHS.includes(path)) return true;
  return policies !== undefined && path.startsWith(`${policies.replace(/^\.?\/+|\/+$/g, '')}/`);
}

const LOCK_PATH = '.github/tollgate.lock';
const GOVERNED_FOLDER = '.github/tollgate/';
