import { pathNamed, relationNamed, topicNamed } from '../../flows/ends.ts';
import { readNamed } from '../../flows/record.ts';
import { readSqlText } from '../../flows/sql-flows.ts';
import type { Run } from '../../run.ts';
import { sliced } from '../../texts.ts';
import { argument, unknown, type Arguments, type Source, type Text, type Unknown, type Value } from '../../values.ts';
import { platformOf, type ReaderThing } from './model.ts';
import { columnsBy } from './schemas.ts';

/** Steps of `spark.read…`: more is said of it, or it reads. */
export function readerMethod(reader: ReaderThing, name: string, given: Arguments, run: Run): Value | undefined {
  const [first, second] = given.positional;
  if (name === 'format') return first?.is === 'text' ? withFormat(reader, first) : reader;
  if (name === 'option') return first?.is === 'text' && second ? withOptions(reader, [[first.value, second]]) : reader;
  if (name === 'options') return withOptions(reader, [...given.keywords]);
  if (name === 'schema') return withColumns(reader, columnsBy(first, run));
  const from = READS.get(name)?.(reader, given, run) ?? (FILES.has(name) ? files(given, run) : undefined);
  return from && framed(from, reader, given, run);
}

const withFormat = (reader: ReaderThing, format: Text): ReaderThing => ({ ...reader, format });

const READS: ReadonlyMap<string, (reader: ReaderThing, given: Arguments, run: Run) => readonly Source[]> = new Map([
  ['table', (_: ReaderThing, given: Arguments, run: Run) => tableNamed(argument(given, 'tableName', 0), run)],
  ['jdbc', (_: ReaderThing, given: Arguments, run: Run) => jdbcTable(argument(given, 'table', 1), run)],
  ['load', load],
]);

/** `parquet(one, other)`, `csv(path=…)`. */
function files({ positional, keywords }: Arguments, run: Run): readonly Source[] {
  const path = keywords.get('path');
  return [...positional, ...(path ? [path] : [])].filter(isPlace).flatMap((one) => readNamed(one, pathNamed, run));
}

const FILES: ReadonlySet<string> = new Set([
  'parquet',
  'csv',
  'json',
  'orc',
  'text',
  'textFile',
  'delta',
  'avro',
  'xml',
  'binaryFile',
  'image',
]);

const isPlace = (value: Value): boolean => value.is === 'text' || value.is === 'list' || value.is === 'unknown' || value.is === 'symbol';

function withOptions(reader: ReaderThing, options: readonly (readonly [string, Value])[]): ReaderThing {
  return { ...reader, options: new Map([...reader.options, ...options]) };
}

const withColumns = (reader: ReaderThing, columns: ReaderThing['columns'] = []): ReaderThing =>
  columns.length > 0 ? { ...reader, columns } : reader;

function framed(from: readonly Source[], { columns }: ReaderThing, given: Arguments, run: Run): Unknown {
  const frame = unknown(run.sourceOf(given.at), given.at, from);
  return columns ? { ...frame, columns } : frame;
}

/** A table by its name; a temporary view stands for what it was made of. */
export function tableNamed(name: Value | undefined, run: Run): readonly Source[] {
  const view = name?.is === 'text' ? run.found.views.get(`relation:${name.value.toLowerCase()}`) : undefined;
  return view ?? readNamed(name, relationNamed, run);
}

/** A table of a database, or a query in brackets in its place. */
function jdbcTable(table: Value | undefined, run: Run): readonly Source[] {
  if (table?.is !== 'text' || !/^\s*\(/.test(table.value)) return readNamed(table, relationNamed, run);
  const end = table.value.lastIndexOf(')');
  return readSqlText(sliced(table, table.value.indexOf('(') + 1, end < 0 ? table.value.length : end), 'ansi', platformOf(run), run);
}

/** `load`, by its format: files, a table of another system, topics. */
function load(reader: ReaderThing, given: Arguments, run: Run): readonly Source[] {
  const options = new Map([...reader.options, ...given.keywords]);
  const stated = argument(given, 'format', 1) ?? reader.format;
  const format = stated?.is === 'text' ? stated.value : '';
  const topics = firstOf(options, ['subscribe', 'assign', 'subscribePattern', 'eventhubs.name', 'streamName']);
  if (topics && /kafka|kinesis|pubsub|eventhubs/i.test(format)) return readNamed(topics, topicNamed, run);
  const query = options.get('query');
  if (query?.is === 'text') return readSqlText(query, 'ansi', platformOf(run), run);
  const table = firstOf(options, ['dbtable', 'dbTable', 'table', 'tableName']);
  if (table) return jdbcTable(table, run);
  const path = argument(given, 'path', 0) ?? options.get('path');
  return path ? readNamed(path, TABLES.test(format) ? relationNamed : pathNamed, run) : [];
}

function firstOf(options: ReadonlyMap<string, Value>, names: readonly string[]): Value | undefined {
  return names.map((name) => options.get(name)).find((value) => value !== undefined);
}

/** Formats whose `load` and `save` take the name of a table. */
export const TABLES = /^(?:bigquery|iceberg|com\.google\.cloud\.spark\.bigquery.*|org\.apache\.iceberg.*)$/i;
