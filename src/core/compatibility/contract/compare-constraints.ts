import type { Asset, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import { sameJson } from '../../json/same-json.ts';
import { told } from './contract-words.ts';

type JsonMap = { readonly [key: string]: Json };

/** Bounds, of which a lower or a higher value is the tighter one. */
const TIGHTER_WHEN_LOWER = /^(?:maxLength|maximum|exclusiveMaximum|maxItems|maxProperties|precision|mustBeLessThan|mustBeLessOrEqualTo)$/;
const TIGHTER_WHEN_HIGHER = /^(?:minLength|minimum|exclusiveMinimum|minItems|minProperties|mustBeGreaterThan|mustBeGreaterOrEqualTo)$/;

/** What values of a field must keep, and the checks of quality that it has to pass. */
export function compareConstraints(old: Field, field: Field, now: Asset): readonly Difference[] {
  const compare = (name: string): readonly Difference[] =>
    compareMaps(old.facts, field.facts, name, {
      asset: now.id,
      owner: `${now.name}.${field.name}`,
      path: field.name,
      location: field.location,
    });
  return [...compare('constraints'), ...compare('quality')];
}

export interface About {
  readonly asset: string;
  readonly owner: string;
  readonly path?: string;
  readonly location: Difference['location'];
}

const mapOf = (fact: Fact | undefined): JsonMap =>
  typeof fact?.value === 'object' && fact.value !== null && !Array.isArray(fact.value) ? (fact.value as JsonMap) : {};

/** Compares two maps of bounds or checks, entry by entry. */
export function compareMaps(old: Facts, now: Facts, name: string, about: About): readonly Difference[] {
  const [before, after] = [mapOf(old[name]), mapOf(now[name])];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [one, other] = [valueOf(before, key), valueOf(after, key)];
    if (sameJson(one, other)) return [];
    const location = now[name]?.parts?.[key] ?? now[name]?.location ?? about.location;
    return [entryChanged(key, [one, other], { ...about, location })];
  });
}

const valueOf = (map: JsonMap, key: string): Json | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

type Sides = readonly [before: Json | undefined, after: Json | undefined];

function entryChanged(key: string, [before, after]: Sides, { asset, owner, path, location }: About): Difference {
  const relation = relate(key, [before, after]);
  const words = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  const breaks: readonly Breaks[] = BREAKS[relation];
  return {
    kind: relation,
    asset,
    ...(path === undefined ? {} : { path }),
    before: { [key]: before ?? null },
    after: { [key]: after ?? null },
    breaks,
    message: told(`${owner} changes \`${key}\` from ${words(before)} to ${words(after)}`.slice(0, 400), breaks),
    location,
  };
}

const BREAKS = {
  'constraint-tightened': ['backward'],
  'constraint-loosened': ['forward'],
  'constraint-changed': ['backward', 'forward'],
} as const satisfies Partial<Record<DifferenceKind, readonly Breaks[]>>;

/** A bound that comes is tighter, one that goes looser. Lists of allowed values are tighter where they hold fewer. */
function relate(key: string, [before, after]: Sides): keyof typeof BREAKS {
  if (before === undefined) return 'constraint-tightened';
  if (after === undefined) return 'constraint-loosened';
  const last = key.slice(key.lastIndexOf('.') + 1);
  if (typeof before === 'number' && typeof after === 'number') {
    if (TIGHTER_WHEN_LOWER.test(last)) return after < before ? 'constraint-tightened' : 'constraint-loosened';
    if (TIGHTER_WHEN_HIGHER.test(last)) return after > before ? 'constraint-tightened' : 'constraint-loosened';
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return 'constraint-changed';
  const [gone, fresh] = [missing(before, after), missing(after, before)];
  if (gone && fresh) return 'constraint-changed';
  return gone ? 'constraint-tightened' : 'constraint-loosened';
}

/** Whether the second list lacks something of the first. */
function missing(one: readonly Json[], other: readonly Json[]): boolean {
  const held = new Set(other.map((value) => JSON.stringify(value)));
  return one.some((value) => !held.has(JSON.stringify(value)));
}
