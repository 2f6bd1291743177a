import type { Fact, Field } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';
import { isDone, isNext, isSign, peek, placeOf, take, takeSign, valueOf, within, word, type Cursor } from './cursor.ts';
import { outputColumns } from './output-columns.ts';
import { takeName, type Name } from './names.ts';

/** What a query says of the table that it fills. */
export interface Query {
  readonly fields: readonly Field[];
  /** True where some output has no name of its own (`select *`, an expression without an alias). */
  readonly partial: boolean;
  readonly upstream: readonly string[];
  /** `upstream` as a fact, with the place of each. */
  readonly fact: Fact;
}

/** Reads the query from here to the end of the cursor: the tables that it reads, and the columns of its first SELECT. */
export function readQuery(cursor: Cursor): Query {
  const span = { from: cursor.at, to: cursor.end };
  const own = commonTables(within(cursor, span));
  const sources = tablesRead(within(cursor, span)).filter(({ key }) => !own.has(key));
  const names = [...new Map(sources.map((name) => [name.key, name])).values()];
  const { fields, partial } = outputColumns(within(cursor, span));
  const output = { fields: fields.map((field) => ({ ...field, name: field.name.toLowerCase() })), partial };
  cursor.at = cursor.end;
  const parts: Record<string, Location> = Object.fromEntries(names.map((name, index) => [String(index), name.location]));
  const upstream = names.map(({ shown }) => shown);
  return { ...output, upstream, fact: { value: upstream, location: placeOf(cursor, span), parts } };
}

/** Names that WITH gives to queries of this statement. */
function commonTables(cursor: Cursor): ReadonlySet<string> {
  const names = new Set<string>();
  for (; !isDone(cursor); cursor.at++) {
    if (!isSign(cursor, '(') || cursor.tokens[cursor.at - 1]?.upper !== 'AS') continue;
    const token = cursor.tokens[cursor.at - 2];
    if (token && (token.kind === 'word' || token.kind === 'name')) names.add(valueOf(cursor, token).toLowerCase());
  }
  return names;
}

/** Every name behind FROM and JOIN, in commas too; functions and subqueries are no tables. */
function tablesRead(cursor: Cursor): readonly Name[] {
  const names: Name[] = [];
  let inFunction = false;
  while (!isDone(cursor)) {
    const opens: boolean = take(cursor, 'JOIN') || (isNext(cursor, 'FROM') && !inFunction && take(cursor, 'FROM'));
    inFunction = !opens && /^(?:EXTRACT|TRIM|SUBSTRING|OVERLAY|POSITION)$/.test(word(cursor)) && isSign(cursor, '(', 1);
    if (opens) names.push(...tableList(cursor));
    else cursor.at++;
  }
  return names;
}

function tableList(cursor: Cursor): readonly Name[] {
  const names: Name[] = [];
  do {
    take(cursor, 'LATERAL');
    take(cursor, 'ONLY');
    if (isSign(cursor, '(') || NO_TABLE.has(word(cursor))) break;
    const name = takeName(cursor);
    if (!name) break;
    if (!isSign(cursor, '(') && !name.dynamic) names.push(name);
    if (take(cursor, 'AS')) cursor.at++;
    else if (peek(cursor)?.kind === 'word' && isSign(cursor, ',', 1)) cursor.at++;
  } while (takeSign(cursor, ','));
  return names;
}

const NO_TABLE: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'UNNEST', 'TABLE', 'LATERAL', 'FLATTEN']);
