import { DAYS, MONTHS, piecesOf } from './go-layout.ts';
import { safeNanoseconds } from './time.ts';
import type { Value } from './value.ts';

/** `time.parse_ns`: a time by a layout, as nanoseconds since 1970. Undefined where the text does not fit it. Source: Go, time.Parse. */
export function parseNanoseconds(layout: Value, text: Value): Value | undefined {
  if (typeof layout !== 'string' || typeof text !== 'string') return undefined;
  const instant = readTime(layout, text);
  return instant && safeNanoseconds(BigInt(instant.at) * 1_000_000n + instant.nanoseconds);
}

/** Whether a text is a time by a layout, also where it is too far away to be told in nanoseconds. */
export function fitsLayout(layout: string, text: string): boolean {
  return readTime(layout, text) !== undefined;
}

interface Instant {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly nanoseconds: bigint;
}

function readTime(layout: string, text: string): Instant | undefined {
  const fields: Fields = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanoseconds: 0n, offsetMs: 0 };
  const left = piecesOf(layout).reduce<string | undefined>(
    (rest, { kind, text: piece }) =>
      rest === undefined ? undefined : kind === 'text' ? afterText(rest, piece) : readPart(piece, rest, fields),
    text,
  );
  return left === '' ? instantOf(fields) : undefined;
}

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: bigint;
  offsetMs: number;
  isPm?: boolean;
  yearDay?: number;
}

/** A space in the layout stands for any number of them. */
function afterText(rest: string, piece: string): string | undefined {
  const pattern = piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/ +/g, ' *');
  return new RegExp(`^${pattern}`).exec(rest) ? rest.replace(new RegExp(`^${pattern}`), '') : undefined;
}

type Read = readonly [pattern: RegExp, set: (fields: Fields, text: string) => void];

const two = (key: 'month' | 'day' | 'hour' | 'minute' | 'second'): Read => [/^\d\d/, (fields, text) => void (fields[key] = Number(text))];
const short = (key: 'month' | 'day' | 'hour' | 'minute' | 'second'): Read => [
  /^\d\d?/,
  (fields, text) => void (fields[key] = Number(text)),
];
const oneOf = (names: readonly string[], set: Read[1]): Read => [new RegExp(`^(?:${names.join('|')})`, 'i'), set];
const three = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));
const indexIn = (names: readonly string[], text: string): number =>
  names.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));
const none = (): void => undefined;

const READERS: Readonly<Record<string, Read>> = {
  January: oneOf(MONTHS, (fields, text) => void (fields.month = indexIn(MONTHS, text) + 1)),
  Jan: oneOf(three(MONTHS), (fields, text) => void (fields.month = indexIn(MONTHS, text) + 1)),
  Monday: oneOf(DAYS, none),
  Mon: oneOf(three(DAYS), none),
  '2006': [/^\d{4}/, (fields, text) => void (fields.year = Number(text))],
  '06': [/^\d\d/, (fields, text) => void (fields.year = Number(text) + (Number(text) >= 69 ? 1900 : 2000))],
  '01': two('month'),
  '1': short('month'),
  '02': two('day'),
  _2: [/^ ?\d\d?/, (fields, text) => void (fields.day = Number(text))],
  '2': short('day'),
  '002': [/^\d{3}/, (fields, text) => void (fields.yearDay = Number(text))],
  __2: [/^ {0,2}\d{1,3}/, (fields, text) => void (fields.yearDay = Number(text))],
  // Go takes one digit here, too.
  '15': short('hour'),
  '03': two('hour'),
  '3': short('hour'),
  '04': two('minute'),
  '4': short('minute'),
  PM: [/^[AP]M/, (fields, text) => void (fields.isPm = text === 'PM')],
  pm: [/^[ap]m/, (fields, text) => void (fields.isPm = text === 'pm')],
  MST: [
    /^(?:GMT[+-]\d{1,2}|[A-Z]{2}ST|WITA|ChST|[A-Z]{3}ST|[A-Z]{3}T|[A-Z]{3}|[+-]\d\d)/,
    (fields, text) => void (fields.offsetMs = Number(/[+-]\d+$/.exec(text)?.[0] ?? 0) * 3_600_000),
  ],
};

function readPart(name: string, rest: string, fields: Fields): string | undefined {
  if (name === '05' || name === '5') return readSeconds(name, rest, fields);
  if (/^[.,]/.test(name)) return readFraction(name, rest, fields);
  if (/^[-Z]07/.test(name)) return readOffset(name, rest, fields);
  const [pattern, set] = (Object.hasOwn(READERS, name) ? READERS[name] : undefined) ?? [];
  const found = pattern?.exec(rest)?.[0];
  if (found === undefined || !set) return undefined;
  set(fields, found);
  return rest.slice(found.length);
}

/** A fraction may follow the seconds, also where the layout has none. */
function readSeconds(name: string, rest: string, fields: Fields): string | undefined {
  const [whole, seconds, digits = ''] = (name === '05' ? /^(\d\d)(?:[.,](\d+))?/ : /^(\d\d?)(?:[.,](\d+))?/).exec(rest) ?? [];
  if (whole === undefined) return undefined;
  fields.second = Number(seconds);
  if (digits !== '') fields.nanoseconds = BigInt(digits.slice(0, 9).padEnd(9, '0'));
  return rest.slice(whole.length);
}

/** The digits were read with the seconds; where a number of them is asked for, it was them. */
function readFraction(name: string, rest: string, fields: Fields): string | undefined {
  const [whole, digits] = /^[.,](\d+)/.exec(rest) ?? [];
  if (whole === undefined || digits === undefined) return name[1] === '9' || fields.nanoseconds > 0n ? rest : undefined;
  fields.nanoseconds = BigInt(digits.slice(0, 9).padEnd(9, '0'));
  return rest.slice(whole.length);
}

function readOffset(name: string, rest: string, fields: Fields): string | undefined {
  if (name.startsWith('Z') && rest.startsWith('Z')) return rest.slice(1);
  const colon = name.includes(':') ? ':' : '';
  const count = (name.replaceAll(':', '').length - 1) / 2;
  const pattern = new RegExp(`^([+-])(${Array.from({ length: count }, () => String.raw`\d\d`).join(colon)})`);
  const [whole, sign, digits = ''] = pattern.exec(rest) ?? [];
  if (whole === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (digits.replaceAll(':', '').match(/\d\d/g) ?? []).map(Number);
  fields.offsetMs = (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) * 1000;
  return rest.slice(whole.length);
}

function instantOf(fields: Fields): Instant | undefined {
  const { year, minute, second, nanoseconds, offsetMs, isPm, yearDay } = fields;
  if (isPm !== undefined && (fields.hour < 1 || fields.hour > 12)) return undefined;
  const hour = isPm === undefined ? fields.hour : (fields.hour % 12) + (isPm ? 12 : 0);
  const [month, day] = yearDay === undefined ? [fields.month, fields.day] : [1, yearDay];
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isThere = yearDay === undefined ? date.getUTCMonth() === month - 1 : date.getUTCFullYear() === year;
  if (!isThere || day < 1) return undefined;
  date.setUTCHours(hour, minute, second);
  return { at: date.getTime() - offsetMs, nanoseconds };
}
