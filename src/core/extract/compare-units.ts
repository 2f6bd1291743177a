import type { Settings } from '../../model/settings.ts';
import type { Extractor } from '../plug-ins.ts';
import type { CompareRequest } from '../ports.ts';
import { unitFile } from './assemble-units.ts';
import type { ReadPart } from './read-part.ts';

/** What is to be compared by the rules of one format. `family` begins the ids of its assets: it is the extractor's id. */
export interface ToCompare {
  readonly family: string;
  readonly rules: 'whole' | 'part';
  readonly requests: readonly CompareRequest[];
}

/**
 * The units that differ between both sides, by format, for the formats that have rules of compatibility and are there at all. A unit
 * that is on one side only is compared with nothing.
 */
export function unitsToCompare(
  base: readonly ReadPart[],
  head: readonly ReadPart[],
  extractors: readonly Extractor[],
  settings: Settings,
): readonly ToCompare[] {
  const ruled = extractors.filter(({ differences }) => differences !== undefined);
  return ruled.flatMap(({ id, rules = 'whole' }): readonly ToCompare[] => {
    const [before, after] = [unitsOf(base, id), unitsOf(head, id)];
    const names = [...new Set([...before.keys(), ...after.keys()])];
    const differing = names
      .map((name) => [before.get(name) ?? [], after.get(name) ?? []] as const)
      .filter(([old, now]) => !areSame(old, now));
    const requests = differing.map(([old, now]) => ({ extractor: id, base: old.map(unitFile), head: now.map(unitFile), settings }));
    return names.length === 0 ? [] : [{ family: id, rules, requests }];
  });
}

/** Most units are the same on both sides: their files are read once and kept, so their parts are the very same. */
function areSame(base: readonly ReadPart[], head: readonly ReadPart[]): boolean {
  return base.length === head.length && base.every(({ path, part }, at) => head[at]?.path === path && head[at]?.part === part);
}

function unitsOf(parts: readonly ReadPart[], extractor: string): ReadonlyMap<string, readonly ReadPart[]> {
  return Map.groupBy(
    parts.filter(({ claim }) => claim.extractor === extractor),
    ({ claim }) => claim.unit,
  );
}
