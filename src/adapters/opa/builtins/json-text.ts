import { compareTexts, readValue, showValue } from './value-text.ts';
import { digitsOf, isList, isObject, isSet, type Value } from './value.ts';

/** How JSON is laid out: nothing between, or a line for each item. */
interface Layout {
  readonly prefix: string;
  readonly indent: string;
}

/** A value as Go's `json.Marshal` writes it: sets are lists, keys are texts in their order, and markup is escaped. */
export function jsonText(value: Value, layout?: Layout): string {
  return layout ? layout.prefix + write(value, layout, 1) : write(value, undefined, 0);
}

function write(value: Value, layout: Layout | undefined, depth: number): string {
  if (typeof value === 'string') return goString(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value))
    return wrap(
      '[]',
      value.map((one) => write(one, layout, depth + 1)),
      layout,
      depth,
    );
  if (isSet(value)) return write(sorted(value), layout, depth);
  if (!isObject(value)) return digitsOf(value) ?? 'null';
  const entries = [...value].map(([key, one]) => [keyText(key), one] as const).toSorted(([one], [other]) => compareTexts(one, other));
  const colon = layout ? ': ' : ':';
  return wrap(
    '{}',
    entries.map(([key, one]) => goString(key) + colon + write(one, layout, depth + 1)),
    layout,
    depth,
  );
}

const keyText = (key: Value): string => (typeof key === 'string' ? key : showValue(key));

const sorted = (set: ReadonlySet<Value>): Value =>
  readValue(
    `[${showValue(set)
      .replace(/^set\(\)$/, '{}')
      .slice(1, -1)}]`,
  );

function wrap(brackets: string, items: readonly string[], layout: Layout | undefined, depth: number): string {
  const [open = '', close = ''] = brackets;
  if (!layout || items.length === 0) return open + items.join(',') + close;
  const line = (level: number): string => `\n${layout.prefix}${layout.indent.repeat(level)}`;
  return open + items.map((one) => line(depth) + one).join(',') + line(depth - 1) + close;
}

/** Go escapes what could end a script. Source: Go, encoding/json, Marshal. */
function goString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(/[<>&\u2028\u2029\u007f]|\\b|\\f/g, (one) => ESCAPES[one] ?? one);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as a value, with exact numbers; undefined for what is no JSON. */
export function parseJson(text: string): Value | undefined {
  try {
    JSON.parse(text);
    return readValue(text);
  } catch {
    return undefined;
  }
}
