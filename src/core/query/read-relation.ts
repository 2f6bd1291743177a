import { peek, textOf, valueOf, word } from '../sql/cursor.ts';
import type { Token } from '../sql/tokens.ts';
import type { Call, From, Mention, Query } from './model.ts';
import { takeMention } from './names.ts';
import {
  placeOfToken,
  addRead,
  inGroup,
  isGiven,
  isHole,
  isNamed,
  isOpening,
  placeFrom,
  signAt,
  takeRelation,
  type Reader,
} from './reader.ts';
import { readValue } from './read-value.ts';

/** Words in brackets behind a table of T-SQL. Source: Microsoft, "Table hints". */
const HINTS =
  /^(?:NOLOCK|READUNCOMMITTED|READCOMMITTED|READPAST|UPDLOCK|XLOCK|HOLDLOCK|ROWLOCK|PAGLOCK|TABLOCK|TABLOCKX|NOWAIT|SNAPSHOT|INDEX|FORCESEEK|FORCESCAN|SERIALIZABLE|NOEXPAND)$/;
const FORMATS = /^(?:CSV|PARQUET|JSON|ORC|AVRO|TEXT|DELTA|ICEBERG|BINARYFILE)$/;

/** Whether a function that makes rows comes next. */
export function isCallAhead(reader: Reader): boolean {
  if (word(reader) === 'IDENTIFIER') return false;
  let ahead = 0;
  while (isNamed(peek(reader, ahead)) && !isHole(reader, peek(reader, ahead))) {
    ahead++;
    if (signAt(reader, ahead) !== '.') break;
    ahead++;
  }
  if (ahead === 0 || !isOpening(reader, reader.at + ahead)) return false;
  const isStream = ahead === 1 && word(reader) === 'STREAM';
  return !isStream && !(reader.dialect === 'tsql' && HINTS.test(word(reader, ahead + 1)));
}

/** `f(a, b)`, `TABLE(f(a))`, `UNNEST(a)`. */
export function readCall(reader: Reader): Call {
  const from = reader.at;
  const mention = takeMention(reader);
  const name = String(mention.at(-1) ?? '').toLowerCase();
  const at = placeFrom(reader, from);
  if (!isOpening(reader, reader.at)) return { name, at };
  return inGroup(reader, () => (name === 'table' && isCallAhead(reader) ? readCall(reader) : callOf(reader, name, at)));
}

function callOf(reader: Reader, name: string, at: Call['at']): Call {
  const of: Mention[] = [];
  const queries: Query[] = [];
  let count = 0;
  if (FILES.test(name)) readFiles(reader);
  for (; reader.at < reader.end; count++) {
    const { value } = readValue(reader, false);
    of.push(...(value.of ?? []));
    queries.push(...(value.queries ?? []));
    while (reader.at < reader.end && signAt(reader) !== ',') reader.at++;
    reader.at++;
  }
  return { name, at, ...(of.length > 0 ? { of } : {}), ...(queries.length > 0 ? { queries } : {}), ...shapeOf(reader, name, count) };
}

const FILES = /^(?:read_files|read_csv|read_csv_auto|read_json|read_json_auto|read_parquet|parquet_scan|cloud_files|openrowset)$/;

function readFiles(reader: Reader): void {
  const token = reader.tokens.slice(reader.at, reader.at + 3).find(({ kind }) => kind === 'string');
  if (token && token.end <= (reader.tokens[reader.end - 1]?.end ?? 0)) addPath(reader, token);
}

function addPath(reader: Reader, token: Token): number {
  const shown = valueOf(reader, token);
  return addRead(reader, { key: shown, shown, at: placeOfToken(reader, token), path: true });
}

const SINGLE =
  /^(?:generate_series|generate_subscripts|unnest|regexp_split_to_table|string_to_table|jsonb?_array_elements(?:_text)?|jsonb?_object_keys|sequence|string_split)$/;

/** The columns that a function gives by its nature. Sources: Snowflake, "FLATTEN"; PostgreSQL, "Set Returning Functions"; Spark SQL, "explode". */
function shapeOf({ dialect }: Reader, name: string, count: number): Partial<Call> {
  if (name === 'flatten') return { gives: ['seq', 'key', 'path', 'index', 'value', 'this'] };
  if (name === 'unnest' && count > 1) return { gives: Array.from({ length: count }, () => name) };
  if (SINGLE.test(name)) return { gives: [name], ...(dialect === 'bigquery' ? { single: true } : {}) };
  if (name === 'explode' || name === 'explode_outer') return { gives: ['col'] };
  if (name === 'posexplode' || name === 'posexplode_outer') return { gives: ['pos', 'col'] };
  return {};
}

/** A table, a query that WITH names, files, or the elements of a column that stands before. */
export function readTable(reader: Reader, told: readonly From[]): { -readonly [Key in keyof From]: From[Key] } | undefined {
  const token = peek(reader);
  if (token?.kind === 'string') {
    reader.at++;
    return { table: addPath(reader, token) };
  }
  if (signAt(reader) !== '' || token?.kind === 'broken' || !token) return undefined;
  if (textOf(reader, token).startsWith('@')) return readStage(reader);
  if (word(reader) === 'STREAM' && reader.dialect !== 'postgres') return readStream(reader, told);
  return readFiled(reader) ?? readNamed(reader, told);
}

/** Snowflake's `@stage/path (FILE_FORMAT => …)`; in T-SQL a variable that lives no longer than its batch. */
function readStage(reader: Reader): From {
  const from = reader.at++;
  if (reader.dialect === 'tsql') return { call: { name: 'variable', at: placeFrom(reader, from) } };
  while (reader.at < reader.end && reader.tokens[reader.at]?.start === reader.tokens[reader.at - 1]?.end && !/[(),;]/.test(signAt(reader)))
    reader.at++;
  const at = placeFrom(reader, from);
  const shown = reader.text.slice(at[0], at[1]);
  if (isOpening(reader, reader.at)) inGroup(reader, () => undefined);
  return { table: addRead(reader, { key: shown, shown, at, path: true }) };
}

/** `STREAM(t)` and `STREAM t` read what is new in t. Source: Databricks, "STREAM". */
function readStream(reader: Reader, told: readonly From[]): From | undefined {
  if (isOpening(reader, reader.at + 1)) {
    reader.at++;
    return inGroup(reader, () => readNamed(reader, told));
  }
  if (reader.dialect === 'databricks' && isNamed(peek(reader, 1)) && signAt(reader, 1) !== '.') reader.at++;
  return readNamed(reader, told);
}

/** Files that are named as a table of a format: `` csv.`s3://raw/contacts` ``. Source: Spark SQL, "Run SQL on files directly". */
function readFiled(reader: Reader): From | undefined {
  const path = peek(reader, 2);
  if (!FORMATS.test(word(reader)) || signAt(reader, 1) !== '.' || path?.kind !== 'name' || !/[/:]/.test(textOf(reader, path)))
    return undefined;
  reader.at += 3;
  return { table: addPath(reader, path) };
}

function readNamed(reader: Reader, told: readonly From[]): From | undefined {
  const from = reader.at;
  const found = takeRelation(reader);
  if (!found) return undefined;
  const { name, relation } = found;
  if (reader.dialect === 'tsql' && isOpening(reader, reader.at)) inGroup(reader, () => undefined);
  if (name.parts.length === 1 && !name.dynamic && isGiven(reader, name.key)) {
    reader.gathered.used.add(name.key);
    return { named: name.key };
  }
  const [first = '', ...rest] = relation.shown.split('.');
  const isElements = rest.length > 0 && UNNESTS.test(reader.dialect) && told.some((one) => aliasOf(reader, one) === first.toLowerCase());
  if (isElements) return { call: { name: 'unnest', at: relation.at, of: [mentionAt(reader, from)], gives: ['unnest'], single: true } };
  return { table: addRead(reader, relation) };
}

const UNNESTS = /^(?:bigquery|redshift|ansi)$/;

function mentionAt(reader: Reader, from: number): Mention {
  return takeMention({ ...reader, at: from });
}

function aliasOf({ gathered }: Reader, { alias, table, named }: From): string {
  return alias ?? named ?? gathered.reads[table ?? -1]?.key.split('.').at(-1) ?? '';
}
