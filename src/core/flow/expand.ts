import { expand } from '../query/expand.ts';
import type { Column, Deferred, Item, Source, Star } from './model.ts';
import { columnOf, keyed, starOf } from './stored.ts';

/** What a relation's columns are, in order and as written; undefined where nobody told. */
export type Schema = (relation: string) => readonly string[] | undefined;

export interface ColumnPlace {
  readonly relation: string;
  readonly column: string;
  readonly location: Source['location'];
  readonly how: 'same' | 'computed';
}

/** A column with the places that it surely comes from. `ambiguous`: some of what it is made of could not be followed. */
export interface ExpandedColumn {
  readonly name: string | undefined;
  readonly column: Column;
  readonly sources: readonly ColumnPlace[];
  readonly ambiguous: boolean;
}

/** Columns in order, and the stars of relations that nobody described. */
export interface Expanded {
  readonly columns: readonly ExpandedColumn[];
  readonly stars: readonly Star[];
}

/** Items with known schemas put in: stars written out, unqualified names given to the relations that have them. */
export function expandItems(items: readonly Item[], schema: Schema): Expanded {
  const parts = items.map((item) => expandItem(item, schema));
  return { columns: parts.flatMap(({ columns }) => columns), stars: parts.flatMap(({ stars }) => stars) };
}

function expandItem(item: Item, schema: Schema): Expanded {
  if (item.kind === 'column') return { columns: [expanded(item, false)], stars: [] };
  if (item.kind === 'query') return expandQuery(item, schema);
  const known = schema(item.of);
  return known ? { columns: expandStar(item, known), stars: [] } : { columns: [], stars: [item] };
}

const expanded = (column: Column, ambiguous: boolean): ExpandedColumn => ({
  name: column.name,
  column,
  sources: column.sources.flatMap(({ of, column: name, location, how = column.how }) =>
    of.map((relation) => ({ relation, column: name, location, how })),
  ),
  ambiguous,
});

function expandStar({ of, except, renamed, location }: Star, known: readonly string[]): readonly ExpandedColumn[] {
  const left = new Set(except);
  const names = new Map(Object.entries(renamed));
  const kept = known.filter((name) => !left.has(name.toLowerCase()));
  return kept.map((name) => {
    const sources = [{ of: [of], column: name.toLowerCase(), location }];
    return expanded(
      { kind: 'column', name: names.get(name.toLowerCase()) ?? name, location, extent: location, sources, how: 'same' },
      false,
    );
  });
}

function expandQuery(item: Deferred, schema: Schema): Expanded {
  const { file } = item.location;
  const tree = keyed(item);
  const { filled } = expand(tree, ({ key }) => schema(key));
  const columns = filled.flatMap((one) => one.columns);
  return {
    columns: columns.map((column) => expanded(columnOf(file, tree, column), column.lost.length > 0)),
    stars: filled.flatMap(({ wholes }) => wholes.map((whole) => starOf(file, tree, whole))),
  };
}
