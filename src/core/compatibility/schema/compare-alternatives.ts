import { textAt, type DocumentNode } from '../../text/document-tree.ts';
import { ownChange } from './compare-values.ts';
import { narrows, widens, type SchemaChange } from './schema-change.ts';
import type { Shape } from './shape.ts';
import { ALL_TYPES, eachType, NULL, typeWords } from './type-set.ts';

/** One of the shapes that a value may have. */
export interface Alternative {
  readonly shape: Shape;
  /** Whether exactly one of them may hold. */
  readonly isExclusive: boolean;
  /** As it stands in `anyOf` or `oneOf`. */
  readonly member?: DocumentNode;
  /** By what it refers to, or its title. */
  readonly name?: string;
}

type Compare = (base: Shape, head: Shape) => readonly SchemaChange[];

/**
 * Whether alternatives go by their names, as in code that is made of a description: one that comes or goes is then told, though another
 * one may hold all of its values. By their values otherwise.
 */
export type Identity = 'names' | 'values';

/**
 * What a value may be, before and after. Alternatives that are the same thing on both sides (by what they refer to, title, or
 * place) are compared; of the others it is asked whether one of the other side holds all their values.
 */
export function compareAlternatives(
  base: readonly Alternative[],
  head: readonly Alternative[],
  compare: Compare,
  identity: Identity,
): readonly SchemaChange[] {
  const [before] = base;
  const [after] = head;
  if (base.length === 1 && head.length === 1 && before && after) return compare(before.shape, after.shape);
  const pairs = pairUp(base, head, compare);
  const areUnions = [...base, ...head].every(({ member }) => member !== undefined);
  if (identity === 'names' && areUnions) return byNames(base, head, pairs, compare);
  const changes = base.flatMap((one) => lostFrom(one, pairs.get(one), head, compare));
  const paired = new Set(pairs.values());
  const gained = head.flatMap((other) => (paired.has(other) ? [] : addedAlternative(other, base, compare)));
  return [...changes, ...gained, ...overlaps(base, head, compare)];
}

type Pairs = ReadonlyMap<Alternative, Alternative>;

function byNames(base: readonly Alternative[], head: readonly Alternative[], pairs: Pairs, compare: Compare): readonly SchemaChange[] {
  const paired = new Set(pairs.values());
  const isNew = (one: Alternative, others: readonly Alternative[]): boolean =>
    one.name !== undefined && others.some(({ name }) => name !== undefined);
  return [
    ...base.flatMap((one) => {
      const pair = pairs.get(one);
      if (pair) return compare(one.shape, pair.shape);
      return isNew(one, head) ? [removedAlternative(one, head)] : lostFrom(one, undefined, head, compare);
    }),
    ...head.flatMap((one) => {
      if (paired.has(one)) return [];
      return isNew(one, base) ? [gainedAlternative(one, base)] : addedAlternative(one, base, compare);
    }),
  ];
}

/** By name first; what is left, by being the same, then by order where the types agree. */
function pairUp(base: readonly Alternative[], head: readonly Alternative[], compare: Compare): Pairs {
  const pairs = new Map<Alternative, Alternative>();
  const free = new Set(head);
  const pairBy = (isPair: (one: Alternative, other: Alternative) => boolean): void => {
    for (const one of base) {
      const other = pairs.has(one) ? undefined : [...free].find((candidate) => isPair(one, candidate));
      if (!other) continue;
      pairs.set(one, other);
      free.delete(other);
    }
  };
  const isAlike = (one: Alternative, other: Alternative): boolean => compare(one.shape, other.shape).length === 0;
  pairBy((one, other) => one.name !== undefined && one.name === other.name && isAlike(one, other));
  pairBy((one, other) => one.name !== undefined && one.name === other.name);
  const isFree = (one: Alternative, other: Alternative): boolean => one.name === undefined || other.name === undefined;
  pairBy((one, other) => isFree(one, other) && isAlike(one, other));
  pairBy((one, other) => isFree(one, other) && one.shape.types === other.shape.types);
  return pairs;
}

/** What of an alternative is no longer valid. It may have moved into another one, or each of its types into one of its own. */
function lostFrom(
  one: Alternative,
  pair: Alternative | undefined,
  head: readonly Alternative[],
  compare: Compare,
): readonly SchemaChange[] {
  const changes = pair ? compare(one.shape, pair.shape) : undefined;
  if (changes && !changes.some(narrows)) return changes;
  const isHeld = head.some((other) => holds(one.shape, other.shape, compare)) || isHeldInParts(one.shape, head, compare);
  if (isHeld) return (changes ?? []).filter((change) => !narrows(change));
  if (changes) return changes;
  const [only] = head;
  if (head.length === 1 && only && (only.shape.types & one.shape.types) !== 0) return compare(one.shape, only.shape).filter(narrows);
  return [removedAlternative(one, head)];
}

const holds = (one: Shape, other: Shape, compare: Compare): boolean => {
  const changes = compare(one, other);
  return !changes.some((change) => narrows(change) || change.unknown !== undefined);
};

/** A shape of several types as one of each; none where it has only one, or lists its values. */
function inParts(shape: Shape): readonly Shape[] {
  const types = eachType(shape.types);
  if (types.length < 2 || shape.values) return [];
  return types.map((bit) => ({ ...shape, types: bit, key: `${shape.key}:${bit}` }));
}

function isHeldInParts(shape: Shape, head: readonly Alternative[], compare: Compare): boolean {
  const parts = inParts(shape);
  return parts.length > 0 && parts.every((part) => head.some((other) => holds(part, other.shape, compare)));
}

function removedAlternative({ shape, member }: Alternative, head: readonly Alternative[]): SchemaChange {
  return ownChange({
    aspect: 'alternative',
    kind: 'type-narrowed',
    effect: 'narrows',
    location: (member ?? shape).location,
    words: shape.types === NULL ? 'may no longer be null' : `no longer takes ${wordsFor({ shape, member }, head)}`,
  });
}

function addedAlternative(other: Alternative, base: readonly Alternative[], compare: Compare): readonly SchemaChange[] {
  const { shape } = other;
  if (base.some((one) => isHeldBy(one.shape, shape, compare)) || isKnownInParts(shape, base, compare)) return [];
  return [gainedAlternative(other, base)];
}

function gainedAlternative({ shape, member }: Alternative, base: readonly Alternative[]): SchemaChange {
  const words = shape.types === NULL ? 'may now be null' : `now also takes ${wordsFor({ shape, member }, base)}`;
  return ownChange({ aspect: 'alternative', kind: 'type-widened', effect: 'widens', location: (member ?? shape).location, words });
}

function isHeldBy(one: Shape, other: Shape, compare: Compare): boolean {
  return !compare(one, other).some((change) => widens(change) || change.unknown !== undefined);
}

function isKnownInParts(shape: Shape, base: readonly Alternative[], compare: Compare): boolean {
  const parts = inParts(shape);
  return parts.length > 0 && parts.every((part) => base.some((one) => isHeldBy(one.shape, part, compare)));
}

function wordsFor(
  { shape, member }: { readonly shape: Shape; readonly member: DocumentNode | undefined },
  others: readonly Alternative[],
): string {
  const name = textAt(member, 'title') ?? textAt(member, '$ref')?.replace(/^.*\//, '');
  if (name !== undefined) return `\`${name}\``;
  const isKnownType = others.some((other) => (other.shape.types & shape.types) === shape.types);
  return shape.types === ALL_TYPES || isKnownType ? `one of its kinds of ${typeWords(shape.types)}` : typeWords(shape.types);
}

/** Of alternatives that exclude each other a value that fits several is refused, where it was only one thing before. */
function overlaps(base: readonly Alternative[], head: readonly Alternative[], compare: Compare): readonly SchemaChange[] {
  if (base.some(({ member }) => member !== undefined) || !head.some(({ isExclusive }) => isExclusive)) return [];
  return base.flatMap(({ shape }) => {
    const fitting = head.filter((other) => other.isExclusive && holds(shape, other.shape, compare));
    const [first] = fitting;
    if (!first || fitting.length < 2) return [];
    const words = 'must now fit exactly one of several schemas, and fits more';
    return [
      ownChange({
        aspect: 'alternative',
        kind: 'constraint-tightened',
        effect: 'narrows',
        location: (first.member ?? first.shape).location,
        words,
      }),
    ];
  });
}
