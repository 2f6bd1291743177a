import type { Column, Item, Source } from './model.ts';
import { mergeSources } from './scope.ts';

/** What a relation's columns are, in order and as written; undefined where nobody told. */
export type Schema = (relation: string) => readonly string[] | undefined;

/** A column with the places that it surely comes from. `ambiguous`: several relations may have one of its sources. */
export interface ExpandedColumn {
  readonly name: string | undefined;
  readonly column: Column;
  readonly sources: readonly { readonly relation: string; readonly column: string; readonly location: Source['location'] }[];
  readonly ambiguous: boolean;
}

/** Items with known schemas put in: stars written out, unqualified names given to the one relation that has them. */
export function expandItems(
  items: readonly Item[],
  schema: Schema,
): { readonly columns: readonly ExpandedColumn[]; readonly stars: readonly Item[] } {
  const stars: Item[] = [];
  const columns = items.flatMap((item): readonly ExpandedColumn[] => {
    if (item.kind === 'column') return [expandColumn(item, schema)];
    const known = schema(item.of);
    if (!known) {
      stars.push(item);
      return [];
    }
    return known
      .filter((name) => !item.except.includes(name.toLowerCase()))
      .map((name) => {
        const shown = item.renamed[name.toLowerCase()] ?? name;
        const source: Source = { of: [item.of], column: name.toLowerCase(), location: item.location };
        const column: Column = {
          kind: 'column',
          name: shown,
          location: item.location,
          extent: item.location,
          sources: [source],
          how: 'same',
        };
        return expandColumn(column, schema);
      });
  });
  return { columns, stars };
}

function expandColumn(column: Column, schema: Schema): ExpandedColumn {
  const told = mergeSources(column.sources).map((source) => ({ source, of: owners(source, schema) }));
  const sources = told.flatMap(({ source, of }) =>
    of.length === 1 && of[0] !== undefined ? [{ relation: of[0], column: source.column, location: source.location }] : [],
  );
  return { name: column.name, column, sources, ambiguous: told.some(({ of }) => of.length !== 1) };
}

/** The relations that have the column: those that are known to, else those of which nothing is known. */
function owners({ of, column }: Source, schema: Schema): readonly string[] {
  if (of.length < 2) return of;
  const known = of.filter((relation) => schema(relation)?.some((name) => name.toLowerCase() === column));
  return known.length > 0 ? known : of.filter((relation) => schema(relation) === undefined);
}
