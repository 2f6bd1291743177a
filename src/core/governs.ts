import { LOCK_PATH } from './library/lock.ts';
import { CODEOWNERS_PATHS } from './route/find-codeowners.ts';
import type { Settings } from '../model/settings.ts';
import { SETTINGS_PATH } from './settings/parse-settings.ts';

/** Whether a file is one of those that judge: settings and their lock, exceptions, the repository's own policies and data, CODEOWNERS. */
export function governs(path: string, { policies, data = [] }: Pick<Settings, 'policies' | 'data'>): boolean {
  if (path === SETTINGS_PATH || path === LOCK_PATH || path.startsWith(GOVERNED_FOLDER) || CODEOWNERS_PATHS.includes(path)) return true;
  const own = policies === undefined ? data : [policies, ...data];
  return own.map((name) => name.replace(/^\.?\/+|\/+$/g, '')).some((name) => path === name || path.startsWith(`${name}/`));
}

const GOVERNED_FOLDER = '.github/tollgate/';
