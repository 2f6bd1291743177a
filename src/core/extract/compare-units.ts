import type { Difference } from '../../model/difference.ts';
import type { Settings } from '../../model/settings.ts';
import type { Extractor, UnitFile } from '../plug-ins.ts';
import type { Json } from '../../model/json.ts';
import type { ReadPart } from './read-part.ts';

/** What the rules of one format say of a change. `family` begins the ids of its assets: it is the extractor's id. */
export interface UnitDifferences {
  readonly family: string;
  readonly rules: 'whole' | 'part';
  readonly differences: readonly Difference[];
}

/** Compares the units of both sides by the rules of their formats. A unit that is on one side only is compared with nothing. */
export function compareUnits(
  base: readonly ReadPart[],
  head: readonly ReadPart[],
  extractors: readonly Extractor[],
  settings: Settings,
): readonly UnitDifferences[] {
  const ruled = extractors.filter(({ differences }) => differences !== undefined);
  return ruled.flatMap((extractor): readonly UnitDifferences[] => {
    const [before, after] = [unitsOf(base, extractor.id), unitsOf(head, extractor.id)];
    const units = new Set([...before.keys(), ...after.keys()]);
    const differences = [...units].flatMap((unit) => changed(extractor, before.get(unit) ?? [], after.get(unit) ?? [], settings));
    return units.size === 0 ? [] : [{ family: extractor.id, rules: extractor.rules ?? 'whole', differences }];
  });
}

/** Most units are the same on both sides: their files are read once and kept, so their parts are the very same. */
function changed(extractor: Extractor, base: readonly ReadPart[], head: readonly ReadPart[], settings: Settings): readonly Difference[] {
  const isSame = base.length === head.length && base.every(({ path, part }, at) => head[at]?.path === path && head[at]?.part === part);
  return isSame ? [] : (extractor.differences?.(base.map(unitFile), head.map(unitFile), settings) ?? []);
}

const unitFile = ({ path, claim, part }: ReadPart): UnitFile<Json> => ({ path, role: claim.role, part });

function unitsOf(parts: readonly ReadPart[], extractor: string): ReadonlyMap<string, readonly ReadPart[]> {
  return Map.groupBy(
    parts.filter(({ claim }) => claim.extractor === extractor),
    ({ claim }) => claim.unit,
  );
}
