import { pathNamed, relationNamed } from '../../flows/ends.ts';
import { performerAt } from '../../flows/record.ts';
import type { Run } from '../../run.ts';
import { placeOf } from '../../texts.ts';
import { argument, sourcesOf, unknown, type Arguments, type Column, type Symbol, type Value } from '../../values.ts';
import { platformOf, type DeltaThing } from './model.ts';

/** `DeltaTable.forName(spark, "t")`, `.forPath(spark, "s3://…")`, `.createIfNotExists(spark)`. */
export function makeDelta(callee: Symbol, name: string, given: Arguments): DeltaThing | undefined {
  if (!/(?:^|\.)DeltaTable$/.test(callee.path)) return undefined;
  const text = given.positional.find((value) => value.is === 'text');
  const isPath = name === 'forPath';
  if (!isPath && name !== 'forName' && !name.startsWith('create') && name !== 'replace') return undefined;
  const target = text?.is === 'text' ? (isPath ? pathNamed(text) : relationNamed(text)) : undefined;
  return { is: 'thing', kind: 'delta', target, columns: [], at: given.at };
}

/** Steps on a table of Delta Lake: what is merged into it fills it. */
export function deltaMethod(delta: DeltaThing, name: string, given: Arguments, run: Run): Value {
  const { target } = delta;
  const [first] = given.positional;
  if (name === 'merge') {
    const sources = sourcesOf([argument(given, 'source', 0)]);
    if (target) performerAt(run).writes.push({ target, sources });
    else performerAt(run).untold.writes.push({ text: run.sourceOf(delta.at), at: delta.at });
  }
  if ((name === 'tableName' || name === 'location') && first?.is === 'text')
    return named(delta, name === 'location' ? pathNamed(first) : relationNamed(first));
  if (name === 'addColumn') return withColumn(delta, given, run);
  if (name === 'execute') return executed(delta, given, run);
  if (name !== 'toDF') return delta;
  if (target) performerAt(run).reads.push(target);
  return unknown(run.sourceOf(given.at), given.at, target ? [target] : []);
}

const named = (delta: DeltaThing, target: DeltaThing['target']): DeltaThing => (delta.target || !target ? delta : { ...delta, target });

function withColumn(delta: DeltaThing, given: Arguments, run: Run): DeltaThing {
  const [name, type] = [argument(given, 'colName', 0), argument(given, 'dataType', 1)];
  if (name?.is !== 'text') return delta;
  const column: Column = {
    name: name.value,
    ...(type ? { type: type.is === 'text' ? type.value : run.sourceOf(type.at) } : {}),
    at: placeOf(name),
    extent: given.at,
  };
  return { ...delta, columns: [...delta.columns, column] };
}

function executed({ target, columns, at }: DeltaThing, given: Arguments, run: Run): Value {
  if (target?.end.startsWith('relation:') && columns.length > 0) {
    const key = target.end.slice('relation:'.length);
    run.found.tables.push({
      kind: 'table',
      key,
      name: key,
      platform: platformOf(run),
      at: target.at,
      extent: at,
      columns,
      partial: false,
      facts: {},
    });
  }
  return unknown(run.sourceOf(given.at), given.at);
}
