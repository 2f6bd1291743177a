import { diffLines, linesOf } from '../../text/diff-lines.ts';

/** A line of a diff as both sides number it, or the gap before the next hunk. */
export type Row =
  | { readonly kind: 'gap' }
  | { readonly kind: 'same' | 'added' | 'removed'; readonly base?: number; readonly head?: number; readonly text: string };

export type Line = Exclude<Row, { kind: 'gap' }>;

const CONTEXT = 3;
const GAP: Row = { kind: 'gap' };

/** What differs between two texts, with three lines around it, as GitHub shows it. */
export function diffRows(base: string, head: string): readonly Row[] {
  const [before, after] = [linesOf(base), linesOf(head)];
  const lines = diffLines(before, after).map((step): Line => {
    if (step.kind === 'removed') return { kind: 'removed', base: step.base + 1, text: before[step.base] ?? '' };
    if (step.kind === 'added') return { kind: 'added', head: step.head + 1, text: after[step.head] ?? '' };
    return { kind: 'same', base: step.base + 1, head: step.head + 1, text: after[step.head] ?? '' };
  });
  return around(lines, ({ kind }) => kind !== 'same', CONTEXT);
}

/** Some lines of a text that did not change, with three lines around each. */
export function excerptRows(text: string, shown: ReadonlySet<number>): readonly Row[] {
  const lines = linesOf(text).map((line, index): Line => ({ kind: 'same', base: index + 1, head: index + 1, text: line }));
  return around(lines, ({ head }) => head !== undefined && shown.has(head), CONTEXT);
}

/** The rows of a long diff that are near to some of its lines. */
export function nearRows(rows: readonly Row[], isMeant: (line: Line) => boolean): readonly Row[] {
  const lines = rows.filter((row): row is Line => row.kind !== 'gap');
  return around(lines, isMeant, 2 * CONTEXT);
}

function around(lines: readonly Line[], isMeant: (line: Line) => boolean, context: number): readonly Row[] {
  const shown = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (!isMeant(line)) continue;
    for (let at = Math.max(0, index - context); at <= index + context; at++) shown.add(at);
  }
  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    if (!shown.has(index)) continue;
    if (index > 0 && !shown.has(index - 1)) rows.push(GAP);
    rows.push(line);
  }
  return rows;
}
