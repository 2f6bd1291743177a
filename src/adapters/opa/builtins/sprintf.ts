import type { Json } from '../../../model/json.ts';

/** `sprintf` as OPA does it for the verbs that policies use: %s %v %d %q %x %o %b %f %e %g %t %%, with flags, width and precision. */
export function sprintf(format: Json, values: Json): Json | undefined {
  if (typeof format !== 'string' || !Array.isArray(values)) return undefined;
  const given = [...(values as readonly Json[])];
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

function render(verb: string, value: Json, { precision }: Verb): string {
  if (verb === 's' || verb === 'v') return plain(value);
  if (verb === 'q') return typeof value === 'string' ? JSON.stringify(value) : plain(value);
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (typeof value !== 'number')
    return verb === 'x' && typeof value === 'string' ? Buffer.from(value).toString('hex') : `%!${verb}(${typeName(value)}=${plain(value)})`;
  return renderNumber(verb, value, precision) ?? `%!${verb}(${typeName(value)}=${plain(value)})`;
}

const RADIX: Readonly<Record<string, number>> = { d: 10, x: 16, X: 16, o: 8, b: 2 };

function renderNumber(verb: string, value: number, precision: string | undefined): string | undefined {
  const radix = RADIX[verb];
  if (radix !== undefined) {
    if (!Number.isInteger(value)) return undefined;
    const digits = value.toString(radix);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  const places = precision === undefined ? 6 : Math.min(Number(precision || 0), MOST_PLACES);
  if (verb === 'f' || verb === 'F') return value.toFixed(places);
  if (verb === 'e') return value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2');
  return verb === 'g' ? String(value) : undefined;
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  return flags.includes('0') && /^-?[\d.]+$/.test(text) ? text.padStart(width, '0') : text.padStart(width);
}

/** Strings as they are, everything else as Rego writes it. */
function plain(value: Json): string {
  return typeof value === 'string' ? value : rego(value);
}

function rego(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(rego).join(', ')}]`;
  return `{${Object.entries(value)
    .sort(([one], [other]) => Number(one > other) - Number(one < other))
    .map(([key, one]) => `${JSON.stringify(key)}: ${rego(one)}`)
    .join(', ')}}`;
}

function typeName(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
