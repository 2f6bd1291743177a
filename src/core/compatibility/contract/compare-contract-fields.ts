import type { Asset, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import type { Location } from '../../../model/source.ts';
import { compareConstraints } from './compare-constraints.ts';
import { told } from './contract-words.ts';
import { relateTypes } from './type-order.ts';

/** What a contract promises of its fields: which there are, what they hold, and whether they are always there. */
export function compareContractFields(old: Asset, now: Asset): readonly Difference[] {
  const before = new Map(old.fields.map((field) => [field.name, field]));
  const after = new Map(now.fields.map((field) => [field.name, field]));
  const gone = old.fields.filter(({ name }) => !after.has(name));
  const fresh = now.fields.filter(({ name }) => !before.has(name));
  const renamed = renamings(gone, fresh);
  const from = new Map([...renamed].map(([field, successor]) => [successor, field]));
  return [
    ...gone.flatMap((field) => (renamed.has(field) || isInside(field, gone, old) ? [] : [fieldGone(field, now)])),
    ...fresh.flatMap((field) => {
      const source = from.get(field);
      return source ? [fieldRenamed(source, field, now), ...compareField(source, field, now)] : [fieldAdded(field, now)];
    }),
    ...now.fields.flatMap((field) => {
      const same = before.get(field.name);
      return same && same !== field ? compareField(same, field, now) : [];
    }),
  ];
}

/** A new name for the same column: both say its physical name. */
function renamings(gone: readonly Field[], fresh: readonly Field[]): ReadonlyMap<Field, Field> {
  const physical = ({ facts }: Field): string => String(facts['physical_name']?.value ?? '');
  const byName = new Map(fresh.map((field) => [physical(field), field]));
  return new Map(
    gone.flatMap((field) => {
      const found = physical(field) === '' ? undefined : byName.get(physical(field));
      return found ? [[field, found] as const] : [];
    }),
  );
}

/** What stood inside of a field that is gone went with it. */
function isInside({ name }: Field, gone: readonly Field[], { fields }: Asset): boolean {
  const outer = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  return outer !== '' && fields.length > 0 && gone.some((field) => field.name === outer);
}

interface Said {
  readonly kind: DifferenceKind;
  readonly what: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly breaks: readonly Breaks[];
  readonly location: Location;
}

function difference({ id, name }: Asset, field: string, { what, ...said }: Said): Difference {
  return { asset: id, path: field, ...said, message: told(`${name}.${field} ${what}`, said.breaks) };
}

const fieldGone = ({ name, type }: Field, now: Asset): Difference =>
  difference(now, name, {
    kind: 'removed',
    what: 'is no longer promised',
    before: { type: type ?? null },
    breaks: ['forward'],
    location: now.location,
  });

function fieldRenamed(old: Field, field: Field, now: Asset): Difference {
  const sides = { before: { name: old.name }, after: { name: field.name } };
  return difference(now, field.name, {
    kind: 'renamed',
    what: `was ${old.name} before`,
    ...sides,
    breaks: ['forward'],
    location: field.location,
  });
}

function fieldAdded(field: Field, now: Asset): Difference {
  const isRequired = field.facts['required']?.value === true;
  const breaks: readonly Breaks[] = isRequired ? ['backward'] : [];
  const what = isRequired ? 'is new and required' : 'is new';
  return difference(now, field.name, {
    kind: isRequired ? 'newly-required' : 'added',
    what,
    after: { type: field.type ?? null },
    breaks,
    location: field.location,
  });
}

function compareField(old: Field, field: Field, now: Asset): readonly Difference[] {
  return [
    ...compareFieldTypes(old, field, now),
    ...compareRequired(old, field, now),
    ...compareKeys(old, field, now),
    ...compareConstraints(old, field, now),
  ];
}

const KINDS = { wider: 'type-widened', narrower: 'type-narrowed', other: 'type-changed' } as const;
const BROKEN: Readonly<Record<keyof typeof KINDS, readonly Breaks[]>> = {
  wider: ['forward'],
  narrower: ['backward'],
  other: ['backward', 'forward'],
};

/** The physical type says most; the logical one counts where neither side has another. */
function compareFieldTypes(old: Field, field: Field, now: Asset): readonly Difference[] {
  const logical = ({ facts, type }: Field): string | undefined =>
    typeof facts['logical_type']?.value === 'string' ? facts['logical_type'].value : type;
  const isPhysical = (one: Field): boolean => one.type !== logical(one);
  const bothPhysical = isPhysical(old) && isPhysical(field);
  const [before, after] = bothPhysical ? [old.type, field.type] : [logical(old), logical(field)];
  if (before === undefined || after === undefined || before === after) return [];
  const relation = relateTypes(before, after);
  if (relation === 'same') return [];
  return [
    difference(now, field.name, {
      kind: KINDS[relation],
      what: `changes its type from ${before} to ${after}`,
      before: { type: before },
      after: { type: after },
      breaks: BROKEN[relation],
      location: field.facts['logical_type']?.location ?? field.location,
    }),
  ];
}

function compareRequired(old: Field, field: Field, now: Asset): readonly Difference[] {
  const [before, after] = [old.facts['required'], field.facts['required']];
  if ((before?.value === true) === (after?.value === true) || after?.unknown !== undefined) return [];
  const location = after?.location ?? field.location;
  const sides = { before: { required: before?.value === true }, after: { required: after?.value === true } };
  return after?.value === true
    ? [difference(now, field.name, { kind: 'newly-required', what: 'must now always be there', ...sides, breaks: ['backward'], location })]
    : [difference(now, field.name, { kind: 'no-longer-required', what: 'may now be missing', ...sides, breaks: ['forward'], location })];
}

function compareKeys(old: Field, field: Field, now: Asset): readonly Difference[] {
  const [before, after] = [old.facts['key']?.value ?? null, field.facts['key']?.value ?? null];
  if (before === after) return [];
  const { kind, what, breaks } = KEY_CHANGES[isUnique(before) ? (isUnique(after) ? 'other' : 'gone') : 'new'];
  const location = field.facts['key']?.location ?? field.location;
  return [difference(now, field.name, { kind, what, before: { key: before }, after: { key: after }, breaks, location })];
}

const isUnique = (value: Json): boolean => value === 'primary' || value === 'unique';

const KEY_CHANGES = {
  new: { kind: 'constraint-tightened', what: 'must now be unique', breaks: ['backward'] },
  gone: { kind: 'constraint-loosened', what: 'is no longer unique', breaks: ['forward'] },
  other: { kind: 'constraint-changed', what: 'is another kind of key', breaks: ['forward'] },
} as const;
