import { showValue } from './value-text.ts';
import { isDecimal, type Value } from './value.ts';

/** `sprintf` as OPA does it for the verbs that policies use: %s %v %d %q %x %o %b %f %e %g %t %%, with flags, width and precision. */
export function sprintf(format: Value, values: Value): Value | undefined {
  if (typeof format !== 'string' || !Array.isArray(values)) return undefined;
  const given = [...(values as readonly Value[])];
  const told = format.replace(VERB, (...parts: readonly unknown[]) => {
    const [whole, flags, width, precision, verb] = parts.slice(0, 5).map((part) => (part === undefined ? undefined : String(part)));
    if (verb === '%') return '%';
    const value = given.shift();
    if (value === undefined) return `%!${verb}(MISSING)`;
    return pad(render(verb ?? 'v', value, { precision, whole: whole ?? '' }), flags ?? '', Math.min(Number(width || 0), WIDEST));
  });
  return given.length === 0 ? told : `${told}%!(EXTRA ${given.map((value) => `${typeName(value)}=${plain(value)}`).join(', ')})`;
}

/** No text needs more, and a policy could ask for gigabytes. */
const WIDEST = 1000;
/** What JavaScript can tell of a number. */
const MOST_PLACES = 100;

const VERB = /%([-+# 0]*)(\d*)(?:\.(\d*))?([a-zA-Z%])/g;

interface Verb {
  readonly precision: string | undefined;
  readonly whole: string;
}

/** As OPA hands values to Go: numbers as they are, everything else as a text. */
function render(verb: string, given: Value, { precision }: Verb): string {
  const value = isDecimal(given) && Number.isFinite(Number(given.decimal)) ? Number(given.decimal) : given;
  if (typeof value !== 'number' && typeof value !== 'bigint') return renderText(verb, plain(value), precision);
  if (verb === 'v') return typeof value === 'number' ? shortest(value, MOST_PLAIN_DIGITS) : String(value);
  // `1.0` is a fraction to Go, as it is written.
  if (typeof value === 'bigint' || (Number.isInteger(value) && !isDecimal(given))) return renderWhole(verb, value) ?? wrong(verb, value);
  return renderFraction(verb, value, precision) ?? wrong(verb, value).replace('(int=', '(float64=');
}

function renderText(verb: string, text: string, precision: string | undefined): string {
  const cut = precision === undefined ? text : [...text].slice(0, Number(precision || 0)).join('');
  if (verb === 's' || verb === 'v') return cut;
  if (verb === 'q') return JSON.stringify(cut);
  if (verb !== 'x' && verb !== 'X') return wrong(verb, text);
  const digits = Buffer.from(cut).toString('hex');
  return verb === 'X' ? digits.toUpperCase() : digits;
}

function wrong(verb: string, value: Value): string {
  return `%!${verb}(${typeName(value)}=${typeof value === 'number' ? shortest(value, MOST_PLAIN_DIGITS) : plain(value)})`;
}

const RADIX: Readonly<Record<string, number>> = { d: 10, x: 16, X: 16, o: 8, b: 2 };
/** From how many digits on Go writes an exponent: for %v, and for %g. */
const MOST_PLAIN_DIGITS = 21;

function renderFraction(verb: string, value: number, precision: string | undefined): string | undefined {
  const places = precision === undefined ? 6 : Math.min(Number(precision || 0), MOST_PLACES);
  if (verb === 'f' || verb === 'F') return value.toFixed(places);
  if (verb === 'e') return twoDigits(value.toExponential(places));
  return verb === 'g' && precision === undefined ? shortest(value, MOST_PLAIN_DIGITS) : undefined;
}

function renderWhole(verb: string, value: number | bigint): string | undefined {
  const radix = RADIX[verb];
  if (verb === 's' && typeName(value) === '*big.Int') return String(value);
  if (verb === 'c' && value >= 0 && value <= 0x10ffff) return String.fromCodePoint(Number(value));
  if (radix === undefined) return undefined;
  return verb === 'X' ? value.toString(radix).toUpperCase() : value.toString(radix);
}

/** The fewest digits that mean this number, with an exponent below 0.0001 and from some size on. */
function shortest(value: number, most: number): string {
  const exponent = Number(value.toExponential().split('e')[1]);
  return value !== 0 && (exponent < -4 || exponent >= most) ? twoDigits(value.toExponential()) : String(value);
}

const twoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

function pad(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  return flags.includes('0') && /^-?[\d.]+$/.test(text) ? text.padStart(width, '0') : text.padStart(width);
}

/** Strings as they are, everything else as Rego writes it. */
function plain(value: Value): string {
  return typeof value === 'string' ? value : showValue(value);
}

function typeName(value: Value): string {
  if (typeof value === 'bigint') return value >= -(2n ** 63n) && value < 2n ** 63n ? 'int' : '*big.Int';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float64') : 'string';
}
