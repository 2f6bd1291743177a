import { diffLines, type DiffStep } from './diff-lines.ts';

const CONTEXT = 3;

/** The change of one file as `git apply` takes it; empty where nothing differs. Source: GNU diffutils, "Detailed Description of Unified Format". */
export function unifiedDiff(path: string, before: string, after: string): string {
  const sides = { old: wholeLines(before), now: wholeLines(after) };
  const hunks = hunksOf(diffLines(sides.old, sides.now)).map((hunk) => hunkText(hunk, sides));
  return hunks.length === 0 ? '' : `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

/** Lines with their ends: one without is another line. */
const wholeLines = (text: string): readonly string[] => (text === '' ? [] : text.split(/(?<=\n)/));

/** Runs of steps that differ, each with the lines around it; those that meet are one. */
function hunksOf(steps: readonly DiffStep[]): readonly (readonly DiffStep[])[] {
  const ranges: [number, number][] = [];
  for (const [at, { kind }] of steps.entries()) {
    if (kind === 'same') continue;
    const [first, last] = [Math.max(0, at - CONTEXT), Math.min(steps.length, at + CONTEXT + 1)];
    const open = ranges.at(-1);
    if (open && first <= open[1]) open[1] = last;
    else ranges.push([first, last]);
  }
  return ranges.map(([first, last]) => steps.slice(first, last));
}

interface Sides {
  readonly old: readonly string[];
  readonly now: readonly string[];
}

function hunkText(hunk: readonly DiffStep[], sides: Sides): string {
  const [first] = hunk;
  const counts = { old: hunk.filter(({ kind }) => kind !== 'added').length, now: hunk.filter(({ kind }) => kind !== 'removed').length };
  const head = `@@ -${rangeText(first?.base ?? 0, counts.old)} +${rangeText(first?.head ?? 0, counts.now)} @@\n`;
  return head + hunk.map((step) => lineText(step, sides)).join('');
}

/** An empty range names the line before it. */
const rangeText = (from: number, count: number): string => `${count === 0 ? from : from + 1},${count}`;

function lineText({ kind, base, head }: DiffStep, { old, now }: Sides): string {
  const [mark, line = ''] = kind === 'added' ? ['+', now[head]] : [kind === 'removed' ? '-' : ' ', old[base]];
  return mark + line + (line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n');
}
