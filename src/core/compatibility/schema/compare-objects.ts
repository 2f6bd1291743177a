import type { Location } from '../../../model/source.ts';
import { ownChange } from './compare-values.ts';
import { within, type Inner } from './compare-parts.ts';
import { effectOf, jointEffect, narrows, widens, type Effect, type SchemaChange } from './schema-change.ts';
import type { Part, Shape } from './shape.ts';
import { OBJECT } from './type-set.ts';

/** Reads what a part says of itself: whether it is only read, or only written. */
export type OnlyOf = (part: Part | undefined) => SchemaChange['only'];

interface Objects {
  readonly base: Shape;
  readonly head: Shape;
  readonly inner: Inner;
  readonly onlyOf: OnlyOf;
}

export function compareObjects(base: Shape, head: Shape, inner: Inner, onlyOf: OnlyOf): readonly SchemaChange[] {
  if ((base.types & head.types & OBJECT) === 0) return [];
  const objects = { base, head, inner, onlyOf };
  return [
    ...compareProperties(objects),
    ...compareRequired(objects),
    ...comparePatterns(objects),
    ...compareAdditional(objects),
    ...compareDependent(objects),
  ];
}

function compareProperties({ base, head, inner, onlyOf }: Objects): readonly SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [name, after] of head.properties) {
    const before = base.properties.get(name);
    const found = before ? within(name, inner.compare(before, after)) : [addedProperty(name, after, { base, head, inner, onlyOf })];
    if (before && base.required.has(name) && onlyOf(before) !== 'write' && onlyOf(after) === 'write') changes.push(hidden(name, after));
    changes.push(...withOnly(found, before ? onlyOfBoth(onlyOf(before), onlyOf(after)) : onlyOf(after)));
  }
  for (const [name, before] of base.properties)
    if (!head.properties.has(name))
      changes.push(...withOnly([removedProperty(name, before, { base, head, inner, onlyOf })], onlyOf(before)));
  return changes;
}

/** Who reads no longer gets it. */
const hidden = (name: string, after: Part): SchemaChange => ({
  aspect: 'hidden',
  kind: 'option-changed',
  path: [name],
  effect: 'none',
  location: after.location,
  words: 'is only written now',
});

const onlyOfBoth = (before: SchemaChange['only'], after: SchemaChange['only']): SchemaChange['only'] =>
  before === after ? before : undefined;

const withOnly = (changes: readonly SchemaChange[], only: SchemaChange['only']): readonly SchemaChange[] =>
  only === undefined ? changes : changes.map((change) => ({ ...change, only }));

const isClosed = ({ additional }: Shape): boolean =>
  additional?.nodes.some((node) => node.kind === 'scalar' && node.value === false) ?? false;

/** A property that nobody named before could have had any value there, or none at all where others were refused. */
function addedProperty(name: string, after: Part, { base, head, inner }: Objects): SchemaChange {
  const isNeeded = head.required.has(name) && !base.required.has(name);
  const found = isClosed(base) ? [] : inner.compare(base.additional, after);
  const effect = effectOf(isNeeded || found.some(narrows), isClosed(base) || found.some(widens));
  return {
    aspect: isNeeded ? 'needed-property' : 'property',
    kind: 'added',
    path: [name],
    effect,
    location: after.location,
    words: isNeeded ? 'is new and needs a value' : 'is new',
  };
}

function removedProperty(name: string, before: Part, { base, head, inner }: Objects): SchemaChange {
  const wasSure = base.required.has(name) && !head.required.has(name);
  const found = isClosed(head) ? [] : inner.compare(before, head.additional);
  const effect = effectOf(isClosed(head) || found.some(narrows), wasSure || found.some(widens));
  return {
    aspect: wasSure ? 'needed-property' : 'property',
    kind: 'removed',
    path: [name],
    effect,
    location: before.location,
    words: isClosed(head) ? 'is removed, and no longer accepted' : 'is removed',
  };
}

/** Of properties that come or go, needing them is told with them. */
function compareRequired({ base, head, onlyOf }: Objects): readonly SchemaChange[] {
  const newly = [...head.required].filter(
    ([name]) => !base.required.has(name) && (base.properties.has(name) || !head.properties.has(name)),
  );
  const freed = [...base.required].filter(
    ([name]) => !head.required.has(name) && (head.properties.has(name) || !base.properties.has(name)),
  );
  return [
    ...newly.flatMap(([name, location]) => withOnly([requiredChange(name, location, 'newly-required')], onlyOf(head.properties.get(name)))),
    ...freed.flatMap(([name]) =>
      withOnly(
        [requiredChange(name, head.properties.get(name)?.location ?? head.location, 'no-longer-required')],
        onlyOf(head.properties.get(name)),
      ),
    ),
  ];
}

const requiredChange = (name: string, location: Location, kind: 'newly-required' | 'no-longer-required'): SchemaChange => ({
  aspect: 'required',
  kind,
  path: [name],
  effect: kind === 'newly-required' ? 'narrows' : 'widens',
  location,
  words: kind === 'newly-required' ? 'now needs a value' : 'may now be missing',
});

function comparePatterns({ base, head, inner }: Objects): readonly SchemaChange[] {
  const patterns = new Set([...base.patternProperties.keys(), ...head.patternProperties.keys()]);
  return [...patterns].flatMap((pattern) => {
    const [before, after] = [base.patternProperties.get(pattern), head.patternProperties.get(pattern)];
    const found = within(`/${pattern}/`, inner.compare(before, after));
    if (before && after) return found;
    const words = after ? 'is a new pattern of names' : 'is removed as a pattern of names';
    const effect = oneSided(after !== undefined, isClosed(after ? base : head), jointEffect(found));
    const kind = after ? 'added' : 'removed';
    return [{ aspect: 'condition', kind, path: [`/${pattern}/`], effect, location: (after ?? before ?? head).location, words } as const];
  });
}

/** Among names that were refused a pattern lets some in; elsewhere it asks something of them. */
function oneSided(isNew: boolean, isOtherClosed: boolean, effect: Effect): Effect {
  if (isOtherClosed) return isNew ? 'widens' : 'narrows';
  return effect;
}

function compareAdditional({ base, head, inner }: Objects): readonly SchemaChange[] {
  const [wasClosed, closed] = [isClosed(base), isClosed(head)];
  const own = { aspect: 'other-properties', location: head.additional?.location ?? head.location } as const;
  if (wasClosed && closed) return [];
  if (closed) return [ownChange({ ...own, kind: 'constraint-tightened', effect: 'narrows', words: 'takes only named properties now' })];
  if (wasClosed)
    return [ownChange({ ...own, kind: 'constraint-loosened', effect: 'widens', words: 'takes any property now, not only named ones' })];
  const found = within('*', inner.compare(base.additional, head.additional));
  if (base.additional && head.additional) return found;
  return found.map((change) => ({ ...change, aspect: 'other-properties', words: `(any other property) ${change.words}` }));
}

function compareDependent({ base, head }: Objects): readonly SchemaChange[] {
  const names = new Set([...base.dependent.keys(), ...head.dependent.keys()]);
  return [...names].flatMap((name) => {
    const [before, after] = [base.dependent.get(name), head.dependent.get(name)];
    const more = (after?.value ?? []).filter((one) => !before?.value.includes(one));
    const fewer = (before?.value ?? []).filter((one) => !after?.value.includes(one));
    const effect = effectOf(more.length > 0, fewer.length > 0);
    if (effect === 'none') return [];
    const words = more.length > 0 ? `now needs ${more.join(', ')} beside it` : `no longer needs ${fewer.join(', ')} beside it`;
    const kind = more.length > 0 ? 'newly-required' : 'no-longer-required';
    return [{ aspect: 'condition', kind, path: [name], effect, location: (after ?? head).location, words } as const];
  });
}
