import type { Facts } from '../../../../model/asset.ts';
import { factIn } from '../flows/facts.ts';
import type { Performer, Table } from '../flows/collector.ts';
import { addPerformer } from '../flows/performer.ts';
import { onBehalf, sourceText } from '../flows/record.ts';
import type { Decorator, Framework, Run } from '../run.ts';
import { hasHole, placeOf, textAt } from '../texts.ts';
import {
  argument,
  sourcesOf,
  symbolName,
  unknown,
  type Arguments,
  type Column,
  type Func,
  type Source,
  type Text,
  type Thing,
  type Value,
} from '../values.ts';

/** dlt of dltHub: pipelines that load resources into the tables of a dataset. Source: dlt, "Python API reference". */
export const dlthub: Framework = { id: 'dlthub', words: /\bimport\s+dlt\b|\bfrom\s+dlt\b/, decorate, call, method };

interface ResourceThing extends Thing {
  readonly kind: 'dlt-resource';
  readonly func: Func | undefined;
  readonly name: Text | undefined;
  readonly given: Arguments;
}

interface SourceThing extends Thing {
  readonly kind: 'dlt-source';
  readonly func: Func;
}

interface PipelineThing extends Thing {
  readonly kind: 'dlt-pipeline';
  readonly performer: Performer;
  readonly dataset: Value | undefined;
  readonly destination: Value | undefined;
}

const isKind =
  <T extends Thing>(kind: T['kind']) =>
  (value: Value | undefined): value is T =>
    value?.is === 'thing' && value.kind === kind;

const isResource = isKind<ResourceThing>('dlt-resource');
const isSource = isKind<SourceThing>('dlt-source');
const isPipeline = isKind<PipelineThing>('dlt-pipeline');

function decorate(func: Func, { callee, given }: Decorator): Value | undefined {
  const what = callee.is === 'symbol' ? /^dlt(?:\.\w+)*\.(resource|source|transformer)$/.exec(callee.path)?.[1] : undefined;
  if (what === undefined) return undefined;
  if (what === 'source') return { is: 'thing', kind: 'dlt-source', func, at: func.at } satisfies SourceThing as Value;
  const settings = given ?? { positional: [], keywords: new Map<string, Value>(), at: func.at };
  return {
    is: 'thing',
    kind: 'dlt-resource',
    func,
    name: nameOf(settings) ?? textAt(func.name, func.at, true),
    given: settings,
    at: func.at,
  } satisfies ResourceThing as Value;
}

function nameOf({ keywords }: Arguments): Text | undefined {
  const name = keywords.get('table_name') ?? keywords.get('name');
  return name?.is === 'text' ? name : undefined;
}

function call(callee: Value, given: Arguments, run: Run): Value | undefined {
  if (isResource(callee)) return callResource(callee, given, run);
  if (isSource(callee)) return run.invoke(callee.func, given);
  if (callee.is !== 'symbol' || !callee.path.startsWith('dlt.')) return undefined;
  const name = symbolName(callee);
  if (name === 'pipeline') return pipeline(given, run);
  if (name !== 'resource') return undefined;
  const data = argument(given, 'data', 0);
  const resource: ResourceThing = {
    is: 'thing',
    kind: 'dlt-resource',
    func: data?.is === 'function' ? data : undefined,
    name: nameOf(given),
    given,
    at: given.at,
  };
  return resource;
}

/** What a resource yields comes from what its body reads. */
function callResource(resource: ResourceThing, given: Arguments, run: Run): ResourceThing {
  const from = resource.func ? sourcesOf([run.invoke(resource.func, given)]) : [];
  return from.length > 0 ? { ...resource, from } : resource;
}

function pipeline(given: Arguments, run: Run): PipelineThing {
  const name = argument(given, 'pipeline_name', 0);
  const dataset = given.keywords.get('dataset_name');
  const destination = given.keywords.get('destination');
  const text = name?.is === 'text' ? name : undefined;
  const nameless: Facts = text
    ? {}
    : { pipeline_name: { unknown: name ? sourceText(name, run) : '?', location: run.lines.location(given.at.start, given.at.end) } };
  const facts: Facts = { ...nameless, ...factIn('destination', destination, run), ...factIn('schema', dataset, run) };
  const at = text ? placeOf(text) : given.at;
  const performer = addPerformer({ kind: 'job', platform: 'dlt', name: () => text?.value ?? '?', at, extent: given.at, facts }, run);
  return { is: 'thing', kind: 'dlt-pipeline', performer, dataset, destination, at: given.at };
}

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (isResource(receiver)) return resourceMethod(receiver, name, given);
  if (isSource(receiver) || !isPipeline(receiver) || (name !== 'run' && name !== 'load' && name !== 'extract')) return undefined;
  const data = argument(given, 'data', 0);
  onBehalf(receiver.performer, run, () => {
    for (const one of resourcesIn(data)) fill(receiver, one, given, run);
  });
  return unknown(run.sourceOf(given.at), given.at);
}

function resourceMethod(receiver: ResourceThing, name: string, given: Arguments): Value | undefined {
  if (name === 'apply_hints')
    return {
      ...receiver,
      given: { ...receiver.given, keywords: new Map([...receiver.given.keywords, ...given.keywords]) },
    } satisfies ResourceThing as Value;
  return /^(?:add_\w+|with_name|parallelize|select_tables)$/.test(name) ? receiver : undefined;
}

/** A resource, a list of them (what a source returns), or plain data. */
function resourcesIn(data: Value | undefined): readonly (ResourceThing | Value)[] {
  return data === undefined ? [] : data.is === 'list' && data.items.some(isResource) ? data.items : [data];
}

function fill(pipeline: PipelineThing, one: Value, given: Arguments, run: Run): void {
  const name = nameOf(given) ?? (isResource(one) ? one.name : undefined);
  if (!name || hasHole(name.value)) {
    pipeline.performer.untold.writes.push({ text: run.sourceOf(one.at), at: one.at });
    return;
  }
  const dataset = pipeline.dataset?.is === 'text' && !hasHole(pipeline.dataset.value) ? `${pipeline.dataset.value}.` : '';
  const key = `${dataset}${name.value}`.toLowerCase();
  const target: Source = { end: `relation:${key}`, name: key, at: placeOf(name) };
  pipeline.performer.writes.push({ target, sources: sourcesOf([one]) });
  const settings = isResource(one) ? new Map([...one.given.keywords, ...given.keywords]) : given.keywords;
  run.found.tables.push(
    tableOf(target, { settings, extent: isResource(one) ? one.given.at : given.at, platform: destinationOf(pipeline) }, run),
  );
}

const destinationOf = ({ destination }: PipelineThing): string =>
  destination?.is === 'text' && !hasHole(destination.value) ? destination.value : 'dlt';

interface Filled {
  readonly settings: ReadonlyMap<string, Value>;
  readonly extent: Table['extent'];
  readonly platform: string;
}

function tableOf({ name: key, at }: Source, { settings, extent, platform }: Filled, run: Run): Table {
  const keys = keysIn(settings.get('primary_key'));
  const columns = columnsIn(settings.get('columns')).map((column) => (keys.has(column.name) ? { ...column, key: 'primary' } : column));
  const facts = {
    ...factIn('description', settings.get('description'), run),
    ...factIn('write_disposition', settings.get('write_disposition'), run),
  };
  return { kind: 'table', key, name: key, platform, at, extent, columns, partial: true, facts };
}

const keysIn = (value: Value | undefined): ReadonlySet<string> =>
  new Set((value?.is === 'list' ? value.items : [value]).flatMap((one) => (one?.is === 'text' ? [one.value] : [])));

/** `columns={"email": {"data_type": "text", "nullable": False}}`: hints, so more columns may come with the data. */
function columnsIn(value: Value | undefined): readonly Column[] {
  if (value?.is === 'list') return value.items.flatMap((item) => (item.is === 'dict' ? hint(item.entries.get('name')?.value, item) : []));
  return value?.is === 'dict' ? [...value.entries.values()].flatMap(({ key, value: one }) => hint(key, one)) : [];
}

function hint(name: Value | undefined, hints: Value): readonly Column[] {
  if (name?.is !== 'text') return [];
  const entry = (key: string): Value | undefined => (hints.is === 'dict' ? hints.entries.get(key)?.value : undefined);
  const [type, nullable, description] = [entry('data_type'), entry('nullable'), entry('description')];
  return [
    {
      name: name.value,
      ...(type?.is === 'text' ? { type: type.value } : {}),
      ...(nullable?.is === 'plain' ? { nullable: Boolean(nullable.value) } : {}),
      ...(description?.is === 'text' ? { description: description.value } : {}),
      at: placeOf(name),
      extent: { start: name.at.start, end: Math.max(name.at.end, hints.at.end) },
    },
  ];
}
