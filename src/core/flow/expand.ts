import type { Column, Item, Source, Star } from './model.ts';
import { mergeSources } from './scope.ts';

/** What a relation's columns are, in order and as written; undefined where nobody told. */
export type Schema = (relation: string) => readonly string[] | undefined;

export interface ColumnPlace {
  readonly relation: string;
  readonly column: string;
  readonly location: Source['location'];
}

/** A column with the places that it surely comes from. `ambiguous`: several relations may have one of its sources. */
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
  const columns = parts.flatMap((part) => part.columns);
  const isNatural = items.some((item) => item.kind === 'star' && item.natural);
  return { columns: isNatural ? mergeByName(columns) : columns, stars: parts.flatMap(({ stars }) => stars) };
}

function expandItem(item: Item, schema: Schema): Expanded {
  if (item.kind === 'column') return { columns: [expandColumn(item, schema)], stars: [] };
  if (item.kind === 'union') return expandUnion(item.branches, schema);
  const known = schema(item.of);
  return known ? { columns: expandStar(item, known, schema), stars: [] } : { columns: [], stars: [item] };
}

function expandStar(star: Star, known: readonly string[], schema: Schema): readonly ExpandedColumn[] {
  const fits = star.like === undefined ? (): boolean => true : likePattern(star.like);
  const kept = known.filter((name) => !star.except.includes(name.toLowerCase()) && fits(name.toLowerCase()));
  return kept.map((name) => {
    const source: Source = { of: [star.of], column: name.toLowerCase(), location: star.location };
    const shown = star.renamed[name.toLowerCase()] ?? name;
    return expandColumn(
      { kind: 'column', name: shown, location: star.location, extent: star.location, sources: [source], how: 'same' },
      schema,
    );
  });
}

/** `%` stands for any text. Greedy from the left, so that it is linear. */
function likePattern(pattern: string): (name: string) => boolean {
  const parts = pattern.split('%');
  return (name) => {
    let at = 0;
    for (const [index, part] of parts.entries()) {
      const found = name.indexOf(part, at);
      if (found < 0 || (index === 0 && found !== 0)) return false;
      at = found + part.length;
    }
    return parts.at(-1) === '' || name.endsWith(parts.at(-1) ?? '');
  };
}

function expandUnion(branches: readonly (readonly Item[])[], schema: Schema): Expanded {
  const expanded = branches.map((branch) => expandItems(branch, schema));
  const [first] = expanded;
  const columns = (first?.columns ?? []).map((column, at): ExpandedColumn => {
    const same = expanded.flatMap((one) => one.columns[at] ?? []);
    return { ...column, sources: distinct(same.flatMap(({ sources }) => sources)), ambiguous: same.some(({ ambiguous }) => ambiguous) };
  });
  return { columns, stars: expanded.flatMap(({ stars }) => stars) };
}

function mergeByName(columns: readonly ExpandedColumn[]): readonly ExpandedColumn[] {
  const byName = new Map<string, ExpandedColumn>();
  for (const column of columns) {
    const key = column.name?.toLowerCase() ?? `#${byName.size}`;
    const known = byName.get(key);
    byName.set(key, known ? { ...known, sources: distinct([...known.sources, ...column.sources]) } : column);
  }
  return [...byName.values()];
}

const distinct = (places: readonly ColumnPlace[]): readonly ColumnPlace[] => [
  ...new Map(places.map((place) => [`${place.relation} ${place.column}`, place])).values(),
];

function expandColumn(column: Column, schema: Schema): ExpandedColumn {
  const told = mergeSources(column.sources.flatMap((source) => ofRow(source, schema))).map((source) => ({
    source,
    of: owners(source, schema),
  }));
  const sure = told.filter(({ source, of }) => source.all || of.length === 1);
  const sources = sure.flatMap(({ source, of }) => of.map((relation) => ({ relation, column: source.column, location: source.location })));
  return { name: column.name, column, sources: distinct(sources), ambiguous: sure.length < told.length };
}

/** A whole row is every column of it, where they are known. */
function ofRow(source: Source, schema: Schema): readonly Source[] {
  const known = source.column === '*' ? schema(source.of[0] ?? '') : undefined;
  return known ? known.map((name) => ({ ...source, column: name.toLowerCase() })) : [source];
}

/** The relations that have the column: those that are known to, else those of which nothing is known. */
function owners({ of, column }: Source, schema: Schema): readonly string[] {
  if (of.length < 2) return of;
  const known = of.filter((relation) => schema(relation)?.some((name) => name.toLowerCase() === column));
  return known.length > 0 ? known : of.filter((relation) => schema(relation) === undefined);
}
