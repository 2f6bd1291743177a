import type { Asset } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';

/** Finds the asset that a place of a file is of: the smallest declaration around it. */
export type AssetFinder = (place: Location) => Asset | undefined;

export function assetFinder(assets: readonly Asset[]): AssetFinder {
  const byFile = Map.groupBy(assets, ({ extent }) => extent.file);
  const lines = new Map<string, ReadonlyMap<number, Asset>>();
  return ({ file, start }) => {
    const known = lines.get(file) ?? byLine(byFile.get(file) ?? []);
    lines.set(file, known);
    return known.get(start.line);
  };
}

/** Smaller declarations are written over those that they stand in. */
function byLine(assets: readonly Asset[]): ReadonlyMap<number, Asset> {
  const span = ({ extent }: Asset): number => extent.end.line - extent.start.line;
  const found = new Map<number, Asset>();
  let left = MOST_LINES;
  for (const asset of assets.toSorted((one, other) => span(other) - span(one))) {
    left -= span(asset) + 1;
    if (left < 0) return found;
    for (let line = asset.extent.start.line; line <= asset.extent.end.line; line++) found.set(line, asset);
  }
  return found;
}

/** Declarations that nest deeper than people write them are left out. */
const MOST_LINES = 2_000_000;
