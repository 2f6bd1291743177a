import type { Location } from '../../../model/source.ts';
import { sameJson } from '../../json/same-json.ts';
import { placeOf, type Placed } from './merge-unit.ts';
import type { Usage } from './part.ts';
import type { Say, Weight } from './say.ts';

interface Where {
  readonly asset: string;
  readonly path?: string;
  readonly subject: string;
  readonly location: Location;
  readonly say: Say;
}

/** Directives that stand at a thing: what they do is the server's business, so that clients can only be warned. */
export function compareUsages(base: readonly Placed<Usage>[], head: readonly Placed<Usage>[], where: Where): void {
  const [before, after] = [Map.groupBy(base, nameOf), Map.groupBy(head, nameOf)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [olds, news] = [before.get(name) ?? [], after.get(name) ?? []];
    const gone = olds.filter((one) => !news.some((other) => sameJson(one.is.values, other.is.values)));
    const come = news.filter((one) => !olds.some((other) => sameJson(one.is.values, other.is.values)));
    const changed = Math.min(gone.length, come.length);
    const [added, removed] = [news.length - olds.length, olds.length - news.length];
    if (changed > 0 || added > 0 || removed > 0) sayUsage(name, { added, removed, at: come[0] ?? news[0] }, where);
  }
}

const nameOf = ({ is }: Placed<Usage>): string => is.name;

interface Change {
  readonly added: number;
  readonly removed: number;
  readonly at: Placed<Usage> | undefined;
}

function sayUsage(name: string, { added, removed, at }: Change, { say, location, path, ...own }: Where): void {
  const words = added > 0 ? `is now marked @${name}` : removed > 0 ? `is no longer marked @${name}` : `has other values for @${name}`;
  say({
    ...own,
    path: path === undefined ? `@${name}` : `${path}.@${name}`,
    kind: name === 'deprecated' && added > 0 ? 'deprecated' : 'option-changed',
    weight: weightOf(name, added > 0),
    words,
    location: at ? placeOf(at, at.is.span) : location,
  });
}

/** With `@oneOf`, who gave several values is refused. */
function weightOf(name: string, isAdded: boolean): Weight {
  if (name === 'oneOf') return isAdded ? 'breaking' : 'harmless';
  return name === 'deprecated' ? 'harmless' : 'dangerous';
}
