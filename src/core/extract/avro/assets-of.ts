import type { Asset } from '../../../model/asset.ts';
import type { UnitFile } from '../../plug-ins.ts';
import type { AvroPart } from './part.ts';

/** The assets of a unit. Of two schemas of one name, the later file's carries its path in the id. */
export function uniqueAssets(files: readonly UnitFile<AvroPart>[]): readonly Asset[] {
  const taken = new Set<string>();
  return files
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap(({ part }) => part.assets)
    .map((asset) => {
      const id = taken.has(asset.id) ? `${asset.id}@${asset.file}` : asset.id;
      taken.add(id);
      return id === asset.id ? asset : { ...asset, id };
    });
}
