import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  skip,
  take,
  takeAny,
  takeGroup,
  takeSign,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from '../sql/cursor.ts';
import { takeName, type Name } from '../sql/names.ts';
import type { Column, Item, Relation, Source } from './model.ts';
import { readExpression } from './read-expression.ts';
import type { ReadNested } from './read-query.ts';
import { tableItems, type Bound, type Gathering, type Scope } from './scope.ts';

export interface FromReading {
  readonly outer: Scope;
  readonly nested: ReadNested;
  readonly gathering: Gathering;
}

/** The relations of a FROM, from behind the word to where the next clause begins. Each sees those before it (LATERAL, UNNEST). */
export function readFrom(cursor: Cursor, reading: FromReading): readonly Bound[] {
  const bound: Bound[] = [];
  let expected = true;
  let natural = false;
  while (!isDone(cursor) && !endsFrom(cursor)) {
    if (expected) {
      const read = readRelation(cursor, { ...reading, outer: inner(reading.outer, bound) });
      bound.push(...(natural ? read.map((one) => ({ ...one, natural })) : read));
      expected = natural = false;
    } else if (take(cursor, 'NATURAL')) natural = true;
    else if (isNext(cursor, 'USING') && isSign(cursor, '(', 1)) {
      cursor.at++;
      joinBy(bound, columnList(cursor));
    } else if (isSign(cursor, ',') || isNext(cursor, 'JOIN') || isNext(cursor, 'APPLY')) {
      cursor.at++;
      expected = true;
    } else if (take(cursor, 'LATERAL', 'VIEW')) bound.push(lateralView(cursor, inner(reading.outer, bound), reading));
    else if (isNext(cursor, 'PIVOT') || isNext(cursor, 'UNPIVOT')) pivot(cursor, bound, reading);
    else if (isSign(cursor, '(')) readInside(cursor, { ...reading, outer: inner(reading.outer, bound) });
    else cursor.at++;
  }
  return bound;
}

function joinBy(bound: Bound[], columns: ReturnType<typeof columnList>): void {
  const last = bound.pop();
  if (last) bound.push({ ...last, using: columns.map(({ name }) => name.toLowerCase()) });
}

const inner = (outer: Scope, bound: readonly Bound[]): Scope => ({ bound: [...bound], named: outer.named, outer });

/** Words behind which no relation of this FROM follows. */
const ENDS: ReadonlySet<string> = new Set(
  'WHERE GROUP HAVING QUALIFY WINDOW ORDER LIMIT OFFSET FETCH UNION EXCEPT INTERSECT MINUS SELECT INSERT CLUSTER DISTRIBUTE SORT OPTION RETURNING CONNECT START WHEN SET'.split(
    ' ',
  ),
);

export function endsFrom(cursor: Cursor): boolean {
  if (isSign(cursor, '|') && isSign(cursor, '>', 1)) return true;
  const upper = word(cursor);
  if (upper === 'FOR')
    return !isNext(cursor, 'FOR', 'SYSTEM_TIME') && !isNext(cursor, 'FOR', 'VERSION') && !isNext(cursor, 'FOR', 'TIMESTAMP');
  return ENDS.has(upper);
}

/** An ON condition or the like in brackets: only queries in it matter. */
function readInside(cursor: Cursor, { outer, nested }: FromReading): void {
  if (nested.begins(cursor)) nested.scalar(cursor, outer);
  else readExpression(cursor, takeGroup(cursor), outer, nested);
}

function readRelation(cursor: Cursor, reading: FromReading): readonly Bound[] {
  const isLateral = take(cursor, 'LATERAL');
  take(cursor, 'ONLY');
  if (isSign(cursor, '(')) return bracketed(cursor, reading);
  if (isNext(cursor, 'SELECT') || isNext(cursor, 'WITH')) return [];
  if (isNext(cursor, 'VALUES')) return [values(cursor, reading)];
  const callsTable = (isNext(cursor, 'TABLE') || isLateral || isNext(cursor, 'UNNEST')) && isSign(cursor, '(', 1);
  const stage = stageOf(cursor);
  if (stage) {
    reading.gathering.reads.push(stage);
    return [withAlias(cursor, { items: tableItems(stage), alias: stage.key, partial: true }, reading.gathering, stage)];
  }
  const file = fileOf(cursor);
  if (file) {
    reading.gathering.reads.push(file);
    return [withAlias(cursor, { items: tableItems(file), alias: file.key, partial: true }, reading.gathering, file)];
  }
  const name = takeName(cursor);
  if (!name) {
    cursor.at++;
    return [];
  }
  if (callsTable || (isSign(cursor, '(') && !isHint(cursor))) return [tableFunction(cursor, name, reading)];
  return [named(cursor, name, reading)];
}

/** `FROM t (NOLOCK)` calls nothing. */
const isHint = (cursor: Cursor): boolean => cursor.dialect === 'tsql' && /LOCK|UNCOMMITTED|READPAST/.test(word(cursor, 1));

/** `@stage/path` and `'s3://…'` are files, not tables. */
function stageOf(cursor: Cursor): Relation | undefined {
  const token = peek(cursor);
  const isStage =
    token &&
    (token.kind === 'string' ? /:\/\//.test(valueOf(cursor, token)) : cursor.text[token.start] === '@' && cursor.dialect !== 'tsql');
  if (!token || !isStage) return undefined;
  const from = cursor.at++;
  while (
    !isDone(cursor) &&
    (isSign(cursor, '/') || isSign(cursor, '.') || cursor.tokens[cursor.at - 1]?.end === peek(cursor)?.start) &&
    !isSign(cursor, '(') &&
    !isSign(cursor, ',') &&
    !isSign(cursor, ')')
  )
    cursor.at++;
  const location = placeOf(cursor, { from, to: cursor.at });
  const shown = token.kind === 'string' ? valueOf(cursor, token) : cursor.text.slice(location.start.offset, location.end.offset);
  return { key: token.kind === 'string' ? `path:${shown}` : `stage:${shown.slice(1).toLowerCase()}`, shown, location };
}

/** Spark's `` parquet.`s3://raw/contacts` ``. Source: Spark SQL, "Run SQL on files directly". */
function fileOf(cursor: Cursor): Relation | undefined {
  const path = peek(cursor, 2);
  if (!FILES.has(word(cursor)) || !isSign(cursor, '.', 1) || path?.kind !== 'name') return undefined;
  const shown = valueOf(cursor, path);
  cursor.at += 3;
  return { key: `path:${shown}`, shown, location: placeOf(cursor, { from: cursor.at - 3, to: cursor.at }) };
}

const FILES: ReadonlySet<string> = new Set(['PARQUET', 'CSV', 'JSON', 'ORC', 'AVRO', 'DELTA', 'TEXT', 'BINARYFILE']);

function bracketed(cursor: Cursor, reading: FromReading): readonly Bound[] {
  if (!reading.nested.begins(cursor)) {
    const group = takeGroup(cursor);
    const bound = readFrom(within(cursor, group), reading);
    const [only] = bound;
    return bound.length === 1 && only && hasAlias(cursor) ? [withAlias(cursor, only, reading.gathering)] : bound;
  }
  const { items, partial } = reading.nested.query(cursor, reading.outer);
  return [withAlias(cursor, { alias: '', items, partial }, reading.gathering)];
}

function values(cursor: Cursor, { gathering }: FromReading): Bound {
  cursor.at++;
  while (isSign(cursor, '(') || isSign(cursor, ',')) skip(cursor);
  return withAlias(cursor, { alias: '', items: [], partial: false }, gathering);
}

/** UNNEST, FLATTEN, EXPLODE and what a database calls a table function: its columns come from its arguments. */
function tableFunction(cursor: Cursor, name: Name, { outer, nested, gathering }: FromReading): Bound {
  const group = isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.at };
  const { sources } = readExpression(cursor, group, outer, nested);
  take(cursor, 'WITH', 'ORDINALITY');
  const bound = withAlias(
    cursor,
    { alias: name.key.slice(name.key.lastIndexOf('.') + 1), items: [], any: sources, partial: true },
    gathering,
  );
  if (take(cursor, 'WITH', 'OFFSET') && (take(cursor, 'AS') || hasAlias(cursor))) cursor.at++;
  return bound.items.length > 0
    ? { ...bound, items: bound.items.map((item): Item => (item.kind === 'column' ? { ...item, sources, how: 'computed' } : item)) }
    : bound;
}

function named(cursor: Cursor, name: Name, { outer, gathering }: FromReading): Bound {
  const common = name.parts.length === 1 ? outer.named.get(name.key) : undefined;
  if (common) return withAlias(cursor, { alias: name.key, items: common, partial: false }, gathering);
  const relation = relationOf(name);
  gathering.reads.push(relation);
  return withAlias(cursor, { alias: name.key, items: tableItems(relation), partial: false }, gathering, relation);
}

/** A relation by its name. One that a template makes up is known by its place. */
export function relationOf({ key, shown, location, dynamic }: Name): Relation {
  return dynamic ? { key: `?${location.start.offset}`, shown, location, dynamic } : { key, shown, location };
}

const NO_ALIAS: ReadonlySet<string> = new Set(
  `WHERE GROUP ORDER LIMIT UNION JOIN LEFT RIGHT INNER FULL CROSS OUTER ON USING HAVING QUALIFY LATERAL EXCEPT INTERSECT MINUS NATURAL SAMPLE TABLESAMPLE
  FINAL PREWHERE ANTI SEMI ASOF GLOBAL PIVOT UNPIVOT WINDOW SELECT SET WHEN OFFSET FETCH FOR WITH AT BEFORE CHANGES MATCH_RECOGNIZE CLUSTER DISTRIBUTE SORT
  INSERT VALUES APPLY STRAIGHT_JOIN OPTION RETURNING CONNECT START USE IGNORE FORCE PARTITION DEFAULT OVERWRITE POSITIONAL`
    .trim()
    .split(/\s+/),
);

function hasAlias(cursor: Cursor): boolean {
  const token = peek(cursor);
  return isNext(cursor, 'AS') || token?.kind === 'name' || (token?.kind === 'word' && !NO_ALIAS.has(token.upper));
}

/** `[AS] alias [(a, b)]`, behind what may stand before it: time travel, hints, samples. */
function withAlias(cursor: Cursor, bound: Bound, gathering: Gathering, relation?: Relation): Bound {
  skipModifiers(cursor);
  if (!hasAlias(cursor)) return bound;
  take(cursor, 'AS');
  if (isSign(cursor, '(')) return { ...bound, items: renameAll(bound.items, columnList(cursor), relation, gathering) };
  const token = peek(cursor);
  if (!token || (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'string')) return bound;
  cursor.at++;
  const alias = valueOf(cursor, token).toLowerCase();
  const columns = isSign(cursor, '(') && !isHint(cursor) ? columnList(cursor) : [];
  skipModifiers(cursor);
  return { ...bound, alias, items: columns.length > 0 ? renameAll(bound.items, columns, relation, gathering) : bound.items };
}

function skipModifiers(cursor: Cursor): void {
  for (;;) {
    if ((isNext(cursor, 'AT') || isNext(cursor, 'BEFORE') || isNext(cursor, 'CHANGES')) && isSign(cursor, '(', 1)) cursor.at += 1;
    else if (
      take(cursor, 'FOR', 'SYSTEM_TIME', 'AS', 'OF') ||
      take(cursor, 'FOR', 'VERSION', 'AS', 'OF') ||
      take(cursor, 'FOR', 'TIMESTAMP', 'AS', 'OF') ||
      take(cursor, 'VERSION', 'AS', 'OF') ||
      take(cursor, 'TIMESTAMP', 'AS', 'OF')
    ) {
      skip(cursor);
      continue;
    } else if (takeAny(cursor, ['TABLESAMPLE', 'SAMPLE'])) {
      takeAny(cursor, ['BERNOULLI', 'SYSTEM', 'BLOCK', 'ROW', 'RESERVOIR']);
    } else if (isNext(cursor, 'WITH') && isSign(cursor, '(', 1)) cursor.at += 1;
    else if (isNext(cursor, 'PARTITION') && isSign(cursor, '(', 1)) cursor.at += 1;
    else if (isHint(cursor) && isSign(cursor, '(')) {
      takeGroup(cursor);
      continue;
    } else return;
    if (isSign(cursor, '(')) takeGroup(cursor);
  }
}

/** The names in a column list, types left out. */
export function columnList(cursor: Cursor): readonly { readonly name: string; readonly span: Span }[] {
  return partsOf(cursor, takeGroup(cursor)).flatMap(({ from }) => {
    const token = cursor.tokens[from];
    return token && token.kind !== 'punctuation' ? [{ name: valueOf(cursor, token), span: { from, to: from + 1 } }] : [];
  });
}

/** New names by position; what a star hides cannot be counted, so the columns then come from the whole relation. */
export function renameAll(
  items: readonly Item[],
  names: readonly { readonly name: string; readonly span: Span }[],
  relation: Relation | undefined,
  gathering: Gathering,
): readonly Item[] {
  const counted = items.every(({ kind }) => kind === 'column');
  if (!counted) gathering.partial = true;
  return names.map(({ name }, at): Item => {
    const item = counted ? items[at] : undefined;
    if (item?.kind === 'column') return { ...item, name };
    const [first] = items;
    const location = relation?.location ?? (first && first.kind !== 'union' ? first.location : NOWHERE);
    return { kind: 'column', name, location, extent: location, sources: [], how: 'computed' } satisfies Column;
  });
}

const START = { line: 1, column: 1, offset: 0 };
const NOWHERE = { file: '', start: START, end: START };

/** `LATERAL VIEW [OUTER] explode(x) t AS a, b`. Source: Spark SQL, "LATERAL VIEW clause". */
function lateralView(cursor: Cursor, scope: Scope, { nested }: FromReading): Bound {
  take(cursor, 'OUTER');
  takeName(cursor);
  const group = isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.at };
  const { sources } = readExpression(cursor, group, scope, nested);
  const token = isNext(cursor, 'AS') ? undefined : peek(cursor);
  if (token) cursor.at++;
  const names: Column[] = [];
  if (take(cursor, 'AS'))
    for (let more = true; more; more = takeSign(cursor, ',')) {
      const column = peek(cursor);
      const location = placeOf(cursor, { from: cursor.at, to: cursor.at + 1 });
      cursor.at++;
      if (column) names.push({ kind: 'column', name: valueOf(cursor, column), location, extent: location, sources, how: 'computed' });
    }
  return {
    alias: token ? valueOf(cursor, token).toLowerCase() : '',
    items: names,
    ...(names.length === 0 ? { any: sources } : {}),
    partial: names.length === 0,
  };
}

/** PIVOT makes columns of an aggregate, UNPIVOT one of several; both keep the others of the relation before. */
function pivot(cursor: Cursor, bound: Bound[], { gathering }: FromReading): void {
  const isPivot = word(cursor) === 'PIVOT';
  cursor.at++;
  takeAny(cursor, ['INCLUDE NULLS', 'EXCLUDE NULLS']);
  const before = bound.pop();
  if (!before || !isSign(cursor, '(')) return;
  const group = takeGroup(cursor);
  const items = isPivot ? pivoted(cursor, group, before) : unpivoted(cursor, group, before);
  bound.push(withAlias(cursor, { ...before, items, partial: false }, gathering));
}

/** `agg(a) FOR b IN ('x', 'y' AS z)`. */
function pivoted(cursor: Cursor, group: Span, before: Bound): readonly Item[] {
  const { value, pivotOn, list } = pivotParts(cursor, group);
  const sources = value.flatMap(({ name, span }) => sourcesIn(before, name, placeOf(cursor, span)));
  const gone = new Set([...value, ...pivotOn].map(({ name }) => name.toLowerCase()));
  const made = partsOf(cursor, list).map(({ from, to }): Column => {
    const location = placeOf(cursor, { from: to - 1, to });
    const last = cursor.tokens[to - 1];
    const first = cursor.tokens[from];
    const isNamed = to - from > 1;
    const name = last && first ? (isNamed ? valueOf(cursor, last) : cursor.text.slice(first.start, first.end)) : '';
    return { kind: 'column', name, location, extent: location, sources, how: 'computed' };
  });
  return [...leaveOut(before.items, gone), ...made];
}

/** `value FOR name IN (a, b)`. */
function unpivoted(cursor: Cursor, group: Span, before: Bound): readonly Item[] {
  const { value, pivotOn, list } = pivotParts(cursor, group);
  const columns = namesIn(cursor, list);
  const gone = new Set(columns.map(({ name }) => name.toLowerCase()));
  const sources = columns.flatMap(({ name, span }) => sourcesIn(before, name, placeOf(cursor, span)));
  const column = (named: Named | undefined, from: readonly Source[]): readonly Column[] => {
    if (!named) return [];
    const location = placeOf(cursor, named.span);
    return [{ kind: 'column', name: named.name, location, extent: location, sources: from, how: 'computed' }];
  };
  return [...leaveOut(before.items, gone), ...column(pivotOn[0], []), ...column(value[0], sources)];
}

interface Named {
  readonly name: string;
  readonly span: Span;
}

function pivotParts(
  cursor: Cursor,
  { from, to }: Span,
): { readonly value: readonly Named[]; readonly pivotOn: readonly Named[]; readonly list: Span } {
  const tokens = cursor.tokens;
  let [forAt, inAt] = [to, to];
  for (let at = from; at < to; at++) {
    if (tokens[at]?.upper === 'FOR' && forAt === to) forAt = at;
    if (tokens[at]?.upper === 'IN' && forAt < to && inAt === to) inAt = at;
  }
  const look = within(cursor, { from: Math.min(inAt + 1, to), to });
  const list = isSign(look, '(') ? takeGroup(look) : { from: to, to };
  return { value: namesIn(cursor, { from, to: forAt }), pivotOn: namesIn(cursor, { from: forAt + 1, to: inAt }), list };
}

/** Names that call nothing. */
function namesIn(cursor: Cursor, { from, to }: Span): readonly Named[] {
  const named: Named[] = [];
  for (let at = from; at < to; at++) {
    const [token, next] = [cursor.tokens[at], cursor.tokens[at + 1]];
    const calls = next?.kind === 'punctuation' && cursor.text[next.start] === '(' && at + 1 < to;
    if (
      token &&
      (token.kind === 'word' || token.kind === 'name') &&
      !calls &&
      token.upper !== 'AS' &&
      cursor.tokens[at - 1]?.upper !== 'AS'
    )
      named.push({ name: valueOf(cursor, token), span: { from: at, to: at + 1 } });
  }
  return named;
}

function sourcesIn(before: Bound, name: string, location: Source['location']): readonly Source[] {
  const told = before.items.find((item) => item.kind === 'column' && item.name?.toLowerCase() === name.toLowerCase());
  if (told?.kind === 'column') return told.sources;
  const stars = before.items.flatMap((item) => (item.kind === 'star' ? [item.of] : []));
  return stars.length > 0 ? [{ of: stars, column: name.toLowerCase(), location }] : [];
}

function leaveOut(items: readonly Item[], names: ReadonlySet<string>): readonly Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (item.kind === 'union') return [{ ...item, branches: item.branches.map((branch) => leaveOut(branch, names)) }];
    if (item.kind === 'star') return [{ ...item, except: [...item.except, ...names] }];
    return names.has(item.name?.toLowerCase() ?? '') ? [] : [item];
  });
}
