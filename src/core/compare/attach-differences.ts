import type { Asset, AssetChange } from '../../model/asset.ts';
import type { Difference } from '../../model/difference.ts';
import type { Location } from '../../model/source.ts';
import { placesOfRemoved } from './places-of-removed.ts';

/** What the rules of one format say of a change. `family` begins the ids of its assets. */
export interface RuledDifferences {
  readonly family: string;
  /** Whether the differences tell all there is about compatibility, or add to what comparing fields tells. */
  readonly rules: 'whole' | 'part';
  readonly differences: readonly Difference[];
}

/**
 * Puts what the formats' rules say beside what the comparison found. A difference of an asset that otherwise stayed as it was (a
 * reserved number, an option) makes a change of its own.
 */
export function attachDifferences(
  changes: readonly AssetChange[],
  ruled: readonly RuledDifferences[],
  assets: { readonly base: readonly Asset[]; readonly head: readonly Asset[] },
): readonly AssetChange[] {
  if (ruled.length === 0) return changes;
  const real = ruled.flatMap(({ differences }) => differences).filter(isReal(assets));
  const byAsset = Map.groupBy(real.map(inHeadOf(assets)), ({ asset }) => asset);
  const rulesOf = rulesByFamily(ruled);
  const attached = changes.map((change): AssetChange => {
    const rules = rulesOf(change.asset);
    return rules === undefined || change.of !== undefined ? change : { ...change, rules, differences: byAsset.get(change.asset) ?? [] };
  });
  const told = new Set(attached.flatMap(({ asset, differences }) => (differences ? [asset] : [])));
  return [...attached, ...changedOnlyByRules(byAsset, told, [...assets.base, ...assets.head], rulesOf)];
}

/** What only moved to another unit (a renamed file) is compared with nothing there: its unit says that it is gone, the other one that it is new. */
function isReal({ base, head }: { readonly base: readonly Asset[]; readonly head: readonly Asset[] }): (difference: Difference) => boolean {
  const [before, after] = [new Set(base.map(({ id }) => id)), new Set(head.map(({ id }) => id))];
  return ({ kind, path, asset }) =>
    path !== undefined || !((kind === 'removed' && after.has(asset)) || (kind === 'added' && before.has(asset)));
}

/** What is gone stands in the base: in the head its place is where it would be. */
function inHeadOf({ base, head }: { readonly base: readonly Asset[]; readonly head: readonly Asset[] }): (one: Difference) => Difference {
  const before = new Map(base.map((asset) => [asset.id, asset]));
  const after = new Map(head.map((asset) => [asset.id, asset]));
  const files = new Set(head.flatMap((asset) => asset.files));
  return (one) => {
    if (one.kind !== 'removed' && one.kind !== 'value-removed') return one;
    const [old, now] = [before.get(one.asset), after.get(one.asset)];
    return { ...one, location: now ? placeIn(old, now, one.path) : startOf(one.location, files) };
  };
}

function placeIn(old: Asset | undefined, now: Asset, path: string | undefined): Location {
  const isField = path !== undefined && old?.fields.some(({ name }) => name === path);
  return old && isField ? placesOfRemoved(old, now)(path) : (now.fields.find(({ name }) => name === path)?.location ?? now.location);
}

/** Of a file that is still there, its start; of one that is gone, the place that it had. */
function startOf(location: Location, files: ReadonlySet<string>): Location {
  const start = { line: 1, column: 1, offset: 0 };
  return files.has(location.file) ? { file: location.file, start, end: start } : location;
}

type RulesOf = (asset: string) => 'whole' | 'part' | undefined;

function rulesByFamily(ruled: readonly RuledDifferences[]): RulesOf {
  const families = new Map(ruled.map(({ family, rules }) => [family, rules]));
  return (asset) => families.get(asset.slice(0, Math.max(0, asset.indexOf(':'))));
}

function changedOnlyByRules(
  byAsset: ReadonlyMap<string, readonly Difference[]>,
  told: ReadonlySet<string>,
  assets: readonly Asset[],
  rulesOf: RulesOf,
): readonly AssetChange[] {
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  return [...byAsset].flatMap(([id, differences]): readonly AssetChange[] => {
    const asset = known.get(id);
    return asset === undefined || told.has(id) ? [] : [{ ...unchanged(asset), rules: rulesOf(id) ?? 'whole', differences }];
  });
}

function unchanged({ id, name, kind, platform, file, location }: Asset): AssetChange {
  return { asset: id, name, kind: 'changed', assetKind: kind, platform, file, location, fields: [], facts: [] };
}
