import { assembleUnits } from '../core/extract/assemble-units.ts';
import type { ReadPart } from '../core/extract/read-part.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { ParseWith } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';

export interface Seen {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

/** What the wanted files of a commit declare. */
export async function readTerraform(tree: ReadableTree, wanted: ReadonlySet<string>, parse: ParseWith): Promise<Seen> {
  const extractors = EXTRACTORS.filter(({ id }) => id === 'terraform');
  const claimed = tree.paths.flatMap((path) => {
    const claims = wanted.has(path) ? claimsOn(path, tree, DEFAULT_SETTINGS, extractors) : [];
    return claims[0] ? [{ path, claims, claim: claims[0] }] : [];
  });
  const had = await tree.read(claimed.map(({ path }) => path));
  const problems: Problem[] = [];
  const parts = claimed.flatMap(({ path, claims, claim }, index): readonly ReadPart[] => {
    const file = had[index];
    if (!file || 'unreadable' in file) return [];
    const answer = readOne({ file, claims }, extractors, parse);
    problems.push(...answer.problems);
    return answer.part === null ? [] : [{ path, claim, part: answer.part }];
  });
  return { assets: assembleUnits(parts, extractors, DEFAULT_SETTINGS).assets, problems };
}
