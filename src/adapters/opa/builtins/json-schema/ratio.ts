import { digitsOf, type Value } from '../value.ts';
import { Unanswerable } from './fault.ts';

/** A number exactly as it was written: limits are compared without rounding. */
export interface Ratio {
  readonly numerator: bigint;
  /** A power of ten. */
  readonly denominator: bigint;
}

const LONGEST_EXPONENT = 5000;

/** Undefined for what is no number. */
export function ratioOf(value: Value): Ratio | undefined {
  const [whole, sign = '', digits = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(digitsOf(value) ?? '') ?? [];
  if (whole === undefined) return undefined;
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > LONGEST_EXPONENT) throw new Unanswerable('a number with so large an exponent is not compared here');
  const numerator = BigInt(sign + digits + fraction);
  return shift >= 0 ? { numerator: numerator * 10n ** BigInt(shift), denominator: 1n } : { numerator, denominator: 10n ** BigInt(-shift) };
}

/** Below zero where the first is less. */
export function compareRatios(one: Ratio, other: Ratio): number {
  const [left, right] = [one.numerator * other.denominator, other.numerator * one.denominator];
  return Number(left > right) - Number(left < right);
}

export const isWhole = ({ numerator, denominator }: Ratio): boolean => numerator % denominator === 0n;

export const isMultiple = (one: Ratio, of: Ratio): boolean => (one.numerator * of.denominator) % (one.denominator * of.numerator) === 0n;

/** With more digits than that Go rounds. Source: Go, math/big, Float.SetRat: 64 bits at least. */
const EXACT_DIGITS = 18;

/** As Go prints a limit in a message: the shortest digits, and an exponent from a million on. Source: Go, math/big, Float.Format with `%v`. */
export function ratioText({ numerator, denominator }: Ratio): string {
  if (numerator === 0n) return '0';
  const sign = numerator < 0n ? '-' : '';
  const written = String(numerator < 0n ? -numerator : numerator);
  const digits = written.replace(/0+$/, '');
  if (digits.length > EXACT_DIGITS) throw new Unanswerable('a limit with so many digits is not printed here');
  const exponent = written.length - String(denominator).length;
  return sign + (exponent < -4 || exponent >= 6 ? withExponent(digits, exponent) : plain(digits, exponent));
}

function withExponent(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return digits.length > exponent + 1 ? `${whole}.${digits.slice(exponent + 1)}` : whole;
}
