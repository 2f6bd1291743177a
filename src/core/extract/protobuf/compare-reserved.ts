import type { Breaks, Difference } from '../../../model/difference.ts';
import type { Location } from '../../../model/source.ts';
import { tell } from '../../compatibility/harm.ts';
import type { NumberRange } from './part.ts';
import { lostRanges, rangeText } from './ranges.ts';

interface Reserving {
  readonly reserved: readonly NumberRange[];
  readonly reservedNames: readonly string[];
}

interface Subject {
  readonly asset: string;
  readonly name: string;
  readonly location: Location;
}

/** Numbers and names that were kept from being used again may now be given to something else. */
export function compareReserved(old: Reserving, now: Reserving, { asset, name, location }: Subject): readonly Difference[] {
  const names = new Set(now.reservedNames);
  const lost = [
    ...lostRanges(old.reserved, now.reserved).map(rangeText),
    ...[...new Set(old.reservedNames)].filter((one) => !names.has(one)).map((one) => JSON.stringify(one)),
  ];
  const breaks: readonly Breaks[] = ['source', 'wire', 'wire-json'];
  return lost.map((what) => ({
    kind: 'constraint-loosened',
    asset,
    before: { reserved: what },
    breaks,
    message: tell(`${name} no longer reserves ${what}, so that it may be used again`, breaks),
    location,
  }));
}
