import type { LineRange } from '../../model/change-set.ts';

/** One step from the base's lines to the head's: equal lines on both sides, lines only the base has, lines only the head has. */
export interface DiffStep {
  readonly kind: 'same' | 'removed' | 'added';
  /** 0-based line in the base (`removed`, `same`) or where it would stand. */
  readonly base: number;
  readonly head: number;
}

/** More differences than this are told as one block, all removed and all added: exact would cost time times differences. */
const MAX_DIFFERENCES = 2000;

/** The shortest way from one list of lines to another (Myers), common ends cut off first. */
export function diffLines(base: readonly string[], head: readonly string[]): readonly DiffStep[] {
  const start = commonStart(base, head);
  const end = commonEnd(base, head, start);
  const before = base.slice(start, base.length - end);
  const after = head.slice(start, head.length - end);
  const middle = stepsOf(commonLines(before, after), before.length, after.length);
  return [
    ...same(0, 0, start),
    ...middle.map((step) => ({ ...step, base: step.base + start, head: step.head + start })),
    ...same(base.length - end, head.length - end, end),
  ];
}

/** Lines of the head, 1-based, that are not in the base. */
export function addedLines(base: string, head: string): readonly LineRange[] {
  const ranges: LineRange[] = [];
  for (const step of diffLines(linesOf(base), linesOf(head))) {
    if (step.kind !== 'added') continue;
    const line = step.head + 1;
    const last = ranges.at(-1);
    if (last?.last === line - 1) ranges[ranges.length - 1] = { first: last.first, last: line };
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** Lines of the head, 1-based, that a diff with this much context shows. */
export function shownLines(base: string, head: string, context: number): readonly LineRange[] {
  const total = linesOf(head).length;
  const ranges: LineRange[] = [];
  for (const step of diffLines(linesOf(base), linesOf(head))) {
    if (step.kind === 'same') continue;
    const line = step.head + 1;
    const next = { first: Math.max(1, line - context), last: Math.min(total, line + context - (step.kind === 'removed' ? 1 : 0)) };
    const last = ranges.at(-1);
    if (last && next.first <= last.last + 1) ranges[ranges.length - 1] = { first: last.first, last: Math.max(last.last, next.last) };
    else if (next.first <= next.last) ranges.push(next);
  }
  return ranges;
}

/** The lines of a text; a last line without a newline counts, an empty rest behind the last newline does not. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function commonStart(base: readonly string[], head: readonly string[]): number {
  let at = 0;
  while (at < base.length && at < head.length && base[at] === head[at]) at++;
  return at;
}

function commonEnd(base: readonly string[], head: readonly string[], start: number): number {
  let count = 0;
  while (count < base.length - start && count < head.length - start && base.at(-1 - count) === head.at(-1 - count)) count++;
  return count;
}

const same = (base: number, head: number, count: number): readonly DiffStep[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'same', base: base + index, head: head + index }));

/** Pairs of equal lines, by their places in both lists. A line that only one side has is in none, so the search is among the others. */
function commonLines(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const [base, head] = [placesIn(before, new Set(after)), placesIn(after, new Set(before))];
  const path = shortestPath(
    base.map((at) => before[at] ?? ''),
    head.map((at) => after[at] ?? ''),
  );
  return (path ?? []).flatMap((step) => (step.kind === 'same' ? [[base[step.base] ?? 0, head[step.head] ?? 0] as const] : []));
}

const placesIn = (lines: readonly string[], known: ReadonlySet<string>): readonly number[] =>
  lines.flatMap((line, at) => (known.has(line) ? [at] : []));

/** What lies between the pairs is removed, then added. */
function stepsOf(pairs: readonly (readonly [number, number])[], baseLength: number, headLength: number): readonly DiffStep[] {
  const steps: DiffStep[] = [];
  let [base, head] = [0, 0];
  const advance = (toBase: number, toHead: number): void => {
    while (base < toBase) steps.push({ kind: 'removed', base: base++, head });
    while (head < toHead) steps.push({ kind: 'added', base, head: head++ });
  };
  for (const [toBase, toHead] of pairs) {
    advance(toBase, toHead);
    steps.push({ kind: 'same', base: base++, head: head++ });
  }
  advance(baseLength, headLength);
  return steps;
}

/** For each number of differences, how far each diagonal reaches. Undefined where there are too many differences. */
function shortestPath(base: readonly string[], head: readonly string[]): readonly DiffStep[] | undefined {
  const trace: ReadonlyMap<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let differences = 0; differences <= Math.min(base.length + head.length, MAX_DIFFERENCES); differences++) {
    trace.push(reach);
    const next = new Map<number, number>();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const at = furthest(reach, diagonal, differences, { base, head });
      next.set(diagonal, at);
      if (at >= base.length && at - diagonal >= head.length) return walkBack(trace, base.length, head.length);
    }
    reach = next;
  }
  return undefined;
}

interface Texts {
  readonly base: readonly string[];
  readonly head: readonly string[];
}

function furthest(reach: ReadonlyMap<number, number>, diagonal: number, differences: number, { base, head }: Texts): number {
  let at = goesDown(reach, diagonal, differences) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
  while (at < base.length && at - diagonal < head.length && base[at] === head[at - diagonal]) at++;
  return at;
}

function goesDown(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  return diagonal !== differences && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

/** From the end to the start: the differences that led there, each with the equal lines behind it. */
function walkBack(trace: readonly ReadonlyMap<number, number>[], baseLength: number, headLength: number): readonly DiffStep[] {
  const steps: DiffStep[] = [];
  let base = baseLength;
  let head = headLength;
  const takeSame = (until: number): void => {
    while (base > until && base > 0 && head > 0) steps.push({ kind: 'same', base: --base, head: --head });
  };
  for (let differences = trace.length - 1; differences > 0; differences--) {
    const reach = trace[differences] ?? new Map<number, number>();
    const down = goesDown(reach, base - head, differences);
    const start = reach.get(base - head + (down ? 1 : -1)) ?? 0;
    takeSame(down ? start : start + 1);
    steps.push(down ? { kind: 'added', base, head: --head } : { kind: 'removed', base: --base, head });
  }
  takeSame(0);
  return steps.reverse();
}
