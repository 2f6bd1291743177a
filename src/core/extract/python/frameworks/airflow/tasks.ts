import type { Facts } from '../../../../../model/asset.ts';
import type { Json } from '../../../../../model/json.ts';
import type { Location } from '../../../../../model/source.ts';
import { byIndex, factIn, locationOf, spanLocation, toJson } from '../../flows/facts.ts';
import type { Performer } from '../../flows/collector.ts';
import { addPerformer } from '../../flows/performer.ts';
import { onBehalf } from '../../flows/record.ts';
import type { Run } from '../../run.ts';
import { allOf, sourcesOf, type Arguments, type Func, type Value } from '../../values.ts';
import { sourcesNamed } from './datasets.ts';
import { entriesOf, stated } from './dags.ts';
import { around, freeName, givenName, isDag, type Dag, type Given, type Group, type Task, type TaskThing } from './model.ts';
import { readOperator } from './operators.ts';
import { link, tasksIn } from './order.ts';
import { optionFacts } from './options.ts';

export interface Making {
  /** The class as it is written, or the decorator. */
  readonly operator: string;
  readonly given: Arguments;
  readonly fallback: Given;
  /** Tasks of functions get a number where their name is taken; others are the same task. */
  readonly numbered?: boolean;
}

/** An operator, a sensor or a decorated function that was called: a task of the DAG around it. */
export function makeTask(making: Making, run: Run): TaskThing {
  const { given, operator } = making;
  const { dags, groups, loose } = around(run);
  const group = groups.at(-1);
  const own = given.keywords.get('dag');
  const dag = isDag(own) ? own.dag : (group?.dag ?? dags.at(-1));
  const name = givenName(given.keywords.get('task_id'), making.fallback);
  const id = taskId(name.name, group, dag?.taken ?? loose, making.numbered === true);
  const task = newTask({ name, id, dag }, making, run);
  for (const one of groups) one.tasks.push(task);
  waitFor(allOf(given), task, run);
  const thing: TaskThing = { is: 'thing', kind: 'task', task, at: given.at };
  onBehalf(task.performer, run, () => readOperator(operator, given, run));
  declareDatasets(task.performer, given);
  return thing;
}

/** What is handed to a task comes before it. */
export function waitFor(values: readonly Value[], task: Task, run: Run): void {
  for (const value of values) {
    const before = tasksIn(value);
    run.budget -= before.length;
    if (run.budget > 0) for (const one of before) link(one, task);
  }
}

/** A second task of a name is `name__1`; so is the second of those whose name is not told. */
function taskId(name: string, group: Group | undefined, taken: Set<string>, numbered: boolean): string {
  const id = `${group?.prefix ?? ''}${name}`;
  if (!numbered && !name.includes('?')) return id;
  const free = freeName(id, taken);
  taken.add(free);
  return free;
}

interface Named {
  readonly name: Given;
  readonly id: string;
  readonly dag: Dag | undefined;
}

function newTask({ name, id, dag }: Named, { operator, given }: Making, run: Run): Task {
  const nameOf = (): string => `${task.dag?.id ?? '?'}.${id}`;
  const facts = {
    ...nameFacts(name, run),
    operator: { value: operator, location: spanLocation(given.at, run) },
    ...taskFacts(given, dag, run),
  };
  const performer = addPerformer({ kind: 'task', platform: 'airflow', name: nameOf, at: name.at, extent: given.at, facts }, run);
  const task: Task = { id, performer, dag, upstream: new Set(), downstream: new Set() };
  pending(run).push(task);
  return task;
}

const unsettled = new WeakMap<Run, Task[]>();

function pending(run: Run): Task[] {
  const known = unsettled.get(run) ?? [];
  unsettled.set(run, known);
  return known;
}

/** What is only known once the whole file was followed: which tasks come before each. */
export function settleTasks(run: Run): void {
  for (const { upstream, performer } of pending(run)) {
    if (upstream.size === 0) continue;
    const value = [...upstream].map(({ id }) => id).sort();
    performer.facts['depends_on'] = { value, location: spanLocation(performer.at, run) };
  }
}

function nameFacts({ at, unknown }: Given, run: Run): Facts {
  return unknown === undefined ? {} : { task_id: { unknown, location: spanLocation(at, run) } };
}

function taskFacts(given: Arguments, dag: Dag | undefined, run: Run): Facts {
  const defaults = dag?.defaults;
  return {
    ...factIn('owner', given.keywords.get('owner') ?? defaults?.get('owner') ?? stated(given, 'owner'), run),
    ...factIn('triggers', given.keywords.get('trigger_dag_id'), run),
    ...factIn('waits_for', given.keywords.get('external_dag_id'), run),
    ...connections(given, run),
    ...optionFacts(new Map([...(defaults ?? []), ...given.keywords]), run),
  };
}

/** Every connection by its id: `snowflake_conn_id='warehouse'`. */
function connections({ keywords }: Arguments, run: Run): Facts {
  const values: Json[] = [];
  const locations: Location[] = [];
  let unknown: string | undefined;
  for (const [key, value] of keywords) {
    if (!/(?:^|_)conn_id$/.test(key)) continue;
    const told = toJson(value, run);
    if (told.unknown !== undefined) unknown = told.unknown;
    else if (typeof told.json === 'string') values.push(told.json);
    locations.push(locationOf(value, run));
  }
  const [first] = locations;
  if (!first) return {};
  const known = values.length > 0 ? { value: values } : {};
  return { connections: { ...known, ...(unknown === undefined ? {} : { unknown }), location: first, parts: byIndex(locations) } };
}

function declareDatasets(performer: Performer, { keywords }: Arguments): void {
  performer.reads.push(...sourcesNamed(keywords.get('inlets')));
  for (const target of sourcesNamed(keywords.get('outlets'))) performer.writes.push({ target, sources: 'all' });
}

/** Follows the function that a task runs, on its behalf. What it returns is what the task hands on. */
export function followBody(task: TaskThing, func: Func, given: Arguments, run: Run): TaskThing {
  const state = around(run);
  state.inBody++;
  const value = onBehalf(task.task.performer, run, () => run.invoke(func, given));
  state.inBody--;
  const from = sourcesOf([value]);
  return from.length > 0 ? { ...task, from } : task;
}

/** `PythonOperator(python_callable=load, op_kwargs={…})`. */
export function followCallable(task: TaskThing, { keywords, at }: Arguments, run: Run): TaskThing {
  const func = keywords.get('python_callable');
  if (func?.is !== 'function') return task;
  const args = keywords.get('op_args');
  const positional: readonly Value[] = args?.is === 'list' ? args.items : [];
  return followBody(task, func, { positional, keywords: entriesOf(keywords.get('op_kwargs')), open: 'the context of the run', at }, run);
}
