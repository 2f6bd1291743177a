import { pathNamed, relationNamed } from '../../flows/ends.ts';
import { performerAt, readNamed, sourceText, writeNamed } from '../../flows/record.ts';
import { readRows, type Rows } from '../../flows/sql-flows.ts';
import type { Framework, Run } from '../../run.ts';
import type { Span } from '../../syntax/tree.ts';
import { allOf, argument, sourcesOf, unknown, type Arguments, type Unknown, type Value } from '../../values.ts';
import { deltaMethod, makeDelta } from './delta.ts';
import {
  columnsOf,
  dialectOf,
  isDelta,
  isReader,
  isSchema,
  isSession,
  isWriter,
  movesOf,
  platformOf,
  type ReaderThing,
  type SessionThing,
  type WriterThing,
} from './model.ts';
import { readerMethod, tableNamed } from './reading.ts';
import { addField, columnsBy, columnsOfRows, makeSchema } from './schemas.ts';
import { writerMethod } from './writing.ts';

/** Spark, on any platform: what frames are read from and written to. Snowpark speaks the same words. */
export const spark: Framework = {
  id: 'spark',
  words:
    /\b(?:pyspark|snowpark|awsglue|delta\.tables)\b|\bspark\s*\.\s*(?:read|readStream|sql|table|createDataFrame|catalog)\b|^# Databricks notebook source/m,
  start: ({ found, file }) => {
    const [job] = found.at;
    if (job?.platform !== 'python') return;
    if (/\bsnowpark\b/.test(file.text)) job.platform = 'snowflake';
    else if (/\b(?:pyspark|awsglue|spark)\b/.test(file.text)) job.platform = 'spark';
  },
  call: (callee, given, run) => (callee.is === 'symbol' ? (makeSession(callee.path, given) ?? makeSchema(callee, given, run)) : undefined),
  method,
  attribute,
};

const sessionAt = (at: Span): SessionThing => ({ is: 'thing', kind: 'session', at });

const makeSession = (path: string, { at }: Arguments): Value | undefined =>
  /(?:^|\.)(?:SparkSession|SparkContext|SQLContext|HiveContext|GlueContext)$/.test(path) ? sessionAt(at) : undefined;

function attribute(receiver: Value, name: string, at: Span): Value | undefined {
  if (name === 'read' || name === 'readStream') return isPlainData(receiver) ? undefined : reader(at);
  if (name === 'write' || name === 'writeStream') return isPlainData(receiver) ? undefined : writer(receiver, at);
  if (name === 'spark_session' || name === 'sparkSession' || name === 'sparkContext') return sessionAt(at);
  return isReader(receiver) || isWriter(receiver) || isDelta(receiver) ? receiver : undefined;
}

const isPlainData = ({ is }: Value): boolean =>
  is === 'text' || is === 'plain' || is === 'list' || is === 'dict' || is === 'instance' || is === 'function';

const reader = (at: Span): ReaderThing => ({ is: 'thing', kind: 'reader', options: new Map(), at });

function writer(frame: Value, at: Span, name?: Value): WriterThing {
  const from = sourcesOf([frame]);
  const [columns, moves] = [columnsOf(frame), movesOf(frame)];
  return {
    is: 'thing',
    kind: 'writer',
    options: new Map(),
    at,
    ...(from.length > 0 ? { from } : {}),
    ...(columns.length > 0 ? { columns } : {}),
    ...(moves.length > 0 ? { moves } : {}),
    ...(name ? { name } : {}),
  };
}

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (isReader(receiver)) return readerMethod(receiver, name, given, run);
  if (isWriter(receiver)) return writerMethod(receiver, name, given, run);
  if (isDelta(receiver)) return deltaMethod(receiver, name, given, run);
  if (isSchema(receiver)) return name === 'add' ? addField(receiver, given, run) : undefined;
  if (receiver.is === 'symbol') {
    const delta = makeDelta(receiver, name, given);
    if (delta) return delta;
  }
  if (name === 'getOrCreate' || name === 'newSession' || name === 'getActiveSession') return sessionAt(given.at);
  const ofSession = isSession(receiver) ? SESSION_METHODS.get(name) : undefined;
  return ofSession ? ofSession(given, run) : FRAME_METHODS.get(name)?.(receiver, given, run);
}

const SESSION_METHODS: ReadonlyMap<string, (given: Arguments, run: Run) => Value | undefined> = new Map([
  ['sql', sql],
  ['table', (given: Arguments, run: Run) => unknown(run.sourceOf(given.at), given.at, tableNamed(given.positional[0], run))],
  ['createDataFrame', frameOf],
  ['create_dataframe', frameOf],
  ['textFile', (given: Arguments, run: Run) => unknown(run.sourceOf(given.at), given.at, readNamed(given.positional[0], pathNamed, run))],
  [
    'wholeTextFiles',
    (given: Arguments, run: Run) => unknown(run.sourceOf(given.at), given.at, readNamed(given.positional[0], pathNamed, run)),
  ],
]);

function sql(given: Arguments, run: Run): Value {
  const query = argument(given, 'sqlQuery', 0);
  if (query?.is === 'text') return frameOfRows(readRows(query, dialectOf(run), platformOf(run), run), given, run);
  if (query) performerAt(run).untold.reads.push({ text: sourceText(query, run), at: query.at });
  return unknown(run.sourceOf(given.at), given.at, sourcesOf([query]));
}

function frameOfRows({ from, moves, columns }: Rows, given: Arguments, run: Run): Unknown {
  const frame = unknown(run.sourceOf(given.at), given.at, from);
  return { ...frame, ...(moves.length > 0 ? { moves } : {}), ...(columns ? { columns } : {}) };
}

function frameOf(given: Arguments, run: Run): Unknown {
  const schema = argument(given, 'schema', 1);
  const data = argument(given, 'data', 0);
  const columns = schema ? columnsBy(schema, run) : columnsOfRows(data);
  const frame = unknown(run.sourceOf(given.at), given.at, sourcesOf([data]));
  return columns.length > 0 ? { ...frame, columns } : frame;
}

type FrameMethod = (receiver: Value, given: Arguments, run: Run) => Value | undefined;

/** Rows are chosen or put in order; the columns stay. */
const KEEPS: FrameMethod = (receiver, given, run) => {
  const columns = columnsOf(receiver);
  const moves = movesOf(receiver);
  if (columns.length + moves.length === 0) return undefined;
  const frame = unknown(run.sourceOf(given.at), given.at, sourcesOf([receiver, ...allOf(given)]));
  return { ...frame, ...(columns.length > 0 ? { columns } : {}), ...(moves.length > 0 ? { moves } : {}) };
};

const view: FrameMethod = (receiver, given, run) => {
  const name = argument(given, 'name', 0);
  if (name?.is === 'text' && name.unknown === undefined) {
    for (const prefix of ['', 'global_temp.']) run.found.views.set(`relation:${prefix}${name.value.toLowerCase()}`, sourcesOf([receiver]));
  }
  return unknown(run.sourceOf(given.at), given.at);
};

const files: FrameMethod = (receiver, given, run) => {
  writeNamed(given.positional[0], pathNamed, sourcesOf([receiver]), run);
  return unknown(run.sourceOf(given.at), given.at);
};

const FRAME_METHODS: ReadonlyMap<string, FrameMethod> = new Map<string, FrameMethod>([
  ...'filter where repartition coalesce cache persist distinct dropDuplicates orderBy sort limit union unionAll unionByName alias dropna fillna sample checkpoint hint'
    .split(' ')
    .map((name): [string, FrameMethod] => [name, KEEPS]),
  ...'createOrReplaceTempView createTempView createGlobalTempView createOrReplaceGlobalTempView registerTempTable create_or_replace_temp_view create_or_replace_view'
    .split(' ')
    .map((name): [string, FrameMethod] => [name, view]),
  ['saveAsTextFile', files],
  ['saveAsPickleFile', files],
  ['saveAsSequenceFile', files],
  ['writeTo', (receiver, given) => writer(receiver, given.at, given.positional[0])],
  [
    'insertInto',
    (receiver, given, run) => (
      writeNamed(given.positional[0], relationNamed, sourcesOf([receiver]), run),
      unknown(run.sourceOf(given.at), given.at)
    ),
  ],
]);
