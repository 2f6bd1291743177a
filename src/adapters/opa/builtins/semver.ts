import type { Value } from './value.ts';

const SEMVER = /^v?(\d+)\.(\d+)\.(\d+)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/** `semver.is_valid`. */
export function semverIsValid(text: Value): Value | undefined {
  return parse(text) !== undefined;
}

/** `semver.compare`: -1, 0 or 1 by precedence. Source: Semantic Versioning 2.0.0, 11. */
export function semverCompare(one: Value, other: Value): Value | undefined {
  const [left, right] = [parse(one), parse(other)];
  if (!left || !right) return undefined;
  for (const [index, number] of left.numbers.entries()) {
    const order = compare(number, right.numbers[index] ?? 0n);
    if (order !== 0) return order;
  }
  return comparePre(left.pre, right.pre);
}

interface Version {
  readonly numbers: readonly bigint[];
  readonly pre: readonly string[];
}

function parse(text: Value): Version | undefined {
  const parts = typeof text === 'string' ? SEMVER.exec(text) : null;
  if (!parts || parts[4]?.split('.').some((part) => /^0\d+$/.test(part))) return undefined;
  return { numbers: parts.slice(1, 4).map((digits) => BigInt(digits)), pre: parts[4]?.split('.') ?? [] };
}

const compare = <T extends bigint | string | number>(one: T, other: T): number => Number(one > other) - Number(one < other);

/** A version that is not released yet comes before the same that is; more parts come after fewer. */
function comparePre(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return compare(right.length, left.length);
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = comparePart(part, other);
    if (order !== 0) return order;
  }
  return compare(left.length, right.length);
}

const DIGITS = /^\d+$/;

/** Numbers by value and before words. */
function comparePart(one: string, other: string): number {
  const [left, right] = [DIGITS.test(one), DIGITS.test(other)];
  if (left && right) return compare(BigInt(one), BigInt(other));
  return left === right ? compare(one, other) : Number(right) - Number(left);
}
