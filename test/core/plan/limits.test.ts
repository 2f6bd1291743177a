import { describe, expect, it } from 'vitest';
import { cutBytes, cutText, fitParts } from '../../../src/core/plan/cut-text.ts';
import { BUTTONS } from '../../../src/core/plan/limits.ts';
import { planActions } from '../../../src/core/plan/plan-actions.ts';
import type { Action, PublishCheckRun, SubmitReview } from '../../../src/model/action.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aTelling } from '../../builders/a-telling.ts';
import { aPlace } from '../../builders/an-asset.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const of = (findings: readonly Finding[]): readonly Action[] => {
  const names = [...new Set(findings.map(({ file }) => file))];
  const lines = [{ first: 1, last: 9000 }];
  const files = names.map((path) => ({ path, basePath: path, status: 'modified', changedLines: lines, shownLines: lines }) as const);
  return planActions(aTelling(anEvaluation({ findings, files })));
};
const run = (actions: readonly Action[]): PublishCheckRun =>
  actions.find((one): one is PublishCheckRun => one.kind === 'publish-check-run')!;
const review = (actions: readonly Action[]): SubmitReview => actions.find((one): one is SubmitReview => one.kind === 'submit-review')!;

describe('the limits of a check run', () => {
  it.each([1, 50, 51, 500, 5000])('hold for %d findings, and what is left out is counted', (count) => {
    const findings = Array.from({ length: count }, (_, index) => aFinding({ field: `c${index}`, location: aPlace(undefined, index + 1) }));
    const { annotations, summary, title } = run(of(findings));
    expect(title.length).toBeLessThanOrEqual(255);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(annotations).toHaveLength(Math.min(count, 500));
    if (count > 500) expect(annotations.at(-1)?.title).toBe(`${count - 499} more`);
    const shown = summary.match(/mart\.customers\.c\d+/g)?.length ?? 0;
    const left = Number(/(\d+) more lines are left out/.exec(summary)?.[1] ?? 0);
    expect(shown + left).toBe(count);
    expect(summary).toContain('Judged at');
  });

  it('hold for the buttons', () => {
    const { buttons } = run(of([aFinding()]));
    expect(buttons.length).toBeLessThanOrEqual(BUTTONS.most);
    for (const { label, description, identifier } of buttons)
      expect([label.length <= BUTTONS.label, description.length <= BUTTONS.description, identifier.length <= BUTTONS.identifier]).toEqual([
        true,
        true,
        true,
      ]);
  });

  it('hold for messages of 70 KB of characters of four bytes', () => {
    const message = '🙂'.repeat(70 * 256);
    const [annotation] = run(of([aFinding({ message, title: message })])).annotations;
    expect(bytes(annotation?.message ?? '')).toBeLessThanOrEqual(64 * 1024);
    expect(annotation?.message).toMatch(/… \d+ more characters/);
    expect(annotation?.title.length).toBeLessThanOrEqual(255);
    expect(annotation?.title.isWellFormed()).toBe(true);
    expect(annotation?.message.isWellFormed()).toBe(true);
  });
});

describe('the limits of a review', () => {
  it('hold for a hundred files, and what is left out is counted', () => {
    const findings = Array.from({ length: 100 }, (_, index) => aFinding({ file: `f${index}.sql`, location: aPlace(`f${index}.sql`, 1) }));
    const { comments, body } = review(of(findings));
    expect(comments).toHaveLength(50);
    expect(body).toContain('50 more comments are left out');
  });

  it('hold for five thousand alike, in one comment', () => {
    const findings = Array.from({ length: 5000 }, (_, index) => aFinding({ field: `c${index}`, location: aPlace(undefined, index + 1) }));
    const [comment, ...others] = review(of(findings)).comments;
    expect(others).toEqual([]);
    expect(comment?.body.length).toBeLessThanOrEqual(65_535);
    expect(comment?.body).toMatch(/- \d+ more, all in the check run's list/);
  });

  it('hold for a message longer than a comment', () => {
    const [comment] = review(of([aFinding({ message: 'x'.repeat(100_000) })])).comments;
    expect(comment?.body.length).toBeLessThan(65_535);
  });
});

describe('cutting', () => {
  it('leaves what fits, and never half a character', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('abcd', 3)).toBe('ab…');
    expect(cutText('a🙂🙂', 4)).toBe('a🙂…');
    expect(cutText('a🙂🙂', 3)).toBe('a…');
    expect(cutBytes('ä'.repeat(10), 20)).toBe('ä'.repeat(10));
  });

  it('keeps parts whole, and says how many are missing', () => {
    const note = (left: number): string => `${left} more`;
    expect(fitParts(['aaaa', 'bbbb'], 10, note)).toEqual(['aaaa', 'bbbb']);
    expect(fitParts(['aaaa', 'bbbb', 'cccc'], 14, note)).toEqual(['aaaa', '2 more']);
  });
});
