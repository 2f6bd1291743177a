import type { Value } from './value.ts';

/** `indexof_n`: where a text holds another, counted in code points; places may overlap. */
export function indexofN(text: Value, part: Value): Value | undefined {
  if (typeof text !== 'string' || typeof part !== 'string' || part === '') return undefined;
  const places: number[] = [];
  let points = 0;
  let seen = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    for (; seen < at; seen += (text.codePointAt(seen) ?? 0) > 0xffff ? 2 : 1) points++;
    places.push(points);
  }
  return places;
}
