import { describe, expect, it } from 'vitest';
import { fixesOf, roundsOf } from '../../src/core/remediate/prove.ts';
import type { Checkout } from '../../src/core/ports.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Problem } from '../../src/model/problem.ts';
import { proveFixes } from '../../src/workflow/prove-fixes.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPlace } from '../builders/an-asset.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import { aTree } from '../fakes/a-tree.ts';

const FILE = 'a.sql';
/** Ten lines of eight characters. */
const TEXT = Array.from({ length: 10 }, (_, index) => `line  ${index}\n`).join('');

/** A finding whose edit writes a word at the start of its line. */
function fixable(line: number, word: string, overrides: Partial<Finding> = {}): Finding {
  const offset = (line - 1) * 8;
  const at = { line, column: 1, offset };
  const edit = { location: { file: FILE, start: at, end: at }, text: word };
  const patch = { file: FILE, edits: [edit], title: word };
  return aFinding({
    file: FILE,
    location: aPlace(FILE, line),
    field: `c${line}`,
    fingerprint: `f${line}${word}`,
    remediation: { text: word, patch },
    ...overrides,
  });
}

/** What the patched text still has: a finding whose word is not `good`; `broken` breaks the file, `raises` raises another finding. */
function judging(findings: readonly Finding[], seen: string[] = []) {
  const judge = async ({ head }: Checkout): Promise<Evaluation> => {
    const [file] = await head.read([FILE]);
    const text = file && 'text' in file ? file.text : '';
    seen.push(text);
    const broken: Problem = { code: 'sql', message: 'cannot be read', location: aPlace(FILE, 1), undecided: true };
    if (text.includes('broken')) return anEvaluation({ problems: [broken] });
    const standing = findings.filter(({ remediation: { text: word = '' } }) => !text.includes('good') || !word.includes('good'));
    const raised = text.includes('raises') ? [aFinding({ file: 'elsewhere.sql', fingerprint: 'raised' })] : [];
    return anEvaluation({ findings: [...standing.filter(({ remediation }) => remediation.text !== 'raises'), ...raised] });
  };
  const tree = aTree({ [FILE]: TEXT });
  const files = [{ path: FILE, basePath: FILE, status: 'modified', changedLines: [], shownLines: [] } as const];
  const checkout: Checkout = {
    changeSet: { base: null, head: { commit: null, name: '' }, files },
    base: null,
    head: tree,
    governing: tree,
  };
  return proveFixes({ evaluation: anEvaluation({ findings }), texts: new Map([[FILE, TEXT]]) }, checkout, judge);
}

const held = (evaluation: Evaluation): readonly string[] => fixesOf(evaluation).map(({ patch }) => patch.title);

describe('edits that are offered', () => {
  it('clear their finding', async () => {
    const seen: string[] = [];
    const { evaluation } = await judging([fixable(1, 'good1'), fixable(2, 'useless')], seen);
    expect(held(evaluation)).toEqual(['good1']);
    expect(evaluation.findings[1]?.remediation).toEqual({ text: 'useless' });
    expect(seen[0]).toMatch(/^good1line {2}0\nuselessline {2}1\n/);
  });

  it('leave a file that can be read; the others of the round are tried alone', async () => {
    expect(held((await judging([fixable(1, 'good1'), fixable(2, 'broken'), fixable(3, 'good3')])).evaluation)).toEqual(['good1', 'good3']);
  });

  it('raise no other finding, wherever', async () => {
    expect(held((await judging([fixable(1, 'good1'), fixable(2, 'raises')])).evaluation)).toEqual(['good1']);
  });

  it('are refused beyond the bound where a round went wrong, so that a hostile file costs a dozen judgements', async () => {
    const many = Array.from({ length: 9 }, (_, index) => fixable(index + 1, `good${index}`));
    const more = Array.from({ length: 9 }, (_, index) => fixable(index + 1, 'broken', { field: `d${index}`, fingerprint: `d${index}` }));
    const seen: string[] = [];
    const { evaluation } = await judging([...more, ...many], seen);
    expect(seen.length).toBeLessThanOrEqual(12);
    expect(held(evaluation)).toEqual(many.map(({ remediation }) => remediation.text));
  });

  it('cost nothing where there are none', async () => {
    const seen: string[] = [];
    await judging([aFinding()], seen);
    expect(seen).toEqual([]);
  });
});

it('two fixes of one field, or at one place, are tried in different rounds', () => {
  const [one, same, other, place] = [
    fixable(1, 'a', { field: 'x' }),
    fixable(2, 'b', { field: 'x' }),
    fixable(3, 'c', { field: 'y' }),
    fixable(3, 'd', { field: 'z' }),
  ];
  const rounds = roundsOf(fixesOf(anEvaluation({ findings: [one, same, other, place] })));
  expect(rounds.map((round) => round.map(({ patch }) => patch.title))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

it('what was made to cost time costs a bounded number of judgements, and is not offered', async () => {
  const seen: string[] = [];
  const many = Array.from({ length: 500 }, (_, index) => fixable(1, `good${index}`, { field: 'x' }));
  const { evaluation } = await judging(many, seen);
  expect(seen.length).toBeLessThanOrEqual(8);
  expect(held(evaluation)).toHaveLength(6);
});

describe('fixes of the same line', () => {
  it('are one change, too, that clears them all: a line can be changed once only', async () => {
    const [one, other] = [fixable(1, 'good1 ', { field: 'x' }), fixable(1, 'good2 ', { field: 'y' })];
    const { evaluation } = await judging([one, other, fixable(2, 'good3')]);
    const [first, second, third] = evaluation.findings.map(({ remediation }) => remediation);
    expect(first?.together).toMatchObject({ patch: { edits: [{ text: 'good1 good2 ' }] }, with: [other.fingerprint] });
    expect(second?.together).toMatchObject({ patch: first?.together?.patch, with: [one.fingerprint] });
    expect(third).not.toHaveProperty('together');
    expect(first?.patch).toEqual(one.remediation.patch);
  });

  it('are not, where the one change would not hold, or one of them only watches', async () => {
    const broken = await judging([fixable(1, 'goodbro', { field: 'x' }), fixable(1, 'ken good', { field: 'y' })]);
    expect(broken.evaluation.findings.map(({ remediation }) => 'together' in remediation)).toEqual([false, false]);
    expect(held(broken.evaluation)).toEqual(['goodbro', 'ken good']);
    const watched = await judging([fixable(1, 'good1 ', { field: 'x' }), fixable(1, 'good2 ', { field: 'y', phase: 'observe' })]);
    expect(watched.evaluation.findings.map(({ remediation }) => 'together' in remediation)).toEqual([false, false]);
  });
});
