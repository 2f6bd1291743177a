import type { Fact, Field } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';
import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  skip,
  take,
  takeGroup,
  takeSign,
  textOf,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from './cursor.ts';
import { foldName } from './dialect.ts';
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
  const output = outputOf(within(cursor, span));
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

type Output = Pick<Query, 'fields' | 'partial'>;

/** Columns of the outermost first SELECT, behind the queries that WITH names. */
function outputOf(cursor: Cursor): Output {
  while (isSign(cursor, '(')) {
    const inner = takeGroup(cursor);
    cursor.at = inner.from;
    cursor.end = inner.to;
  }
  if (take(cursor, 'WITH')) while (!isDone(cursor) && !isNext(cursor, 'SELECT')) skip(cursor);
  if (!take(cursor, 'SELECT')) return { fields: [], partial: true };
  take(cursor, 'DISTINCT');
  take(cursor, 'ALL');
  if (take(cursor, 'TOP')) skip(cursor);
  const from = cursor.at;
  while (!isDone(cursor) && !ENDS_LIST.has(word(cursor))) skip(cursor);
  const items = partsOf(cursor, { from, to: cursor.at }).map((part) => outputField(cursor, part));
  const fields = items.filter((item) => item !== null);
  return { fields, partial: fields.length < items.length || items.length === 0 };
}

const ENDS_LIST: ReadonlySet<string> = new Set(['FROM', 'INTO', 'WHERE', 'GROUP', 'UNION', 'EXCEPT', 'INTERSECT', 'ORDER', 'LIMIT']);

/** A column by its alias or, for a plain reference, by its own name; null where it has neither. */
function outputField(cursor: Cursor, part: Span): Field | null {
  const last = cursor.tokens[part.to - 1];
  if (!last || (last.kind !== 'word' && last.kind !== 'name') || last.upper === 'END' || last.upper === 'NULL') return null;
  const before = part.to - 2 >= part.from ? cursor.tokens[part.to - 2] : undefined;
  const isAlias =
    before === undefined ||
    before.upper === 'AS' ||
    (before.kind === 'punctuation' && textOf(cursor, before) === '.') ||
    isImplicit(cursor, part);
  if (!isAlias) return null;
  const location = placeOf(cursor, { from: part.to - 1, to: part.to });
  return {
    name: foldName(valueOf(cursor, last), last.kind !== 'word', cursor.dialect),
    location,
    extent: placeOf(cursor, part),
    facts: {},
  };
}

/** `count(*) total`: a name behind a closed expression, without AS. */
function isImplicit(cursor: Cursor, { to }: Span): boolean {
  const before = cursor.tokens[to - 2];
  const closes = before?.kind === 'punctuation' && (cursor.text[before.start] === ')' || cursor.text[before.start] === ']');
  return (
    closes ||
    before?.kind === 'string' ||
    before?.kind === 'number' ||
    before?.upper === 'END' ||
    before?.kind === 'name' ||
    (before?.kind === 'word' && !OPERATORS.has(before.upper))
  );
}

const OPERATORS: ReadonlySet<string> = new Set(
  'AND OR NOT IS IN LIKE BETWEEN THEN ELSE WHEN CASE OVER BY COLLATE ILIKE RLIKE AT ZONE INTERVAL'.split(' '),
);
