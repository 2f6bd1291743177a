import type { NumberRange } from './part.ts';

export const isWithin = (number: number, ranges: readonly NumberRange[]): boolean =>
  ranges.some(({ start, end }) => number >= start && number <= end);

/** The ranges of which the others no longer hold every number. */
export function lostRanges(before: readonly NumberRange[], after: readonly NumberRange[]): readonly NumberRange[] {
  const held = joined(after);
  return before.filter(({ start, end }) => {
    const holder = held[lastNotAfter(held, start)];
    return holder === undefined || holder.start > start || holder.end < end;
  });
}

/** Sorted, with what touches made one: a range is then held by a single one, or not at all. */
function joined(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

function lastNotAfter(ranges: readonly NumberRange[], number: number): number {
  let [low, high] = [0, ranges.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ranges[middle]?.start ?? 0) <= number) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `5`, `5 to 7`, `100 to max`. */
export function rangeText({ start, end }: NumberRange): string {
  if (start === end) return String(start);
  return end === 536_870_911 || end === 2_147_483_647 ? `${start} to max` : `${start} to ${end}`;
}
