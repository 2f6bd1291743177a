import type { Asset, AssetChange } from '../../model/asset.ts';

/**
 * The changes that statements of the head order and those of the base did not: a migration that is already there changes nothing
 * again. A change of something that this same change set creates is no change to anybody and is left out.
 */
export function newDeclaredChanges(
  base: readonly AssetChange[],
  head: readonly AssetChange[],
  created: ReadonlySet<string>,
): readonly AssetChange[] {
  const known = new Map<string, number>();
  for (const change of base) known.set(keyOf(change), (known.get(keyOf(change)) ?? 0) + 1);
  return head.filter((change) => {
    if (created.has(change.asset)) return false;
    const left = known.get(keyOf(change)) ?? 0;
    known.set(keyOf(change), left - 1);
    return left <= 0;
  });
}

function keyOf({ asset, kind, fields, facts, renamedTo }: AssetChange): string {
  const told = fields.map(({ location: _, ...field }) => field);
  return JSON.stringify([asset, kind, told, facts.map(({ location: _, ...fact }) => fact), renamedTo]);
}

/** What the head creates: assets that it declares whole and the base does not know. */
export function createdAssets(base: readonly Asset[], head: readonly Asset[]): ReadonlySet<string> {
  const before = new Set(base.map((asset) => asset.id));
  return new Set(head.filter((asset) => !asset.partial && !before.has(asset.id)).map((asset) => asset.id));
}

/** Compared and declared changes as one list. Where both tell the same, the statement that orders it is the better place. */
export function mergeChanges(compared: readonly AssetChange[], declared: readonly AssetChange[]): readonly AssetChange[] {
  const told = new Set(declared.flatMap((change) => [keyOfKind(change), ...change.fields.map((field) => keyOfField(change, field))]));
  const rest = compared.flatMap((change): readonly AssetChange[] => {
    const fields = change.fields.filter((field) => !told.has(keyOfField(change, field)));
    const whole = change.kind === 'changed' ? fields.length + change.facts.length === 0 : told.has(keyOfKind(change));
    return whole ? [] : [{ ...change, fields }];
  });
  return [...rest, ...declared];
}

const keyOfKind = (change: AssetChange): string => `${change.asset} ${change.kind} ${change.of ?? ''}`;
const keyOfField = (change: AssetChange, field: { readonly name: string; readonly kind: string }): string =>
  `${change.asset} ${field.kind} ${field.name} ${change.of ?? ''}`;
