import type { Run } from '../../run.ts';
import type { List, Value } from '../../values.ts';
import { isDataset, isGroup, isLabel, isTask, type DatasetThing, type LabelThing, type Task } from './model.ts';

/** `a >> b`, `a << b`; datasets join to an expression. The value is the right side, as in Airflow. */
export function order(sign: string, left: Value, right: Value, run: Run): Value | undefined {
  if (sign === '|' || sign === '&') return isDataset(left) && isDataset(right) ? both(left, right) : undefined;
  if (sign !== '>>' && sign !== '<<') return undefined;
  if (isLabel(right)) return behind(right, left);
  const from = isLabel(left) ? left.before : left;
  if (!from || (tasksIn(from).length === 0 && tasksIn(right).length === 0)) return undefined;
  if (sign === '>>') follow(from, right, run);
  else follow(right, from, run);
  return right;
}

const both = (left: DatasetThing, right: DatasetThing): DatasetThing => ({ ...left, uris: [...new Set([...left.uris, ...right.uris])] });
const behind = (label: LabelThing, before: Value): LabelThing => ({ ...label, before });

/** Of one task that comes before another, beside what evaluating costs. */
const COST = 8;

/** The last tasks of one come before the first tasks of the other. */
export function follow(before: Value, after: Value, run: Run): void {
  const [up, down] = [lastOf(before), firstOf(after)];
  run.budget -= COST * up.length * down.length + up.length + down.length;
  if (run.budget <= 0) return;
  for (const one of up) for (const other of down) link(one, other);
}

export function link(one: Task, other: Task): void {
  if (one === other) return;
  one.downstream.add(other);
  other.upstream.add(one);
  one.dag ??= other.dag;
  other.dag ??= one.dag;
}

/** `chain(a, [b, c], [d, e], f)`: lists of one length go side by side. Source: Airflow, "Relationship Builders". */
export function chain(steps: readonly Value[], run: Run): void {
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    if (!next) return;
    if (step.is === 'list' && next.is === 'list') sideBySide(step, next, run);
    else follow(step, next, run);
  }
}

function sideBySide(step: List, next: List, run: Run): void {
  for (const [at, one] of step.items.entries()) {
    const other = next.items[at];
    if (other) follow(one, other, run);
  }
}

/** Enough for any group of tasks. */
const MOST_TASKS = 3000;

export function tasksIn(value: Value): readonly Task[] {
  const found: Task[] = [];
  const waiting: Value[] = [value];
  for (let at = 0; at < waiting.length && at < MOST_TASKS; at++) {
    const one = waiting[at];
    if (isTask(one)) found.push(one.task);
    else if (isGroup(one)) found.push(...one.group.tasks);
    else if (one?.is === 'list') waiting.push(...one.items);
    else if (one?.is === 'dict') waiting.push(...[...one.entries.values()].map((entry) => entry.value));
  }
  return found;
}

const each = (value: Value): readonly Value[] => (value.is === 'list' ? value.items : [value]);

function firstOf(value: Value): readonly Task[] {
  return each(value).flatMap((one) => {
    if (!isGroup(one)) return tasksIn(one);
    const own = new Set(one.group.tasks);
    return one.group.tasks.filter(({ upstream }) => ![...upstream].some((task) => own.has(task)));
  });
}

function lastOf(value: Value): readonly Task[] {
  return each(value).flatMap((one) => {
    if (!isGroup(one)) return tasksIn(one);
    const own = new Set(one.group.tasks);
    return one.group.tasks.filter(({ downstream }) => ![...downstream].some((task) => own.has(task)));
  });
}
