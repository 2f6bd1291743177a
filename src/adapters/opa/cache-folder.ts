import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where compiled libraries and OPA itself are kept for this user. Safe to delete at any time. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env['TOLLGATE_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tollgate');
}
