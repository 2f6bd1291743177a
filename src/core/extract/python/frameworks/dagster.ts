import type { Facts } from '../../../../model/asset.ts';
import { factIn, tagsIn } from '../flows/facts.ts';
import type { Performer } from '../flows/collector.ts';
import { addPerformer } from '../flows/performer.ts';
import { onBehalf } from '../flows/record.ts';
import type { Decorator, Framework, Run } from '../run.ts';
import { kidOf, partsOf, type Span } from '../syntax/tree.ts';
import { asText, placeOf, textAt } from '../texts.ts';
import {
  allOf,
  argument,
  sourcesOf,
  symbolName,
  unknown,
  type Arguments,
  type Func,
  type Source,
  type Text,
  type Thing,
  type Value,
} from '../values.ts';

/** Dagster: assets and what they are made of, jobs and their ops. */
export const dagster: Framework = { id: 'dagster', words: /\bdagster\b/, decorate, call, method, finish };

/** The key of an asset, or of one that a definition speaks of. */
interface KeyThing extends Thing {
  readonly kind: 'asset-key';
  readonly key: Text;
  readonly given?: Arguments;
}

interface OpThing extends Thing {
  readonly kind: 'op';
  readonly func: Func;
  readonly given: Arguments;
}

const isKey = (value: Value | undefined): value is KeyThing => value?.is === 'thing' && value.kind === 'asset-key';
const isOp = (value: Value | undefined): value is OpThing => value?.is === 'thing' && value.kind === 'op';

/** Bodies are followed when the whole file is known: assets may name later ones. */
const later = new WeakMap<Run, (() => void)[]>();
const jobs = new WeakMap<Run, Performer[]>();

function listOf<T>(of: WeakMap<Run, T[]>, run: Run): T[] {
  const known = of.get(run) ?? [];
  of.set(run, known);
  return known;
}

const MODULE = /^dagster\b.*\.(asset|multi_asset|graph_asset|observable_source_asset|op|job|graph|solid|pipeline)$/;
const NOTHING = (at: Span): Arguments => ({ positional: [], keywords: new Map(), at });

function decorate(func: Func, { callee, given = NOTHING(func.at) }: Decorator, run: Run): Value | undefined {
  const name = callee.is === 'symbol' ? MODULE.exec(callee.path)?.[1] : undefined;
  if (name === undefined) return undefined;
  if (name === 'op' || name === 'solid') return { is: 'thing', kind: 'op', func, given, at: func.at } satisfies OpThing as Value;
  run.called.add(func.node);
  if (name === 'multi_asset') return declareEach(func, given, run);
  if (/asset/.test(name)) return declareAsset(func, given, run);
  listOf(later, run).push(() => followJob(func, given, run));
  return func;
}

function finish(run: Run): void {
  for (const follow of listOf(later, run)) follow();
}

/** `AssetKey(["a", "b"])`, `AssetSpec("a")`, `SourceAsset(key="a")`, `AssetIn(key="a")`. */
function call(callee: Value, given: Arguments, run: Run): Value | undefined {
  if (isOp(callee)) return callOp(callee, given, run);
  if (callee.is !== 'symbol' || !callee.path.startsWith('dagster')) return undefined;
  const name = symbolName(callee);
  if (name === 'ScheduleDefinition') return schedule(given, run);
  if (name === 'define_asset_job') return defineJob(given, run);
  return /^(?:AssetKey|AssetSpec|AssetDep|SourceAsset|AssetIn|AssetOut|AssetExecutionContext)$/.test(name)
    ? keyThing(name, given, run)
    : undefined;
}

function keyThing(name: string, given: Arguments, run: Run): Value | undefined {
  const key = keyIn(
    argument(
      given,
      name === 'AssetIn' || name === 'AssetOut' ? 'key' : name === 'AssetKey' ? 'path' : name === 'AssetDep' ? 'asset' : 'key',
      /In$|Out$/.test(name) ? undefined : 0,
    ),
    run,
  );
  if (!key) return undefined;
  const thing: KeyThing = { is: 'thing', kind: 'asset-key', key, given, at: given.at };
  if (name === 'SourceAsset') addAsset(key, given, given.at, run);
  return thing;
}

/** A key as a text: parts of a list stand behind each other with slashes. */
function keyIn(value: Value | undefined, run: Run): Text | undefined {
  if (isKey(value)) return value.key;
  if (value?.is === 'text') return value;
  if (value?.is === 'list' && value.items.length > 0) {
    const texts = value.items.map((item) => asText(item, run.sourceOf(item.at)));
    const last = texts.at(-1);
    return last && { ...textAt(texts.map((text) => text.value).join('/'), placeOf(last)), at: value.at };
  }
  return undefined;
}

function declareAsset(func: Func, given: Arguments, run: Run): KeyThing {
  const key = keyOf(func, given, run);
  const performer = addAsset(key, given, { start: given.at.start, end: func.node.end }, run);
  listOf(later, run).push(() => followAsset([performer], func, given, run));
  return { is: 'thing', kind: 'asset-key', key, at: func.at };
}

function keyOf(func: Func, { keywords }: Arguments, run: Run): Text {
  const own = keyIn(keywords.get('key'), run);
  if (own) return own;
  const name = keywords.get('name')?.is === 'text' ? (keywords.get('name') as Text) : textAt(func.name, func.at, true);
  const prefix = keyIn(keywords.get('key_prefix'), run);
  return prefix ? { ...textAt(`${prefix.value}/${name.value}`, placeOf(name)), at: name.at } : name;
}

/** `@multi_asset(specs=[AssetSpec("a"), …])` and `outs={"a": AssetOut(), …}`. */
function declareEach(func: Func, given: Arguments, run: Run): Value {
  const specs = given.keywords.get('specs');
  const outs = given.keywords.get('outs');
  const keys: KeyThing[] = specs?.is === 'list' ? specs.items.filter(isKey) : [];
  if (outs?.is === 'dict') {
    for (const { key, value } of outs.entries.values())
      keys.push(isKey(value) ? value : { is: 'thing', kind: 'asset-key', key, at: key.at });
  }
  const performers = keys.map((one) => addAsset(one.key, one.given ?? given, one.at, run));
  listOf(later, run).push(() => followAsset(performers, func, given, run));
  return func;
}

function addAsset(key: Text, given: Arguments, extent: Span, run: Run): Performer {
  const { keywords } = given;
  const facts: Facts = {
    ...factIn('description', keywords.get('description'), run),
    ...ownerIn(keywords.get('owners'), run),
    ...tagsIn(keywords.get('tags') ?? keywords.get('op_tags'), run),
    ...factIn('group', keywords.get('group_name'), run),
  };
  const performer = addPerformer({ kind: 'dataset', platform: 'dagster', name: () => key.value, at: placeOf(key), extent, facts }, run);
  performer.reads.push(...depsIn(keywords.get('deps'), run), ...depsIn(keywords.get('non_argument_deps'), run));
  return performer;
}

/** One owner by name, several as a list. */
function ownerIn(owners: Value | undefined, run: Run): Facts {
  const only = owners?.is === 'list' && owners.items.length === 1 ? owners.items[0] : owners;
  return factIn('owner', only, run);
}

const sourceOf = (key: Text): Source => ({ end: `dagster:${key.value}`, name: key.value, at: placeOf(key) });

function depsIn(value: Value | undefined, run: Run): readonly Source[] {
  if (value?.is !== 'list') return [];
  return value.items.flatMap((item) => {
    const key = keyIn(item, run);
    return key ? [{ ...sourceOf(key), at: item.at }] : [];
  });
}

/** Parameters name the assets that come in, unless `ins` says otherwise. */
function followAsset(performers: readonly Performer[], func: Func, given: Arguments, run: Run): void {
  const ins = given.keywords.get('ins');
  const keywords = new Map<string, Value>();
  const resources = textsIn(given.keywords.get('required_resource_keys'));
  for (const { name, at, typed } of parametersOf(func, run)) {
    if (/^(?:_?context|config|self)$/.test(name) || resources.has(name) || /Resource|Config|IOManager|Client|Context/.test(typed)) continue;
    const stated = ins?.is === 'dict' ? ins.entries.get(name)?.value : undefined;
    const source = { ...sourceOf(keyIn(stated, run) ?? textAt(name, at, true)), at };
    for (const performer of performers) performer.reads.push(source);
    keywords.set(name, unknown(name, at, [source]));
  }
  const [first] = performers;
  if (!first) return;
  const value = onBehalf(first, run, () => run.invoke(func, { positional: [], keywords, open: 'what the run gives', at: func.at }));
  for (const performer of performers.slice(1)) performer.reads.push(...sourcesOf([value]));
}

const textsIn = (value: Value | undefined): ReadonlySet<string> =>
  new Set(value?.is === 'list' ? value.items.flatMap((item) => (item.is === 'text' ? [item.value] : [])) : []);

interface Parameter {
  readonly name: string;
  readonly typed: string;
  readonly at: Span;
}

function parametersOf({ node }: Func, run: Run): readonly Parameter[] {
  const list = kidOf(node, 'parameters');
  return (list ? partsOf(list) : []).flatMap((part): readonly Parameter[] => {
    const name = part.type === 'identifier' ? part : part.kids[0];
    if (name?.type !== 'identifier' || /default/.test(part.type)) return [];
    const type = kidOf(part, 'type');
    return [{ name: run.sourceOf(name), typed: type ? run.sourceOf(type) : '', at: name }];
  });
}

/** `@job def daily(): load(extract())`: the ops that it calls are its tasks. */
function followJob(func: Func, given: Arguments, run: Run): void {
  const name = given.keywords.get('name')?.is === 'text' ? (given.keywords.get('name') as Text) : textAt(func.name, func.at, true);
  const facts = { ...tagsIn(given.keywords.get('tags'), run), ...factIn('description', given.keywords.get('description'), run) };
  const extent = { start: func.node.start, end: func.node.end };
  const performer = addPerformer(
    { kind: 'job', platform: 'dagster', family: 'dagster:job', name: () => name.value, at: placeOf(name), extent, facts },
    run,
  );
  listOf(jobs, run).push(performer);
  run.invoke(func, { positional: [], keywords: new Map(), open: 'what the run gives', at: func.at });
  listOf(jobs, run).pop();
}

interface OpResult extends Thing {
  readonly kind: 'op-result';
  readonly op: string;
}

function callOp({ func, given }: OpThing, called: Arguments, run: Run): Value {
  const job = listOf(jobs, run).at(-1);
  const own = given.keywords.get('name');
  const name = own?.is === 'text' ? own : textAt(func.name, func.at, true);
  const before = allOf(called).flatMap((value) => (value.is === 'thing' && value.kind === 'op-result' ? [(value as OpResult).op] : []));
  const location = run.lines.location(called.at.start, called.at.end);
  const facts: Facts = {
    ...tagsIn(given.keywords.get('tags'), run),
    ...(before.length > 0 ? { depends_on: { value: before, location } } : {}),
  };
  const nameOf = (): string => `${job?.name() ?? '?'}.${name.value}`;
  const performer = addPerformer({ kind: 'task', platform: 'dagster', name: nameOf, at: placeOf(name), extent: called.at, facts }, run);
  const value = onBehalf(performer, run, () => run.invoke(func, { ...called, open: 'what the run gives' }));
  const from = sourcesOf([value]);
  return {
    is: 'thing',
    kind: 'op-result',
    op: name.value,
    at: called.at,
    ...(from.length > 0 ? { from } : {}),
  } satisfies OpResult as Value;
}

function schedule(given: Arguments, run: Run): undefined {
  const job = given.keywords.get('job_name') ?? given.keywords.get('job');
  const cron = given.keywords.get('cron_schedule');
  if (!cron || !job) return undefined;
  const name = job.is === 'text' ? job.value : job.is === 'function' ? job.name : '';
  listOf(later, run).push(() => {
    for (const one of run.found.performers)
      if (one.kind === 'job' && one.name() === name) Object.assign(one.facts, factIn('schedule', cron, run));
  });
  return undefined;
}

function defineJob(given: Arguments, run: Run): Value | undefined {
  const name = argument(given, 'name', 0);
  if (name?.is !== 'text' || name.unknown !== undefined) return undefined;
  const facts = tagsIn(given.keywords.get('tags'), run);
  addPerformer(
    { kind: 'job', platform: 'dagster', family: 'dagster:job', name: () => name.value, at: placeOf(name), extent: given.at, facts },
    run,
  );
  return name;
}

/** `op.alias("again")`, `op.with_hooks(…)`: the op itself. */
function method(receiver: Value, name: string): Value | undefined {
  return isOp(receiver) && /^(?:alias|with_hooks|tag|configured|with_retry_policy)$/.test(name) ? receiver : undefined;
}
