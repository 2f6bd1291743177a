import { isNext, peek, skip, take, valueOf } from '../sql/cursor.ts';
import { LEXIS } from '../sql/dialect.ts';
import { tokens, type Token } from '../sql/tokens.ts';
import type { Query, Relation } from './model.ts';
import { listedNames } from './names.ts';
import { readSources } from './read-sources.ts';
import { wholeOf, type Told } from './told.ts';
import { placeOfToken, addWrite, inGroup, isOpening, placeFrom, signAt, startsQuery, takeRelation, type Reader } from './reader.ts';

/** Files that stand here as a string, or a stage. */
function takePath(reader: Reader): Relation | undefined {
  const token = peek(reader);
  if (token?.kind === 'string') {
    reader.at++;
    return pathOf(reader, token);
  }
  if (token?.kind !== 'word' || reader.text[token.start] !== '@') return undefined;
  const from = reader.at++;
  while (reader.at < reader.end && reader.tokens[reader.at]?.start === reader.tokens[reader.at - 1]?.end && !/[(),;]/.test(signAt(reader)))
    reader.at++;
  const at = placeFrom(reader, from);
  const shown = reader.text.slice(at[0], at[1]);
  return { key: shown, shown, at, path: true };
}

function pathOf(reader: Reader, token: Token): Relation {
  const shown = valueOf(reader, token);
  return { key: shown, shown, at: placeOfToken(reader, token), path: true };
}

/** COPY from behind its word, in the forms of Snowflake, Databricks, Redshift, PostgreSQL and T-SQL. */
export function readCopy(reader: Reader): Told | undefined {
  const isInto = take(reader, 'INTO');
  const path = isInto ? takePath(reader) : undefined;
  if (path) return unloaded(reader, path);
  if (isOpening(reader, reader.at)) return copiedQuery(reader);
  const table = takeRelation(reader)?.relation;
  const columns = isOpening(reader, reader.at) ? inGroup(reader, () => listedNames(reader)) : undefined;
  if (table && !isInto && take(reader, 'TO')) return written(reader, wholeOf(reader, table));
  if (!table || !take(reader, 'FROM')) return undefined;
  const into = addWrite(reader, table);
  const query = loaded(reader);
  return { kind: 'copy', moves: query ? [{ into, query, ...(columns ? { columns } : {}) }] : [] };
}

/** PostgreSQL: `COPY (SELECT …) TO '…'`. */
function copiedQuery(reader: Reader): Told | undefined {
  const query = inGroup(reader, () => reader.readQuery(reader));
  return take(reader, 'TO') ? written(reader, query) : undefined;
}

/** What is loaded: files, or a query over files. */
function loaded(reader: Reader): Query | undefined {
  if (isOpening(reader, reader.at)) return inGroup(reader, () => loadedInside(reader));
  const path = takePath(reader);
  return path && wholeOf(reader, path);
}

function loadedInside(reader: Reader): Query | undefined {
  if (startsQuery(reader, reader.at)) return reader.readQuery(reader);
  const path = takePath(reader);
  return path && wholeOf(reader, path);
}

/** `COPY INTO @stage FROM t`. */
function unloaded(reader: Reader, path: Relation): Told | undefined {
  while (reader.at < reader.end && !isNext(reader, 'FROM') && signAt(reader) !== ';') skip(reader);
  if (!take(reader, 'FROM')) return undefined;
  const into = addWrite(reader, path);
  const query = isOpening(reader, reader.at) ? inGroup(reader, () => reader.readQuery(reader)) : wholeFrom(reader);
  return { kind: 'copy', moves: [{ into, query }] };
}

function wholeFrom(reader: Reader): Query {
  const from = reader.at;
  return {
    do: 'query',
    arms: [{ body: { do: 'select', items: [{ do: 'star', at: placeFrom(reader, from) }], from: readSources(reader) } }],
  };
}

function written(reader: Reader, query: Query): Told {
  const path = takePath(reader);
  return path ? { kind: 'copy', moves: [{ into: addWrite(reader, path), query }] } : { kind: 'query', moves: [], query };
}

/** `UNLOAD ('select …') TO 's3://…'`: the query of Redshift stands in a string, that of Athena in brackets. */
export function readUnload(reader: Reader): Told | undefined {
  if (!isOpening(reader, reader.at)) return undefined;
  const query = inGroup(reader, () => (peek(reader)?.kind === 'string' ? quotedQuery(reader) : reader.readQuery(reader)));
  const path = take(reader, 'TO') ? takePath(reader) : undefined;
  if (!path) return { kind: 'query', moves: [], query };
  return { kind: 'copy', moves: [{ into: addWrite(reader, path), query }] };
}

function quotedQuery(reader: Reader): Query {
  const token = peek(reader);
  const mark = token?.kind === 'dollar' ? 2 : 1;
  if (!token) return { do: 'query', arms: [] };
  const inner = tokens(reader.text.slice(token.start + mark, token.end - mark), LEXIS[reader.dialect]).map((one) =>
    shifted(one, token.start + mark),
  );
  return reader.readQuery({ ...reader, tokens: inner, at: 0, end: inner.length });
}

/** A token of a text inside of the text. */
export const shifted = (token: Token, by: number): Token => ({ ...token, start: token.start + by, end: token.end + by });

/** `LOAD DATA INPATH '…' INTO TABLE t`, `LOAD DATA INTO t FROM FILES (uris = ['…'])`. */
export function readLoad(reader: Reader): Told | undefined {
  let path: Relation | undefined;
  while (reader.at < reader.end && !isNext(reader, 'INTO') && signAt(reader) !== ';') {
    const { at } = reader;
    if (/^(?:INPATH|INFILE)$/.test(reader.tokens[at - 1]?.upper ?? '')) path = takePath(reader);
    // `DATA INFILE ("…")` of a bulk load gives no path here.
    if (reader.at === at) reader.at++;
  }
  if (!take(reader, 'INTO') && !take(reader, 'OVERWRITE')) return undefined;
  take(reader, 'TABLE');
  const target = takeRelation(reader)?.relation;
  if (!target) return undefined;
  const into = addWrite(reader, target);
  path ??= firstPath(reader);
  return { kind: 'copy', moves: path ? [{ into, query: wholeOf(reader, path) }] : [] };
}

function firstPath(reader: Reader): Relation | undefined {
  while (reader.at < reader.end && !take(reader, 'FILES')) skip(reader);
  const token = reader.tokens.slice(reader.at, reader.end).find(({ kind }) => kind === 'string');
  return token && pathOf(reader, token);
}

/** BigQuery: `EXPORT DATA OPTIONS (uri = 'gs://…') AS SELECT …`. */
export function readExport(reader: Reader): Told | undefined {
  while (reader.at < reader.end && !isNext(reader, 'OPTIONS') && !isNext(reader, 'AS')) reader.at++;
  take(reader, 'OPTIONS');
  const path = isOpening(reader, reader.at) ? inGroup(reader, () => uriOf(reader)) : undefined;
  if (!take(reader, 'AS') || !path) return undefined;
  return { kind: 'copy', moves: [{ into: addWrite(reader, path), query: reader.readQuery(reader) }] };
}

function uriOf(reader: Reader): Relation | undefined {
  while (reader.at < reader.end && !isNext(reader, 'URI')) reader.at++;
  const token = peek(reader, 2);
  return token?.kind === 'string' ? pathOf(reader, token) : undefined;
}
