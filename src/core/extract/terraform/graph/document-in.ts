import { isTooDeep } from '../../../text/depth-guard.ts';
import { isList, isMap, isUnknown, type Value } from '../../../resources/value.ts';

/** Longer texts stay texts. */
const LONGEST = 100_000;

// The mark of a hole in a text: no document has it.
const MARK = '\u0001';

/**
 * The JSON document that the parts of a text make up, such as the policy of a role; undefined where they make up none. A text in it
 * with a part that cannot be told is itself unknown.
 */
export function documentIn(parts: readonly Value[]): Value | undefined {
  const holes: string[] = [];
  const text = parts.map((part) => pieceOf(part, holes)).join('');
  if (text.length > LONGEST || !/^\s*[[{]/.test(text) || isTooDeep(text)) return undefined;
  try {
    return filled(JSON.parse(text), holes);
  } catch {
    return undefined;
  }
}

function pieceOf(part: Value, holes: string[]): string {
  if (!isUnknown(part) && !isList(part) && !isMap(part)) return String(part ?? '');
  holes.push(isUnknown(part) ? part.unknown : 'a list');
  return `\\u0001${holes.length - 1}\\u0001`;
}

function filled(value: unknown, holes: readonly string[]): Value {
  if (Array.isArray(value)) return value.map((one) => filled(one, holes));
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, one]) => [key, filled(one, holes)]));
  if (typeof value !== 'string' || !value.includes(MARK)) return value as Value;
  const words = value.split(MARK).map((word, at) => (at % 2 === 0 ? word : `\${${holes[Number(word)] ?? ''}}`));
  return { unknown: words.join('') };
}
