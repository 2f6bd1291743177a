import { whole as exact, type Value } from './value.ts';

/** Nanoseconds of each unit: Go's, and OPA's days, weeks and years of 365 days. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
  ['w', 604_800_000_000_000n],
  ['y', 31_536_000_000_000_000n],
]);
const WHOLE = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|[smhdwy]))+)$/;
const PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|[smhdwy])/g;
/** What fits Go's 64 bits. */
const MOST = 2n ** 63n;
const LONGEST = 200;

/** `time.parse_duration_ns`: `1h30m` in nanoseconds. */
export function parseDuration(text: Value): Value | undefined {
  if (typeof text !== 'string' || text.length > LONGEST || !WHOLE.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const size = UNITS.get(unit) ?? 0n;
    total += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  if (total >= MOST) return undefined;
  return exact(text.startsWith('-') ? -total : total);
}
