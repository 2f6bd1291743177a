import type { LineageEdge } from '../../../model/lineage.ts';
import { expandItems, type ExpandedColumn, type Schema } from '../../flow/expand.ts';
import type { Item, Star } from '../../flow/model.ts';
import { readFlow } from '../../flow/read-query.ts';
import type { Cursor } from '../../sql/cursor.ts';
import { HOLE } from '../../sql/mask-jinja.ts';
import type { QueryPart } from './part.ts';

/** A model's query on one way through its template. */
export interface Way {
  readonly cursor: Cursor;
  /** A template stands where queries get their names: any name may be one of those. */
  readonly hidesQueries: boolean;
}

/** Brackets in brackets further, and texts longer, than people write them: such a query is not followed. */
const MAX_BRACKETS = 60;
const MAX_TOKENS = 100_000;

function isWritten({ text, tokens }: Cursor): boolean {
  if (tokens.length > MAX_TOKENS) return false;
  let depth = 0;
  for (const { kind, start } of tokens) {
    if (kind !== 'punctuation') continue;
    depth = Math.max(0, depth + Number(text[start] === '(') - Number(text[start] === ')'));
    if (depth > MAX_BRACKETS) return false;
  }
  return true;
}

/** How the columns of a query come to be, on all ways through its template. `byTag` gives the reference that a tag at an offset is. */
export function readQueryPart(ways: readonly Way[], byTag: ReadonlyMap<number, number>): QueryPart {
  const flows = ways.filter(({ cursor }) => isWritten(cursor)).map(({ cursor }) => readFlow({ ...cursor }));
  const hidden = ways.some(({ hidesQueries }) => hidesQueries);
  const place = (key: string): string => {
    if (hidden && /^\w+$/.test(key)) return `?${key}`;
    const reference = key.startsWith('?') ? byTag.get(Number(key.slice(1))) : undefined;
    return reference === undefined ? key : `@${reference}`;
  };
  const reads = flows.flatMap((flow) => flow.reads.map((relation) => ({ ...relation, key: place(relation.key) })));
  return {
    items: flows.flatMap((flow) => flow.items.map((item) => placedItem(item, place))),
    reads: [...new Map(reads.filter(({ key }) => !/^[?@]/.test(key)).map((relation) => [relation.key, relation])).values()],
  };
}

function placedItem(item: Item, place: (key: string) => string): Item {
  if (item.kind === 'star') return { ...item, of: place(item.of) };
  return { ...item, extent: item.location, sources: item.sources.map((source) => ({ ...source, of: source.of.map(place) })) };
}

/**
 * Edges between columns. `endOf` gives the end that a key is, undefined where nobody knows; `schema` the columns of what is known whole.
 * A plain star stays one, whether its columns are known or not.
 */
export function columnEdges(
  { items }: QueryPart,
  to: string,
  endOf: (key: string) => string | undefined,
  schema: Schema,
): readonly LineageEdge[] {
  const plain = items.filter(isPlainStar);
  const { columns, stars } = expandItems(
    items.filter((item) => !isPlainStar(item)),
    schema,
  );
  const edges = [
    ...[...plain, ...stars].flatMap(({ of, location }) => {
      const from = endOf(of);
      return from === undefined
        ? []
        : [{ from: { asset: from, field: '*' }, to: { asset: to, field: '*' }, location, how: 'same' as const }];
    }),
    ...columns.flatMap((column) => edgesOf(column, to, endOf)),
  ];
  return distinct(edges);
}

function isPlainStar(item: Item): item is Star {
  if (item.kind !== 'star') return false;
  return item.except.length === 0 && Object.keys(item.renamed).length === 0;
}

function edgesOf(
  { name, column, sources }: ExpandedColumn,
  to: string,
  endOf: (key: string) => string | undefined,
): readonly LineageEdge[] {
  if (name === undefined || name.includes(HOLE)) return [];
  return sources.flatMap((source) => {
    const from = endOf(source.relation);
    return from === undefined
      ? []
      : [{ from: { asset: from, field: source.column }, to: { asset: to, field: name }, location: source.location, how: column.how }];
  });
}

/** What stands in the text once is told once, on however many ways it is read. */
function distinct(edges: readonly LineageEdge[]): readonly LineageEdge[] {
  const keyOf = ({ from, to, location }: LineageEdge): string =>
    `${from.asset}\n${from.field}\n${to.field?.toLowerCase()}\n${location.start.offset}`;
  return [...new Map(edges.map((edge) => [keyOf(edge), edge])).values()];
}
