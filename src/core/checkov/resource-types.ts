import type { Vertex } from '../resources/graph.ts';
import type { ResourceTypes } from './policy.ts';

/** Whether a resource is of one of the types; of none named, all are. */
export function hasType(types: ResourceTypes): (vertex: Vertex) => boolean {
  if (types.length === 0) return () => true;
  const names = new Set(types.filter((type) => !type.endsWith('*')));
  const starts = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1));
  return ({ type }) => names.has(type) || starts.some((start) => type.startsWith(start));
}
