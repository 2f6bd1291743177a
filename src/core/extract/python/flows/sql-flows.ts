import type { Fact, Facts, Field } from '../../../../model/asset.ts';
import { isDone, isNext, isSign, placeOf, take, takeAny, takeGroup, word, type Cursor } from '../../../sql/cursor.ts';
import type { Dialect } from '../../../sql/dialect.ts';
import { readQueryColumns } from '../../../query/query-body.ts';
import type { Run } from '../run.ts';
import { placeOf as placeIn, sliced } from '../texts.ts';
import type { Source, Text } from '../values.ts';
import { pathNamed } from './ends.ts';
import { byIndex } from './facts.ts';
import { performerAt } from './record.ts';
import { declaredColumns } from './sql-columns.ts';
import { columnsMoved, edgesInto, type Moved } from './sql-columns-moved.ts';
import { sourceNamed, statementsIn, tablesRead, takeWritten, type SqlText, type Written } from './sql-text.ts';

/**
 * Reads SQL that stands in the file: what its statements read and fill is what is read and filled here. Gives where the rows of its last
 * query come from.
 */
export function readSqlText(text: Text, dialect: Dialect, platform: string, run: Run): readonly Source[] {
  return readRows(text, dialect, platform, run).from;
}

/** Rows that a query gives: where they come from, and what their columns are made of. */
export interface Rows extends Moved {
  readonly from: readonly Source[];
}

/** The same, with the columns of the last query. */
export function readRows(text: Text, dialect: Dialect, platform: string, run: Run): Rows {
  let rows: Rows = { from: [], moves: [], columns: undefined };
  for (const cursor of statementsIn({ text, dialect, run })) {
    const sql: Sql = { text, dialect, run, platform, statement: { ...cursor } };
    const from = readStatement(cursor, sql);
    rows = from.length > 0 ? { from, ...columnsMoved(sql.statement, from, sql) } : { from, moves: [], columns: undefined };
  }
  return rows;
}

interface Sql extends SqlText {
  readonly platform: string;
  /** At its first word. */
  readonly statement: Cursor;
}

function readStatement(cursor: Cursor, sql: Sql): readonly Source[] {
  take(cursor, 'EXPLAIN');
  if (isNext(cursor, 'SELECT') || isSign(cursor, '(')) return reads(cursor, sql);
  if (isNext(cursor, 'WITH')) return readWith(cursor, sql);
  const read = STATEMENTS.get(word(cursor));
  if (read) read(cursor, sql);
  return [];
}

const STATEMENTS: ReadonlyMap<string, (cursor: Cursor, sql: Sql) => void> = new Map([
  ['INSERT', readInsert],
  ['REPLACE', readCreate],
  ['CREATE', readCreate],
  ['CACHE', readCache],
  ['MERGE', readMerge],
  ['UPDATE', readUpdate],
  ['COPY', readCopy],
  ['UNLOAD', readUnload],
  ['LOAD', readLoad],
  ['EXPORT', readExport],
]);

/** Rows that are read here; a temporary view stands for what it was made of. */
function reads(cursor: Cursor, sql: Sql): readonly Source[] {
  const { views } = sql.run.found;
  const found = tablesRead(cursor, sql).flatMap((source) => views.get(source.end) ?? [source]);
  performerAt(sql.run).reads.push(...found);
  return found;
}

function writes(target: Source | undefined, sources: readonly Source[], sql: Sql): void {
  const { run, text } = sql;
  const performer = performerAt(run);
  if (target) {
    performer.writes.push({ target, sources });
    const { moves } = sources.length > 0 ? columnsMoved(sql.statement, sources, sql) : { moves: [] };
    performer.columns.push(...edgesInto(target, moves, ({ start, end }) => run.lines.location(start, end)));
  } else performer.untold.writes.push({ text: text.unknown ?? 'a template', at: text.at });
}

/** `WITH a AS (…) INSERT INTO t SELECT …` fills a table; without INSERT it is a query. */
function readWith(cursor: Cursor, sql: Sql): readonly Source[] {
  const look = { ...cursor, at: cursor.at + 1 };
  while (!isDone(look) && !isNext(look, 'INSERT') && !isNext(look, 'MERGE')) {
    if (isSign(look, '(')) takeGroup(look);
    else look.at++;
  }
  if (isDone(look)) return reads(cursor, sql);
  take(look, 'INSERT');
  const target = takeTarget(look, sql.text);
  const found = reads(cursor, sql).filter(({ end }) => end !== target?.end);
  writes(target, found, sql);
  return [];
}

/** `INTO TABLE db.t`, `OVERWRITE DIRECTORY 's3://…'`. */
function takeTarget(cursor: Cursor, text: Text): Source | undefined {
  take(cursor, 'INTO');
  take(cursor, 'OVERWRITE');
  take(cursor, 'INTO');
  take(cursor, 'LOCAL');
  if (take(cursor, 'DIRECTORY')) return takePath(cursor, text);
  take(cursor, 'TABLE');
  const name = takeWritten(cursor);
  return name && sourceNamed(name, text);
}

/** A quoted place that comes next. */
function takePath(cursor: Cursor, text: Text): Source | undefined {
  const token = cursor.tokens[cursor.at];
  if (!token || cursor.at >= cursor.end || (token.kind !== 'string' && token.kind !== 'name')) return undefined;
  cursor.at++;
  return pathNamed(sliced(text, token.start + 1, token.end - 1));
}

function readInsert(cursor: Cursor, sql: Sql): void {
  take(cursor, 'INSERT');
  const target = takeTarget(cursor, sql.text);
  writes(target, reads(cursor, sql), sql);
}

function readMerge(cursor: Cursor, sql: Sql): void {
  take(cursor, 'MERGE');
  const target = takeTarget(cursor, sql.text);
  writes(
    target,
    reads(cursor, sql).filter(({ end }) => end !== target?.end),
    sql,
  );
}

function readUpdate(cursor: Cursor, sql: Sql): void {
  take(cursor, 'UPDATE');
  const target = takeTarget(cursor, sql.text);
  writes(
    target,
    reads(cursor, sql).filter(({ end }) => end !== target?.end),
    sql,
  );
}

/** `COPY INTO t FROM 's3://…'`, `COPY t FROM …`; a stage (`@stage`) is a name like a table's. */
function readCopy(cursor: Cursor, sql: Sql): void {
  take(cursor, 'COPY');
  take(cursor, 'INTO');
  const target = takePath(cursor, sql.text) ?? takeTarget(cursor, sql.text);
  while (!isDone(cursor) && !isNext(cursor, 'FROM')) cursor.at++;
  const look = { ...cursor, at: cursor.at + 1 };
  const path = takePath(look, sql.text);
  if (path) performerAt(sql.run).reads.push(path);
  writes(target, path ? [path] : reads(cursor, sql), sql);
}

/** Redshift: `UNLOAD ('select …') TO 's3://…'`. */
function readUnload(cursor: Cursor, sql: Sql): void {
  take(cursor, 'UNLOAD');
  const query = isSign(cursor, '(') ? cursor.tokens[takeGroup(cursor).from] : undefined;
  const found =
    query?.kind === 'string' ? readSqlText(sliced(sql.text, query.start + 1, query.end - 1), sql.dialect, sql.platform, sql.run) : [];
  if (take(cursor, 'TO')) writes(takePath(cursor, sql.text), found, sql);
}

/** Hive: `LOAD DATA INPATH '…' INTO TABLE t`. */
function readLoad(cursor: Cursor, sql: Sql): void {
  while (!isDone(cursor) && !take(cursor, 'INPATH')) cursor.at++;
  const path = takePath(cursor, sql.text);
  if (!path) return;
  performerAt(sql.run).reads.push(path);
  writes(takeTarget(cursor, sql.text), [path], sql);
}

/** BigQuery: `EXPORT DATA OPTIONS (uri = 'gs://…') AS SELECT …`. */
function readExport(cursor: Cursor, sql: Sql): void {
  while (!isDone(cursor) && !isNext(cursor, 'URI')) cursor.at++;
  cursor.at += 2;
  const path = takePath(cursor, sql.text);
  if (path) writes(path, reads(cursor, sql), sql);
}

/** `CACHE TABLE t AS SELECT …` names rows only while the session lasts. */
function readCache(cursor: Cursor, sql: Sql): void {
  take(cursor, 'CACHE');
  take(cursor, 'LAZY');
  take(cursor, 'TABLE');
  const name = takeWritten(cursor);
  if (name && take(cursor, 'AS')) sql.run.found.views.set(`relation:${name.key}`, reads(cursor, sql));
}

const BEFORE_OBJECT = [
  'OR REPLACE', 'OR REFRESH', 'GLOBAL TEMPORARY', 'GLOBAL TEMP', 'LOCAL', 'TEMPORARY', 'TEMP', 'EXTERNAL', 'TRANSIENT', 'VOLATILE', 'UNLOGGED', 'DYNAMIC',
  'ICEBERG', 'STREAMING', 'LIVE', 'MATERIALIZED', 'SECURE', 'RECURSIVE', 'SNAPSHOT', 'PRIVATE', 'HYBRID',
]; // prettier-ignore

function readCreate(cursor: Cursor, sql: Sql): void {
  const { at } = cursor;
  cursor.at++;
  const words: string[] = [];
  for (let found = takeAny(cursor, BEFORE_OBJECT); found !== undefined; found = takeAny(cursor, BEFORE_OBJECT)) words.push(found);
  const object = takeAny(cursor, ['TABLE', 'VIEW']);
  if (object === undefined) return;
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const name = takeWritten(cursor);
  if (!name) return;
  const fields = isSign(cursor, '(') ? declaredColumns(cursor, takeGroup(cursor)) : [];
  const body = bodyOf(cursor, sql);
  const isPassing = object === 'VIEW' && words.some((one) => /TEMP/.test(one));
  const found = body.query ? reads(body.query, sql) : [];
  if (isPassing) sql.run.found.views.set(`relation:${name.key}`, found);
  else declare(name, { cursor: { ...cursor, at }, fields, body, found, object }, sql);
}

interface Body {
  readonly query: Cursor | undefined;
  readonly path: Source | undefined;
}

/** What stands behind the columns: where the rows lie, and the query that makes them. */
function bodyOf(cursor: Cursor, sql: Sql): Body {
  let path: Source | undefined;
  while (!isDone(cursor)) {
    if (take(cursor, 'LOCATION')) path = takePath(cursor, sql.text);
    else if (startsQuery(cursor)) return { query: { ...cursor }, path };
    else if (isSign(cursor, '(')) takeGroup(cursor);
    else cursor.at++;
  }
  return { query: undefined, path };
}

/** `AS SELECT`, `AS (WITH …`; `STORED AS PARQUET` starts none. */
function startsQuery(cursor: Cursor): boolean {
  if (isNext(cursor, 'SELECT')) return true;
  const isQuery = isNext(cursor, 'AS') && (/^(?:SELECT|WITH|FROM|TABLE|VALUES)$/.test(word(cursor, 1)) || isSign(cursor, '(', 1));
  return isQuery && take(cursor, 'AS');
}

interface Made {
  readonly cursor: Cursor;
  readonly fields: readonly Field[];
  readonly body: Body;
  readonly found: readonly Source[];
  readonly object: string;
}

function declare(name: Written, { cursor, fields, body, found, object }: Made, sql: Sql): void {
  const target = sourceNamed(name, sql.text);
  if (body.query) writes(target, found, sql);
  if (!target?.end.startsWith('relation:')) return;
  const output = body.query && fields.length === 0 ? readQueryColumns({ ...body.query }) : { fields, partial: false };
  const { start, end } = placeOf(cursor, { from: cursor.at, to: cursor.end });
  sql.run.found.tables.push({
    kind: object === 'VIEW' ? 'view' : 'table',
    key: target.end.slice('relation:'.length),
    name: target.end.slice('relation:'.length),
    platform: sql.platform,
    at: placeIn(sql.text, name.from, name.to),
    extent: { start: start.offset, end: end.offset },
    columns: output.fields.map((field) => ({ ...field, name: field.name.toLowerCase() })),
    partial: output.partial,
    facts: upstreamOf(found, sql.run),
    aliases: [target.end, ...(body.path ? [body.path.end] : [])],
  });
}

function upstreamOf(found: readonly Source[], { lines }: Run): Facts {
  const [first] = found;
  if (!first) return {};
  const locations = found.map(({ at }) => lines.location(at.start, at.end));
  const fact: Fact = {
    value: found.map(({ name }) => name),
    location: lines.location(first.at.start, first.at.end),
    parts: byIndex(locations),
  };
  return { upstream: fact };
}
