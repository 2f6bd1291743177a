import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseSettings, SETTINGS_PATH } from '../core/settings/parse-settings.ts';

/** The folder of the library that was named; else the one that settings name; else `policies`. */
export function libraryFolder([named]: readonly string[]): string {
  if (named !== undefined) return shown(named);
  if (!existsSync(SETTINGS_PATH)) return 'policies';
  const text = readFileSync(SETTINGS_PATH, 'utf8');
  const { settings } = parseSettings({ path: SETTINGS_PATH, text, size: Buffer.byteLength(text) });
  return shown(settings.policies ?? 'policies');
}

/** As a person would write it here. */
function shown(folder: string): string {
  const path = relative('.', folder);
  return path === '' ? '.' : path.startsWith('..') ? folder.replace(/\/+$/, '') : path;
}
