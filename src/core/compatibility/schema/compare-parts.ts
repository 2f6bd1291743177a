import { ownChange } from './compare-values.ts';
import { effectOf, jointEffect, narrows, widens, type Aspect, type Effect, type SchemaChange } from './schema-change.ts';
import type { Part, Shape } from './shape.ts';
import { ARRAY, OBJECT, STRING } from './type-set.ts';

/** Compares schemas inside of others. Missing means: any value. */
export interface Inner {
  compare(base: Part | undefined, head: Part | undefined): readonly SchemaChange[];
}

export const within = (step: string, changes: readonly SchemaChange[]): readonly SchemaChange[] =>
  changes.map((change) => ({ ...change, path: [step, ...change.path] }));

/** What stands under a list or a condition, or applies to whatever is not named. */
export function compareOthers(base: Shape, head: Shape, inner: Inner): readonly SchemaChange[] {
  const types = base.types & head.types;
  return [
    ...((types & ARRAY) === 0 ? [] : compareItems(base, head, inner)),
    ...[...new Set([...base.others.keys(), ...head.others.keys()])].flatMap((key) =>
      (types & typeOf(key)) === 0 ? [] : compareOther(key, base, head, inner),
    ),
  ];
}

/** The types that a keyword says something about. */
function typeOf(key: string): number {
  if (/^(?:contains|unevaluatedItems)/.test(key)) return ARRAY;
  if (/^(?:propertyNames|unevaluatedProperties|dependentSchemas)/.test(key)) return OBJECT;
  return key.startsWith('contentSchema') ? STRING : -1;
}

function compareItems(base: Shape, head: Shape, inner: Inner): readonly SchemaChange[] {
  const count = Math.max(base.positions.length, head.positions.length);
  const positions = Array.from({ length: count }, (_, index) => {
    const [before, after] = [base.positions[index] ?? base.items, head.positions[index] ?? head.items];
    const changes = within(String(index), inner.compare(before, after));
    const isOnOneSide = index < base.positions.length !== index < head.positions.length;
    return isOnOneSide ? changes.map((change): SchemaChange => ({ ...change, aspect: 'position' })) : changes;
  });
  const items = inner.compare(base.items, head.items);
  return [...positions.flat(), ...(base.items && head.items ? items : asOne('items', items, base.items, head))];
}

/** A schema that comes or goes as a whole is one difference. */
function asOne(aspect: Aspect, changes: readonly SchemaChange[], before: Part | undefined, head: Shape): readonly SchemaChange[] {
  const effect = jointEffect(changes);
  const [first] = changes;
  if (effect === 'none' || !first) return [];
  const words = before ? 'takes items of any kind now' : 'takes only items of one kind now';
  return [ownChange({ aspect, kind: kindOf(effect), effect, location: head.items?.location ?? first.location, words })];
}

const kindOf = (effect: Effect): SchemaChange['kind'] =>
  effect === 'narrows' ? 'constraint-tightened' : effect === 'widens' ? 'constraint-loosened' : 'constraint-changed';

function compareOther(key: string, base: Shape, head: Shape, inner: Inner): readonly SchemaChange[] {
  const [before, after] = [base.others.get(key), head.others.get(key)];
  const name = /^\w+/.exec(key)?.[0] ?? key;
  const changes = inner.compare(before, after);
  const aspect = name.startsWith('content') ? 'content' : 'condition';
  if (before && after)
    return within(
      stepOf(key),
      changes.map((change) => turned(name, change)),
    );
  const effect = oneSided(name, after !== undefined, changes);
  if (effect === 'none') return [];
  const words = after ? `has a rule \`${key.slice(0, 60)}\` now` : `has no rule \`${key.slice(0, 60)}\` any more`;
  return [ownChange({ aspect, kind: kindOf(effect), effect, location: (after ?? head).location, words })];
}

/** `dependentSchemas name` stands under `dependentSchemas.name`. */
const stepOf = (key: string): string => key.replace(/^(dependentSchemas) /, '$1.').replace(/^(if|then|else|not) .*$/s, '$1');

/** What `not` takes more of, the schema takes less of; another question is another schema. */
function turned(name: string, change: SchemaChange): SchemaChange {
  if (change.effect === 'none') return change;
  if (name === 'if') return { ...change, effect: 'both' };
  return name === 'not' ? { ...change, effect: effectOf(widens(change), narrows(change)) } : change;
}

/** A rule that comes refuses something, unless it says nothing. */
function oneSided(name: string, isNew: boolean, changes: readonly SchemaChange[]): Effect {
  if (name === 'if') return 'none';
  if (name !== 'not' && name !== 'contains' && jointEffect(changes) === 'none') return 'none';
  return isNew ? 'narrows' : 'widens';
}
