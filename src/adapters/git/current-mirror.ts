import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the mirror of a repository is: `<id>.<generation>.git`. One with more packs than `mostPacks` is left, and the next begun:
 * judgements may still read from it. The one before it goes now, so the disk that a repository takes is bounded.
 */
export function currentMirror(folder: string, id: number, mostPacks: number): string {
  const generations = generationsOf(folder, id);
  const newest = generations.at(-1) ?? 1;
  const gitDir = join(folder, `${id}.${newest}.git`);
  if (packsIn(gitDir) <= mostPacks) return gitDir;
  for (const old of generations.slice(0, -1)) rmSync(join(folder, `${id}.${old}.git`), { recursive: true, force: true });
  return join(folder, `${id}.${newest + 1}.git`);
}

function generationsOf(folder: string, id: number): readonly number[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .map((name) => name.split('.'))
    .flatMap(([first, generation, end]) => (first === String(id) && end === 'git' ? [Number(generation)] : []))
    .sort((one, other) => one - other);
}

function packsIn(gitDir: string): number {
  const packs = join(gitDir, 'objects', 'pack');
  return existsSync(packs) ? readdirSync(packs).filter((name) => name.endsWith('.pack')).length : 0;
}
