import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Names the code below a folder by its newest change, so that what other code has read is not taken for its own. */
export function editionOf(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const newest = names.reduce((latest, name) => Math.max(latest, statSync(join(folder, name)).mtimeMs), 0);
  return `${names.length}-${Math.round(newest)}`;
}
