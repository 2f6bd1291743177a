import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { toJson, type DocumentNode } from '../../text/document-tree.ts';
import { effectOf, type SchemaChange } from './schema-change.ts';
import { jsonOf } from './read-shape.ts';
import type { Shape, Told } from './shape.ts';
import { eachType, namesOf, NULL, typeWords, type TypeSet } from './type-set.ts';

/** A change of the schema itself, not of a part of it. */
export function ownChange(change: Omit<SchemaChange, 'path'>): SchemaChange {
  return { ...change, path: [] };
}

export function compareTypes(base: Shape, head: Shape): readonly SchemaChange[] {
  const [lost, gained] = [base.types & ~head.types, head.types & ~base.types];
  if (lost === 0 && gained === 0) return [];
  const location = head.typesAt ?? head.values?.location ?? head.location;
  return ownNull(lost, gained).map((words) =>
    ownChange({
      aspect: 'types',
      kind: lost === 0 ? 'type-widened' : gained === 0 ? 'type-narrowed' : 'type-changed',
      effect: effectOf(lost !== 0, gained !== 0),
      before: named(base.types),
      after: named(head.types),
      location,
      words: words ?? typesWords(base.types, head.types, lost, gained),
    }),
  );
}

const named = (set: TypeSet): Json => namesOf(set);

/** Null alone has a sentence of its own. */
function ownNull(lost: TypeSet, gained: TypeSet): readonly (string | undefined)[] {
  if (lost === 0 && gained === NULL) return ['may now be null'];
  return lost === NULL && gained === 0 ? ['may no longer be null'] : [undefined];
}

function typesWords(base: TypeSet, head: TypeSet, lost: TypeSet, gained: TypeSet): string {
  if (head === 0) return 'takes no value any more';
  if (gained === 0 && (base & head) !== 0) return `no longer takes ${typeWords(lost)}`;
  if (lost === 0) return `now also takes ${typeWords(gained)}`;
  return `changes its type from ${typeWords(base)} to ${typeWords(head)}`;
}

type Values = Told<ReadonlyMap<string, DocumentNode>>;

/** Values of the types that both sides take; the others were told as types. */
export function compareValues(base: Shape, head: Shape): readonly SchemaChange[] {
  const { values: before } = base;
  const { values: after } = head;
  if (before && after) return bothListed(before, after);
  if (after && !isExhaustive(after.value, base.types & head.types))
    return [listed(['constraint-tightened', 'narrows'], 'takes only listed values now', after.location, { after: valuesOf(after) })];
  if (before && !isExhaustive(before.value, base.types & head.types))
    return [
      listed(['constraint-loosened', 'widens'], 'takes any value now, not only listed ones', head.location, { before: valuesOf(before) }),
    ];
  return [];
}

/** `true` and `false` are all there are. */
const isExhaustive = (values: ReadonlyMap<string, DocumentNode>, types: TypeSet): boolean =>
  eachType(types).every((type) => (type === NULL ? true : type === 2 && values.has('true') && values.has('false')));

const valuesOf = ({ value }: Values): Json => [...value.values()].map(toJson);

type Sides = Pick<SchemaChange, 'before' | 'after'>;

const listed = (
  [kind, effect]: readonly [SchemaChange['kind'], SchemaChange['effect']],
  words: string,
  location: Location,
  sides: Sides,
): SchemaChange => ownChange({ aspect: 'values', kind, effect, words, location, ...sides });

function bothListed(before: Values, after: Values): readonly SchemaChange[] {
  const removed = [...before.value].filter(([key]) => !after.value.has(key));
  const added = [...after.value].filter(([key]) => !before.value.has(key));
  const [from, to] = [before.value.values().next().value, after.value.values().next().value];
  if (before.value.size === 1 && after.value.size === 1 && removed.length === 1 && from && to)
    return [listed(['constraint-changed', 'both'], `takes \`${jsonOf(to)}\` now, not \`${jsonOf(from)}\``, after.location, both(from, to))];
  return [
    ...removed.map(([key, node]) =>
      listed(['value-removed', 'narrows'], `no longer takes \`${key}\``, after.location, { before: toJson(node) }),
    ),
    ...added.map(([key, node]) => listed(['value-added', 'widens'], `now also takes \`${key}\``, node.location, { after: toJson(node) })),
  ];
}

const both = (from: DocumentNode, to: DocumentNode): Sides => ({ before: toJson(from), after: toJson(to) });

/** Values of `x-extensible-enum`: more may come at any time, so that only removing one takes something away. */
export function compareExtensible(base: Shape, head: Shape): readonly SchemaChange[] {
  const after = head.extensible;
  if (!base.extensible || !after) return [];
  const removed = [...base.extensible.value].filter(([key]) => !after.value.has(key));
  return removed.map(([key, node]) => ({
    ...listed(['value-removed', 'narrows'], `no longer takes \`${key}\``, after.location, { before: toJson(node) }),
    aspect: 'extensible-values',
  }));
}

/** What stands where nothing is given, and whether the part is to be used at all. */
export function compareNotes(base: Shape, head: Shape): readonly SchemaChange[] {
  const isNew = head.isDeprecated && !base.isDeprecated;
  const deprecated = { aspect: 'note', kind: 'deprecated', effect: 'none', location: head.location, words: 'is deprecated now' } as const;
  return [...compareFallbacks(base, head), ...(isNew ? [ownChange(deprecated)] : [])];
}

function compareFallbacks(base: Shape, head: Shape): readonly SchemaChange[] {
  const own = { aspect: 'note', effect: 'none', location: head.fallback?.location ?? head.location } as const;
  const [from, to] = [base.fallback?.value, head.fallback?.value];
  if (from && to) {
    const changed = { ...own, kind: 'default-changed', words: 'has another default', before: toJson(from), after: toJson(to) } as const;
    return jsonOf(from) === jsonOf(to) ? [] : [ownChange(changed)];
  }
  if (from) return [ownChange({ ...own, kind: 'default-removed', words: 'has no default any more', before: toJson(from) })];
  return to ? [ownChange({ ...own, kind: 'default-added', words: 'has a default now', after: toJson(to) })] : [];
}
