import { pathNamed, relationNamed, topicNamed } from '../../flows/ends.ts';
import { performerAt, writeNamed } from '../../flows/record.ts';
import { edgesInto } from '../../flows/sql-columns-moved.ts';
import type { Run } from '../../run.ts';
import { argument, sourcesOf, unknown, type Arguments, type Source, type Text, type Value } from '../../values.ts';
import { platformOf, type WriterThing } from './model.ts';
import { TABLES } from './reading.ts';

/** Steps of `frame.write…`: more is said of it, or it writes. */
export function writerMethod(writer: WriterThing, name: string, given: Arguments, run: Run): Value | undefined {
  const [first, second] = given.positional;
  if ((name === 'format' || name === 'using') && first?.is === 'text') return { ...writer, format: first } satisfies WriterThing as Value;
  if (name === 'option' && first?.is === 'text' && second) return withOptions(writer, [[first.value, second]]);
  if (name === 'options') return withOptions(writer, [...given.keywords]);
  if (STEPS.has(name)) return writer;
  if (name === 'foreachBatch') return eachBatch(writer, first, run);
  const ends = WRITES.get(name);
  if (!ends) return undefined;
  ends(writer, given, run);
  return unknown(run.sourceOf(given.at), given.at);
}

const STEPS: ReadonlySet<string> = new Set(
  'mode partitionBy bucketBy sortBy clusterBy outputMode trigger queryName tableProperty partitionedBy'.split(' '),
);

function withOptions(writer: WriterThing, options: readonly (readonly [string, Value])[]): WriterThing {
  return { ...writer, options: new Map([...writer.options, ...options]) };
}

/** What each batch is done with is a function of its own. */
function eachBatch(writer: WriterThing, func: Value | undefined, run: Run): Value {
  const batch = unknown('a batch', writer.at, sourcesOf([writer]));
  if (func?.is === 'function')
    run.invoke(func, { positional: [batch], keywords: new Map(), open: 'the number of the batch', at: writer.at });
  return { ...writer, options: new Map([...writer.options, ['done', batch]]) } satisfies WriterThing as Value;
}

/** What is filled by a name, column by column where the frame tells. */
function write(name: Value | undefined, namer: (text: Text) => Source | undefined, writer: WriterThing, run: Run): readonly Source[] {
  const targets = writeNamed(name, namer, sourcesOf([writer]), run);
  for (const target of targets)
    performerAt(run).columns.push(...edgesInto(target, writer.moves ?? [], ({ start, end }) => run.lines.location(start, end)));
  return targets;
}

type Write = (writer: WriterThing, given: Arguments, run: Run) => void;

const toTable =
  (name: string): Write =>
  (writer, given, run) =>
    writeTable(writer, argument(given, name, 0), run);

const toFiles: Write = (writer, given, run) => void write(argument(given, 'path', 0), pathNamed, writer, run);
const toNamed: Write = (writer, _, run) => writeTable(writer, writer.name, run);

const WRITES: ReadonlyMap<string, Write> = new Map<string, Write>([
  ['saveAsTable', toTable('name')],
  ['save_as_table', toTable('table_name')],
  ['insertInto', toTable('tableName')],
  ['toTable', toTable('tableName')],
  ['jdbc', (writer, given, run) => void write(argument(given, 'table', 1), relationNamed, writer, run)],
  ['save', save],
  ['start', save],
  ...['parquet', 'csv', 'json', 'orc', 'text', 'delta', 'avro', 'xml', 'copy_into_location'].map((name): [string, Write] => [
    name,
    toFiles,
  ]),
  ...['create', 'createOrReplace', 'replace', 'append', 'overwrite', 'overwritePartitions'].map((name): [string, Write] => [name, toNamed]),
]);

/** A table that is filled; where its columns are told, it is declared too. */
function writeTable(writer: WriterThing, name: Value | undefined, run: Run): void {
  const [target] = write(name, relationNamed, writer, run);
  const path = writer.options.get('path');
  if (target && name && (writer.columns?.length ?? 0) > 0)
    declare(target, name, writer, path?.is === 'text' ? pathNamed(path) : undefined, run);
  else if (path) write(path, pathNamed, writer, run);
}

// oxlint-disable-next-line max-params
function declare(target: Source, name: Value, { columns = [], at }: WriterThing, path: Source | undefined, run: Run): void {
  if (!target.end.startsWith('relation:')) return;
  const key = target.end.slice('relation:'.length);
  const aliases = [target.end, ...(path ? [path.end] : [])];
  run.found.tables.push({
    kind: 'table',
    key,
    name: key,
    platform: platformOf(run),
    at: target.at,
    extent: { start: Math.min(at.start, name.at.start), end: Math.max(at.end, name.at.end) },
    columns,
    partial: false,
    facts: {},
    aliases,
  });
}

/** `save` and `start`, by their format: files, a table of another system, a topic. */
function save(writer: WriterThing, given: Arguments, run: Run): void {
  const options = new Map([...writer.options, ...given.keywords]);
  const format = formatOf(writer, given);
  const topic = options.get('topic');
  if (/kafka/i.test(format) && topic) return void write(topic, topicNamed, writer, run);
  const table = options.get('dbtable') ?? options.get('dbTable') ?? options.get('table');
  if (table) return void write(table, relationNamed, writer, run);
  const path = argument(given, 'path', 0) ?? options.get('path');
  if (path) write(path, TABLES.test(format) ? relationNamed : pathNamed, writer, run);
  else if (!/^(?:console|memory|noop|kafka)$/i.test(format) && !options.has('done')) {
    performerAt(run).untold.writes.push({ text: `${format === '' ? 'save' : format} without a name`, at: given.at });
  }
}

function formatOf({ format }: WriterThing, given: Arguments): string {
  const named: Value | undefined = given.keywords.get('format') ?? format;
  return named?.is === 'text' ? (named as Text).value : '';
}
