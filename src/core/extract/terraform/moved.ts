import type { Asset, AssetChange } from '../../../model/asset.ts';
import { toLocation, type Block } from './part.ts';
import type { Tree } from './modules.ts';

/** What `moved` blocks order: the resource of one address is from now on that of another, and its data with it. */
export function movedChanges({ folder, moved }: Tree, assets: readonly Asset[]): readonly AssetChange[] {
  const byName = new Map(assets.map((asset) => [asset.name, asset]));
  return moved.flatMap(({ block, file, scope }) => {
    const [from, to] = ['from', 'to'].map((name) => addressIn(block, name));
    if (from === undefined || to === undefined) return [];
    const pairs = pairsOf(`${scope.prefix}${from}`, `${scope.prefix}${to}`, byName);
    return pairs.map(({ old, now }): AssetChange => ({
      asset: idOf(folder, old),
      name: old,
      kind: 'removed',
      assetKind: now.kind,
      platform: now.platform,
      file,
      location: toLocation(file, block.at),
      fields: [],
      facts: [],
      renamedTo: now.name,
      declared: true,
    }));
  });
}

export const idOf = (folder: string, address: string): string => `terraform:${folder === '' ? '.' : folder}:${address}`;

function addressIn({ attributes }: Block, name: string): string | undefined {
  const value = attributes.find((one) => one.name === name)?.value;
  return value?.is === 'path' ? value.steps.filter((step) => typeof step === 'string').join('.') : undefined;
}

interface Pair {
  readonly old: string;
  readonly now: Asset;
}

/** A module that moves takes all of its resources along. What still stands under the old address did not move. */
function pairsOf(from: string, to: string, byName: ReadonlyMap<string, Asset>): readonly Pair[] {
  const whole = byName.get(to);
  const inside = /(?:^|\.)module\.[^.]+$/.test(to) ? [...byName.values()].filter(({ name }) => name.startsWith(`${to}.`)) : [];
  return [...(whole ? [whole] : []), ...inside]
    .map((now) => ({ old: `${from}${now.name.slice(to.length)}`, now }))
    .filter(({ old }) => !byName.has(old));
}
