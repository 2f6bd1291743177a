import { momentOf, type Moment } from './calendar.ts';
import { DAYS, MONTHS, piecesOf } from './go-layout.ts';
import { isList, type Value } from './value.ts';

/** `time.format`: by RFC 3339, or by the layout that is given third. */
export function timeFormat(when: Value): Value | undefined {
  const moment = momentOf(isList(when) ? when.slice(0, 2) : when);
  const layout = isList(when) ? (when[2] ?? '') : '';
  if (!moment || typeof layout !== 'string') return undefined;
  return piecesOf(layout || 'RFC3339Nano')
    .map(({ kind, text }) => (kind === 'text' ? text : part(text, moment)))
    .join('');
}

const pad = (value: number, size: number, by = '0'): string => String(value).padStart(size, by);

function part(name: string, moment: Moment): string {
  if (/^[.,]/.test(name)) return fraction(name, moment);
  if (/^[-Z]07/.test(name)) return offset(name, moment);
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  return make ? make(moment.wall, moment) : name;
}

const hour12 = (wall: Date): number => wall.getUTCHours() % 12 || 12;
const yearDay = (wall: Date): number => Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;

const MAKERS: Readonly<Record<string, (wall: Date, moment: Moment) => string>> = {
  January: (wall) => MONTHS[wall.getUTCMonth()] ?? '',
  Jan: (wall) => (MONTHS[wall.getUTCMonth()] ?? '').slice(0, 3),
  Monday: (wall) => DAYS[wall.getUTCDay()] ?? '',
  Mon: (wall) => (DAYS[wall.getUTCDay()] ?? '').slice(0, 3),
  MST: (_, moment) => zoneName(moment),
  '2006': (wall) => pad(wall.getUTCFullYear(), 4),
  '06': (wall) => pad(wall.getUTCFullYear() % 100, 2),
  '01': (wall) => pad(wall.getUTCMonth() + 1, 2),
  '1': (wall) => String(wall.getUTCMonth() + 1),
  '02': (wall) => pad(wall.getUTCDate(), 2),
  _2: (wall) => pad(wall.getUTCDate(), 2, ' '),
  '2': (wall) => String(wall.getUTCDate()),
  '002': (wall) => pad(yearDay(wall), 3),
  __2: (wall) => pad(yearDay(wall), 3, ' '),
  '15': (wall) => pad(wall.getUTCHours(), 2),
  '03': (wall) => pad(hour12(wall), 2),
  '3': (wall) => String(hour12(wall)),
  '04': (wall) => pad(wall.getUTCMinutes(), 2),
  '4': (wall) => String(wall.getUTCMinutes()),
  '05': (wall) => pad(wall.getUTCSeconds(), 2),
  '5': (wall) => String(wall.getUTCSeconds()),
  PM: (wall) => (wall.getUTCHours() < 12 ? 'AM' : 'PM'),
  pm: (wall) => (wall.getUTCHours() < 12 ? 'am' : 'pm'),
};

/** The short names of zones are Go's own: no two systems agree on them. */
function zoneName({ zone }: Moment): string {
  if (zone === 'UTC' || zone === '') return 'UTC';
  throw new Error(`the short name of the zone ${zone} differs from system to system; write its offset, as -0700`);
}

function fraction(name: string, { wall, rest }: Moment): string {
  const nanoseconds = pad(wall.getUTCMilliseconds(), 3) + pad(Number(rest), 6);
  const digits = nanoseconds.slice(0, name.length - 1).padEnd(name.length - 1, '0');
  if (name[1] === '0') return name.charAt(0) + digits;
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : name.charAt(0) + kept;
}

function offset(name: string, { offsetMs }: Moment): string {
  if (name.startsWith('Z') && offsetMs === 0) return 'Z';
  const seconds = Math.abs(Math.trunc(offsetMs / 1000));
  const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((one) => pad(one, 2));
  const colon = name.includes(':') ? ':' : '';
  const count = (name.replaceAll(':', '').length - 1) / 2;
  return (offsetMs < 0 ? '-' : '+') + fields.slice(0, count).join(colon);
}
