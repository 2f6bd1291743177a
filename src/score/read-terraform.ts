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
import type { SourceFile } from '../model/source.ts';

export interface Seen {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

/** What the wanted files of a commit declare. */
export async function readTerraform(tree: ReadableTree, wanted: ReadonlySet<string>, parse: ParseWith): Promise<Seen> {
  const had = await tree.read(tree.paths.filter((path) => wanted.has(path)));
  return readFiles(
    had.filter((file) => 'text' in file),
    parse,
  );
}

/** What some files declare together. */
export function readFiles(files: readonly SourceFile[], parse: ParseWith): Seen {
  const extractors = EXTRACTORS.filter(({ id }) => id === 'terraform');
  const paths = files.map(({ path }) => path);
  const tree = { paths, has: (path: string) => paths.includes(path), digest: () => undefined, nearest: () => undefined };
  const problems: Problem[] = [];
  const parts = files.flatMap((file): readonly ReadPart[] => {
    const claims = claimsOn(file.path, tree, DEFAULT_SETTINGS, extractors);
    if (!claims[0]) return [];
    const answer = readOne({ file, claims }, extractors, parse);
    problems.push(...answer.problems);
    return answer.part === null ? [] : [{ path: file.path, claim: claims[0], part: answer.part }];
  });
  const assembly = assembleUnits(parts, extractors, DEFAULT_SETTINGS);
  return { assets: assembly.assets, problems: [...problems, ...assembly.problems] };
}
