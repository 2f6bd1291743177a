import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedLines, diffLines, shownLines } from '../../../src/core/text/diff-lines.ts';

const told = (base: string, head: string): string => {
  const marks = { same: '=', removed: '-', added: '+' };
  const [before, after] = [[...base], [...head]];
  return diffLines(before, after)
    .map((step) => marks[step.kind] + (step.kind === 'removed' ? before[step.base] : after[step.head]))
    .join('');
};

/** By its definition: with or without the first line of either. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, () => 0);
  for (const line of one) {
    const next = [0];
    for (const [at, candidate] of other.entries())
      next.push(line === candidate ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('the shortest way from one text to another', () => {
  it.each([
    ['abc', 'abc', '=a=b=c'],
    ['', 'ab', '+a+b'],
    ['ab', '', '-a-b'],
    ['abc', 'axc', '=a-b+x=c'],
    ['abcabba', 'cbabac', '-a-b=c+b=a=b-b=a+c'],
  ])('%s → %s', (base, head, steps) => {
    expect(told(base, head)).toBe(steps);
  });

  it('gives both texts back, whatever they are', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
    const property = fc.property(texts, texts, (base, head) => {
      const steps = diffLines(base, head);
      expect(steps.flatMap((step) => (step.kind === 'added' ? [] : [base[step.base]]))).toEqual(base);
      expect(steps.flatMap((step) => (step.kind === 'removed' ? [] : [head[step.head]]))).toEqual(head);
    });
    fc.assert(property, { seed: 7, numRuns: 500 });
  });

  it('keeps as many lines as the longest common subsequence has', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });
    const property = fc.property(texts, texts, (base, head) => {
      expect(diffLines(base, head).filter(({ kind }) => kind === 'same')).toHaveLength(longestCommon(base, head));
    });
    fc.assert(property, { seed: 11, numRuns: 500 });
  });

  it('answers on texts that have nothing in common', () => {
    const lines = (letter: string) => Array.from({ length: 20_000 }, (_, index) => letter + index);
    expect(diffLines(lines('a'), lines('b'))).toHaveLength(40_000);
  });
});

it('tells the lines that are new, and those that a diff shows', () => {
  const base = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n';
  const head = 'a\nb\nc\nd\nX\nY\nf\ng\nh\ni\n';
  expect(addedLines(base, head)).toEqual([{ first: 5, last: 6 }]);
  expect(shownLines(base, head, 3)).toEqual([{ first: 2, last: 9 }]);
});
