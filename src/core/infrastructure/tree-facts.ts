import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { DocumentNode } from '../text/document-tree.ts';
import { factAs, factOf, find, findAll, textOf, type Found } from './found.ts';

/** Reads facts off the settled properties of a resource. The first reader that tells a fact has told it. */
export type ReadTree = (properties: DocumentNode) => Facts;

/** The value itself. */
export function copied(name: string, ...paths: readonly string[]): ReadTree {
  return (properties) => factAs(name, find(properties, ...paths), (value) => value);
}

/**
 * Whether stored data is encrypted, and by whose key: `flag` turns it on, `key` names the key. Without a flag the key alone turns it
 * on. Properties that say nothing give no such fact: whether the platform encrypts by itself is for policies to say.
 */
export function atRest({ flag, key }: { readonly flag?: string; readonly key?: string }): ReadTree {
  return (properties) => {
    const isOn = flag === undefined ? undefined : find(properties, flag);
    const named = key === undefined ? undefined : find(properties, key);
    const isOptional = named !== undefined && mayBeNothing(named);
    if (!isOn && isOptional) return { encryption_at_rest: factOf(named) };
    const own = named && !isOptional && !isPlatformKey(named) ? named : undefined;
    if (!isOn) return named ? { encryption_at_rest: { value: own ? 'customer-key' : 'platform', location: named.location } } : {};
    return factAs('encryption_at_rest', isOn, (value) => {
      if (isOff(value)) return 'none';
      return own || OWN_KEY.has(String(value)) ? 'customer-key' : 'platform';
    });
  };
}

/** What a snippet brings may be no key at all; one that is named and cannot be told is a key all the same, as in Terraform. */
const mayBeNothing = ({ node }: Found): boolean => node.kind === 'scalar' && node.unknown === '!Transform';

/** The keys that AWS makes for each of its services: `alias/aws/s3`. */
const isPlatformKey = (found: Found): boolean => /(?:(?:^|[/:])alias\/|^)aws\//.test(textOf(found) ?? '');

const OWN_KEY: ReadonlySet<string> = new Set(['aws:kms', 'aws:kms:dsse', 'SSE_KMS', 'SSE-KMS', 'CSE_KMS', 'CSE-KMS']);

/** YAML 1.1 has more words for no than YAML 1.2, and platforms have their own. */
const OFF: ReadonlySet<string> = new Set(['false', 'none', 'disabled', 'off', 'no', '0']);

export const isOff = (value: Json): boolean => OFF.has(String(value).toLowerCase());

/** A switch: true where it is on, or where its value is one of `on`; false for all other values. */
export function switched(name: string, path: string, on?: readonly string[]): ReadTree {
  const isOn = (value: Json): boolean => (on ? on.includes(String(value)) : !isOff(value));
  return (properties) => factAs(name, find(properties, path), isOn);
}

/** A switch whose values in `off` mean no, and all others yes. */
export function unless(name: string, path: string, off: readonly string[]): ReadTree {
  return (properties) => factAs(name, find(properties, path), (value) => !off.includes(String(value)));
}

/** A number of days. Zero is what platforms take as "for ever", or as "not at all": no time is declared. */
export function keptFor(path: string, perDay = 1): ReadTree {
  return (properties) =>
    factAs('retention', find(properties, path), (value) => {
      const days = Number(value) / perDay;
      return Number.isFinite(days) && days > 0 ? { days } : undefined;
    });
}

/** A fact that is wherever something is set. */
export function where(name: string, path: string, value: Json): ReadTree {
  return (properties) => factAs(name, find(properties, path), () => value);
}

/** What all members of a list say, as one list. */
export function listed(name: string, path: string): ReadTree {
  return (properties) => listOf(name, findAll(properties, path));
}

export function listOf(name: string, found: readonly Found[]): Facts {
  const [first] = found;
  if (!first) return {};
  const unknown = found.flatMap(({ node }) => (node.kind === 'scalar' ? (node.unknown ?? []) : []))[0];
  const known = found.flatMap((one) => {
    const text = textOf(one);
    return text === undefined ? [] : [{ text, location: one.location }];
  });
  const fact: Fact = {
    ...(known.length > 0 ? { value: known.map(({ text }) => text) } : {}),
    ...(unknown === undefined ? {} : { unknown }),
    location: first.location,
    parts: Object.fromEntries(known.map(({ location }, index) => [String(index), location])),
  };
  return { [name]: fact };
}

/** All facts that the readers tell. */
export function readAll(readers: readonly ReadTree[], properties: DocumentNode): Facts {
  let facts: Facts = {};
  for (const read of readers) facts = { ...read(properties), ...facts };
  return facts;
}
