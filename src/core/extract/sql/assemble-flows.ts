import type { LineageEdge } from '../../../model/lineage.ts';
import { expandItems, type ExpandedColumn, type Schema } from '../../flow/expand.ts';
import type { Relation } from '../../flow/model.ts';
import type { SqlFlow } from './part.ts';

/** Columns that relations are known to have, by their full names in lower case. */
export type Known = ReadonlyMap<string, readonly string[]>;

/** What the statements of a unit move, as edges: between columns where they are told, between relations always. */
export function flowEdges(flows: readonly SqlFlow[], known: Known): readonly LineageEdge[] {
  const made = new Map<string, readonly string[]>();
  const declared = byEnding(known);
  const schema: Schema = (relation) => declared(relation) ?? made.get(relation);
  return flows.flatMap(({ writes, reads, items }) => {
    const { columns, stars } = expandItems(items, schema);
    const told = stars.length === 0 && columns.length > 0 && columns.every(({ name }) => name !== undefined);
    for (const { key } of writes)
      if (told)
        made.set(
          key,
          columns.map(({ name = '' }) => name),
        );
    return writes.flatMap((target) => [
      ...reads.map((source) => edge(source, target)),
      ...columns.flatMap((column) => columnEdges(column, target)),
      ...stars.map(({ of, location }): LineageEdge => ({
        from: { asset: endOf(of), field: '*' },
        to: { asset: endOf(target.key), field: '*' },
        location,
        how: 'same',
      })),
    ]);
  });
}

/** A name may be given with fewer parts in front than it was declared with, where only one thing ends so. */
function byEnding(known: Known): Schema {
  const endings = new Map<string, Set<string>>();
  for (const name of known.keys()) {
    const parts = name.split('.');
    for (const at of parts.keys()) {
      const ending = parts.slice(at).join('.');
      endings.set(ending, (endings.get(ending) ?? new Set()).add(name));
    }
  }
  return (relation) => {
    const names = endings.get(relation);
    const [only] = names ?? [];
    return known.get(relation) ?? (names?.size === 1 && only !== undefined ? known.get(only) : undefined);
  };
}

/** Files and stages have names of their own. */
export const endOf = (key: string): string => (/^(?:path|stage):/.test(key) ? key : `relation:${key}`);

function edge(source: Relation, target: Relation): LineageEdge {
  return { from: { asset: endOf(source.key) }, to: { asset: endOf(target.key) }, location: source.location };
}

function columnEdges({ name, column, sources }: ExpandedColumn, target: Relation): readonly LineageEdge[] {
  if (name === undefined) return [];
  return sources.map(({ relation, column: from, location }): LineageEdge => ({
    from: { asset: endOf(relation), field: from },
    to: { asset: endOf(target.key), field: name },
    location,
    how: column.how,
  }));
}
