import { isNext, take, takeAny, takeGroup, word } from '../sql/cursor.ts';
import type { Move } from './model.ts';
import { listedNames } from './names.ts';
import { readCopy, readExport, readLoad, readUnload } from './read-copy.ts';
import { readAlter, readDelete, readMerge, readUpdate } from './read-changes.ts';
import { readInsert, readSharedInserts } from './read-insert.ts';
import { readSources } from './read-sources.ts';
import { wholeOf, type Told } from './told.ts';
import { readWith } from './read-with.ts';
import { addWrite, inGroup, isOpening, signAt, startsQuery, takeRelation, type Reader } from './reader.ts';

/** Reads the statement that starts here; undefined where it moves nothing. */
export function readOne(reader: Reader): Told | undefined {
  take(reader, 'EXPLAIN');
  if (isNext(reader, 'WITH')) return readNamed(reader);
  if (isNext(reader, 'SELECT') || isNext(reader, 'VALUES') || isNext(reader, 'TABLE') || isOpening(reader, reader.at))
    return readSelected(reader);
  if (isNext(reader, 'FROM')) return readFrom(reader);
  const upper = word(reader);
  const read = READERS.get(upper);
  if (!read) return undefined;
  reader.at++;
  return read(reader);
}

const READERS: ReadonlyMap<string, (reader: Reader) => Told | undefined> = new Map([
  ['INSERT', readInsert],
  ['REPLACE', readReplace],
  ['CREATE', readCreate],
  ['MERGE', readMerge],
  ['UPDATE', readUpdate],
  ['DELETE', readDelete],
  ['ALTER', readAlter],
  ['RENAME', readRename],
  ['DROP', readDrop],
  ['COPY', readCopy],
  ['UNLOAD', readUnload],
  ['LOAD', readLoad],
  ['EXPORT', readExport],
]);

/** `WITH … INSERT`, `WITH … UPDATE`; otherwise a query. */
function readNamed(reader: Reader): Told | undefined {
  const { at } = reader;
  const look: Reader = { ...reader };
  look.at++;
  while (look.at < look.end && !/^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|FROM|VALUES|TABLE)$/.test(word(look)) && signAt(look) !== ';') {
    if (isOpening(look, look.at)) takeGroup(look);
    else look.at++;
    if (isOpening(look, look.at) && reader.tokens[look.at - 1] && signAt(look, -1) === ')' && startsQuery(look, look.at + 1)) break;
  }
  if (!/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(word(look)) && !(word(look) === 'FROM' && hasInsert(look))) return readSelected(reader);
  const named = readWith(reader);
  if (reader.at === at) return undefined;
  const told = readOne(reader);
  return told && { ...told, with: [...named, ...(told.with ?? [])] };
}

function readSelected(reader: Reader): Told {
  const query = reader.readQuery(reader);
  const { into } = reader.gathered;
  if (!into) return { kind: 'query', moves: [], query };
  return { kind: 'create', moves: [{ into: addWrite(reader, into), query }] };
}

/** `FROM t INSERT …` of Spark, `FROM t SELECT …` of others. */
function readFrom(reader: Reader): Told {
  if (!hasInsert(reader)) return readSelected(reader);
  reader.at++;
  const from = readSources(reader);
  return { kind: 'insert', from, moves: readSharedInserts(reader) };
}

function hasInsert(reader: Reader): boolean {
  const look: Reader = { ...reader };
  while (look.at < look.end && signAt(look) !== ';') {
    if (word(look) === 'INSERT') return true;
    if (word(look) === 'SELECT') return false;
    if (isOpening(look, look.at)) takeGroup(look);
    else look.at++;
  }
  return false;
}

const REPLACE_MODIFIERS = ['INTO', 'LOW_PRIORITY', 'DELAYED'];

/** MySQL's REPLACE fills a table as INSERT does; `REPLACE TABLE t AS …` of Databricks makes one. */
function readReplace(reader: Reader): Told | undefined {
  while (REPLACE_MODIFIERS.includes(word(reader))) reader.at++;
  return isNext(reader, 'TABLE') ? readCreate(reader) : readInsert(reader);
}

const OBJECTS = /^(?:TABLE|VIEW|STREAM|SINK)$/;
const BEFORE_OBJECT =
  /^(?:OR|REPLACE|REFRESH|ALTER|LOCAL|GLOBAL|TEMP|TEMPORARY|VOLATILE|TRANSIENT|EXTERNAL|DYNAMIC|HYBRID|ICEBERG|EVENT|FOREIGN|UNLOGGED|SECURE|MATERIALIZED|RECURSIVE|LIVE|STREAMING|PRIVATE|INTERACTIVE|IMMUTABLE|FORCE|MANAGED|SNAPSHOT|MULTISET|SET|EDITIONABLE|NONEDITIONABLE|ALGORITHM|UNDEFINED|MERGE|TEMPTABLE|DEFINER|SQL|SECURITY|INVOKER|NOFORCE|BACKUP|PUBLIC)$/;

function readCreate(reader: Reader): Told | undefined {
  while (BEFORE_OBJECT.test(word(reader)) || signAt(reader) === '=') reader.at++;
  const object = OBJECTS.test(word(reader)) ? word(reader) : undefined;
  if (object === undefined) return undefined;
  reader.at++;
  take(reader, 'IF', 'NOT', 'EXISTS');
  const target = takeRelation(reader)?.relation;
  if (!target) return undefined;
  const into = addWrite(reader, target);
  if (object === 'STREAM') return readStream(reader, into);
  return { kind: 'create', moves: readDefinition(reader, into) };
}

/** Source: Snowflake, "CREATE STREAM": what changes in the table stands in the stream. */
function readStream(reader: Reader, into: number): Told {
  while (reader.at < reader.end && !takeAny(reader, ['ON TABLE', 'ON VIEW', 'ON EXTERNAL TABLE', 'ON DYNAMIC TABLE', 'ON EVENT TABLE']))
    reader.at++;
  const source = reader.at < reader.end ? takeRelation(reader)?.relation : undefined;
  return { kind: 'create', moves: source ? [{ into, query: wholeOf(reader, source) }] : [] };
}

/** What stands behind the name of a table or view: its columns, its options in any order, and the query or the table it is made of. */
function readDefinition(reader: Reader, into: number): readonly Move[] {
  let columns: readonly string[] | undefined;
  while (reader.at < reader.end && signAt(reader) !== ';') {
    if (startsDefinition(reader)) return [{ into, query: reader.readQuery(reader), ...(columns ? { columns } : {}) }];
    if (isNext(reader, 'COPY', 'GRANTS')) reader.at += 2;
    if (takeAny(reader, ['SHALLOW CLONE', 'DEEP CLONE', 'CLONE', 'LIKE', 'COPY'])) return copyOf(reader, into);
    if (isOpening(reader, reader.at) && word(reader, 1) === 'LIKE') return inGroup(reader, () => copyInside(reader, into));
    if (isOpening(reader, reader.at) && isColumnList(reader, columns)) columns = inGroup(reader, () => listedNames(reader));
    else if (isOpening(reader, reader.at)) takeGroup(reader);
    else reader.at++;
  }
  return [];
}

/** The first bracket behind the name lists columns; those of options follow a word. */
function isColumnList(reader: Reader, columns: readonly string[] | undefined): boolean {
  const before = reader.tokens[reader.at - 1];
  const last = reader.gathered.writes.at(-1)?.at[1];
  return columns === undefined && before?.end === last;
}

function startsDefinition(reader: Reader): boolean {
  const upper = word(reader);
  if (upper === 'SELECT') return true;
  if (upper === 'AS') {
    const isQuery = /^(?:SELECT|WITH|FROM|TABLE|VALUES)$/.test(word(reader, 1)) || isOpening(reader, reader.at + 1);
    if (isQuery) reader.at++;
    return isQuery;
  }
  return isOpening(reader, reader.at) && startsQuery(reader, reader.at + 1);
}

function copyOf(reader: Reader, into: number): readonly Move[] {
  take(reader, 'OF');
  const source = takeRelation(reader)?.relation;
  return source ? [{ into, query: wholeOf(reader, source) }] : [];
}

function copyInside(reader: Reader, into: number): readonly Move[] {
  reader.at++;
  return copyOf(reader, into);
}

/** `RENAME TABLE a TO b` of MySQL. */
function readRename(reader: Reader): Told | undefined {
  if (!take(reader, 'TABLE')) return undefined;
  const from = takeRelation(reader)?.relation;
  const to = from && take(reader, 'TO') ? takeRelation(reader)?.relation : undefined;
  if (!from || !to) return undefined;
  return { kind: 'alter', moves: [], renamed: { from: addWrite(reader, from), to: addWrite(reader, to) } };
}

function readDrop(reader: Reader): Told | undefined {
  takeAny(reader, ['MATERIALIZED', 'EXTERNAL', 'DYNAMIC', 'TEMPORARY', 'FOREIGN', 'ICEBERG']);
  if (!take(reader, 'TABLE') && !take(reader, 'VIEW')) return undefined;
  take(reader, 'IF', 'EXISTS');
  for (let name = takeRelation(reader); name; name = signAt(reader) === ',' ? nextName(reader) : undefined) addWrite(reader, name.relation);
  return { kind: 'drop', moves: [] };
}

function nextName(reader: Reader): ReturnType<typeof takeRelation> {
  reader.at++;
  return takeRelation(reader);
}
