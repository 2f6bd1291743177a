import type { Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import { find, findSet, type Resource } from './resource.ts';
import { toFact, type Told } from './told.ts';

/** Reads facts off a resource. Readers of one type are asked in their order; the first that tells a fact has told it. */
export type ReadFacts = (resource: Resource) => Facts;

/** A fact with what a reader makes of a value; unknown where the value is. */
export function factAs(name: string, told: Told | undefined, read: (value: Json) => Json | undefined): Facts {
  if (!told) return {};
  if (told.value === undefined || told.unknown !== undefined) return { [name]: toFact(told) };
  const value = read(told.value);
  return value === undefined ? {} : { [name]: { value, location: told.location } };
}

/** The value itself. */
export function copied(name: string, path: string): ReadFacts {
  return (resource) => factAs(name, findSet(resource, path), (value) => value);
}

/**
 * Whether stored data is encrypted, and by whose key: `flag` turns it on, `key` names the key. Without a flag the key alone turns it
 * on. A resource that says nothing has no such fact: whether its platform encrypts by itself is for policies to say.
 */
export function atRest({ flag, key }: { readonly flag?: string; readonly key?: string }): ReadFacts {
  return (resource) => {
    const isOn = flag === undefined ? undefined : findSet(resource, flag);
    const named = key === undefined ? undefined : findSet(resource, key);
    const own = named && !isPlatformKey(named) ? named : undefined;
    if (!isOn) return own ? { encryption_at_rest: { value: 'customer-key', location: own.location } } : platformKey(named);
    return factAs('encryption_at_rest', isOn, (value) => {
      if (isOff(value)) return 'none';
      return own || OWN_KEY.has(String(value)) ? 'customer-key' : 'platform';
    });
  };
}

const platformKey = (named: Told | undefined): Facts =>
  named ? { encryption_at_rest: { value: 'platform', location: named.location } } : {};

const isPlatformKey = ({ value }: Told): boolean => typeof value === 'string' && /(?:^|\/)alias\/aws\//.test(value);

const OWN_KEY: ReadonlySet<string> = new Set(['aws:kms', 'aws:kms:dsse', 'SSE_KMS', 'SSE-KMS', 'CSE_KMS', 'CUSTOMER_MANAGED_CMK', 'CMEK']);

const OFF: ReadonlySet<string> = new Set(['false', 'none', 'disabled', 'off', '0']);

export const isOff = (value: Json): boolean => OFF.has(String(value).toLowerCase());

/** A switch: true where it is on, or where its value is one of `on`; false for all other values. */
export function switched(name: string, path: string, on?: readonly string[]): ReadFacts {
  const isOn = (value: Json): boolean => (on ? on.includes(String(value)) : !isOff(value));
  return (resource) => factAs(name, findSet(resource, path), isOn);
}

/** A switch that says the opposite of the fact. */
export function inverted(name: string, path: string, off?: readonly string[]): ReadFacts {
  const isOn = switched(name, path, off);
  return (resource) => {
    const fact = isOn(resource)[name];
    return fact ? { [name]: typeof fact.value === 'boolean' ? { ...fact, value: !fact.value } : fact } : {};
  };
}

/** A number of days. Zero is what providers take as "for ever", or as "not at all": no time is declared. */
export function keptFor(path: string): ReadFacts {
  return (resource) =>
    factAs('retention', findSet(resource, path), (value) => {
      const days = Number(value);
      return Number.isFinite(days) && days > 0 ? { days } : undefined;
    });
}

/** All facts that the readers tell. */
export function readAll(readers: readonly ReadFacts[], resource: Resource): Facts {
  let facts: Facts = {};
  for (const read of readers) facts = { ...read(resource), ...facts };
  return facts;
}

/** The facts of every member of a list of blocks or paths, as one list. */
export function listed(name: string, told: readonly Told[]): Facts {
  const [first] = told;
  if (!first) return {};
  const unknown = told.find((one) => one.unknown !== undefined)?.unknown;
  const known = told.flatMap(({ value, location }) => (typeof value === 'string' ? [{ value, location }] : []));
  return {
    [name]: {
      ...(known.length > 0 ? { value: known.map(({ value }) => value) } : {}),
      ...(unknown === undefined ? {} : { unknown }),
      location: first.location,
      parts: Object.fromEntries(known.map(({ location }, index) => [String(index), location])),
    },
  };
}

export const isSet = (resource: Resource, path: string): boolean => find(resource, path) !== undefined;
