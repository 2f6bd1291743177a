import { jsonText } from '../json-text.ts';
import { compareTexts } from '../value-text.ts';
import { digitsOf, isList, isObject, type Value } from '../value.ts';
import { Unanswerable } from './fault.ts';

/** The text by which values are compared: numbers as floating point, so that `1` is `1.0`. Source: OPA, internal/gojsonschema, utils.go. */
export const comparedText = (value: Value): string => jsonText(withFloats(value));

function withFloats(value: Value): Value {
  if (isList(value)) return value.map(withFloats);
  if (isObject(value)) return new Map([...value].map(([key, one]) => [key, withFloats(one)]));
  const digits = digitsOf(value);
  if (digits === undefined) return value;
  const number = Number(digits);
  if (!Number.isFinite(number)) throw new Unanswerable('a number that no floating point holds is not compared here');
  return Object.is(number, -0) ? { decimal: '-0' } : number;
}

/** The entries of an object in the order of their names. Go has none: what it tells in any order, we tell in this one. */
export function sortedEntries(object: ReadonlyMap<Value, Value>): readonly (readonly [string, Value])[] {
  return [...object].map(([key, value]) => [String(key), value] as const).toSorted(([one], [other]) => compareTexts(one, other));
}
