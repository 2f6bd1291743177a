import { type Context, contextOf } from './context-of.ts';
import { findPhrases, type Phrase } from './find-phrase.ts';
import { singular, splitName } from './split-name.ts';
import { allowsForm } from './type-form.ts';
import { OPEN_PREFIXES, PEOPLE, type PersonalKind, PLACE_PREFIXES, SHARED, THINGS, TRAILING } from './words.ts';

export interface NamedField {
  readonly name: string;
  readonly type?: string | undefined;
}

/**
 * What each field of an asset holds by its name and type, by the name of the field; what is not personal is left out. The name of the asset and of
 * the group a field stands in say whose `name` or `city` it is; so do fields beside it that only people have.
 */
export function classifyFields(assetName: string, fields: readonly NamedField[]): ReadonlyMap<string, PersonalKind> {
  const asset = contextOf(splitName(lastPart(assetName)));
  const read = fields.map((field) => readField(field, asset));
  const people = new Set(read.filter((field) => field.phrases.some(isOnlyOfPeople)).map(({ group }) => group));
  const kinds = new Map<string, PersonalKind>();
  for (const field of read) {
    const context = people.has(field.group) && field.context !== 'card' ? 'person' : field.context;
    const phrase = field.phrases.find((one) => holds(one, context));
    if (phrase) kinds.set(field.name, phrase.list.kind);
  }
  return kinds;
}

interface ReadField {
  readonly name: string;
  readonly group: string;
  readonly context: Context;
  readonly phrases: readonly Phrase[];
}

function readField({ name, type }: NamedField, asset: Context): ReadField {
  const parts = name.split('.').map(splitName);
  while (parts.length > 1 && parts.at(-1)?.every((word) => TRAILING.has(word))) parts.pop();
  const phrases = findPhrases(parts.at(-1) ?? []).filter(({ list }) => allowsForm(type, list.form));
  return { name, group: name.slice(0, name.lastIndexOf('.') + 1), context: contextOfGroups(parts.slice(0, -1), asset), phrases };
}

/** The nearest group that says something; else the asset. A person's group of addresses is the person's. */
function contextOfGroups(groups: readonly (readonly string[])[], asset: Context): Context {
  let address = false;
  for (const group of groups.toReversed()) {
    const context = contextOf(group.filter((word) => !PLACES.has(word)));
    if (context !== 'open' && context !== 'address') return context;
    address ||= context === 'address';
  }
  return address && asset !== 'person' ? 'address' : asset;
}

/** A group for the place of what holds it. */
const PLACES: ReadonlySet<string> = new Set(['location', 'geo', 'geolocation', 'coordinates', 'position']);

function lastPart(assetName: string): string {
  return assetName.slice(assetName.lastIndexOf('.') + 1);
}

const ONLY_OF_PEOPLE: ReadonlySet<PersonalKind> = new Set(['names of people', 'birth dates', 'government ids']);

function isOnlyOfPeople({ list, before }: Phrase): boolean {
  return (
    (list.need === 'nothing' || list.need === 'own') && ONLY_OF_PEOPLE.has(list.kind) && before.every((word) => OPEN_PREFIXES.has(word))
  );
}

function holds({ list, before }: Phrase, context: Context): boolean {
  const telling = before.findLast((word) => !OPEN_PREFIXES.has(word));
  const prefix = singular(telling ?? '');
  if (isBlocked(list, prefix)) return false;
  if (list.need === 'nothing') return PEOPLE.has(prefix) || !(NOT_PERSONAL_OF[context]?.has(list.kind) ?? false);
  if (list.need === 'own' && telling === undefined) return true;
  return ENOUGH[list.need].has(telling === undefined ? context : contextOfPrefix(prefix));
}

function isBlocked({ kind, need }: Phrase['list'], prefix: string): boolean {
  return NOT_BEHIND.get(kind)?.has(prefix) ?? (need !== 'nothing' && THINGS.has(prefix));
}

/** What may not stand before a phrase of this kind. Names, birth dates and government ids are of people whatever stands there. */
const NOT_BEHIND: ReadonlyMap<PersonalKind, ReadonlySet<string>> = new Map([
  ['e-mail addresses', SHARED],
  ['phone numbers', SHARED],
  ['postal addresses', THINGS],
  ['locations', THINGS],
  ['ip addresses', THINGS],
  ['demographic data', THINGS],
  ['financial data', THINGS],
  ['health data', THINGS],
]);

/** A shop has a phone too, a server an address. */
const NOT_PERSONAL_OF: Readonly<Partial<Record<Context, ReadonlySet<PersonalKind>>>> = {
  organisation: new Set(['e-mail addresses', 'phone numbers', 'postal addresses', 'locations']),
  reference: new Set(['health data', 'demographic data', 'locations', 'financial data']),
  merchandise: new Set(['demographic data', 'locations', 'postal addresses']),
  machine: new Set(['ip addresses', 'phone numbers', 'postal addresses', 'locations']),
};

function contextOfPrefix(prefix: string): Context {
  return PLACE_PREFIXES.has(prefix) ? 'address' : contextOf([prefix]);
}

const ENOUGH: Readonly<Record<'own' | 'person' | 'place' | 'card' | 'bank', ReadonlySet<Context>>> = {
  own: new Set(['person']),
  person: new Set(['person']),
  place: new Set(['person', 'address']),
  card: new Set(['card']),
  bank: new Set(['bank']),
};
