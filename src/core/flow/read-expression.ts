import { isSign, peek, placeOf, textOf, valueOf, within, type Cursor, type Span } from '../sql/cursor.ts';
import type { Token } from '../sql/tokens.ts';
import type { Source } from './model.ts';
import { columnOf, findBound, mergeSources, resolveColumn, type Scope } from './scope.ts';
import type { ReadNested } from './read-query.ts';

/** The columns that an expression takes its value from, through scalar queries too. `bare`: it is one column and nothing else, or a cast of one. */
export interface Expression {
  readonly sources: readonly Source[];
  readonly bare: boolean;
  /** The name of the column, where it is bare. */
  readonly name?: string;
}

/** Reads the expression in a span. `nested` reads a query that stands in brackets. Linear, but for what queries inside cost. */
export function readExpression(cursor: Cursor, span: Span, scope: Scope, nested: ReadNested): Expression {
  const look = within(cursor, span);
  const sources: Source[] = [];
  const locals = new Set<string>();
  let chains = 0;
  let name: string | undefined;
  while (look.at < look.end) {
    const token = peek(look);
    if (!token) break;
    if (isSign(look, '(') && nested.begins(look)) {
      sources.push(...nested.scalar(look, scope));
      chains = 2;
      continue;
    }
    if (!isChainStart(look, token) || isSkipped(look, token)) {
      look.at += stepOver(look, token);
      continue;
    }
    const chain = takeChain(look);
    if (isLambda(look)) locals.add(chain.parts[0]?.toLowerCase() ?? '');
    if (isSign(look, '(') || isLambda(look) || locals.has(chain.parts[0]?.toLowerCase() ?? '')) continue;
    chains++;
    name = chain.parts.at(-1);
    sources.push(...resolveChain(chain, scope));
  }
  const bare = chains === 1 && isBare(cursor, span);
  return { sources: mergeSources(sources), bare, ...(bare && name !== undefined ? { name } : {}) };
}

interface Chain {
  readonly parts: readonly string[];
  readonly location: Source['location'];
}

const isChainStart = (look: Cursor, token: Token): boolean =>
  token.kind === 'name' || (token.kind === 'word' && !/^[@$:?]/.test(textOf(look, token)));

/** `a.b.c`, quoted or not. A chain that ends in `.*` is told by whoever reads stars. */
function takeChain(look: Cursor): Chain {
  const from = look.at;
  const parts: string[] = [];
  for (let token = peek(look); token && (token.kind === 'word' || token.kind === 'name'); token = peek(look)) {
    parts.push(...partsOfName(look, token));
    look.at++;
    const next = peek(look, 1);
    if (!isSign(look, '.') || !next || (next.kind !== 'word' && next.kind !== 'name')) break;
    look.at++;
  }
  return { parts, location: placeOf(look, { from, to: look.at }) };
}

/** `` `p.d.t` `` is one token of three parts. */
function partsOfName(look: Cursor, token: Token): readonly string[] {
  const value = valueOf(look, token);
  return textOf(look, token).startsWith('`') ? value.split('.') : [value];
}

const isLambda = (look: Cursor): boolean => isSign(look, '-') && isSign(look, '>', 1);

/** Longest alias first: `schema.table.column`, `alias.column.field`, `column.field`. */
function resolveChain({ parts, location }: Chain, scope: Scope): readonly Source[] {
  for (let length = Math.min(parts.length - 1, 3); length > 0; length--) {
    const bound = findBound(scope, parts.slice(0, length).join('.'));
    if (bound) return columnOf(bound, parts[length] ?? '', location) ?? [];
  }
  return resolveColumn(scope, parts[0] ?? '', location);
}

/** Words that are no columns: those of the language, types behind `::` and AS of a cast, units of time, names of arguments. */
function isSkipped(look: Cursor, token: Token): boolean {
  if (token.kind === 'name') return false;
  if (isSign(look, '.', 1)) return false;
  if (WORDS.has(token.upper)) return true;
  const next = peek(look, 1);
  if (next?.kind === 'string' && LITERALS.has(token.upper)) return true;
  if (isSign(look, '=', 1) && isSign(look, '>', 2)) return true;
  return UNITS.has(token.upper) && (isSign(look, ',', 1) || isSign(look, ')', 1) || isSign(look, '(', -1)) && inTimeFunction(look);
}

/** How far to go over a token that is no column: behind `::` and AS of a cast stands a type. */
function stepOver(look: Cursor, token: Token): number {
  if (isSign(look, ':') && isSign(look, ':', 1)) return 2 + typeLength(look, 2);
  if (token.upper === 'AS' && look.at > 0) return 1 + typeLength(look, 1);
  if (isSign(look, ':') && touchesBoth(look)) return 2;
  if (token.upper === 'COLLATE') return 2;
  return 1;
}

/** Snowflake's `column:path`. */
function touchesBoth(look: Cursor): boolean {
  const [before, sign, after] = [look.tokens[look.at - 1], peek(look), peek(look, 1)];
  return before !== undefined && before.end === sign?.start && sign.end === after?.start && after.kind === 'word';
}

function typeLength(look: Cursor, ahead: number): number {
  let length = 0;
  for (let token = peek(look, ahead); token?.kind === 'word' || token?.kind === 'name'; token = peek(look, ahead + length)) {
    length++;
    if (isSign(look, '.', ahead + length)) length++;
    else if (!TYPE_TAILS.has(peek(look, ahead + length)?.upper ?? '')) break;
  }
  return length;
}

/** The function whose arguments this is in, by the nearest bracket before. */
function inTimeFunction(look: Cursor): boolean {
  for (let at = look.at - 1, left = 40; at > 0 && left > 0; at--, left--) {
    const token = look.tokens[at];
    if (token?.kind === 'punctuation' && look.text[token.start] === '(')
      return /DATE|TIME|EXTRACT|INTERVAL|LAST_DAY|TRUNC/.test(look.tokens[at - 1]?.upper ?? '');
  }
  return false;
}

/** One column, perhaps in brackets, perhaps cast: nothing is done to its value. */
function isBare(cursor: Cursor, { from, to }: Span): boolean {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const token = cursor.tokens[at];
    if (!token) return false;
    const sign = token.kind === 'punctuation' ? cursor.text[token.start] : '';
    if (sign === '(') depth++;
    if (token.kind === 'string' || (sign !== '' && !'().:,'.includes(sign ?? '')) || CALLS.has(token.upper)) return false;
    const next = cursor.tokens[at + 1];
    const isCall = token.kind === 'word' && at + 1 < to && next?.kind === 'punctuation' && cursor.text[next.start] === '(';
    if (isCall && !CASTS.has(token.upper) && !isType(cursor, at, from)) return false;
    if (WORDS.has(token.upper) && token.kind === 'word' && token.upper !== 'AS') return false;
  }
  return depth < 10;
}

/** `varchar(10)` behind `::` or AS calls nothing. */
function isType(cursor: Cursor, at: number, from: number): boolean {
  const before = cursor.tokens[at - 1];
  return at > from && before !== undefined && (before.upper === 'AS' || cursor.text[before.start] === ':');
}

const CASTS: ReadonlySet<string> = new Set(['CAST', 'TRY_CAST', 'SAFE_CAST']);
const CALLS: ReadonlySet<string> = new Set(['CASE', 'OVER', 'INTERVAL']);
const TYPE_TAILS: ReadonlySet<string> = new Set(['PRECISION', 'VARYING', 'WITH', 'WITHOUT', 'TIME', 'ZONE', 'LOCAL', 'UNSIGNED']);
const LITERALS: ReadonlySet<string> = new Set([
  'DATE',
  'TIME',
  'TIMESTAMP',
  'DATETIME',
  'INTERVAL',
  'B',
  'R',
  'RB',
  'N',
  'X',
  'E',
  'U',
  'JSON',
  'NUMERIC',
  'BIGNUMERIC',
]);
const UNITS: ReadonlySet<string> = new Set(
  'YEAR QUARTER MONTH WEEK ISOWEEK DAY DAYOFWEEK DAYOFYEAR HOUR MINUTE SECOND MILLISECOND MICROSECOND NANOSECOND EPOCH DOW DOY YEARS MONTHS DAYS HOURS MINUTES SECONDS WEEKS YY MM DD HH MI SS DW WK QQ YYYY'.split(
    ' ',
  ),
);
const WORDS: ReadonlySet<string> = new Set(
  `ALL AND ANY ARRAY AS ASC AT BETWEEN BOTH BY CASE CAST COLLATE CROSS CUBE CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT
  DESC DISTINCT DIV ELSE END ESCAPE EXCEPT EXCLUDE EXISTS FALSE FILTER FIRST FOLLOWING FROM GETDATE GROUP GROUPING HAVING IGNORE ILIKE IN INTERVAL
  INTO IS ISNULL JOIN LAST LEADING LIKE LIMIT LOCALTIME LOCALTIMESTAMP NOT NOTNULL NULL NULLS OF OFFSET ON ONLY OR ORDER OVER OVERLAPS PARTITION
  PRECEDING QUALIFY RANGE REGEXP RENAME REPLACE RESPECT RETURNING RLIKE ROLLUP ROW ROWS SELECT SEPARATOR SESSION_USER SETS SIMILAR SOME STRUCT
  SYSDATE SYSTEM_USER SYSTIMESTAMP TABLE THEN TO TRAILING TRUE UNBOUNDED UNION UNKNOWN USING VALUES WHEN WHERE WINDOW WITH WITHIN WITHOUT XOR ZONE`
    .trim()
    .split(/\s+/),
);
