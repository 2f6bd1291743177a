import type { Asset, Fact, Field } from '../../../model/asset.ts';
import type { Difference } from '../../../model/difference.ts';
import type { Json } from '../../../model/json.ts';

/**
 * How the enforced contracts of models differ, as dbt compares states: what their readers were promised and no longer are. dbt warns
 * where a model has no versions and stops where it has. A model that had no enforced contract promised nothing. Source: dbt, "contract",
 * "Model contracts", "State comparison".
 */
export function compareContracts(base: readonly Asset[], head: readonly Asset[]): readonly Difference[] {
  const now = new Map(head.map((model) => [model.id, model]));
  return base.filter((old) => isEnforced(old) && isEnabled(old)).flatMap((old) => compared(old, now.get(old.id)));
}

const isEnforced = ({ facts }: Asset): boolean => (facts['contract']?.value as { enforced?: boolean } | undefined)?.enforced === true;
const isEnabled = ({ facts }: Asset): boolean => facts['enabled']?.value !== false;

function compared(old: Asset, now: Asset | undefined): readonly Difference[] {
  if (!now) return [gone(old)];
  const told = telling(now);
  if (!isEnabled(now)) return [told('option-changed', 'is disabled', placeOf(now, 'enabled'))];
  const enforcement = now.facts['contract'];
  const ended =
    isEnforced(now) || enforcement?.unknown !== undefined
      ? []
      : [told('option-changed', 'no longer enforces its contract', placeOf(now, 'contract'))];
  return [...ended, ...columnDifferences(old, now), ...constraintDifferences(old, now), ...materializationDifference(old, now)];
}

/** dbt lets a model go whose `deprecation_date` has passed: whether it has is for a clock to tell. */
function gone(old: Asset): Difference {
  const date = old.facts['deprecation_date'];
  const told = telling(old)('removed', 'is removed or renamed', old.location);
  return date === undefined ? told : { ...told, breaks: [], unknown: `whether ${date.unknown ?? String(date.value)} has passed` };
}

type Tell = (
  kind: Difference['kind'],
  what: string,
  location: Difference['location'],
  more?: Pick<Difference, 'path' | 'before' | 'after'>,
) => Difference;

/** `orders is disabled, against its enforced contract`. */
function telling({ id, name, facts }: Asset): Tell {
  const answer = facts['version'] === undefined ? 'dbt warns of it' : 'dbt stops there: make a new version instead';
  return (kind, what, location, more = {}) => {
    const subject = more.path === undefined ? name : `${name}.${more.path}`;
    return {
      kind,
      asset: id,
      ...more,
      breaks: ['forward'],
      message: `${subject} ${what}: its contract was enforced, so ${answer}`,
      location,
    };
  };
}

const placeOf = ({ facts, location }: Asset, name: string): Difference['location'] => facts[name]?.location ?? location;

/** The columns that properties promise. */
function promised({ fields }: Asset): readonly Field[] {
  return fields.filter(({ facts }) => (facts['declared_in']?.value as readonly Json[] | undefined)?.includes('properties'));
}

function columnDifferences(old: Asset, now: Asset): readonly Difference[] {
  const told = telling(now);
  const after = new Map(promised(now).map((field) => [field.name, field]));
  return promised(old).flatMap((field): readonly Difference[] => {
    const same = after.get(field.name);
    if (!same) return [told('removed', 'is no longer promised', field.location, { path: field.name })];
    return [...typeDifference(told, field, same), ...(enforcesConstraints(old) ? lostConstraints(told, field, same, field.name) : [])];
  });
}

function typeDifference(told: Tell, { name: path, type: before }: Field, { type: after, location }: Field): readonly Difference[] {
  if (before === undefined || after === undefined || plainType(before) === plainType(after)) return [];
  return [told('type-changed', `changes its type from ${before} to ${after}`, location, { path, before, after })];
}

/** dbt compares types without size, precision and scale, and without regard to case. Source: dbt, "contract". */
function plainType(type: string): string {
  return type
    .toLowerCase()
    .replaceAll(/\([\d\s,]*(?:max)?\s*(?:char|byte)?\)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Only tables have constraints. Source: dbt, "constraints". */
function enforcesConstraints({ facts }: Asset): boolean {
  const materialized = facts['materialized']?.value;
  return materialized === 'table' || materialized === 'incremental';
}

interface Constrained {
  readonly facts: Readonly<Record<string, Fact>>;
  readonly location: Difference['location'];
}

const listOf = ({ facts }: Pick<Constrained, 'facts'>): readonly Json[] => {
  const value = facts['constraints']?.value;
  return Array.isArray(value) ? value : [];
};

/** A constraint counts as another one when anything of it differs. */
function lostConstraints(told: Tell, old: Constrained, now: Constrained, path?: string): readonly Difference[] {
  if (now.facts['constraints']?.unknown !== undefined) return [];
  const kept = new Set(listOf(now).map((one) => JSON.stringify(one)));
  const place = now.facts['constraints']?.location ?? now.location;
  return listOf(old)
    .filter((one) => !kept.has(JSON.stringify(one)))
    .map((before) =>
      told('constraint-loosened', `loses its constraint ${wordFor(before)}`, place, { before, ...(path === undefined ? {} : { path }) }),
    );
}

function wordFor(constraint: Json): string {
  const { type, name } = (typeof constraint === 'object' && constraint !== null ? constraint : {}) as { readonly [key: string]: Json };
  return [name, type].filter((word) => typeof word === 'string').join(' ') || 'of unknown type';
}

const constraintDifferences = (old: Asset, now: Asset): readonly Difference[] =>
  enforcesConstraints(old) ? lostConstraints(telling(now), old, now) : [];

/** A view keeps no constraint: one that was enforced on a table is gone with it. */
function materializationDifference(old: Asset, now: Asset): readonly Difference[] {
  const fact = now.facts['materialized'];
  if (!enforcesConstraints(old) || enforcesConstraints(now) || fact?.unknown !== undefined) return [];
  if (listOf(old).length === 0 && promised(old).every((field) => listOf(field).length === 0)) return [];
  const [before, after] = [old.facts['materialized']?.value ?? null, fact?.value ?? 'view'];
  const what = `becomes a ${String(after)}, which keeps no constraints`;
  return [telling(now)('option-changed', what, placeOf(now, 'materialized'), { before, after })];
}
