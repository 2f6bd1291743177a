import type { Performer } from '../../flows/collector.ts';
import type { Run } from '../../run.ts';
import type { Span } from '../../syntax/tree.ts';
import { placeOf, shown } from '../../texts.ts';
import type { Arguments, Func, Text, Thing, Value } from '../../values.ts';

export interface Dag {
  readonly id: string;
  readonly performer: Performer;
  /** Ids of its tasks, so that a second one of a name is told apart. */
  readonly taken: Set<string>;
  readonly groups: Set<string>;
  readonly defaults: ReadonlyMap<string, Value>;
}

export interface Task {
  readonly id: string;
  readonly performer: Performer;
  dag: Dag | undefined;
  readonly upstream: Set<Task>;
  readonly downstream: Set<Task>;
}

/** Tasks that are shown and ordered together; their ids begin with its own. */
export interface Group {
  readonly prefix: string;
  readonly tasks: Task[];
  readonly dag: Dag | undefined;
}

export interface DagThing extends Thing {
  readonly kind: 'dag';
  readonly dag: Dag;
}

export interface TaskThing extends Thing {
  readonly kind: 'task';
  readonly task: Task;
}

export interface GroupThing extends Thing {
  readonly kind: 'group';
  readonly group: Group;
}

/** One dataset, or several in an expression (`one & other`). */
export interface DatasetThing extends Thing {
  readonly kind: 'dataset';
  readonly uris: readonly Text[];
}

/** A decorated function: calling it makes a DAG, a task or a group. */
export interface FactoryThing extends Thing {
  readonly kind: 'factory';
  readonly makes: 'dag' | 'task' | 'group';
  readonly operator: string;
  readonly func: Func;
  readonly given: Arguments;
}

/** A label between two tasks: it passes the order on. */
export interface LabelThing extends Thing {
  readonly kind: 'label';
  readonly before: Value | undefined;
}

const isKind =
  <T extends Thing>(kind: T['kind']) =>
  (value: Value | undefined): value is T =>
    value?.is === 'thing' && value.kind === kind;

export const isDag = isKind<DagThing>('dag');
export const isTask = isKind<TaskThing>('task');
export const isGroup = isKind<GroupThing>('group');
export const isDataset = isKind<DatasetThing>('dataset');
export const isFactory = isKind<FactoryThing>('factory');
export const isLabel = isKind<LabelThing>('label');

/** What stands around the code that is being followed. */
export interface Around {
  readonly dags: Dag[];
  readonly groups: Group[];
  /** Ids of tasks that are in no DAG yet. */
  readonly loose: Set<string>;
  /** Bodies of tasks run when the DAG does: what they make is no part of it. */
  inBody: number;
}

const arounds = new WeakMap<Run, Around>();

export function around(run: Run): Around {
  const known = arounds.get(run) ?? { dags: [], groups: [], loose: new Set(), inBody: 0 };
  arounds.set(run, known);
  return known;
}

/** The name, with a number where it is taken: `load`, `load__1`. Source: Airflow, "TaskFlow". */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 1; taken.has(free); count++) free = `${name}__${count}`;
  return free;
}

/** A name that code gives: as far as it is told, with its place. */
export interface Given {
  readonly name: string;
  readonly at: Span;
  readonly unknown?: string;
}

export function givenName(value: Value | undefined, fallback: Given): Given {
  if (value === undefined || (value.is === 'plain' && value.value === null)) return fallback;
  if (value.is === 'text' && value.unknown === undefined) return { name: value.value, at: placeOf(value) };
  if (value.is === 'text') return { name: shown(value.value), at: placeOf(value), unknown: value.unknown ?? '' };
  return { name: '?', at: value.at, unknown: value.is === 'unknown' ? value.text : '?' };
}
