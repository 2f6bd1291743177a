import { digitsOf, isList, isObject, isSet, numberOf, type Value } from './value.ts';

/** Rego has no deeper values, and a stack ends somewhere. */
const DEEPEST = 1000;
const TOKEN = /\s*(?:([[\]{}(),:])|("(?:[^"\\]|\\.)*")|(-?\.?\d[\d.eE+-]*)|(null|true|false|set))/y;

/** Reads a value as OPA's WebAssembly writes it: JSON with sets and any keys. Throws when it is none. */
export function readValue(text: string): Value {
  return new Reader(text).whole();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Value {
    return this.#value(this.#token(), 0);
  }

  #token(): string {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    if (!found) throw new SyntaxError(`no value at ${this.#at}`);
    this.#at = TOKEN.lastIndex;
    return found[1] ?? found[2] ?? found[3] ?? found[4] ?? '';
  }

  #value(token: string, depth: number): Value {
    if (depth > DEEPEST) throw new SyntaxError(`a value nests deeper than ${DEEPEST}`);
    if (token === '[') return this.#items(']', depth);
    if (token === '{') return this.#braces(depth);
    if (token === 'set') return this.#emptySet();
    if (token.startsWith('"')) return JSON.parse(token) as string;
    if (token === 'null') return null;
    return token === 'true' || token === 'false' ? token === 'true' : numberOf(token);
  }

  #items(end: string, depth: number): Value[] {
    const items: Value[] = [];
    for (let token = this.#token(); token !== end; token = this.#token()) if (token !== ',') items.push(this.#value(token, depth + 1));
    return items;
  }

  #emptySet(): Value {
    this.#token();
    this.#token();
    return new Set();
  }

  /** `{}` is an object; else the first `:` tells objects from sets. */
  #braces(depth: number): Value {
    const first = this.#token();
    if (first === '}') return new Map();
    const key = this.#value(first, depth + 1);
    if (this.#token() !== ':') {
      this.#at--;
      return new Set([key, ...this.#items('}', depth)]);
    }
    const object = new Map([[key, this.#value(this.#token(), depth + 1)]]);
    for (let token = this.#token(); token !== '}'; token = this.#token()) {
      if (token === ',') continue;
      const next = this.#value(token, depth + 1);
      this.#token();
      object.set(next, this.#value(this.#token(), depth + 1));
    }
    return object;
  }
}

/** Writes a value as OPA's WebAssembly reads it. Halves of characters become U+FFFD, as in Go. */
export function writeValue(value: Value): string {
  return write(value, ',', ':', (text) => JSON.stringify(text.toWellFormed()));
}

/** Writes a value as Rego shows it: `{"a": [1, 2]}`, in the order of Rego. */
export function showValue(value: Value): string {
  return write(value, ', ', ': ', JSON.stringify);
}

function write(value: Value, comma: string, colon: string, text: (value: string) => string): string {
  const each = (one: Value): string => write(one, comma, colon, text);
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(each).join(comma)}]`;
  if (isSet(value)) return value.size === 0 ? 'set()' : `{${[...value].toSorted(compareValues).map(each).join(comma)}}`;
  if (isObject(value))
    return `{${entriesOf(value)
      .map(([key, one]) => each(key) + colon + each(one))
      .join(comma)}}`;
  return digitsOf(value) ?? 'null';
}

/** The entries of an object in the order of Rego. */
export function entriesOf(object: ReadonlyMap<Value, Value>): readonly (readonly [Value, Value])[] {
  return [...object].toSorted(([one], [other]) => compareValues(one, other));
}

/** The order of Rego's values: null, booleans, numbers, texts, lists, objects, sets. Source: OPA, Policy Reference, Ordering. */
export function compareValues(one: Value, other: Value): number {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  if (rank !== otherRank) return rank - otherRank;
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  if (isList(one) && isList(other)) return compareLists(one, other);
  if (isSet(one) && isSet(other)) return compareLists([...one].toSorted(compareValues), [...other].toSorted(compareValues));
  if (isObject(one) && isObject(other)) return compareObjects(one, other);
  return rank === 2 ? compareNumbers(one, other) : Number(one) - Number(other);
}

export function sameValue(one: Value, other: Value): boolean {
  return compareValues(one, other) === 0;
}

function rankOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'string') return 3;
  if (isList(value)) return 4;
  if (isObject(value)) return 5;
  return isSet(value) ? 6 : 2;
}

/** By code points, as bytes of UTF-8 compare. */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const size = Math.min(one.length, other.length);
  for (let at = 0; at < size; at++) {
    const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (left === right) continue;
    const surrogates = Number(left >= 0xd800 && left < 0xe000) - Number(right >= 0xd800 && right < 0xe000);
    return surrogates === 0 ? left - right : surrogates * (Math.max(left, right) >= 0xe000 ? 1 : Math.sign(surrogates * (left - right)));
  }
  return one.length - other.length;
}

function compareNumbers(one: Value, other: Value): number {
  const [left, right] = [digitsOf(one) ?? '0', digitsOf(other) ?? '0'];
  if (left === right) return 0;
  const both = typeof one === 'bigint' && typeof other === 'bigint';
  return both ? Number(one > other) - Number(one < other) : Number(left) - Number(right) || Number(left > right) - Number(left < right);
}

function compareLists(one: readonly Value[], other: readonly Value[]): number {
  for (const [index, item] of one.entries()) {
    const twin = other[index];
    if (twin === undefined) return 1;
    const order = compareValues(item, twin);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

function compareObjects(one: ReadonlyMap<Value, Value>, other: ReadonlyMap<Value, Value>): number {
  const [left, right] = [entriesOf(one), entriesOf(other)];
  for (const [index, [key, value]] of left.entries()) {
    const twin = right[index];
    if (twin === undefined) return 1;
    const order = compareValues(key, twin[0]) || compareValues(value, twin[1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
