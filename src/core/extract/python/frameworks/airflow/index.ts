import { calledName } from '../../flows/facts.ts';
import type { Framework, Run } from '../../run.ts';
import type { Span } from '../../syntax/tree.ts';
import { textAt } from '../../texts.ts';
import { allOf, argument, type Arguments, type Class, type Symbol, type Value } from '../../values.ts';
import { makeDag } from './dags.ts';
import { makeDataset } from './datasets.ts';
import { callFactory, decorate, nameText, openGroup, overridden } from './factories.ts';
import { around, isDag, isFactory, isGroup, isTask, type LabelThing, type TaskThing } from './model.ts';
import { chain, follow, order, tasksIn } from './order.ts';
import { followCallable, makeTask, settleTasks, waitFor } from './tasks.ts';

/** Airflow, 1.10 to 3: DAGs, their tasks and groups, and what operators read and fill. */
export const airflow: Framework = {
  id: 'airflow',
  words: /\bairflow\b/,
  call,
  method,
  attribute,
  operate: (sign, left, right, run) => order(sign, left, right, run),
  decorate: (func, decorator) => decorate(func, decorator),
  enter: (value, run) => {
    if (isDag(value)) around(run).dags.push(value.dag);
    if (isGroup(value)) around(run).groups.push(value.group);
  },
  leave: (value, run) => {
    if (isDag(value)) around(run).dags.pop();
    if (isGroup(value)) around(run).groups.pop();
  },
  settle: settleTasks,
};

function call(callee: Value, given: Arguments, run: Run): Value | undefined {
  if (isFactory(callee)) return callFactory(callee, given, run);
  if (callee.is !== 'symbol' && callee.is !== 'class') return undefined;
  const name = calledName(callee);
  if (callee.is === 'symbol') {
    const made = callSymbol(callee, name, given, run);
    if (made) return made;
  }
  return isOperator(callee, name, given) && around(run).inBody === 0 ? operator(name, given, run) : undefined;
}

function callSymbol(callee: Symbol, name: string, given: Arguments, run: Run): Value | undefined {
  if (name === 'DAG') return makeDag(given, { name: '?', at: given.at, unknown: given.open ?? '?' }, run);
  if (name === 'TaskGroup') return openGroup(given, '?', false, run);
  if (name === 'Label') return labelAt(given.at);
  if (!callee.path.startsWith('airflow')) return undefined;
  if (name === 'chain' || name === 'chain_linear') chain(given.positional, run);
  if (name === 'cross_downstream') crossed(given, run);
  return makeDataset(callee, given, run);
}

const labelAt = (at: Span): LabelThing => ({ is: 'thing', kind: 'label', before: undefined, at });

function crossed(given: Arguments, run: Run): void {
  const [from, to] = [argument(given, 'from_tasks', 0), argument(given, 'to_tasks', 1)];
  if (from && to) follow(from, to, run);
}

/** Whatever is given the id of a task is one; of those whose arguments are not told, what is called an operator or a sensor. */
function isOperator(callee: Symbol | Class, name: string, { keywords, open }: Arguments): boolean {
  if (!/^[A-Z]/.test(name) || name === 'TaskInstance') return false;
  const isNamed = /(?:Operator|Sensor)(?:Async)?$/.test(name) || callee.is === 'class';
  return keywords.has('task_id') || (isNamed && open !== undefined && callee.is === 'symbol');
}

function operator(name: string, given: Arguments, run: Run): TaskThing {
  const fallback = { name: '?', at: given.at, unknown: given.open ?? '?' };
  return followCallable(makeTask({ operator: name, given, fallback }, run), given, run);
}

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (isTask(receiver)) return taskMethod(receiver, name, given, run);
  if (isFactory(receiver)) return overridden(receiver, name, given) ?? expanded(receiver, name, given, run);
  if (isDag(receiver) && name === 'add_task') for (const one of given.positional.flatMap(tasksIn)) one.dag ??= receiver.dag;
  if (isGroup(receiver) || receiver.is === 'list') return ordered(receiver, name, given, run);
  const isClass = receiver.is === 'symbol' || receiver.is === 'class';
  return isClass && name === 'partial' && given.keywords.has('task_id') && around(run).inBody === 0
    ? operator(calledName(receiver), given, run)
    : undefined;
}

const expanded = (receiver: Value, name: string, given: Arguments, run: Run): Value | undefined =>
  isFactory(receiver) && (name === 'expand' || name === 'expand_kwargs')
    ? callFactory(receiver, { ...given, open: 'one turn of many' }, run)
    : undefined;

const SAME: ReadonlySet<string> = new Set([
  'as_setup',
  'as_teardown',
  'expand',
  'expand_kwargs',
  'map',
  'zip',
  'concat',
  'iter_references',
]);

function taskMethod(receiver: TaskThing, name: string, given: Arguments, run: Run): Value | undefined {
  if (!SAME.has(name)) return ordered(receiver, name, given, run);
  waitFor(allOf(given), receiver.task, run);
  return receiver;
}

function ordered(receiver: Value, name: string, { positional: [other] }: Arguments, run: Run): Value | undefined {
  if (!other || !/^set_(?:up|down)stream$/.test(name) || (tasksIn(receiver).length === 0 && tasksIn(other).length === 0)) return undefined;
  if (name === 'set_upstream') follow(other, receiver, run);
  else follow(receiver, other, run);
  return other;
}

/** What a task hands on stands for the task. */
function attribute(receiver: Value, name: string, at: Span): Value | undefined {
  if (receiver.is === 'symbol' && receiver.path.endsWith('.TriggerRule')) return textAt(name.toLowerCase(), at);
  if (isTask(receiver)) return name === 'task_id' ? nameText(receiver.task.id, receiver) : receiver;
  if (isDag(receiver) && name === 'dag_id') return nameText(receiver.dag.id, receiver);
  return isFactory(receiver) && name === 'function' ? receiver.func : undefined;
}
