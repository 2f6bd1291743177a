import { isList, isObject, type Value } from '../value.ts';
import { SchemaFault, Unanswerable } from './fault.ts';
import { draftIn } from './draft.ts';
import { sortedEntries } from './plain-json.ts';
import type { Draft } from './schema.ts';

/** An address without and with what stands behind `#`. */
export interface Address {
  readonly base: string;
  readonly fragment: string;
}

export const ROOT: Address = { base: '', fragment: '' };

export const addressText = ({ base, fragment }: Address): string => (fragment === '' ? base : `${base}#${fragment}`);

/** A part of a schema that has an address, and the draft that it is written in. */
export interface Addressed {
  readonly document: Value;
  readonly draft?: Draft;
}

/** All that a schema gives an address, and what each of its references means where it stands. */
export interface Addresses {
  readonly meaning: ReadonlyMap<Value, Address>;
  at(address: Address): Addressed;
}

/** Reads ids and references. Errors: SchemaFault, where an id is given twice. */
export function addressesIn(document: Value): Addresses {
  const { draft } = draftIn(document);
  const known = new Map<string, Addressed>();
  const meaning = new Map<Value, Address>();
  const addressed = (part: Value): Addressed => ({ document: part, ...(draft === undefined ? {} : { draft }) });
  walk(document, ROOT, { known, meaning, addressed });
  known.set('', addressed(document));
  return { meaning, at: (address) => findAt(address, known) };
}

interface Walk {
  readonly known: Map<string, Addressed>;
  readonly meaning: Map<Value, Address>;
  addressed(part: Value): Addressed;
}

/** Keywords whose values are read as they are, and those that hold schemas by name. */
const LITERAL: ReadonlySet<string> = new Set(['const', 'enum']);
const BY_NAME: ReadonlySet<string> = new Set(['properties', 'dependencies', 'patternProperties']);

function walk(part: Value, outer: Address, into: Walk): void {
  if (isList(part)) for (const one of part) walk(one, outer, into);
  if (!isObject(part)) return;
  const address = addressOf(part, outer, into);
  const ref = part.get('$ref');
  if (typeof ref === 'string') into.meaning.set(part, resolve(address, ref));
  for (const [key, value] of sortedEntries(part)) {
    if (LITERAL.has(key)) continue;
    if (!BY_NAME.has(key)) walk(value, address, into);
    else if (isObject(value)) for (const [, one] of sortedEntries(value)) walk(one, address, into);
  }
}

function addressOf(part: ReadonlyMap<Value, Value>, outer: Address, { known, addressed }: Walk): Address {
  const id = part.get(part.has('id') ? 'id' : '$id');
  if (typeof id !== 'string') return outer;
  const address = resolve(outer, id);
  const text = addressText(address);
  if (known.has(text)) throw new SchemaFault(`Reference already exists: "${text}"`);
  known.set(text, addressed(part));
  return address;
}

/** Of addresses that Go and the web read alike; the others are left to OPA. */
export function resolve({ base }: Address, text: string): Address {
  const hash = text.indexOf('#');
  const [path, fragment] = hash < 0 ? [text, ''] : [text.slice(0, hash), text.slice(hash + 1)];
  if (!PLAIN.test(path) || !PLAIN.test(fragment) || /(?:^|\/)\.{1,2}(?:\/|$)/.test(path))
    throw new Unanswerable(`the address ${text} is not read here`);
  const behind = decodeURIComponent(fragment);
  if (path === '') return { base, fragment: behind };
  if (/^[a-z][a-z\d+.-]*:/.test(path)) return { base: path, fragment: behind };
  if (base === '') return { base: path.startsWith('/') ? path : `/${path}`, fragment: behind };
  if (!/^https?:\/\/[^/]+\//.test(base) || path.startsWith('?')) throw new Unanswerable(`the address ${text} is not read here`);
  return { base: new URL(path, base).href, fragment: behind };
}

const PLAIN = /^(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-7][\da-fA-F])*$/;

function findAt(address: Address, known: ReadonlyMap<string, Addressed>): Addressed {
  const exact = known.get(addressText(address));
  if (exact) return exact;
  const whole = known.get(address.base);
  if (whole) return { ...whole, document: pointTo(whole.document, address.fragment) };
  const text = addressText(address);
  if (/^[a-z][a-z\d+.-]*:\/\/[^/]/.test(text)) throw new Unanswerable(`the schema at ${text} is elsewhere`);
  throw new SchemaFault(`Reference ${text} must be canonical`);
}

/** Follows a JSON pointer. What is none stands for the whole document. */
function pointTo(document: Value, pointer: string): Value {
  if (!pointer.startsWith('/')) return document;
  return pointer
    .slice(1)
    .split('/')
    .reduce<Value>((part, token) => childOf(part, token), document);
}

function childOf(part: Value, token: string): Value {
  if (isObject(part)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const child = part.get(name);
    if (child === undefined) throw new SchemaFault(`Object has no key '${name}'`);
    return child;
  }
  if (!isList(part)) throw new SchemaFault(`Invalid token reference '${token}'`);
  if (!/^[-+]?\d+$/.test(token)) throw new SchemaFault(`Invalid array index '${token}'`);
  const child = part[Number(token)];
  if (child === undefined) throw new SchemaFault(`Out of bound array[0,${part.length}] index '${Number(token)}'`);
  return child;
}
