import { compareTexts } from './value-text.ts';
import { isObject, type Value } from './value.ts';

/**
 * `strings.replace_n`, as OPA answers it: from left to right, never twice, and of keys that begin alike the one that sorts first. The one
 * inside OPA's WebAssembly answers otherwise, and never ends with an empty key. Source: Go, strings.NewReplacer.
 */
export function replaceN(pairs: Value, text: Value): Value | undefined {
  if (!isObject(pairs) || typeof text !== 'string') return undefined;
  const entries = [...pairs];
  if (!entries.every((pair): pair is [string, string] => pair.every((one) => typeof one === 'string'))) return undefined;
  const sorted = entries
    .toSorted(([one], [other]) => compareTexts(one, other))
    .map(([key, value]) => [bytesOf(key), bytesOf(value)] as const);
  return Buffer.from(replace(sorted, bytesOf(text)), 'latin1').toString('utf8');
}

/** Go replaces bytes: each stands here as one character. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

type Pair = readonly [key: string, value: string];

function replace(pairs: readonly Pair[], text: string): string {
  const empty = pairs.find(([key]) => key === '');
  const byFirst = Map.groupBy(
    pairs.filter(([key]) => key !== ''),
    ([key]) => key.charAt(0),
  );
  const parts: string[] = [];
  let wasEmpty = false;
  for (let at = 0; at <= text.length;) {
    const found: Pair | undefined = empty && !wasEmpty ? empty : byFirst.get(text.charAt(at))?.find(([key]) => text.startsWith(key, at));
    wasEmpty = found !== undefined && found === empty;
    if (found) parts.push(found[1]);
    else parts.push(text.charAt(at));
    at += found ? found[0].length : 1;
  }
  return parts.join('');
}
