import type { Value } from './value.ts';
import { numberOf, whole } from './value.ts';

const AMOUNT = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,6})?)([^\d\s.].*)?$/s;
const STEPS = 'kmgtpe';
/** More digits than any size has; a policy could ask for a million. */
const LARGEST_EXPONENT = 4000;

/** An exact amount: `digits / 10 ** places`. */
interface Amount {
  readonly digits: bigint;
  readonly places: number;
  readonly unit: string;
}

/** `units.parse`: `10K` is 10000, `10Ki` is 10240, `100m` is 0.1. */
export function unitsParse(text: Value): Value | undefined {
  const amount = amountOf(text);
  const factor = amount && factorOf(amount.unit.slice(0, 1) + amount.unit.slice(1).toLowerCase());
  if (!amount || factor === undefined) return undefined;
  // Source: OPA, parse_units.go: the binary fraction nearest to 0.001, cut to ten places.
  const milli = factor === 0n;
  return quotient(amount.digits * (milli ? 1n : factor), amount.places + (milli ? 3 : 0));
}

/** `units.parse_bytes`: `10KB` is 10000, `10KiB` is 10240. Parts of a byte are cut off. */
export function parseBytes(text: Value): Value | undefined {
  const amount = amountOf(typeof text === 'string' ? text.toLowerCase() : text);
  const factor = amount && bytesFactor(amount.unit);
  if (!amount || factor === undefined) return undefined;
  return whole((amount.digits * factor) / 10n ** BigInt(amount.places));
}

function amountOf(text: Value): Amount | undefined {
  const parts = typeof text === 'string' && text.length < LARGEST_EXPONENT ? AMOUNT.exec(text.replaceAll('"', '')) : null;
  if (!parts) return undefined;
  const [, number = '', unit = ''] = parts;
  const [base = '', exponent = '0'] = number.toLowerCase().split('e');
  const [before = '', after = ''] = base.replace(/^\+/, '').split('.');
  const places = after.length - Number(exponent);
  if (Math.abs(places) > LARGEST_EXPONENT) throw new Error(`the exponent of ${number} is too large`);
  if (unit.includes(' ')) return undefined;
  const digits = BigInt(`${before}${after}` === '-' ? '0' : `${before}${after}`);
  return places >= 0 ? { digits, places, unit } : { digits: digits * 10n ** BigInt(-places), places: 0, unit };
}

/** 0 stands for thousandths. */
function factorOf(unit: string): bigint | undefined {
  if (unit === '') return 1n;
  if (unit === 'm') return 0n;
  if (!/^[kKMgGtTpPeE]$|^[kKmMgGtTpPeE]i$/.test(unit)) return undefined;
  return power(unit);
}

function bytesFactor(unit: string): bigint | undefined {
  if (unit === '') return 1n;
  return /^[kmgtpe]i?b?$/.test(unit) ? power(unit.replace(/b$/, '')) : undefined;
}

function power(unit: string): bigint {
  return (unit.endsWith('i') ? 1024n : 1000n) ** BigInt(STEPS.indexOf(unit.charAt(0).toLowerCase()) + 1);
}

/** Whole, or with ten places as OPA writes it. */
function quotient(digits: bigint, places: number): Value {
  const divisor = 10n ** BigInt(places);
  if (digits % divisor === 0n) return whole(digits / divisor);
  const size = digits < 0n ? -digits : digits;
  const tenths = (size * 10n ** 10n * 2n + divisor) / (divisor * 2n);
  const written = String(tenths).padStart(11, '0');
  return numberOf(`${digits < 0n ? '-' : ''}${written.slice(0, -10)}.${written.slice(-10)}`);
}
