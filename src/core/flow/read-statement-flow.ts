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
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from '../sql/cursor.ts';
import { LEXIS } from '../sql/dialect.ts';
import { takeName, type Name } from '../sql/names.ts';
import { tokens, type Token } from '../sql/tokens.ts';
import type { Column, Item, Relation, StatementFlow } from './model.ts';
import { columnList, readFrom, relationOf } from './read-from.ts';
import { readExpression } from './read-expression.ts';
import { distinctReads, nestedReader, newGathering, readQueryInto, withNamed } from './read-query.ts';
import { mergeSources, tableItems, type Bound, type Gathering, type Scope } from './scope.ts';

const NO_SCOPE: Scope = { bound: [], named: new Map() };

/**
 * What a statement moves: INSERT, MERGE, UPDATE, CREATE … AS, SELECT INTO, COPY, clones, swaps and renames. A query alone moves into
 * nothing. Null: the statement moves no data. Never throws.
 */
export function readStatementFlow(cursor: Cursor): StatementFlow | null {
  takeAny(cursor, ['EXPLAIN']);
  const gathering = newGathering();
  const told = readMoving({ ...cursor }, gathering);
  if (!told) return null;
  return { writes: distinctReads(told.writes), reads: distinctReads(gathering.reads), items: told.items, partial: gathering.partial };
}

interface Moving {
  readonly writes: readonly Relation[];
  readonly items: readonly Item[];
}

function readMoving(cursor: Cursor, gathering: Gathering): Moving | null {
  const first = word(skipRoutineHead(cursor));
  if (first === 'INSERT' || first === 'REPLACE') return readInsert(cursor, gathering);
  if (first === 'CREATE') return readCreate(cursor, gathering);
  if (first === 'MERGE') return readMerge(cursor, gathering);
  if (first === 'UPDATE') return readUpdate(cursor, gathering);
  if (first === 'DELETE') return readDelete(cursor, gathering);
  if (first === 'COPY') return readCopy(cursor, gathering);
  if (first === 'ALTER') return readAlter(cursor, gathering);
  if (first === 'LOAD') return readLoad(cursor, gathering);
  if (first === 'CACHE') return readCache(cursor, gathering);
  if (first === 'UNLOAD') return readUnload(cursor, gathering);
  if (first === 'RENAME') return readRename(cursor, gathering);
  if (first === 'WITH') return readWith(cursor, gathering);
  if (first === 'FROM' && holds(cursor, 'INSERT')) return hiveInsert(cursor, gathering);
  if (first === 'SELECT' || first === 'FROM' || first === 'VALUES' || isSign(cursor, '(')) return readSelect(cursor, gathering);
  return null;
}

const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'TASK', 'EVENT']);
const VERBS: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'WITH', 'COPY']);

/** Moves to the first statement of a routine's body: what it moves when it runs. */
function skipRoutineHead(cursor: Cursor): Cursor {
  while (['BEGIN', 'END', 'ELSE', 'THEN', 'DO'].includes(word(cursor))) cursor.at++;
  if (word(cursor) !== 'CREATE') return cursor;
  const limit = Math.min(cursor.end, cursor.at + 6);
  let at = cursor.at + 1;
  while (at < limit && !ROUTINES.has(cursor.tokens[at]?.upper ?? '')) at++;
  if (at >= limit) return cursor;
  const body = cursor.tokens.findIndex(
    ({ upper }, index) =>
      index > at && index < cursor.end && (upper === 'BEGIN' || upper === 'AS') && VERBS.has(cursor.tokens[index + 1]?.upper ?? ''),
  );
  if (body > 0) cursor.at = body + 1;
  return cursor;
}

const holds = (cursor: Cursor, wanted: string): boolean => cursor.tokens.slice(cursor.at, cursor.end).some(({ upper }) => upper === wanted);

function query(cursor: Cursor, gathering: Gathering, scope = NO_SCOPE): readonly Item[] {
  return readQueryInto(cursor, scope, gathering, 0);
}

/** `SELECT … INTO t FROM …` fills t. */
function readSelect(cursor: Cursor, gathering: Gathering): Moving {
  const writes = intoTarget(cursor);
  return { writes, items: query(cursor, gathering) };
}

function intoTarget(cursor: Cursor): readonly Relation[] {
  const look = { ...cursor };
  if (word(look) !== 'SELECT') return [];
  while (!isDone(look) && !isNext(look, 'INTO') && !isNext(look, 'FROM')) skip(look);
  if (!take(look, 'INTO')) return [];
  takeAny(look, ['OUTFILE', 'DUMPFILE', 'STRICT', 'TEMPORARY TABLE', 'TEMP TABLE', 'TABLE']);
  const name = takeName(look);
  return name && !/^[@:]/.test(name.shown) ? [relationOf(name)] : [];
}

/** Columns of the target, where the statement lists them, name what the query gives. */
function toColumns(items: readonly Item[], columns: ReturnType<typeof columnList>, cursor: Cursor): readonly Item[] {
  if (columns.length === 0 || items.length === 0 || !items.every(({ kind }) => kind === 'column')) return items;
  return columns.flatMap(({ name, span }, at): readonly Item[] => {
    const item = items[at];
    return item?.kind === 'column' ? [{ ...item, name, location: placeOf(cursor, span) }] : [];
  });
}

function readInsert(cursor: Cursor, gathering: Gathering, scope = NO_SCOPE): Moving | null {
  cursor.at++;
  takeAny(cursor, ['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE']);
  if (isNext(cursor, 'ALL') || isNext(cursor, 'FIRST') || (isNext(cursor, 'OVERWRITE') && ['ALL', 'FIRST'].includes(word(cursor, 1))))
    return multiInsert(cursor, gathering);
  take(cursor, 'OVERWRITE');
  take(cursor, 'INTO');
  takeAny(cursor, ['LOCAL DIRECTORY', 'DIRECTORY']);
  take(cursor, 'TABLE');
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const target = targetOf(cursor);
  if (!target) return null;
  if (take(cursor, 'PARTITION') && isSign(cursor, '(')) takeGroup(cursor);
  take(cursor, 'IF', 'NOT', 'EXISTS');
  if (take(cursor, 'AS') || (peek(cursor)?.kind === 'word' && !INSERT_NEXT.has(word(cursor)))) cursor.at++;
  const columns = isSign(cursor, '(') && !beginsQuery(cursor) ? columnList(cursor) : [];
  while (!isDone(cursor) && !INSERT_NEXT.has(word(cursor)) && !isSign(cursor, '(')) cursor.at++;
  if (take(cursor, 'DEFAULT', 'VALUES') || isDone(cursor)) return { writes: [target], items: [] };
  const values = isNext(cursor, 'VALUES');
  const body = query(untilConflict(cursor), gathering, scope);
  return {
    writes: [target],
    items: values && body.every((item) => item.kind === 'column' && item.sources.length === 0) ? [] : toColumns(body, columns, cursor),
  };
}

const INSERT_NEXT: ReadonlySet<string> = new Set([
  'SELECT',
  'WITH',
  'VALUES',
  'TABLE',
  'FROM',
  'DEFAULT',
  'OVERRIDING',
  'OUTPUT',
  'PARTITION',
  'SET',
  'EXEC',
  'BY',
  'USING',
  'REPLACE',
  'STORED',
  'ROW',
  'OPTIONS',
]);

function beginsQuery(cursor: Cursor): boolean {
  let ahead = 0;
  while (isSign(cursor, '(', ahead) && ahead < 20) ahead++;
  return ahead > 0 && ['SELECT', 'WITH', 'FROM'].includes(word(cursor, ahead));
}

/** What follows ON CONFLICT or RETURNING is no part of the query. */
function untilConflict(cursor: Cursor): Cursor {
  for (let at = cursor.at; at < cursor.end; at++) {
    const two = cursor.tokens[at + 1]?.upper;
    if ((cursor.tokens[at]?.upper === 'ON' && (two === 'CONFLICT' || two === 'DUPLICATE')) || cursor.tokens[at]?.upper === 'RETURNING')
      return { ...cursor, end: at };
  }
  return cursor;
}

/** A table, or the path of a file in quotes. */
function targetOf(cursor: Cursor): Relation | undefined {
  const token = peek(cursor);
  if (token?.kind === 'string') {
    cursor.at++;
    const shown = valueOf(cursor, token);
    return { key: `path:${shown}`, shown, location: placeOf(cursor, { from: cursor.at - 1, to: cursor.at }) };
  }
  const name = takeName(cursor);
  return name && relationOf(name);
}

/** `INSERT ALL [WHEN … THEN] INTO a (x) VALUES (y) … SELECT …`. Source: Snowflake and Oracle, "INSERT (multi-table)". */
function multiInsert(cursor: Cursor, gathering: Gathering): Moving {
  const writes: Relation[] = [];
  while (!isDone(cursor) && !isNext(cursor, 'SELECT') && !isNext(cursor, 'WITH')) {
    if (!take(cursor, 'INTO')) {
      skip(cursor);
      continue;
    }
    const name = takeName(cursor);
    if (name) writes.push(relationOf(name));
  }
  gathering.partial = true;
  query(cursor, gathering);
  return { writes, items: [] };
}

/** `FROM x INSERT OVERWRITE TABLE a SELECT … INSERT INTO b SELECT …`. Source: Hive, "Multiple inserts". */
function hiveInsert(cursor: Cursor, gathering: Gathering): Moving {
  cursor.at++;
  const nested = nestedReader(gathering, 0);
  const bound = readFrom(cursor, { outer: NO_SCOPE, nested, gathering });
  const writes: Relation[] = [];
  const items: Item[] = [];
  while (isNext(cursor, 'INSERT')) {
    const from = cursor.at;
    cursor.at++;
    while (!isDone(cursor) && !isNext(cursor, 'INSERT')) skip(cursor);
    const insert = within(cursor, { from, to: cursor.at });
    const told = readInsert(insert, gathering, { bound: [], named: new Map(), outer: { bound, named: new Map() } });
    writes.push(...(told?.writes ?? []));
    if (told && items.length === 0) items.push(...told.items);
  }
  return { writes, items };
}

function readWith(cursor: Cursor, gathering: Gathering): Moving | null {
  const at = mainStatement(cursor);
  const verb = cursor.tokens[at]?.upper ?? '';
  if (!['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(verb)) return readSelect(cursor, gathering);
  const head: Cursor = { ...cursor, end: at };
  const scope = scopeOf(head, gathering);
  const rest = within(cursor, { from: at, to: cursor.end });
  if (verb === 'INSERT') return readInsert(rest, gathering, scope);
  if (verb === 'UPDATE') return readUpdate(rest, gathering, scope);
  return verb === 'MERGE' ? readMerge(rest, gathering, scope) : readDelete(rest, gathering, scope);
}

function mainStatement(cursor: Cursor): number {
  const look = { ...cursor };
  look.at++;
  while (!isDone(look) && !['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(word(look))) skip(look);
  return look.at;
}

/** The names that WITH gives to the statement behind it. */
function scopeOf(head: Cursor, gathering: Gathering): Scope {
  return withNamed({ ...head }, NO_SCOPE, gathering, 0);
}

/** Words of CREATE that name a thing which can be filled. */
const FILLED: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'MODEL']);

function readCreate(cursor: Cursor, gathering: Gathering): Moving | null {
  const limit = Math.min(cursor.end, cursor.at + 12);
  while (cursor.at < limit && !FILLED.has(word(cursor))) cursor.at++;
  if (!FILLED.has(word(cursor)) || cursor.at >= limit) return null;
  cursor.at++;
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const name = takeName(cursor);
  if (!name) return null;
  const copied = copiedFrom(cursor, name, gathering);
  if (copied) return copied;
  const columns = isSign(cursor, '(') && !beginsQuery(cursor) ? listIfPlain(cursor) : [];
  while (!isDone(cursor) && !startsBody(cursor)) skip(cursor);
  take(cursor, 'AS');
  if (isDone(cursor)) return { writes: [relationOf(name)], items: [] };
  return { writes: [relationOf(name)], items: toColumns(query(cursor, gathering), columns, cursor) };
}

/** `AS SELECT`, `AS (…`, `AS WITH`, `AS TABLE`, and a bare SELECT, which some databases allow. */
function startsBody(cursor: Cursor): boolean {
  if (isNext(cursor, 'AS')) return ['SELECT', 'WITH', 'VALUES', 'TABLE', 'FROM'].includes(word(cursor, 1)) || isSign(cursor, '(', 1);
  return isNext(cursor, 'SELECT') || (isNext(cursor, 'WITH') && cursor.tokens[cursor.at + 2]?.upper === 'AS');
}

function listIfPlain(cursor: Cursor): ReturnType<typeof columnList> {
  return columnList(cursor);
}

/** `LIKE a`, `CLONE a`, `(LIKE a)`, `COPY a`. */
function copiedFrom(cursor: Cursor, name: Name, gathering: Gathering): Moving | null {
  const look = { ...cursor };
  if (isSign(look, '(') && ['LIKE'].includes(word(look, 1))) look.at++;
  if (!takeAny(look, ['LIKE', 'CLONE', 'SHALLOW CLONE', 'DEEP CLONE', 'COPY'])) return null;
  const from = takeName(look);
  if (!from) return null;
  const relation = relationOf(from);
  gathering.reads.push(relation);
  return { writes: [relationOf(name)], items: tableItems(relation) };
}

function readMerge(cursor: Cursor, gathering: Gathering, scope = NO_SCOPE): Moving | null {
  cursor.at++;
  take(cursor, 'INTO');
  const name = takeName(cursor);
  if (!name) return null;
  const target = relationOf(name);
  if (take(cursor, 'WITH') && isSign(cursor, '(')) takeGroup(cursor);
  take(cursor, 'AS');
  const alias = isNext(cursor, 'USING') ? name.key : valueAt(cursor);
  while (!isDone(cursor) && !take(cursor, 'USING')) cursor.at++;
  const nested = nestedReader(gathering, 0);
  const bound = readFrom(within(cursor, { from: cursor.at, to: untilWord(cursor, 'WHEN') }), { outer: scope, nested, gathering });
  cursor.at = untilWord(cursor, 'WHEN');
  const own: Bound = { alias: alias.toLowerCase(), items: tableItems(target), partial: false };
  return { writes: [target], items: mergeItems(mergeActions(cursor, { bound: [...bound, own], named: scope.named }, gathering), target) };
}

const valueAt = (cursor: Cursor): string => {
  const token = peek(cursor);
  return token ? valueOf(cursor, token) : '';
};

function untilWord(cursor: Cursor, wanted: string): number {
  const look = { ...cursor };
  while (!isDone(look) && !isNext(look, wanted)) skip(look);
  return look.at;
}

/** What WHEN … THEN sets and inserts, a column each. */
function mergeActions(cursor: Cursor, scope: Scope, gathering: Gathering): readonly Item[] {
  const items: Item[] = [];
  const sources = { ...scope, bound: scope.bound.slice(0, -1) };
  while (!isDone(cursor)) {
    if (take(cursor, 'UPDATE', 'SET'))
      items.push(
        ...(isSign(cursor, '*')
          ? starOf(sources)
          : assignments(cursor, { from: cursor.at, to: untilWord(cursor, 'WHEN') }, scope, gathering)),
      );
    else if (take(cursor, 'INSERT')) items.push(...inserted(cursor, sources, gathering));
    else skip(cursor);
  }
  return items;
}

const starOf = ({ bound }: Scope): readonly Item[] => bound.flatMap(({ items }) => items);

function inserted(cursor: Cursor, scope: Scope, gathering: Gathering): readonly Item[] {
  if (isSign(cursor, '*') || isNext(cursor, 'ROW')) return starOf(scope);
  const columns = isSign(cursor, '(') ? columnList(cursor) : [];
  if (!take(cursor, 'VALUES') || !isSign(cursor, '(')) return [];
  const nested = nestedReader(gathering, 0);
  return partsOf(cursor, takeGroup(cursor)).flatMap((part, at): readonly Item[] => {
    const column = columns[at];
    return column ? [valueItem(cursor, column, part, { scope, nested })] : [];
  });
}

interface Valuing {
  readonly scope: Scope;
  readonly nested: ReturnType<typeof nestedReader>;
}

function valueItem(
  cursor: Cursor,
  column: { readonly name: string; readonly span: Span },
  value: Span,
  { scope, nested }: Valuing,
): Column {
  const { sources, bare } = readExpression(cursor, value, scope, nested);
  const location = placeOf(cursor, column.span);
  return { kind: 'column', name: column.name, location, extent: location, sources, how: bare ? 'same' : 'computed' };
}

/** `a = x, t.b = y`. */
function assignments(cursor: Cursor, span: Span, scope: Scope, gathering: Gathering): readonly Item[] {
  const nested = nestedReader(gathering, 0);
  cursor.at = span.to;
  return partsOf(cursor, span).flatMap(({ from, to }): readonly Item[] => {
    let equals = from;
    while (equals < to && cursor.text[cursor.tokens[equals]?.start ?? 0] !== '=') equals++;
    const named = cursor.tokens[equals - 1];
    if (equals >= to || !named) return [];
    const column = { name: valueOf(cursor, named), span: { from: equals - 1, to: equals } };
    return [valueItem(cursor, column, { from: equals + 1, to }, { scope, nested })];
  });
}

/** A column that several branches set comes from all of them; what it keeps of itself is no flow. */
function mergeItems(items: readonly Item[], target: Relation): readonly Item[] {
  const byName = new Map<string, Column>();
  const stars: Item[] = [];
  for (const item of items) {
    if (item.kind !== 'column') {
      stars.push(item);
      continue;
    }
    const key = item.name?.toLowerCase() ?? '';
    const known = byName.get(key);
    const sources = mergeSources([...(known?.sources ?? []), ...item.sources]).filter(
      ({ of }) => !(of.length === 1 && of[0] === target.key),
    );
    byName.set(key, { ...(known ?? item), sources, how: known && known.how !== item.how ? 'computed' : item.how });
  }
  return [...stars, ...byName.values()];
}

function readUpdate(cursor: Cursor, gathering: Gathering, scope = NO_SCOPE): Moving | null {
  cursor.at++;
  take(cursor, 'ONLY');
  const nested = nestedReader(gathering, 0);
  const setAt = untilWord(cursor, 'SET');
  const before = readFrom(within(cursor, { from: cursor.at, to: setAt }), { outer: scope, nested, gathering });
  cursor.at = setAt;
  if (!take(cursor, 'SET')) return null;
  const set = { from: cursor.at, to: untilAny(cursor, ['FROM', 'WHERE', 'RETURNING', 'ORDER', 'LIMIT']) };
  cursor.at = set.to;
  if (take(cursor, 'OUTPUT')) while (!isDone(cursor) && !isNext(cursor, 'FROM') && !isNext(cursor, 'WHERE')) cursor.at++;
  const from = take(cursor, 'FROM') ? readFrom(cursor, { outer: scope, nested, gathering }) : [];
  const rest = within(cursor, { from: cursor.at, to: cursor.end });
  readExpression(rest, { from: rest.at, to: rest.end }, { ...scope, bound: [...before, ...from] }, nested);
  const target = updated(gathering, before, from);
  if (!target) return null;
  const items = assignments({ ...cursor }, set, { ...scope, bound: [...from, ...before] }, gathering);
  return { writes: [target], items: mergeItems(items, target) };
}

/** `UPDATE a SET … FROM t AS a` fills t. The target is not read by being named. */
function updated(gathering: Gathering, before: readonly Bound[], from: readonly Bound[]): Relation | undefined {
  const [own] = before;
  const meant = from.find(({ alias }) => alias === own?.alias) ?? own;
  const key = meant?.items.flatMap((item) => (item.kind === 'star' ? [item.of] : []))[0];
  const found = gathering.reads.find((relation) => relation.key === key);
  const dropped = new Set([key, own?.items.flatMap((item) => (item.kind === 'star' ? [item.of] : []))[0]]);
  for (let at = gathering.reads.length - 1; at >= 0; at--) if (dropped.has(gathering.reads[at]?.key)) gathering.reads.splice(at, 1);
  return found;
}

function untilAny(cursor: Cursor, words: readonly string[]): number {
  const look = { ...cursor };
  while (!isDone(look) && !words.includes(word(look))) skip(look);
  return look.at;
}

/** A DELETE moves nothing, but its queries read. */
function readDelete(cursor: Cursor, gathering: Gathering, scope = NO_SCOPE): Moving | null {
  cursor.at++;
  take(cursor, 'FROM');
  if (word(cursor, 1) !== '') take(cursor, 'TABLE');
  const name = takeName(cursor);
  const nested = nestedReader(gathering, 0);
  const using = untilAny(cursor, ['USING', 'WHERE']);
  cursor.at = using;
  const bound = take(cursor, 'USING') ? readFrom(cursor, { outer: scope, nested, gathering }) : [];
  readExpression(cursor, { from: cursor.at, to: cursor.end }, { ...scope, bound }, nested);
  return name ? { writes: [relationOf(name)], items: [] } : null;
}

/** `COPY INTO t FROM @stage`, `COPY INTO 's3://…' FROM t`, `COPY t FROM 's3://…'`. */
function readCopy(cursor: Cursor, gathering: Gathering): Moving | null {
  cursor.at++;
  take(cursor, 'INTO');
  const nested = nestedReader(gathering, 0);
  const [target] = sided(cursor);
  if (isSign(cursor, '(')) takeGroup(cursor);
  if (take(cursor, 'TO')) {
    const [out] = sided(cursor);
    if (target) gathering.reads.push(target);
    return out && target ? { writes: [out], items: tableItems(target) } : null;
  }
  if (!take(cursor, 'FROM') || !target) return null;
  if (nested.begins(cursor)) return { writes: [target], items: nested.query(cursor, NO_SCOPE).items };
  const [source] = sided(cursor);
  if (source) gathering.reads.push(source);
  return source ? { writes: [target], items: [] } : null;
}

/** A table, a stage or a path. */
function sided(cursor: Cursor): readonly Relation[] {
  const token = peek(cursor);
  if (!token) return [];
  if (token.kind === 'string') {
    cursor.at++;
    const shown = valueOf(cursor, token);
    return [{ key: `path:${shown}`, shown, location: placeOf(cursor, { from: cursor.at - 1, to: cursor.at }) }];
  }
  if (cursor.text[token.start] === '@') {
    const from = cursor.at++;
    while (!isDone(cursor) && cursor.tokens[cursor.at - 1]?.end === peek(cursor)?.start && !isSign(cursor, '(') && !isSign(cursor, ')'))
      cursor.at++;
    const location = placeOf(cursor, { from, to: cursor.at });
    const shown = cursor.text.slice(location.start.offset, location.end.offset);
    return [{ key: `stage:${shown.slice(1).toLowerCase()}`, shown, location }];
  }
  const name = takeName(cursor);
  return name ? [relationOf(name)] : [];
}

/** `RENAME TO`, `SWAP WITH` and `EXCHANGE PARTITION … WITH TABLE` move whole tables. */
function readAlter(cursor: Cursor, gathering: Gathering): Moving | null {
  cursor.at++;
  if (!takeAny(cursor, ['TABLE', 'VIEW'])) return null;
  take(cursor, 'IF', 'EXISTS');
  const name = takeName(cursor);
  if (!name) return null;
  const own = relationOf(name);
  if (take(cursor, 'RENAME', 'TO')) return moved(own, takeName(cursor), gathering);
  if (take(cursor, 'SWAP', 'WITH')) {
    const other = takeName(cursor);
    return other ? copied(relationOf(other), own, gathering) : null;
  }
  const from = cursor.at;
  if (!take(cursor, 'EXCHANGE') && !take(cursor, 'SWITCH')) return null;
  cursor.at = from;
  while (!isDone(cursor) && !isNext(cursor, 'TABLE') && !isNext(cursor, 'TO')) skip(cursor);
  const isSwitch = word(cursor) === 'TO';
  cursor.at++;
  const other = takeName(cursor);
  if (!other) return null;
  return isSwitch ? copied(own, relationOf(other), gathering) : copied(relationOf(other), own, gathering);
}

function moved(from: Relation, to: Name | undefined, gathering: Gathering): Moving | null {
  return to ? copied(from, relationOf(to), gathering) : null;
}

function copied(from: Relation, to: Relation, gathering: Gathering): Moving {
  gathering.reads.push(from);
  return { writes: [to], items: tableItems(from) };
}

/** MySQL's `RENAME TABLE a TO b, c TO d`. */
function readRename(cursor: Cursor, gathering: Gathering): Moving | null {
  cursor.at++;
  if (!take(cursor, 'TABLE')) return null;
  const from = takeName(cursor);
  return from && take(cursor, 'TO') ? moved(relationOf(from), takeName(cursor), gathering) : null;
}

/** `LOAD DATA [LOCAL] INPATH 'x' [OVERWRITE] INTO TABLE t`. */
function readLoad(cursor: Cursor, gathering: Gathering): Moving | null {
  while (!isDone(cursor) && !isNext(cursor, 'INTO')) {
    if (peek(cursor)?.kind === 'string') gathering.reads.push(...sided(cursor));
    else cursor.at++;
  }
  cursor.at++;
  take(cursor, 'TABLE');
  const name = takeName(cursor);
  return name ? { writes: [relationOf(name)], items: [] } : null;
}

/** `CACHE [LAZY] TABLE t [OPTIONS …] AS query`. */
function readCache(cursor: Cursor, gathering: Gathering): Moving | null {
  cursor.at++;
  take(cursor, 'LAZY');
  if (!take(cursor, 'TABLE')) return null;
  const name = takeName(cursor);
  while (!isDone(cursor) && !isNext(cursor, 'AS') && !isNext(cursor, 'SELECT')) skip(cursor);
  take(cursor, 'AS');
  return name && !isDone(cursor) ? { writes: [relationOf(name)], items: query(cursor, gathering) } : null;
}

/** Redshift's `UNLOAD ('select …') TO 's3://…'`: the query is a string, or stands in the brackets. */
function readUnload(cursor: Cursor, gathering: Gathering): Moving | null {
  cursor.at++;
  if (!isSign(cursor, '(')) return null;
  const group = takeGroup(cursor);
  const token = cursor.tokens[group.from];
  const items = token?.kind === 'string' ? quotedQuery(cursor, token, gathering) : query(within(cursor, group), gathering);
  if (!take(cursor, 'TO')) return null;
  const [out] = sided(cursor);
  return out ? { writes: [out], items } : null;
}

function quotedQuery(cursor: Cursor, token: Token, gathering: Gathering): readonly Item[] {
  const start = token.start + 1;
  const inner = tokens(cursor.text.slice(start, token.end - 1).replaceAll("''", ' '), LEXIS[cursor.dialect]).map((one) => ({
    ...one,
    start: one.start + start,
    end: one.end + start,
  }));
  return query({ ...cursor, tokens: inner, at: 0, end: inner.length }, gathering);
}

/** Statements of one text: T-SQL lets them follow each other without a semicolon. */
export function movingStatements(cursor: Cursor): readonly Cursor[] {
  if (cursor.dialect !== 'tsql') return [cursor];
  const starts = [cursor.at];
  const look = { ...cursor };
  for (skip(look); !isDone(look); skip(look)) if (STARTERS.has(word(look)) && !continues(look)) starts.push(look.at);
  return starts.map((from, index) => within(cursor, { from, to: starts[index + 1] ?? cursor.end }));
}

const STARTERS: ReadonlySet<string> = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'CREATE',
  'TRUNCATE',
  'DROP',
  'DECLARE',
  'EXEC',
  'EXECUTE',
  'IF',
  'WHILE',
  'PRINT',
  'RETURN',
]);
const GOES_ON: ReadonlySet<string> = new Set(['THEN', 'ON', 'FOR', 'AFTER', 'OF', 'OR', 'AS', 'BEGIN']);

/** `THEN UPDATE`, `ON DELETE`, `FOR UPDATE`, `WITH x AS (…) INSERT`. */
function continues(look: Cursor): boolean {
  const before = look.tokens[look.at - 1];
  if (!before || GOES_ON.has(before.upper)) return true;
  const sign = before.kind === 'punctuation' ? look.text[before.start] : '';
  return (
    sign === ',' ||
    sign === '.' ||
    (sign === ')' &&
      look.tokens[0]?.upper === 'WITH' &&
      !look.tokens.slice(1, look.at).some(({ upper }) => upper === 'INSERT' || upper === 'UPDATE'))
  );
}
