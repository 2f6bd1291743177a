import { pathNamed, relationNamed } from '../flows/ends.ts';
import { performerAt, readNamed, sourceText, writeNamed } from '../flows/record.ts';
import { readSqlText } from '../flows/sql-flows.ts';
import { dialectSpoken } from '../flows/spoken.ts';
import { namesBy } from '../flows/templates.ts';
import type { Framework, Run } from '../run.ts';
import { argument, sourcesOf, unknown, type Arguments, type Source, type Value } from '../values.ts';

/** pandas, polars, awswrangler and the clients of warehouses: files, tables and SQL that scripts name. */
export const pandas: Framework = {
  id: 'pandas',
  words:
    /\b(?:import|from)\s+(?:pandas|polars|awswrangler|duckdb|dask|modin|snowflake|redshift_connector|google\.cloud|databricks|airflow|prefect|dagster)\b/,
  method,
};

const READS = /^(?:read|scan)_(?:csv|parquet|json|excel|orc|feather|pickle|delta|table|fwf|avro|ndjson|ipc|xml)$/;
const WRITES = /^(?:to|write|sink)_(?:csv|parquet|json|excel|orc|feather|pickle|delta|deltalake|avro|ndjson|ipc)$/;
const SQL_METHODS: ReadonlySet<string> = new Set(
  'read_sql read_sql_query read_gbq read_database execute executemany execute_string execute_async get_pandas_df get_records get_first run query sql read_sql_query_async'.split(
    ' ',
  ),
);

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (receiver.is === 'text' || receiver.is === 'list' || receiver.is === 'dict') return undefined;
  if (READS.test(name)) return read(name, given, run);
  if (name === 'read_sql_table')
    return framed(
      tableOf(given, 'table_name', 0, run).flatMap((table) => readNamed(table, relationNamed, run)),
      given,
      run,
    );
  if (SQL_METHODS.has(name)) return query(receiver, name, given, run);
  if (name === 'to_sql' || name === 'to_gbq' || name === 'write_pandas') return table(receiver, name, given, run);
  return WRITES.test(name) ? write(receiver, given, run) : undefined;
}

const framed = (from: readonly Source[], given: Arguments, run: Run): Value => unknown(run.sourceOf(given.at), given.at, from);

/** A path as a text. An open file, a buffer or what a form uploaded is no place that has a name. */
function read(name: string, given: Arguments, run: Run): Value | undefined {
  const place =
    argument(given, 'path', 0) ?? given.keywords.get('filepath_or_buffer') ?? given.keywords.get('io') ?? given.keywords.get('source');
  if (place?.is !== 'text') return undefined;
  return framed(readNamed(place, name === 'read_table' ? relationNamed : pathNamed, run), given, run);
}

const SQL = /^\s*(?:--[^\n]*\s*)*(?:select|with|insert|create|merge|update|delete|copy|unload|replace|truncate|call|\()\b|^\s*\(/i;

/** SQL that is handed to a client; the name of a table is taken as one by `read_sql`. */
function query(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  const sql = argument(given, 'sql', 0) ?? given.keywords.get('query') ?? given.keywords.get('command');
  if (sql?.is !== 'text') return undefined;
  if (SQL.test(sql.value)) {
    const dialect = dialectSpoken(run.sourceOf(receiver.at), clientsIn(run));
    return framed(readSqlText(sql, dialect, dialect, run), given, run);
  }
  return name === 'read_sql' && /^[\w.]+$/.test(sql.value) ? framed(readNamed(sql, relationNamed, run), given, run) : undefined;
}

/** What the file imports tells what its connections lead to. */
const clientsIn = ({ file }: Run): string =>
  /^\s*(?:from|import)\s+((?:snowflake|google\.cloud|redshift_connector|databricks|psycopg)\b.*)/m.exec(file.text)?.[1] ?? '';

function tableOf(given: Arguments, name: string, position: number, run: Run): readonly Value[] {
  const table = argument(given, name, position);
  const schema = given.keywords.get('schema') ?? given.keywords.get('database');
  if (!table) return [];
  return table.is === 'text'
    ? namesBy('{schema?}.{table}', new Map([['table', table], ...(schema ? [['schema', schema] as const] : [])]), run)
    : [table];
}

const NAMES: Readonly<Record<string, readonly [name: string, position: number]>> = {
  to_sql: ['name', 0],
  to_gbq: ['destination_table', 0],
  write_pandas: ['table_name', 2],
};

function table(receiver: Value, name: string, given: Arguments, run: Run): Value {
  const [argumentName = 'name', position = 0] = NAMES[name] ?? [];
  const sources = sourcesOf([receiver, ...given.positional, given.keywords.get('df')]);
  for (const one of tableOf(given, argumentName, position, run)) writeNamed(one, relationNamed, sources, run);
  return unknown(run.sourceOf(given.at), given.at);
}

/** `frame.to_parquet('s3://…')`, `wr.s3.to_parquet(frame, path='s3://…', database='d', table='t')`. */
function write(receiver: Value, given: Arguments, run: Run): Value | undefined {
  const sources = sourcesOf([receiver, ...given.positional, given.keywords.get('df')]);
  const place =
    given.keywords.get('path') ??
    given.keywords.get('path_or_buf') ??
    given.positional.find((value) => value.is === 'text' && looksLikePlace(value.value));
  const settings = new Map(given.keywords);
  const tables = settings.has('database') ? namesBy('{database}.{table}', settings, run) : [];
  for (const one of tables) writeNamed(one, relationNamed, sources, run);
  if (place?.is === 'text') writeNamed(place, pathNamed, sources, run);
  else if (place && tables.length === 0) performerAt(run).untold.writes.push({ text: sourceText(place, run), at: place.at });
  return unknown(run.sourceOf(given.at), given.at);
}

const looksLikePlace = (text: string): boolean => /[/.\ue000]/.test(text);
