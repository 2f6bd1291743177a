import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { HOLE } from '../../sql/mask-jinja.ts';

type JsonMap = { readonly [key: string]: Json };

const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A fact that the text states; what a template or variable makes up is unknown by its name. */
export function factOf(value: Json, location: Location): Fact {
  if (typeof value === 'string' && value.includes(HOLE)) return { unknown: 'a template', location };
  if (typeof value === 'string' && /^\$\w|\$\{|^&\w/.test(value)) return { unknown: value, location };
  return { value, location };
}

/** One tag as a fact of all tags. */
export function tagFact(name: string, value: Json, location: Location): Facts {
  const told = factOf(value, location);
  if (name.includes(HOLE)) return { tags: { unknown: 'a template', location } };
  if (told.unknown !== undefined)
    return { tags: { value: { [name]: true }, unknown: told.unknown, location, parts: { [name]: location } } };
  return { tags: { value: { [name]: value }, location, parts: { [name]: location } } };
}

/** Tags of one list as one fact, in time linear in the list. Names from files are only ever entries, so that `__proto__` is one too. */
export function allTags(told: readonly Fact[]): Facts {
  const [first] = told;
  if (!first) return {};
  const values = told.filter(({ value }) => isMap(value));
  const unknown = told.findLast((fact) => fact.unknown !== undefined)?.unknown;
  const value = Object.fromEntries(values.flatMap((fact) => (isMap(fact.value) ? Object.entries(fact.value) : [])));
  const parts = Object.fromEntries(told.flatMap((fact) => Object.entries(fact.parts ?? {})));
  return {
    tags: { location: first.location, ...(values.length > 0 ? { value } : {}), ...(unknown === undefined ? {} : { unknown }), parts },
  };
}

/** Later facts over earlier ones; maps of tags and lists of grants are laid together. */
export function mergeFacts(one: Facts, other: Facts): Facts {
  const merged: Record<string, Fact> = { ...one };
  for (const [name, fact] of Object.entries(other)) {
    const before = Object.hasOwn(merged, name) ? merged[name] : undefined;
    merged[name] = before && (name === 'tags' || name === 'grants') ? together(before, fact) : fact;
  }
  return merged;
}

function together(one: Fact, other: Fact): Fact {
  const unknown = other.unknown ?? one.unknown;
  const value = joined(one.value, other.value);
  const parts = { ...one.parts, ...shifted(other, Array.isArray(one.value) ? one.value.length : 0) };
  return { location: one.location, ...(value === undefined ? {} : { value }), ...(unknown === undefined ? {} : { unknown }), parts };
}

function joined(one: Json | undefined, other: Json | undefined): Json | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (Array.isArray(one) && Array.isArray(other)) return [...(one as readonly Json[]), ...(other as readonly Json[])];
  return isMap(one) && isMap(other) ? { ...one, ...other } : other;
}

function shifted({ parts = {}, value }: Fact, by: number): Readonly<Record<string, Location>> {
  if (!Array.isArray(value)) return parts;
  return Object.fromEntries(Object.entries(parts).map(([index, place]) => [String(Number(index) + by), place]));
}

/** Facts without those that a statement takes away: a name, or one tag as `tags.pii`. */
export function withoutFacts(facts: Facts, names: readonly string[]): Facts {
  const left: Record<string, Fact> = { ...facts };
  for (const name of names) {
    const [only, value] = name.split('=');
    if (value !== undefined && only !== undefined) {
      if (left[only]?.value === value) delete left[only];
      continue;
    }
    const [fact = '', ...rest] = name.split('.');
    if (rest.length === 0) delete left[name];
    else if (left[fact]) left[fact] = withoutPart(left[fact], rest.join('.'));
  }
  return left;
}

function withoutPart(fact: Fact, part: string): Fact {
  if (!isMap(fact.value)) return fact;
  return { ...fact, value: Object.fromEntries(Object.entries(fact.value).filter(([key]) => key.toLowerCase() !== part.toLowerCase())) };
}
