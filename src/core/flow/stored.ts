import type { FilledColumn, FilledWhole, FlowLineage } from '../query/expand.ts';
import { locationOf, type Place, type Relation as Mentioned, type StatementFlow as Tree } from '../query/model.ts';
import type { Column, Deferred, Item, Relation, Source, Star } from './model.ts';

/** Files and stages have names of their own. */
export function keyOf({ key, path }: Mentioned): string {
  if (!path || /^(?:path|stage):/.test(key)) return key;
  return key.startsWith('@') ? `stage:${key.slice(1).toLowerCase()}` : `path:${key}`;
}

export function relationOf(file: string, mentioned: Mentioned): Relation {
  const { shown, at, dynamic } = mentioned;
  return { key: keyOf(mentioned), shown, location: locationOf(file, at), ...(dynamic ? { dynamic } : {}) };
}

/** Each relation once, at its first mention; what is filled by the statement itself is no source of it. */
export function relationsOf(file: string, mentioned: readonly Mentioned[]): readonly Relation[] {
  const told = mentioned.filter(({ self }) => !self).map((one) => relationOf(file, one));
  return [...new Map(told.toReversed().map((one) => [one.key, one])).values()].reverse();
}

/** What a statement gives, as small as it can be kept: columns where nothing more could be known, else the tree that tells them later. */
export function itemsOf(file: string, tree: Tree, lineage: FlowLineage): readonly Item[] {
  const { filled, open } = lineage;
  const [whole] = filled.length === 1 && filled[0]?.columns.length === 0 ? filled[0].wholes : [];
  const isStar = whole !== undefined && filled[0]?.wholes.length === 1 && !whole.limited && tree.kind !== 'insert';
  if (isStar) return [starOf(file, tree, whole)];
  if (open || filled.some(({ wholes }) => wholes.length > 0)) return [deferred(file, tree)];
  return filled.flatMap(({ columns }) => columns.map((column) => columnOf(file, tree, column)));
}

export function starOf(file: string, { reads }: Tree, { read, except, renamed, at }: FilledWhole): Star {
  const relation = reads[read];
  return { kind: 'star', of: relation ? keyOf(relation) : '', except, renamed, location: locationOf(file, at) };
}

export function columnOf(file: string, tree: Tree, { name, at, extent, sources }: FilledColumn): Column {
  const isSame = sources.length > 0 && sources.every(({ same }) => same);
  return {
    kind: 'column',
    ...(name === undefined ? {} : { name }),
    location: locationOf(file, at),
    extent: locationOf(file, extent),
    sources: sources.map(({ read, column, at: place, same }) => ({
      ...sourceOf(file, tree.reads[read], column, place),
      ...(same === isSame ? {} : { how: 'same' as const }),
    })),
    how: isSame ? 'same' : 'computed',
  };
}

const sourceOf = (file: string, relation: Mentioned | undefined, column: string, at: Place): Source => ({
  of: relation ? [keyOf(relation)] : [],
  column: column.toLowerCase(),
  location: locationOf(file, at),
});

function deferred(file: string, tree: Tree): Deferred {
  const relations = [...tree.reads, ...tree.writes];
  const sources = relations.map((relation) => sourceOf(file, relation, '*', relation.at));
  const location = locationOf(file, relations[0]?.at ?? [0, 0, 1, 1]);
  return { kind: 'query', location, extent: location, sources, tree };
}

/** The tree with the keys that its relations go by now. */
export function keyed({ tree, sources }: Deferred): Tree {
  const rekey = (relation: Mentioned, index: number): Mentioned => ({ ...relation, key: sources[index]?.of[0] ?? relation.key });
  return { ...tree, reads: tree.reads.map(rekey), writes: tree.writes.map((one, index) => rekey(one, tree.reads.length + index)) };
}
