import type { Journal, Run } from '../run.ts';
import { sourcesOf, unknown, type Scope, type Value } from '../values.ts';

/** What one way through the text binds. */
interface Outcome {
  readonly bound: ReadonlyMap<Scope, ReadonlyMap<string, Value | undefined>>;
  readonly returns: boolean;
}

/**
 * Follows every way that the text may take, each from the same start, and joins what they bind: what differs between them is unknown,
 * unless it is something that a framework made. True where all of them return.
 */
export function followBranches(ways: readonly (() => boolean)[], run: Run): boolean {
  const before = run.journal;
  const outcomes = ways.map((way) => outcomeOf(way, run));
  run.journal = before;
  for (const [scope, names] of namesIn(outcomes)) {
    for (const name of names)
      joinName(
        scope,
        name,
        outcomes.filter(({ returns }) => !returns),
        run,
      );
  }
  return outcomes.length > 0 && outcomes.every(({ returns }) => returns);
}

function outcomeOf(way: () => boolean, run: Run): Outcome {
  const journal: Journal = new Map();
  run.journal = journal;
  const returns = way();
  const bound = new Map<Scope, Map<string, Value | undefined>>();
  for (const [scope, names] of journal) {
    bound.set(scope, new Map([...names.keys()].map((name) => [name, scope.names.get(name)])));
    for (const [name, value] of names) {
      if (value) scope.names.set(name, value);
      else scope.names.delete(name);
    }
  }
  return { bound, returns };
}

function namesIn(outcomes: readonly Outcome[]): ReadonlyMap<Scope, ReadonlySet<string>> {
  const all = new Map<Scope, Set<string>>();
  for (const { bound } of outcomes) {
    for (const [scope, names] of bound) all.set(scope, new Set([...(all.get(scope) ?? []), ...names.keys()]));
  }
  return all;
}

function joinName(scope: Scope, name: string, outcomes: readonly Outcome[], run: Run): void {
  const before = scope.names.get(name);
  const values = outcomes.map(({ bound }) => bound.get(scope)?.get(name) ?? before).filter((value) => value !== undefined);
  const [first] = values;
  if (!first) return;
  const value = values.every((one) => isSame(one, first)) ? first : either(values, run);
  const { journal } = run;
  if (journal) {
    const names = journal.get(scope) ?? new Map<string, Value | undefined>();
    journal.set(scope, names);
    if (!names.has(name)) names.set(name, before);
  }
  scope.names.set(name, value);
}

function either(values: readonly Value[], run: Run): Value {
  const last = values.at(-1);
  const made = values.findLast(({ is }) => is !== 'text' && is !== 'plain' && is !== 'unknown' && is !== 'dict' && is !== 'list');
  const list = values.find(({ is }) => is === 'list');
  const kept = made ?? list;
  if (kept) return kept;
  const texts = [...new Set(values.map(({ at }) => run.sourceOf(at)))];
  return unknown(texts.join(' or '), last?.at ?? { start: 0, end: 0 }, sourcesOf(values));
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.is === 'text' && other.is === 'text')
    return one.value === other.value && one.unknown === undefined && other.unknown === undefined;
  return one.is === 'plain' && other.is === 'plain' && one.value === other.value;
}
