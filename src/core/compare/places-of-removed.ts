import type { Asset } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';

/**
 * Where the head comes nearest to each field that it no longer has: at the field that stood before it, else at the one behind it,
 * else at the asset. Only fields in the asset's own file count. One pass for all fields.
 */
export function placesOfRemoved(base: Asset, head: Asset): (name: string) => Location {
  const left = new Map(head.fields.map(({ name, location }) => [name, location]));
  const places = new Map<string, Location>();
  let before: Location | undefined;
  const waiting: string[] = [];
  for (const { name } of base.fields) {
    const here = left.get(name);
    if (here?.file === head.file) {
      for (const removed of waiting.splice(0)) places.set(removed, here);
      before = here;
    } else if (before) places.set(name, before);
    else waiting.push(name);
  }
  return (name) => places.get(name) ?? head.location;
}
