import { format } from './format.ts';
import type { Term } from './term.ts';
import {
  arrayOf,
  fieldOf,
  isArray,
  isObject,
  numberText,
  objectOf,
  typeOf,
  visibleFields,
  wrong,
  type ObjectValue,
  type Value,
} from './value.ts';

export interface Machine {
  get(object: ObjectValue, name: string, at: Pick<Term, 'at'>): Value;
  /** Counts work; too much of it ends the file. */
  step(at: Pick<Term, 'at'>): void;
}

export interface Place {
  readonly machine: Machine;
  readonly at: Pick<Term, 'at'>;
}

export function binary(operator: string, left: Value, right: Value, place: Place): Value {
  if (operator === '+') return plus(left, right, place);
  if (operator === '==' || operator === '!=') return same(left, right, place) === (operator === '==');
  if (operator === 'in' && isObject(right)) return fieldOf(right, String(left)) !== undefined;
  if (operator === '%' && typeof left === 'string') return formatted(left, right, place);
  if (['<', '<=', '>', '>='].includes(operator)) return ordered(operator, compare(left, right, place));
  if (typeof left !== 'number' || typeof right !== 'number')
    throw wrong(place.at, `\`${operator}\` is not for ${typeOf(left)} and ${typeOf(right)}`);
  const value = NUMERIC[operator]?.(left, right);
  if (value === undefined || !Number.isFinite(value)) throw wrong(place.at, `\`${operator}\` gives no number here`);
  return value;
}

const ordered = (operator: string, order: number): boolean =>
  operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;

const NUMERIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<<': (left, right) => left << right,
  '>>': (left, right) => left >> right,
};

/** What one value may hold in all. */
const MAX_LENGTH = 1_000_000;

function plus(left: Value, right: Value, place: Place): Value {
  if (typeof left === 'string' || typeof right === 'string') {
    const text = textOf(left, place) + textOf(right, place);
    if (text.length > MAX_LENGTH) throw wrong(place.at, 'this text grows too long');
    return text;
  }
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (isArray(left) && isArray(right)) {
    if (left.items.length + right.items.length > MAX_LENGTH) throw wrong(place.at, 'this list grows too long');
    return arrayOf([...left.items, ...right.items]);
  }
  if (isObject(left) && isObject(right)) {
    if (left.layers.length + right.layers.length > 1000) throw wrong(place.at, 'too many objects are added');
    return objectOf([...left.layers, ...right.layers]);
  }
  throw wrong(place.at, `\`+\` is not for ${typeOf(left)} and ${typeOf(right)}`);
}

function formatted(pattern: string, given: Value, place: Place): string {
  const field = (name: string): Value => (isObject(given) ? place.machine.get(given, name, place.at) : null);
  return format(pattern, given, { field, text: (value) => textOf(value, place), at: place.at });
}

export function same(left: Value, right: Value, place: Place): boolean {
  place.machine.step(place.at);
  if (isArray(left) && isArray(right))
    return left.items.length === right.items.length && left.items.every((item, at) => same(item(), right.items[at]?.() ?? null, place));
  if (isObject(left) && isObject(right)) {
    const [own, other] = [visibleFields(left), visibleFields(right)];
    const value = (of: ObjectValue, name: string): Value => place.machine.get(of, name, place.at);
    return own.length === other.length && own.every((name, at) => name === other[at] && same(value(left, name), value(right, name), place));
  }
  return left === right;
}

export function compare(left: Value, right: Value, place: Place): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (!isArray(left) || !isArray(right)) throw wrong(place.at, `${typeOf(left)} and ${typeOf(right)} have no order`);
  for (const [at, item] of left.items.entries()) {
    const other = right.items[at];
    const order = other ? compare(item(), other(), place) : 1;
    if (order !== 0) return order;
  }
  return left.items.length - right.items.length;
}

/** As Jsonnet makes a text of any value: JSON with a space behind colons and commas. */
export function textOf(value: Value, place: Place): string {
  place.machine.step(place.at);
  return typeof value === 'string' ? value : jsonText(value, place);
}

function jsonText(value: Value, place: Place): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return JSON.stringify(value);
  place.machine.step(place.at);
  if (value.is === 'array') return `[${value.items.map((item) => jsonText(item(), place)).join(', ')}]`.replace(/^\[\]$/, '[ ]');
  if (value.is === 'function') throw wrong(place.at, 'a function is no text');
  const names = visibleFields(value);
  return names.length === 0
    ? '{ }'
    : `{${names.map((name) => `${JSON.stringify(name)}: ${jsonText(place.machine.get(value, name, place.at), place)}`).join(', ')}}`;
}
