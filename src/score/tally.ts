import type { ScoreRow } from './score-row.ts';

/** Counts of what was expected and what was said, for precision and recall together. */
export interface Tally {
  hits: number;
  missed: string[];
  extra: string[];
}

export const newTally = (): Tally => ({ hits: 0, missed: [], extra: [] });

/** Compares two lists as multisets. */
export function tally(into: Tally, expected: readonly string[], said: readonly string[]): void {
  const left = new Map<string, number>();
  for (const one of said) left.set(one, (left.get(one) ?? 0) + 1);
  for (const one of expected) {
    const count = left.get(one) ?? 0;
    if (count > 0) into.hits++;
    else into.missed.push(one);
    left.set(one, count - 1);
  }
  for (const [one, count] of left) for (let i = 0; i < count; i++) into.extra.push(one);
}

/** Where nothing was expected or said, there is no figure. */
export function rowOf(name: string, measure: string, { hits, missed, extra }: Tally): ScoreRow {
  const said = hits + extra.length;
  const expected = hits + missed.length;
  return {
    case: name,
    measure,
    ...(said > 0 ? { precision: hits / said } : {}),
    ...(expected > 0 ? { recall: hits / expected } : {}),
    note: `${hits} right, ${missed.length} missed, ${extra.length} too many${process.env['SCORE_MISSES'] ? ` · missed ${missed.slice(0, 12).join(' | ')} · extra ${extra.slice(0, 12).join(' | ')}` : ''}`,
  };
}
