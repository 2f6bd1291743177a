import { peek, take, textOf, valueOf, word } from '../sql/cursor.ts';
import type { Pivot, Unpivot, ValueItem } from './model.ts';
import { takeNames } from './names.ts';
import { readItems } from './read-items.ts';
import { inGroup, isNamed, isOpening, placeFrom, signAt, startsQuery, type Reader } from './reader.ts';

/** PIVOT or UNPIVOT with its group; undefined where none comes. */
export function readShape(reader: Reader): Pivot | Unpivot | undefined {
  const upper = word(reader);
  if (upper !== 'PIVOT' && upper !== 'UNPIVOT') return undefined;
  const from = reader.at++;
  while ((take(reader, 'INCLUDE') || take(reader, 'EXCLUDE')) && take(reader, 'NULLS')) continue;
  if (!isOpening(reader, reader.at)) {
    reader.at = from;
    return undefined;
  }
  return inGroup(reader, () => (upper === 'PIVOT' ? readPivot(reader, from) : readUnpivot(reader, from)));
}

/** `SUM(x) AS s, … FOR y IN ('a' AS a, 'b')`. */
function readPivot(reader: Reader, from: number): Pivot {
  const at = placeFrom(reader, from);
  const values = readItems(reader).items.filter((item): item is ValueItem => item.do === 'value');
  const by = take(reader, 'FOR') ? takeNames(reader) : [];
  const listed = take(reader, 'IN') && isOpening(reader, reader.at) ? inGroup(reader, () => listedValues(reader)) : undefined;
  const names = listed && namesOf(reader, values, listed);
  return { do: 'pivot', values, by, at, ...(names ? { names } : {}) };
}

interface Listed {
  readonly name: string;
  readonly named: boolean;
}

/** Values of a list with their aliases; undefined where only the data tell them (`ANY`). */
function listedValues(reader: Reader): readonly Listed[] | undefined {
  if (startsQuery(reader, reader.at)) {
    reader.readQuery(reader);
    return undefined;
  }
  const listed: Listed[] = [];
  while (reader.at < reader.end) {
    if (word(reader) === 'ANY') return undefined;
    listed.push(listedValue(reader));
    while (reader.at < reader.end && signAt(reader) !== ',') reader.at++;
    reader.at++;
  }
  return listed;
}

function listedValue(reader: Reader): Listed {
  const from = reader.at;
  if (isOpening(reader, from)) inGroup(reader, () => undefined);
  else reader.at++;
  take(reader, 'AS');
  const alias = peek(reader);
  if (alias && (isNamed(alias) || alias.kind === 'string')) return { name: valueOf(reader, alias), named: true };
  const token = reader.tokens[from];
  if (!token) return { name: '', named: false };
  return { name: reader.dialect === 'snowflake' && token.kind === 'string' ? textOf(reader, token) : valueOf(reader, token), named: false };
}

/** Sources: BigQuery, "PIVOT operator" (`alias_value`); Spark SQL, "PIVOT clause" (`value_alias`). */
function namesOf({ dialect }: Reader, values: readonly ValueItem[], listed: readonly Listed[]): readonly string[] {
  return listed.flatMap(({ name }) =>
    values.map((value) => pivotName(dialect, name, values.length > 1 || dialect === 'bigquery' ? value.name : undefined)),
  );
}

function pivotName(dialect: string, value: string, alias: string | undefined): string {
  if (alias === undefined) return value;
  return dialect === 'bigquery' ? `${alias}_${value}` : `${value}_${alias}`;
}

/** `v FOR n IN (a, b AS 'x')`, `(v, w) FOR n IN ((a, b), (c, d))`. */
function readUnpivot(reader: Reader, from: number): Unpivot {
  const at = placeFrom(reader, from);
  const values = takeNames(reader);
  const [name = ''] = take(reader, 'FOR') ? takeNames(reader) : [];
  const old = take(reader, 'IN') && isOpening(reader, reader.at) ? inGroup(reader, () => oldColumns(reader)) : [];
  return { do: 'unpivot', values, name, from: old, at };
}

function oldColumns(reader: Reader): readonly (readonly string[])[] {
  const old: (readonly string[])[] = [];
  while (reader.at < reader.end) {
    old.push(takeNames(reader));
    while (reader.at < reader.end && signAt(reader) !== ',') reader.at++;
    reader.at++;
  }
  return old;
}
