import type { Asset } from '../../model/asset.ts';

/**
 * Gives each asset of a unit an id of its own, as the pipeline does for units that meet: of two that declare the same thing, the later
 * file's carries its path. Both sides of a change then say the same of the same files.
 */
export function uniqueIds(assets: readonly Asset[]): readonly Asset[] {
  const taken = new Set<string>();
  return assets
    .toSorted((one, other) => (one.file === other.file ? 0 : one.file < other.file ? -1 : 1))
    .map((asset) => {
      const id = taken.has(asset.id) ? `${asset.id}@${asset.file}` : asset.id;
      taken.add(id);
      return id === asset.id ? asset : { ...asset, id };
    });
}
