import type { Fact, Field } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';
import { placeOf, type Cursor } from '../sql/cursor.ts';
import { expand, type FilledColumn } from './expand.ts';
import { locationOf, type Relation, type StatementFlow } from './model.ts';
import { readQuery } from './read-query.ts';
import { readerOf } from './reader.ts';

/** The columns that a query gives. `partial`: there may be others, or some without a name that the text tells. */
export interface QueryColumns {
  readonly fields: readonly Field[];
  readonly partial: boolean;
}

/** What a query says of the table that it fills. */
export interface QueryBody extends QueryColumns {
  readonly upstream: readonly string[];
  /** `upstream` as a fact, with the place of each. */
  readonly fact: Fact;
}

/** Reads the query from here to the end of the cursor: its columns, each name once, and the tables that it reads. */
export function readQueryBody(cursor: Cursor): QueryBody {
  const span = { from: cursor.at, to: cursor.end };
  const { reads, columns } = read(cursor);
  const tables = reads.filter(({ dynamic, path, self }) => !dynamic && !path && !self);
  const names = [...new Map(tables.map((relation) => [relation.key, relation])).values()];
  cursor.at = cursor.end;
  const { file } = cursor.lines;
  const parts: Record<string, Location> = Object.fromEntries(names.map(({ at }, index) => [String(index), locationOf(file, at)]));
  const upstream = names.map(({ shown }) => shown);
  const fields = columns.fields.map((field) => ({ ...field, name: field.name.toLowerCase() }));
  return { fields, partial: columns.partial, upstream, fact: { value: upstream, location: placeOf(cursor, span), parts } };
}

/** Only the columns, under the names as written. */
export const readQueryColumns = (cursor: Cursor): QueryColumns => read(cursor).columns;

function read(cursor: Cursor): { readonly reads: readonly Relation[]; readonly columns: QueryColumns } {
  const reader = readerOf(cursor, readQuery);
  const query = readQuery(reader);
  const { reads } = reader.gathered;
  const flow: StatementFlow = { kind: 'query', dialect: cursor.dialect, reads, writes: [], moves: [], query };
  const filled = expand(flow, () => undefined).filled[0];
  const columns = filled?.columns ?? [];
  const partial = columns.length === 0 || filled?.untold === true || columns.some(({ name }) => name === undefined);
  return { reads, columns: { fields: distinct(columns.flatMap((column) => fieldOf(column, cursor.lines.file))), partial } };
}

function fieldOf({ name, at, extent }: FilledColumn, file: string): readonly Field[] {
  return name === undefined ? [] : [{ name, location: locationOf(file, at), extent: locationOf(file, extent), facts: {} }];
}

/** The first of each name: a query that gives a name twice gives one column in any table made of it. */
function distinct(fields: readonly Field[]): readonly Field[] {
  return [...new Map(fields.toReversed().map((field) => [field.name.toLowerCase(), field])).values()].reverse();
}
