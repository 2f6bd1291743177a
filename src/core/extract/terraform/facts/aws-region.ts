import type { Facts } from '../../../../model/asset.ts';
import { factAs, listed } from '../fact-readers.ts';
import { toLocation } from '../part.ts';
import { ofProvider } from '../provider-of.ts';
import { blocksOf, findSet, within, type Resource } from '../resource.ts';

/** Where a resource keeps its data, and where it copies it: its own word, else its provider's. */
export function regional(resource: Resource): Facts {
  const own = findSet(resource, 'region') ?? ofProvider(resource, 'region');
  return { ...factAs('region', own, (value) => value), ...replicated(resource) };
}

/** Blocks that name the region of a copy. */
const REPLICAS: readonly (readonly [string, string])[] = [
  ['replica', 'region_name'],
  ['replica', 'region'],
];

function replicated(resource: Resource): Facts {
  const told = REPLICAS.flatMap(([path, name]) =>
    blocksOf(resource.block, path).flatMap((block) => {
      const found = findSet(within(resource, block), name);
      return found ? [{ ...found, location: found.location ?? toLocation(block.file ?? resource.file, block.at) }] : [];
    }),
  );
  return listed('replica_regions', told);
}
