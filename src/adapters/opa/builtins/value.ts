/** A number that JavaScript cannot hold, as its digits: `1e400`, `0.1000000000000000000001`. */
export interface Decimal {
  readonly decimal: string;
}

/** Whatever Rego can say: whole numbers beyond 2^53 stay exact, sets and keys that are no strings stay what they are. */
export type Value = null | boolean | string | number | bigint | Decimal | readonly Value[] | ReadonlySet<Value> | ReadonlyMap<Value, Value>;

/** A pure builtin of the host. Undefined means what it means in Rego: no value. */
export type Builtin = (...args: readonly Value[]) => Value | undefined;

/** One that depends on the time, in nanoseconds since 1970. */
export type TimedBuiltin = (now: bigint, ...args: readonly Value[]) => Value | undefined;

/** A number by its digits as Rego writes it. */
export function numberOf(digits: string): number | bigint | Decimal {
  if (/^-?\d+$/.test(digits)) {
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : BigInt(digits);
  }
  return String(Number(digits)) === digits ? Number(digits) : { decimal: digits.replace(/^(-?)\./, '$10.') };
}

/** A whole number in the shape that values have. */
export function whole(number: bigint): number | bigint {
  const small = Number(number);
  return Number.isSafeInteger(small) ? small : number;
}

/** The digits of a number, or undefined for anything else. */
export function digitsOf(value: Value): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return isDecimal(value) ? value.decimal : undefined;
}

export function isDecimal(value: Value): value is Decimal {
  return typeof value === 'object' && value !== null && 'decimal' in value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isSet(value: Value): value is ReadonlySet<Value> {
  return value instanceof Set;
}

export function isObject(value: Value): value is ReadonlyMap<Value, Value> {
  return value instanceof Map;
}

/** The value as a whole number: `3`, `3.0` and `30e-1` are one. Beyond this many digits nothing is. */
export function wholeOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  const parts = isDecimal(value) ? /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(value.decimal) : null;
  if (!parts) return undefined;
  const [, sign = '', digits = '', fraction = '', exponent = '0'] = parts;
  const all = (digits + fraction).replace(/^0+(?=\d)/, '');
  const shift = Number(exponent) - fraction.length;
  if (shift > LONGEST_EXPONENT) return undefined;
  if (shift >= 0) return BigInt(sign + all + '0'.repeat(shift));
  return /^0*$/.test(all.slice(shift)) ? BigInt(sign + (all.slice(0, shift) || '0')) : undefined;
}

const LONGEST_EXPONENT = 10_000;

/** A whole number that JavaScript holds. */
export function smallOf(value: Value): number | undefined {
  const number = wholeOf(value);
  return number === undefined || !Number.isSafeInteger(Number(number)) ? undefined : Number(number);
}

/** A list or a set of texts. */
export function textsOf(value: Value): readonly string[] | undefined {
  const list = isSet(value) ? [...value] : value;
  return isList(list) && list.every((one): one is string => typeof one === 'string') ? list : undefined;
}
