import type { Json } from '../../../model/json.ts';

const NS_PER_MS = 1_000_000n;
const RFC3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * `time.parse_rfc3339_ns`: nanoseconds since 1970. JavaScript's numbers hold them exactly to 2^53 only, so whole milliseconds are right
 * and the rest is rounded: dates compare as they should.
 */
export function parseRfc3339(text: Json): Json | undefined {
  const parts = typeof text === 'string' ? RFC3339.exec(text) : null;
  const ms = parts ? Date.parse(`${parts[1]}${parts[3]}`) : Number.NaN;
  if (!parts || Number.isNaN(ms) || !isDay(parts[1] ?? '')) return undefined;
  return Number(BigInt(ms) * NS_PER_MS + BigInt((parts[2] ?? '').padEnd(9, '0')));
}

/** JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}
