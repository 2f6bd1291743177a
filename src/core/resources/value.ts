import type { Json } from '../../model/json.ts';

/** What an attribute of a resource holds. Maps are real ones, since files may name anything. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap | Unknown;

export type ValueMap = ReadonlyMap<string, Value>;

/** Set through something that the text does not tell: its words. Never the same as not set. */
export interface Unknown {
  readonly unknown: string;
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const isMap = (value: Value | undefined): value is ValueMap => value instanceof Map;

export const isUnknown = (value: Value | undefined): value is Unknown =>
  typeof value === 'object' && value !== null && 'unknown' in value && !isList(value) && !isMap(value);

/** Whether a value, or anything in it, cannot be told. */
export function holdsUnknown(value: Value | undefined): boolean {
  if (isList(value)) return value.some(holdsUnknown);
  if (isMap(value)) return [...value.values()].some(holdsUnknown);
  return isUnknown(value);
}

export function toValue(json: Json): Value {
  if (Array.isArray(json)) return json.map((one: Json) => toValue(one));
  if (typeof json !== 'object' || json === null) return json as Value;
  return new Map(Object.entries(json).map(([key, one]) => [key, toValue(one as Json)]));
}

/** The other way; what cannot be told is null. */
export function toJson(value: Value): Json {
  if (isList(value)) return value.map(toJson);
  if (isMap(value)) return Object.fromEntries([...value].map(([key, one]) => [key, toJson(one)]));
  return isUnknown(value) ? null : value;
}

/** Equal as Python has it: `True` is 1, order of keys does not count. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  if (isList(one)) return isList(other) && one.length === other.length && one.every((item, at) => same(item, other[at]));
  if (isMap(one))
    return isMap(other) && one.size === other.size && [...one].every(([key, item]) => other.has(key) && same(item, other.get(key)));
  if (isUnknown(one) || isUnknown(other)) return one === other;
  return plain(one) === plain(other);
}

const plain = (value: Value | undefined): Value | undefined => (typeof value === 'boolean' ? Number(value) : value);

/** As Python's `str` writes it: operators compare texts, `True` and `None` among them. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return literalOf(value);
}

function literalOf(value: Value | undefined): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (isMap(value)) return `{${[...value].map(([key, one]) => `${quoted(key)}: ${literalOf(one)}`).join(', ')}}`;
  return quoted(value.unknown);
}

const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"')
    ? `"${text}"`
    : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

/** A whole number as Python's `int` reads it; undefined where it reads none. */
export function integerOf(value: Value | undefined): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

/** A number as Python's `float` reads it; undefined where it reads none. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return value;
  const isNumber = typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value);
  return isNumber ? Number(value) : undefined;
}
