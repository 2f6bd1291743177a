import type { Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import { factIn, factOf, locationOf, toJson } from '../flows/facts.ts';
import { relationNamed } from '../flows/ends.ts';
import { readNamed, writeNamed } from '../flows/record.ts';
import type { Decorator, Framework, Run } from '../run.ts';
import type { Node } from '../syntax/tree.ts';
import { textAt } from '../texts.ts';
import { argument, sourcesOf, symbolName, unknown, type Arguments, type Func, type Symbol, type Value } from '../values.ts';
import { columnsBy } from './spark/schemas.ts';

/** Delta Live Tables and Lakeflow's declarative pipelines. Source: Databricks, "Lakeflow Declarative Pipelines Python language reference". */
export const liveTables: Framework = {
  id: 'live-tables',
  words: /\bimport\s+dlt\b|\bpyspark\s+import\s+pipelines\b|\bfrom\s+pyspark\.pipelines\b/,
  start: ({ found, file }) => {
    const [job] = found.at;
    if (job && /@(?:dlt|dp)\.(?:table|view|materialized_view|create_table|append_flow|expect)/.test(file.text)) job.platform = 'databricks';
  },
  decorate,
  call,
  finish,
};

const MODULE = /^(?:dlt|pyspark\.pipelines)\.(\w+)$/;
const MAKERS: ReadonlySet<string> = new Set(['table', 'create_table', 'materialized_view', 'view', 'temporary_view', 'append_flow']);

interface Declared {
  readonly func: Func;
  maker?: string;
  given?: Arguments;
  readonly expectations: { readonly name: string; readonly action: string; readonly rule: Value | undefined; readonly value: Value }[];
}

const declared = new WeakMap<Run, Map<Node, Declared>>();

function declaredIn(run: Run): Map<Node, Declared> {
  const known = declared.get(run) ?? new Map<Node, Declared>();
  declared.set(run, known);
  return known;
}

/** The decorators of a function together make its table; it is settled once all of the file is known. */
function decorate(func: Func, { callee, given, at }: Decorator, run: Run): Value | undefined {
  const name = callee.is === 'symbol' ? MODULE.exec(callee.path)?.[1] : undefined;
  if (name === undefined || !(MAKERS.has(name) || name.startsWith('expect'))) return undefined;
  const all = declaredIn(run);
  const one: Declared = all.get(func.node) ?? { func, expectations: [] };
  all.set(func.node, one);
  run.called.add(func.node);
  if (MAKERS.has(name)) {
    one.maker = name;
    one.given = given ?? { positional: [], keywords: new Map(), at };
  } else if (given) one.expectations.unshift(...expectationsIn(name, given));
  return func;
}

/** `@dlt.expect_or_drop("valid", "id IS NOT NULL")`, `@dlt.expect_all({…})`. */
function expectationsIn(name: string, given: Arguments): Declared['expectations'] {
  const action = /_or_(\w+)$/.exec(name)?.[1] ?? 'warn';
  const [first, second] = given.positional;
  if (first?.is === 'dict')
    return [...first.entries.values()].map(({ key, value }) => ({ name: key.value, action, rule: value, value: key }));
  const label = argument(given, 'name', 0) ?? argument(given, 'description', 0);
  const rule = argument(given, 'constraint', 1) ?? argument(given, 'inv', 1) ?? second;
  return label?.is === 'text' ? [{ name: label.value, action, rule, value: label }] : [];
}

function call(callee: Value, given: Arguments, run: Run): Value | undefined {
  if (callee.is !== 'symbol' || !MODULE.test(callee.path)) return undefined;
  return CALLS.get(symbolName(callee))?.(given, run, callee);
}

const readTable = (given: Arguments, run: Run): Value =>
  unknown(run.sourceOf(given.at), given.at, readNamed(argument(given, 'name', 0), relationNamed, run));

const CALLS: ReadonlyMap<string, (given: Arguments, run: Run, callee: Symbol) => Value | undefined> = new Map([
  ['read', readTable],
  ['read_stream', readTable],
  ['create_streaming_table', declareTarget],
  ['create_streaming_live_table', declareTarget],
  ['create_target_table', declareTarget],
  ['apply_changes', applyChanges],
  ['create_auto_cdc_flow', applyChanges],
  ['apply_changes_from_snapshot', applyChanges],
  ['create_auto_cdc_from_snapshot_flow', applyChanges],
]);

function declareTarget(given: Arguments, run: Run): Value {
  const name = argument(given, 'name', 0);
  if (name) declareTable(name, { given, expectations: [], kind: 'table' }, run);
  return unknown(run.sourceOf(given.at), given.at);
}

function applyChanges(given: Arguments, run: Run): Value {
  const sources = readNamed(argument(given, 'source', 1), relationNamed, run);
  writeNamed(argument(given, 'target', 0), relationNamed, sources, run);
  return unknown(run.sourceOf(given.at), given.at);
}

function finish(run: Run): void {
  for (const { func, maker, given, expectations } of declaredIn(run).values()) {
    if (maker === undefined || !given) continue;
    const from = sourcesOf([run.invoke(func, { positional: [], keywords: new Map(), at: func.at })]);
    if (maker === 'append_flow') {
      writeNamed(argument(given, 'target', 0), relationNamed, from, run);
      continue;
    }
    const name = argument(given, 'name', 0) ?? textAt(func.name, func.at, true);
    const kind = maker === 'view' || maker === 'temporary_view' ? 'view' : 'table';
    declareTable(name, { given: { ...given, at: { start: given.at.start, end: func.node.end } }, expectations, kind }, run);
    writeNamed(name, relationNamed, from, run);
  }
}

interface Made {
  readonly given: Arguments;
  readonly expectations: Declared['expectations'];
  readonly kind: 'table' | 'view';
}

function declareTable(name: Value, { given, expectations, kind }: Made, run: Run): void {
  const target = name.is === 'text' ? relationNamed(name) : undefined;
  if (!target?.end.startsWith('relation:')) return;
  const key = target.end.slice('relation:'.length);
  const columns = columnsBy(given.keywords.get('schema'), run);
  run.found.tables.push({
    kind,
    key,
    name: key,
    platform: 'databricks',
    at: target.at,
    extent: given.at,
    columns,
    partial: columns.length === 0,
    facts: { ...tableFacts(given, run), ...expectationFact(expectations, run) },
  });
}

function tableFacts({ keywords }: Arguments, run: Run): Facts {
  return {
    ...factIn('description', keywords.get('comment'), run),
    ...factIn('table_properties', keywords.get('table_properties'), run),
    ...factIn('row_filter', keywords.get('row_filter'), run),
    ...qualityTag(keywords.get('table_properties'), run),
  };
}

/** `{"quality": "silver"}` is how these pipelines are tagged. */
function qualityTag(value: Value | undefined, run: Run): Facts {
  const quality = value?.is === 'dict' ? value.entries.get('quality')?.value : undefined;
  if (!quality) return {};
  const fact = factOf(quality, run);
  if (fact.value === undefined) return {};
  return { tags: { value: { quality: fact.value }, location: fact.location, parts: { quality: fact.location } } };
}

function expectationFact(expectations: Declared['expectations'], run: Run): Facts {
  const [first] = expectations;
  if (!first) return {};
  const value = expectations.map(({ name, action, rule }): [string, Json] => {
    const told = rule ? toJson(rule, run).json : undefined;
    return [name, { action, ...(told === undefined ? {} : { rule: told }) }];
  });
  const parts = Object.fromEntries(expectations.map((one) => [one.name, locationOf(one.value, run)]));
  return { quality: { value: Object.fromEntries(value), location: locationOf(first.value, run), parts } };
}
