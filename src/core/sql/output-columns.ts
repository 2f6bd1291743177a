import type { Field } from '../../model/asset.ts';
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
  textOf,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from './cursor.ts';
import { HOLE } from './mask-jinja.ts';
import { takeName } from './names.ts';

/** The columns that a query gives. `partial` where some have no name that the text tells. */
export interface Output {
  readonly fields: readonly Field[];
  readonly partial: boolean;
}

/** Queries that refer to each other further than this are told in part. */
const MAX_STEPS = 60;
/** Brackets around a query, one in another. */
const MAX_BRACKETS = 20;
/** Columns that stars may repeat in one statement; a star over no columns counts as some. */
const MAX_REPEATED = 100_000;
const STAR_COST = 10;

/** The columns of the last query of a statement, followed through the queries that its WITH names (`select * from final`). */
export function outputColumns(cursor: Cursor): Output {
  return outputOf(cursor, new Map(), { steps: MAX_STEPS, known: new Map(), budget: { left: MAX_REPEATED } });
}

type Named = ReadonlyMap<string, Span>;

/** What looking through stars may still cost, and what it gave so far, by the place of each query. */
interface Search {
  readonly steps: number;
  readonly known: Map<number, Output>;
  readonly budget: { left: number };
}

function outputOf(start: Cursor, outer: Named, search: Search): Output {
  const cursor = unwrapped(start);
  const own = namedQueries(cursor);
  const named = own.size === 0 ? outer : new Map([...outer, ...own]);
  if (search.steps <= 0 || !take(cursor, 'SELECT')) return UNKNOWN;
  take(cursor, 'DISTINCT');
  if (take(cursor, 'ON') && isSign(cursor, '(')) takeGroup(cursor);
  take(cursor, 'ALL');
  if (take(cursor, 'TOP')) skip(cursor);
  const from = cursor.at;
  while (!isDone(cursor) && !endsList(cursor)) skip(cursor);
  const items = partsOf(cursor, { from, to: cursor.at });
  const sources = sourcesOf(cursor);
  const outputs = items.map((item) => columnsOf(cursor, item, { named, sources, search }));
  return {
    fields: distinct(outputs.flatMap(({ fields }) => fields)),
    partial: items.length === 0 || outputs.some(({ partial }) => partial),
  };
}

const UNKNOWN: Output = { fields: [], partial: true };

function unwrapped(cursor: Cursor): Cursor {
  let inner = { ...cursor };
  for (let depth = 0; depth < MAX_BRACKETS && isSign(inner, '('); depth++) inner = within(inner, takeGroup(inner));
  return inner;
}

/** EXCEPT behind a star leaves out columns; elsewhere it starts the next query. */
function endsList(cursor: Cursor): boolean {
  const before = cursor.tokens[cursor.at - 1];
  const isStar = before?.kind === 'punctuation' && cursor.text[before.start] === '*';
  return ENDS_LIST.has(word(cursor)) && !(isStar && isNext(cursor, 'EXCEPT'));
}

const ENDS_LIST: ReadonlySet<string> = new Set([
  'FROM',
  'INTO',
  'WHERE',
  'GROUP',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'ORDER',
  'LIMIT',
  'HAVING',
  'QUALIFY',
]);

/** `WITH a AS (…), b (x) AS (…)`: moves behind it. */
function namedQueries(cursor: Cursor): Named {
  const named = new Map<string, Span>();
  if (!take(cursor, 'WITH')) return named;
  take(cursor, 'RECURSIVE');
  while (!isDone(cursor) && !isNext(cursor, 'SELECT')) {
    const name = peek(cursor);
    cursor.at++;
    if (isSign(cursor, '(')) takeGroup(cursor);
    take(cursor, 'AS');
    take(cursor, 'NOT', 'MATERIALIZED');
    take(cursor, 'MATERIALIZED');
    if (name && isSign(cursor, '(')) named.set(valueOf(cursor, name).toLowerCase(), takeGroup(cursor));
    if (isSign(cursor, ',')) cursor.at++;
    else if (!isNext(cursor, 'SELECT')) break;
  }
  return named;
}

/** What FROM and JOIN of this query read, by the name under which it is called there. */
function sourcesOf(cursor: Cursor): ReadonlyMap<string, string | Span> {
  const sources = new Map<string, string | Span>();
  const look = { ...cursor };
  while (!isDone(look) && !/^(?:WHERE|GROUP|UNION|EXCEPT|INTERSECT|ORDER|LIMIT|HAVING|QUALIFY)$/.test(word(look))) {
    if (!take(look, 'FROM') && !take(look, 'JOIN') && !isSign(look, ',')) {
      skip(look);
      continue;
    }
    if (isSign(look, ',')) look.at++;
    const source = takeSource(look);
    if (source) sources.set(source.alias, source.what);
  }
  return sources;
}

function takeSource(look: Cursor): { readonly alias: string; readonly what: string | Span } | null {
  const group = isSign(look, '(') ? takeGroup(look) : undefined;
  const name = group ? undefined : takeName(look);
  if (!group && !name) return null;
  take(look, 'AS');
  const token = peek(look);
  const aliased = token && (token.kind === 'name' || (token.kind === 'word' && !NO_ALIAS.has(token.upper)));
  if (aliased) look.at++;
  const alias = aliased ? valueOf(look, token).toLowerCase() : (name?.parts.at(-1) ?? '').toLowerCase();
  return { alias, what: group ?? name?.key ?? '' };
}

const NO_ALIAS: ReadonlySet<string> = new Set(
  'WHERE GROUP ORDER LIMIT UNION JOIN LEFT RIGHT INNER FULL CROSS OUTER ON USING HAVING QUALIFY LATERAL EXCEPT INTERSECT NATURAL SAMPLE FINAL PREWHERE ANY ASOF GLOBAL PIVOT UNPIVOT WINDOW SELECT'.split(
    ' ',
  ),
);

interface Scope {
  readonly named: Named;
  readonly sources: ReadonlyMap<string, string | Span>;
  readonly search: Search;
}

function columnsOf(cursor: Cursor, item: Span, scope: Scope): Output {
  const star = starOf(cursor, item);
  if (star === null) return namedColumn(cursor, item);
  const { budget } = scope.search;
  const one = scope.sources.get(star.of);
  const wanted = star.of === '' ? [...scope.sources.values()] : one === undefined ? [] : [one];
  if (wanted.length === 0 || budget.left < wanted.length) return UNKNOWN;
  const outputs = wanted.map((what) => outputOfSource(cursor, what, scope));
  budget.left -= outputs.reduce((cost, { fields }) => cost + fields.length + STAR_COST, 0);
  const fields = outputs.flatMap((output) => output.fields).filter(({ name }) => !star.excluded.has(name.toLowerCase()));
  return { fields, partial: outputs.some(({ partial }) => partial) };
}

/** Each query is read once; one that leads back to itself gives nothing. */
function outputOfSource(cursor: Cursor, what: string | Span, { named, search }: Scope): Output {
  const span = typeof what === 'string' ? named.get(what) : what;
  if (!span || search.budget.left <= 0) return UNKNOWN;
  const known = search.known.get(span.from);
  if (known) return known;
  search.known.set(span.from, UNKNOWN);
  const output = outputOf(within(cursor, span), named, { ...search, steps: search.steps - 1 });
  search.known.set(span.from, output);
  return output;
}

/** `*`, `a.*`, and `* except (b)`; null for all else. */
function starOf(cursor: Cursor, { from, to }: Span): { readonly of: string; readonly excluded: ReadonlySet<string> } | null {
  const inner = within(cursor, { from, to });
  let of = '';
  if (isSign(inner, '.', 1) && isSign(inner, '*', 2)) {
    of = valueOf(inner, inner.tokens[from] ?? { kind: 'word', start: 0, end: 0, upper: '' }).toLowerCase();
    inner.at += 2;
  }
  if (!isSign(inner, '*')) return null;
  inner.at++;
  const drops = take(inner, 'EXCEPT') || take(inner, 'EXCLUDE');
  if (!drops) return { of, excluded: new Set() };
  const names = isSign(inner, '(') ? partsOf(inner, takeGroup(inner)) : [{ from: inner.at, to: inner.at + 1 }];
  return {
    of,
    excluded: new Set(
      names.map((name) => valueOf(inner, inner.tokens[name.from] ?? { kind: 'word', start: 0, end: 0, upper: '' }).toLowerCase()),
    ),
  };
}

function namedColumn(cursor: Cursor, part: Span): Output {
  const last = cursor.tokens[part.to - 1];
  if (
    !last ||
    (last.kind !== 'word' && last.kind !== 'name' && !isStringAlias(cursor, part)) ||
    NO_NAME.has(last.upper) ||
    textOf(cursor, last).includes(HOLE)
  )
    return UNKNOWN;
  if (!isAlias(cursor, part)) return UNKNOWN;
  const location = placeOf(cursor, { from: part.to - 1, to: part.to });
  return { fields: [{ name: valueOf(cursor, last), location, extent: placeOf(cursor, part), facts: {} }], partial: false };
}

const NO_NAME: ReadonlySet<string> = new Set(['END', 'NULL', 'TRUE', 'FALSE', 'CURRENT_DATE', 'CURRENT_TIMESTAMP']);

function isStringAlias(cursor: Cursor, { from, to }: Span): boolean {
  return to - from > 1 && cursor.tokens[to - 2]?.upper === 'AS' && cursor.tokens[to - 1]?.kind === 'string';
}

/** Whether the last word names the column: an alias, or a plain reference. */
function isAlias(cursor: Cursor, { from, to }: Span): boolean {
  const before = to - 2 >= from ? cursor.tokens[to - 2] : undefined;
  if (before === undefined || before.upper === 'AS') return true;
  if (before.kind === 'punctuation') return '.)]'.includes(cursor.text[before.start] ?? ' ');
  return before.kind !== 'word' || !OPERATORS.has(before.upper);
}

const OPERATORS: ReadonlySet<string> = new Set(
  'AND OR NOT IS IN LIKE BETWEEN THEN ELSE WHEN CASE OVER BY COLLATE ILIKE RLIKE AT ZONE INTERVAL DIV MOD'.split(' '),
);

/** The first of each name: a query that gives a name twice gives one column in any table made of it. */
function distinct(fields: readonly Field[]): readonly Field[] {
  return [...new Map(fields.toReversed().map((field) => [field.name.toLowerCase(), field])).values()].reverse();
}
