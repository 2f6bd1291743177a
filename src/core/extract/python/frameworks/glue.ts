import { pathNamed, relationNamed, topicNamed } from '../flows/ends.ts';
import { performerAt, readNamed, sourceText, writeNamed } from '../flows/record.ts';
import { namesBy } from '../flows/templates.ts';
import type { Framework, Run } from '../run.ts';
import { joined, textAt } from '../texts.ts';
import { argument, sourcesOf, unknown, type Arguments, type Source, type Text, type Value } from '../values.ts';

/** AWS Glue: dynamic frames from and to the catalog, files and databases. Source: AWS Glue, "GlueContext class". */
export const glue: Framework = {
  id: 'glue',
  words: /\bawsglue\b|\bcreate_dynamic_frame\b|\bwrite_dynamic_frame\b/,
  start: ({ found, file }) => {
    const [job] = found.at;
    if (job && /\bawsglue\b/.test(file.text)) job.platform = 'glue';
  },
  method,
};

const FRAMES = /(?:^|\.)(create|write)_(?:dynamic|data)_frame$/;
const LONG = /^(create|write)_(?:dynamic_frame|data_frame|dynamic_frame_from|data_frame_from)?_?(?:from_)?(catalog|options|jdbc_conf)$/;

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (name === 'getSink') return sinkOf(given);
  if (name === 'writeFrame' || name === 'setCatalogInfo') return writeSink(receiver, name, given, run);
  const path = receiver.is === 'symbol' ? receiver.path : receiver.is === 'unknown' ? receiver.text : '';
  const [, verb, what] = LONG.exec(name) ?? [];
  const act = verb ?? FRAMES.exec(path)?.[1];
  const kind = what ?? /^from_(catalog|options|jdbc_conf)$/.exec(name)?.[1];
  if (act === undefined || kind === undefined) return undefined;
  return act === 'create' ? create(kind, given, run) : write(kind, given, run);
}

function create(kind: string, given: Arguments, run: Run): Value {
  const from =
    kind === 'catalog' ? catalogTable(given, 0, run).flatMap((table) => readNamed(table, relationNamed, run)) : readOptions(given, run);
  return unknown(run.sourceOf(given.at), given.at, from);
}

function catalogTable(given: Arguments, from: number, run: Run): readonly Text[] {
  const [database, table] = [argument(given, 'database', from), argument(given, 'table_name', from + 1)];
  const names = new Map([...(database ? [['database', database] as const] : []), ...(table ? [['table', table] as const] : [])]);
  return namesBy('{database?}.{table}', names, run);
}

const OPTIONS = [
  ['paths', pathNamed],
  ['path', pathNamed],
  ['dbtable', relationNamed],
  ['dbTable', relationNamed],
  ['dynamodb.input.tableName', relationNamed],
  ['dynamodb.output.tableName', relationNamed],
  ['tableName', relationNamed],
  ['collection', relationNamed],
  ['topicName', topicNamed],
  ['streamARN', topicNamed],
] as const;

type Namer = (text: Text) => Source | undefined;

function optionsIn(value: Value | undefined): readonly (readonly [Value, Namer])[] {
  if (value?.is !== 'dict') return [];
  return OPTIONS.flatMap(([key, namer]): readonly (readonly [Value, Namer])[] => {
    const found = value.entries.get(key)?.value;
    return found ? [[found, namer]] : [];
  });
}

function readOptions(given: Arguments, run: Run): readonly Source[] {
  const value = argument(given, 'connection_options', 1);
  const options = optionsIn(value);
  if (options.length === 0 && value) performerAt(run).untold.reads.push({ text: sourceText(value, run), at: value.at });
  return options.flatMap(([one, namer]) => readNamed(one, namer, run));
}

function write(kind: string, given: Arguments, run: Run): Value {
  const frame = argument(given, 'frame', 0);
  const sources = sourcesOf([frame]);
  if (kind === 'catalog') for (const table of catalogTable(given, 1, run)) writeNamed(table, relationNamed, sources, run);
  else writeOptions(given, sources, kind === 'jdbc_conf', run);
  return unknown(run.sourceOf(given.at), given.at, sources);
}

function writeOptions(given: Arguments, sources: readonly Source[], isConnection: boolean, run: Run): void {
  const value = argument(given, 'connection_options', 2);
  const options = optionsIn(value);
  for (const [one, namer] of options) writeNamed(isConnection ? inDatabase(one, value) : one, namer, sources, run);
  if (options.length === 0 && value) performerAt(run).untold.writes.push({ text: sourceText(value, run), at: value.at });
}

/** A table behind a connection stands in the database that the options name. */
function inDatabase(table: Value, options: Value | undefined): Value {
  const database = options?.is === 'dict' ? options.entries.get('database')?.value : undefined;
  if (table.is !== 'text' || database?.is !== 'text') return table;
  return joined([database, textAt('.', table.at), table], table.at);
}

/** `sink = getSink(path=…)`, `sink.setCatalogInfo(…)`, `sink.writeFrame(frame)`: the sink is the dictionary of what it was told. */
function sinkOf({ keywords, at }: Arguments): Value {
  return { is: 'dict', entries: new Map([...keywords].map(([key, value]) => [key, { key: textAt(key, value.at), value }])), at };
}

function writeSink(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (receiver.is !== 'dict') return undefined;
  for (const [key, value] of name === 'setCatalogInfo' ? given.keywords : [])
    receiver.entries.set(key, { key: textAt(key, value.at), value });
  if (name === 'setCatalogInfo') return receiver;
  const settings = new Map([...receiver.entries].map(([key, { value }]) => [key, value]));
  const sources = sourcesOf(given.positional);
  const path = settings.get('path');
  if (path) writeNamed(path, pathNamed, sources, run);
  for (const table of namesBy('{catalogDatabase?}.{catalogTableName}', settings, run)) writeNamed(table, relationNamed, sources, run);
  return unknown(run.sourceOf(given.at), given.at, sources);
}
