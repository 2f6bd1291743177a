import { Unreadable } from '../reading.ts';
import type { Term } from './term.ts';

/** A value that is computed when it is first asked for. */
export type Lazy = () => Value;

export type Value = null | boolean | number | string | ArrayValue | ObjectValue | FunctionValue;

export interface ArrayValue {
  readonly is: 'array';
  readonly items: readonly Lazy[];
}

/** Objects that were added, the oldest first. */
export interface ObjectValue {
  readonly is: 'object';
  readonly layers: readonly Layer[];
  readonly told: Map<string, Value>;
}

export interface Layer {
  readonly fields: ReadonlyMap<string, LayerField>;
}

export interface LayerField {
  readonly at: number;
  readonly hidden: boolean;
  readonly plus: boolean;
  /** Its value in the whole object; `below` is the index of its own layer: `super` is what stands below. */
  readonly of: (self: ObjectValue, below: number) => Value;
}

export interface FunctionValue {
  readonly is: 'function';
  call(given: readonly Lazy[], named: ReadonlyMap<string, Lazy>): Value;
}

export const arrayOf = (items: readonly Lazy[]): ArrayValue => ({ is: 'array', items });
export const arrayOfValues = (items: readonly Value[]): ArrayValue => arrayOf(items.map((item) => () => item));
export const objectOf = (layers: readonly Layer[]): ObjectValue => ({ is: 'object', layers, told: new Map() });

export function once(compute: Lazy): Lazy {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}

export const isArray = (value: Value): value is ArrayValue => typeof value === 'object' && value?.is === 'array';
export const isObject = (value: Value): value is ObjectValue => typeof value === 'object' && value?.is === 'object';

export function fieldOf(object: ObjectValue, name: string, from = object.layers.length): { field: LayerField; layer: number } | undefined {
  for (let layer = from - 1; layer >= 0; layer--) {
    const field = object.layers[layer]?.fields.get(name);
    if (field) return { field, layer };
  }
  return undefined;
}

/** A field is hidden where the newest layer that says so hides it; `+:` and `:` leave it as it was. */
export function visibleFields(object: ObjectValue): readonly string[] {
  const names = new Map<string, boolean>();
  for (const { fields } of object.layers) for (const [name, { hidden }] of fields) names.set(name, hidden || names.get(name) === true);
  return [...names].flatMap(([name, hidden]) => (hidden ? [] : [name])).toSorted();
}

export function typeOf(value: Value): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? value.is : typeof value;
}

export function wrong({ at }: Pick<Term, 'at'>, message: string): Unreadable {
  return new Unreadable(at, message);
}

/** As Jsonnet writes a number: whole ones without a point, others with 17 digits at most. */
export const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e17 ? String(value) : String(Number(value.toPrecision(17)));
