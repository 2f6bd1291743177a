import { whole, type Value } from './value.ts';

const NS_PER_MS = 1_000_000n;
const RFC3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:[0-5]\d:[0-5]\d)(?:[.,](\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const EARLIEST = -(2n ** 63n);
const LATEST = 2n ** 63n - 1n;

/** `time.parse_rfc3339_ns`: nanoseconds since 1970, exactly; none outside of the years 1677 to 2262. */
export function parseRfc3339(text: Value): Value | undefined {
  const parts = typeof text === 'string' ? RFC3339.exec(text) : null;
  const [, day = '', clock = '', fraction = '', zone = ''] = parts ?? [];
  const ms = parts ? Date.parse(`${day}T${clock}${zone}`) : Number.NaN;
  if (!parts || Number.isNaN(ms) || !isDay(day) || clock.startsWith('24')) return undefined;
  return safeNanoseconds(BigInt(ms) * NS_PER_MS + BigInt(fraction.slice(0, 9).padEnd(9, '0')));
}

/** What fits 64 bits, as OPA has it. */
export function safeNanoseconds(time: bigint): Value | undefined {
  return time < EARLIEST || time > LATEST ? undefined : whole(time);
}

/** JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
