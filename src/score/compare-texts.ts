import { EXTRACTORS } from '../core/extract/registry.ts';
import type { UnitFile } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Difference } from '../model/difference.ts';
import type { Json } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';

/** What the rules of one format say of two texts of a file. */
export async function differencesOf(
  extractor: string,
  path: string,
  base: string,
  head: string,
): Promise<{ readonly differences: readonly Difference[]; readonly problems: readonly Problem[] }> {
  const found = EXTRACTORS.find(({ id }) => id === extractor);
  if (!found) return { differences: [], problems: [] };
  await found.load?.();
  const tree = { paths: [path], has: (one: string): boolean => one === path, nearest: (): undefined => undefined };
  const role = found.claim(path, tree, DEFAULT_SETTINGS)?.role ?? '';
  const problems: Problem[] = [];
  const files = (text: string): readonly UnitFile<Json>[] => {
    const { part, problems: told } = found.read({ path, text, size: text.length }, role, noGrammar);
    problems.push(...told);
    return part === null ? [] : [{ path, role, part }];
  };
  return { differences: found.differences?.(files(base), files(head), DEFAULT_SETTINGS) ?? [], problems };
}

const noGrammar = (): never => {
  throw new TypeError('this format is read without a grammar');
};
