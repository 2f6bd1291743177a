import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of cases published by others: `TOLLGATE_CASES`, or `shared/cases` beside the checkout. It is never part of the repository. */
const ROOT = process.env['TOLLGATE_CASES'] ?? fileURLToPath(new URL('../../shared/cases', import.meta.url));

/** Path of one folder of published cases; undefined where it is absent, so that its tests can skip and say so. */
export function publishedCases(folder: string): string | undefined {
  const path = `${ROOT}/${folder}`;
  return existsSync(path) ? path : undefined;
}

/** The rows of a JSON-lines file; none where the file is absent. */
export function jsonLines<T>(path: string | undefined): readonly T[] {
  if (path === undefined || !existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
}
