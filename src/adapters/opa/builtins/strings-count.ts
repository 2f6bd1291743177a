import type { Value } from './value.ts';

/** `strings.count`: how often a text holds another, without overlap. */
export function stringsCount(text: Value, part: Value): Value | undefined {
  if (typeof text !== 'string' || typeof part !== 'string') return undefined;
  return part === '' ? [...text].length + 1 : text.split(part).length - 1;
}
