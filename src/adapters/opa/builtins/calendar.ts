import { safeNanoseconds } from './time.ts';
import { isList, smallOf, wholeOf, type Value } from './value.ts';

const NS_PER_MS = 1_000_000n;
const MS_PER_DAY = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A moment as a clock in its zone shows it: `wall` is a Date whose UTC fields are the local ones. */
export interface Moment {
  readonly wall: Date;
  /** Nanoseconds below the millisecond. */
  readonly rest: bigint;
  readonly zone: string;
  /** Milliseconds that the clocks of the zone are ahead of UTC. */
  readonly offsetMs: number;
  readonly ns: bigint;
}

/** `time.date`: year, month, day. */
export function timeDate(when: Value): Value | undefined {
  const moment = momentOf(when);
  return moment && [moment.wall.getUTCFullYear(), moment.wall.getUTCMonth() + 1, moment.wall.getUTCDate()];
}

/** `time.clock`: hours, minutes, seconds. */
export function timeClock(when: Value): Value | undefined {
  const moment = momentOf(when);
  return moment && [moment.wall.getUTCHours(), moment.wall.getUTCMinutes(), moment.wall.getUTCSeconds()];
}

/** `time.weekday`: `Monday`. */
export function timeWeekday(when: Value): Value | undefined {
  const moment = momentOf(when);
  return moment && WEEKDAYS[moment.wall.getUTCDay()];
}

/** `time.add_date`: years, months and days later by the clock of the zone; 31 April is 1 May. */
export function timeAddDate(when: Value, years: Value, months: Value, days: Value): Value | undefined {
  const [moment, year, month, day] = [momentOf(when), smallOf(years), smallOf(months), smallOf(days)];
  if (!moment || year === undefined || month === undefined || day === undefined) return undefined;
  const wall = new Date(moment.wall);
  wall.setUTCFullYear(wall.getUTCFullYear() + year, wall.getUTCMonth() + month, wall.getUTCDate() + day);
  if (Number.isNaN(wall.getTime())) return undefined;
  return safeNanoseconds(BigInt(toUtc(wall.getTime(), moment.zone)) * NS_PER_MS + moment.rest);
}

/** `time.diff`: years, months, days, hours, minutes and seconds between two moments, by the clock of the first. */
export function timeDiff(one: Value, other: Value): Value | undefined {
  const [left, far] = [momentOf(one), momentOf(other)];
  const right = left && far && momentIn(far.ns, left.zone);
  if (!left || !right) return undefined;
  const [from, to] = left.ns > right.ns ? [right, left] : [left, right];
  const [start, end] = [fieldsOf(from.wall), fieldsOf(to.wall)];
  const parts = end.map((value, index) => value - (start[index] ?? 0));
  const firstMonth = daysIn(from.wall.getUTCFullYear(), from.wall.getUTCMonth());
  borrow(parts, [12, firstMonth, 24, 60, 60]);
  return parts;
}

function fieldsOf(wall: Date): readonly number[] {
  const day = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  return [...day, wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
}

/** What is below 0 takes one from the larger unit before it. */
function borrow(parts: number[], sizes: readonly number[]): void {
  for (let at = parts.length - 1; at > 0; at--) {
    if ((parts[at] ?? 0) >= 0) continue;
    parts[at] = (parts[at] ?? 0) + (sizes[at - 1] ?? 0);
    parts[at - 1] = (parts[at - 1] ?? 0) - 1;
  }
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** Nanoseconds, or a list of them and the name of a zone. */
export function momentOf(when: Value): Moment | undefined {
  const [time, zone = 'UTC'] = isList(when) ? when : [when];
  const ns = time === undefined ? undefined : wholeOf(time);
  if (ns === undefined || safeNanoseconds(ns) === undefined || typeof zone !== 'string') return undefined;
  return momentIn(ns, zone);
}

function momentIn(ns: bigint, zone: string): Moment | undefined {
  const rest = ((ns % NS_PER_MS) + NS_PER_MS) % NS_PER_MS;
  const ms = Number((ns - rest) / NS_PER_MS);
  const offset = offsetOf(ms, zone);
  return offset === undefined ? undefined : { wall: new Date(ms + offset), rest, zone, offsetMs: offset, ns };
}

/** Milliseconds that the clocks of a zone are ahead of UTC; undefined for a zone that is none. */
function offsetOf(ms: number, zone: string): number | undefined {
  if (zone === '' || zone === 'UTC') return 0;
  if (zone === 'Local') throw new Error('the zone `Local` differs from machine to machine');
  const format = formatOf(zone);
  if (!format) return undefined;
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, newFormat(zone));
  return formats.get(zone);
}

/** Go knows zones by the names of their files, so by their letter case. */
function newFormat(zone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: zone, hourCycle: 'h23', calendar: 'gregory' });
  } catch {
    return undefined;
  }
}

/** The moment that clocks of a zone show. In a gap or an overlap: by the offset that Go takes, the one of the day before. */
function toUtc(wall: number, zone: string): number {
  const guess = wall - (offsetOf(wall, zone) ?? 0);
  const offset = offsetOf(guess, zone) ?? 0;
  if (wall - offset === guess) return guess;
  const before = offsetOf(wall - MS_PER_DAY, zone) ?? 0;
  return wall - before;
}
