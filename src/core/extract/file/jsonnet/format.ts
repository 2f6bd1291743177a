import type { Term } from './term.ts';
import { isArray, isObject, numberText, wrong, type Value } from './value.ts';

interface Look {
  readonly field: (name: string) => Value;
  readonly text: (value: Value) => string;
  readonly at: Pick<Term, 'at'>;
}

/** `'%5.2f' % value`, with lists by position and objects by name. Source: jsonnet.org, Standard Library, std.format. */
export function format(pattern: string, given: Value, look: Look): string {
  const items = isArray(given) ? given.items.map((item) => item()) : [given];
  let next = 0;
  const take = (): Value => {
    const item = items[next++];
    if (item === undefined) throw wrong(look.at, 'the format asks for more values than are given');
    return item;
  };
  return pattern.replaceAll(
    /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcs%])/g,
    (...[, name, flags = '', width, precision, kind = '']: (string | undefined)[]) => {
      if (kind === '%') return '%';
      const [wide, exact] = [width, precision].map((told) =>
        told === '*' ? Number(take()) : told === undefined ? undefined : Number(told),
      );
      if (name !== undefined && !isObject(given)) throw wrong(look.at, 'the format asks for names');
      const value = name === undefined ? take() : look.field(name);
      return padded(written(value, kind, { exact, flags, look }), flags, Math.min(wide ?? 0, 1000), kind);
    },
  );
}

interface How {
  readonly exact: number | undefined;
  readonly flags: string;
  readonly look: Look;
}

function written(value: Value, kind: string, { exact, flags, look }: How): string {
  if (kind === 's') return look.text(value).slice(0, exact);
  if (kind === 'c') return typeof value === 'number' ? String.fromCodePoint(value) : look.text(value);
  if (typeof value !== 'number') throw wrong(look.at, 'the format asks for a number');
  const text = numeric(value, kind, Math.min(exact ?? 6, 100), exact);
  return value >= 0 && flags.includes('+') ? `+${text}` : value >= 0 && flags.includes(' ') ? ` ${text}` : text;
}

function numeric(value: number, kind: string, digits: number, exact: number | undefined): string {
  const whole = Math.trunc(value);
  if ('diu'.includes(kind)) return String(whole).padStart(exact ?? 0, '0');
  if (kind === 'o') return whole.toString(8);
  if (kind === 'x' || kind === 'X') return kind === 'x' ? whole.toString(16) : whole.toString(16).toUpperCase();
  if (kind === 'f' || kind === 'F') return value.toFixed(digits);
  const lower = kind.toLowerCase() === 'e' ? exponent(value.toExponential(digits)) : general(value, digits || 1);
  return kind === kind.toUpperCase() ? lower.toUpperCase() : lower;
}

const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

function general(value: number, digits: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (power < -4 || power >= digits) return exponent(value.toExponential(digits - 1).replace(/\.?0+e/, 'e'));
  return numberText(Number(value.toPrecision(digits)));
}

function padded(text: string, flags: string, width: number, kind: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || kind === 's' || kind === 'c') return text.padStart(width);
  const sign = /^[+ -]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
