import type { Breaks } from '../../../model/difference.ts';
import { readsLogical, sameName, writtenAs } from './can-read.ts';
import type { EnumType, FixedType, NamedType, RecordField, RecordType } from './part.ts';
import type { TypeDifference, Walk } from './walk.ts';

type Here = Pick<TypeDifference, 'at' | 'path' | 'within'>;

/** Records that only stand deeper than this are told of where another place names them. */
const MAX_HOPS = 200;

/** How two types of one name, or of names that an alias joins, differ. */
export function compareNamed(base: NamedType, head: NamedType, walk: Walk): readonly TypeDifference[] {
  const key = `${base.name}\n${head.name}`;
  if (walk.seen.has(key) || walk.hops >= MAX_HOPS) return [];
  walk.seen.add(key);
  const inner = { ...walk, within: head.name, hops: walk.hops + 1 };
  const place: Here = { at: head.at, path: walk.path, within: head.name };
  const renamed = base.name === head.name ? [] : [renaming(base, head, place)];
  return [...renamed, ...compareShapes(base, head, inner, place)];
}

function compareShapes(base: NamedType, head: NamedType, walk: Walk, place: Here): readonly TypeDifference[] {
  if (base.is === 'record' && head.is === 'record') return compareRecords(base, head, walk);
  if (base.is === 'enum' && head.is === 'enum') return compareEnums(base, head, place);
  if (base.is === 'fixed' && head.is === 'fixed') return compareFixed(base, head, place);
  const sides = { before: { type: base.is }, after: { type: head.is } };
  return [
    { ...place, kind: 'type-changed', what: `is of the kind ${head.is} and was ${base.is}`, ...sides, breaks: ['backward', 'forward'] },
  ];
}

/** A name counts without its namespace; a reader's alias stands for the old one. */
function renaming(base: NamedType, head: NamedType, place: Here): TypeDifference {
  const breaks: readonly Breaks[] = [
    ...(sameName(head, base) ? [] : (['backward'] as const)),
    ...(sameName(base, head) ? [] : (['forward'] as const)),
  ];
  const sides = { before: { name: base.name }, after: { name: head.name } };
  return { ...place, kind: 'renamed', what: `was ${base.name} before`, ...sides, breaks };
}

const inside = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Records resolve by the names of their fields, and by the reader's aliases; order does not matter. */
function compareRecords(base: RecordType, head: RecordType, walk: Walk): readonly TypeDifference[] {
  const used = new Set<RecordField>();
  const back = new Map(base.fields.flatMap((field) => (writtenAs(field, head) ? [[writtenAs(field, head), field] as const] : [])));
  const fields = head.fields.flatMap((field): readonly TypeDifference[] => {
    const old = writtenAs(field, base) ?? back.get(field);
    if (!old) return [fieldAdded(field, walk)];
    used.add(old);
    return compareFields(old, field, { base, head, walk });
  });
  const gone = base.fields.filter((field) => !used.has(field)).map((field) => fieldGone(field, head, walk));
  return [...gone, ...fields];
}

function fieldAdded(field: RecordField, { path, within }: Walk): TypeDifference {
  const breaks: readonly Breaks[] = field.default ? [] : ['backward'];
  const what = field.default ? 'is new, with a default' : 'is new and has no default';
  return {
    path: inside(path, field.name),
    within,
    at: field.at,
    kind: field.default ? 'added' : 'newly-required',
    what,
    after: { has_default: field.default !== undefined },
    breaks,
  };
}

function fieldGone(field: RecordField, head: RecordType, { path }: Walk): TypeDifference {
  const breaks: readonly Breaks[] = field.default ? [] : ['forward'];
  const what = field.default ? 'is removed; readers of it take its default' : 'is removed, and had no default';
  return {
    path: inside(path, field.name),
    within: head.name,
    at: head.at,
    kind: 'removed',
    what,
    before: { has_default: field.default !== undefined },
    breaks,
  };
}

interface Records {
  readonly base: RecordType;
  readonly head: RecordType;
  readonly walk: Walk;
}

/** Only a reader that takes its value from the other field minds that field's type. */
function compareFields(old: RecordField, now: RecordField, { base, head, walk }: Records): readonly TypeDifference[] {
  const inner: Walk = { ...walk, path: inside(walk.path, now.name) };
  const reads = { backward: writtenAs(now, base) === old, forward: writtenAs(old, head) === now };
  const types = walk
    .compareTypes(old.type, now.type, inner)
    .map((one) => ({ ...one, breaks: one.breaks.filter((who) => reads[who === 'backward' ? who : 'forward']) }));
  const lost: readonly Breaks[] = [
    ...(writtenAs(now, base) || now.default ? [] : (['backward'] as const)),
    ...(writtenAs(old, head) || old.default ? [] : (['forward'] as const)),
  ];
  return [...(old.name === now.name ? [] : [fieldRenamed(old, now, lost, inner)]), ...types, ...compareDefaults(old, now, inner)];
}

/** By its alias a reader finds the other name; without one it looks in vain. */
function fieldRenamed(old: RecordField, now: RecordField, breaks: readonly Breaks[], { path, within }: Walk): TypeDifference {
  const sides = { before: { name: old.name }, after: { name: now.name } };
  return { path, within, at: now.at, kind: 'renamed', what: `was ${old.name} before`, ...sides, breaks };
}

/** A default that goes takes nothing from today's data, only from the next change. */
function compareDefaults(old: RecordField, now: RecordField, { path, within }: Walk): readonly TypeDifference[] {
  const [before, after] = [old.default, now.default];
  const isSame = JSON.stringify(before?.value) === JSON.stringify(after?.value);
  if (isSame) return [];
  const kind = after ? (before ? 'default-changed' : 'default-added') : 'default-removed';
  const sides = { ...(before ? { before: { default: before.value } } : {}), ...(after ? { after: { default: after.value } } : {}) };
  return [{ path, within, at: after?.at ?? now.at, kind, what: DEFAULTS[kind], ...sides, breaks: [] }];
}

const DEFAULTS = {
  'default-added': 'has a default now',
  'default-changed': 'has another default',
  'default-removed': 'has no default any more',
} as const;

function compareEnums(base: EnumType, head: EnumType, place: Here): readonly TypeDifference[] {
  const [before, after] = [new Set(base.symbols.map(({ name }) => name)), new Set(head.symbols.map(({ name }) => name))];
  const gone = base.symbols.filter(({ name }) => !after.has(name));
  const added = head.symbols.filter(({ name }) => !before.has(name));
  return [
    ...gone.map(({ name }): TypeDifference => ({
      ...place,
      kind: 'value-removed',
      what: `no longer has the symbol ${name}`,
      before: { symbol: name },
      breaks: head.default === undefined ? ['backward'] : [],
    })),
    ...added.map(({ name, at }): TypeDifference => ({
      ...place,
      at,
      kind: 'value-added',
      what: `has the new symbol ${name}`,
      after: { symbol: name },
      breaks: base.default === undefined ? ['forward'] : [],
    })),
  ];
}

function compareFixed(base: FixedType, head: FixedType, place: Here): readonly TypeDifference[] {
  const breaks: readonly Breaks[] = ['backward', 'forward'];
  if (base.size !== head.size)
    return [
      {
        ...place,
        kind: 'type-changed',
        what: `has ${head.size} bytes and had ${base.size}`,
        before: { size: base.size },
        after: { size: head.size },
        breaks,
      },
    ];
  const [back, forth] = [readsLogical(head.logical, base.logical), readsLogical(base.logical, head.logical)];
  if (back && forth) return [];
  const sides = { before: { type: base.logical?.name ?? 'fixed' }, after: { type: head.logical?.name ?? 'fixed' } };
  return [
    {
      ...place,
      kind: 'type-changed',
      what: 'holds another logical type',
      ...sides,
      breaks: [...(back ? [] : (['backward'] as const)), ...(forth ? [] : (['forward'] as const))],
    },
  ];
}
