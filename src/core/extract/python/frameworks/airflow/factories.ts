import type { Decorator, Run } from '../../run.ts';
import { textAt } from '../../texts.ts';
import { argument, type Arguments, type Func, type Value } from '../../values.ts';
import { makeDag } from './dags.ts';
import { around, freeName, givenName, type DagThing, type FactoryThing, type GroupThing, type TaskThing } from './model.ts';
import { followBody, makeTask } from './tasks.ts';

const DECORATORS = /^airflow\b.*\.(?:(dag)|(task_group)|(task(?:\.\w+)?|\w+_task))$/;

/** `@dag`, `@task`, `@task.branch`, `@task_group`: the name then stands for what calling it makes. */
export function decorate(func: Func, { callee, given, at }: Decorator): FactoryThing | undefined {
  const [, dag, group, task] = (callee.is === 'symbol' && DECORATORS.exec(callee.path)) || [];
  if ((dag ?? group ?? task) === undefined) return undefined;
  const makes = dag ? 'dag' : group ? 'group' : 'task';
  return {
    is: 'thing',
    kind: 'factory',
    makes,
    operator: `@${task ?? 'task'}`,
    func,
    given: given ?? { positional: [], keywords: new Map(), at },
    at,
  };
}

/** Calls what a decorator made. */
export function callFactory(factory: FactoryThing, given: Arguments, run: Run): Value {
  if (factory.makes === 'dag') return callDag(factory, given, run);
  return factory.makes === 'group' ? callGroup(factory, given, run) : callTask(factory, given, run);
}

function callDag({ func, given }: FactoryThing, called: Arguments, run: Run): DagThing {
  const dag = makeDag(given, { name: func.name, at: func.at }, run);
  const { dags } = around(run);
  dags.push(dag.dag);
  run.invoke(func, called);
  dags.pop();
  return dag;
}

function callTask(factory: FactoryThing, called: Arguments, run: Run): TaskThing {
  const { func, given, operator } = factory;
  const keywords = new Map([...called.keywords].filter(([key]) => key !== 'task_id' && key !== 'dag'));
  const settings: Arguments = {
    ...given,
    keywords: new Map([...keywords, ...given.keywords]),
    positional: called.positional,
    at: called.at,
  };
  const task = makeTask({ operator, given: settings, fallback: { name: func.name, at: func.at }, numbered: true }, run);
  return followBody(task, func, called, run);
}

function callGroup({ func, given }: FactoryThing, called: Arguments, run: Run): GroupThing {
  const group = openGroup(given, func.name, true, run);
  const { groups } = around(run);
  groups.push(group.group);
  run.invoke(func, called);
  groups.pop();
  return group;
}

/** `TaskGroup("section")`: ids of its tasks begin with `section.`, unless it says otherwise. */
export function openGroup(given: Arguments, fallback: string, numbered: boolean, run: Run): GroupThing {
  const { groups, dags } = around(run);
  const outer = groups.at(-1);
  const dag = outer?.dag ?? dags.at(-1);
  const before = outer?.prefix ?? '';
  const { name } = givenName(argument(given, 'group_id', 0), { name: fallback, at: given.at });
  const id = numbered ? freeName(`${before}${name}`, dag?.groups ?? new Set()) : `${before}${name}`;
  dag?.groups.add(id);
  return { is: 'thing', kind: 'group', group: { prefix: isBare(given) ? before : `${id}.`, tasks: [], dag }, at: given.at };
}

function isBare({ keywords }: Arguments): boolean {
  const prefixed = keywords.get('prefix_group_id');
  return prefixed?.is === 'plain' && prefixed.value === false;
}

/** `task.override(task_id="again")`, `task.partial(a=1)`: the same, with more said. */
export function overridden(factory: FactoryThing, name: string, given: Arguments): FactoryThing | undefined {
  if (name !== 'override' && name !== 'partial') return undefined;
  const keywords = new Map([...factory.given.keywords, ...given.keywords]);
  return { ...factory, given: { ...factory.given, keywords, at: given.at } };
}

export const nameText = (name: string, value: Value): Value => textAt(name, value.at);
