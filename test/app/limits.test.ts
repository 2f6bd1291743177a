import { afterEach, describe, expect, it } from 'vitest';
import { planCheckRun } from '../../src/core/plan/plan-check-run.ts';
import type { Finding } from '../../src/model/finding.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aTelling } from '../builders/a-telling.ts';
import { aPlace } from '../builders/an-asset.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const SQL = 'warehouse/customers.sql';
const LINES = 60;

let story: Story;

/** Everything is posted to GitHub's double, which refuses what is over a limit. */
async function post(findings: readonly Finding[]): Promise<Story['repository']> {
  story = await startStory(async (request, governed) => {
    governed(true);
    const all = [{ first: 1, last: LINES }];
    const files = [{ path: SQL, basePath: SQL, status: 'modified', changedLines: all, shownLines: all } as const];
    const evaluation = anEvaluation({ head: { commit: request.head, name: 'feature' }, files, findings });
    return { evaluation, texts: new Map(), changesRules: false };
  });
  story.git.commit('main', { [SQL]: '' });
  const pull = aPull(story.git.commit('feature', { [SQL]: 'line\n'.repeat(LINES) }, 'main'));
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  return story.repository;
}

afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  expect(story.failures).toEqual([]);
  expect(story.github.ledger.filter(({ status }) => status === 422)).toEqual([]);
  await story.close();
});

const many = (count: number, message = (index: number): string => `finding ${index}`): readonly Finding[] =>
  Array.from({ length: count }, (_, index) =>
    aFinding({ field: `c${index}`, policy: `P${index % 3}`, message: message(index), location: aPlace(SQL, 1 + (index % LINES)) }),
  );

/** How often the summary names a finding, and how many lines it says are left out. */
const named = (summary: string): readonly [shown: number, left: number] => [
  summary.match(/finding \d+/g)?.length ?? 0,
  Number(/(\d+) more lines are left out/.exec(summary)?.[1] ?? 0),
];

describe('50 annotations in one request', () => {
  it.each([0, 1, 49, 50, 51, 100, 101])('%d are posted whole', async (count) => {
    const { checkRuns } = await post(many(count));
    expect(checkRuns[0]?.output.annotations).toHaveLength(count);
    expect(checkRuns[0]).toMatchObject({ status: 'completed' });
    expect(named(checkRuns[0]?.output.summary ?? '')).toEqual([count, 0]);
  });

  it.each([499, 500, 501])('and at most 500 in all: of %d, those that are left out are counted', async (count) => {
    const { checkRuns } = await post(many(count));
    const annotations = checkRuns[0]?.output.annotations as readonly { title: string }[];
    expect(annotations).toHaveLength(Math.min(count, 500));
    expect(annotations.some(({ title }) => title === '2 more')).toBe(count > 500);
  });
});

describe('65,535 characters of a summary', () => {
  const COUNT = 70;

  /** Findings whose summary has exactly this length, were there no limit: each letter of a message is one of the summary. */
  function exactly(length: number): readonly Finding[] {
    const padded = (pads: readonly number[]): readonly Finding[] =>
      many(COUNT, (index) => `finding ${index} ${'x'.repeat(pads[index] ?? 0)}`);
    const bare = padded([]).map((finding) => ({ ...finding, message: `${finding.message}x` }));
    const missing = length - (planCheckRun(aTelling(anEvaluation({ findings: bare })))?.summary.length ?? 0) + COUNT;
    return padded(Array.from({ length: COUNT }, (_, index) => Math.floor((missing + index) / COUNT)));
  }

  it.each([
    [65_534, 0],
    [65_535, 0],
    [65_536, 1],
    [65_600, 1],
  ])('%d: lines that are left out are counted', async (length, leftOut) => {
    const findings = exactly(length);
    const { checkRuns } = await post(findings);
    const { summary } = checkRuns[0]!.output;
    const [shown, left] = named(summary);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(shown + left).toBe(findings.length);
    expect(left > 0).toBe(leftOut > 0);
  });
});

describe('255 characters of a title, 64 KB of a message', () => {
  it.each([200, 254, 255, 256, 70_000])('a message of %d characters, of four bytes each', async (length) => {
    const { checkRuns } = await post([aFinding({ message: '🙂'.repeat(length), location: aPlace(SQL, 1) })]);
    const [annotation] = (checkRuns[0]?.output.annotations ?? []) as readonly { title: string; message: string }[];
    expect(annotation?.title.isWellFormed()).toBe(true);
    expect(annotation?.title.endsWith('…')).toBe(length * 2 > 255);
    expect(/… \d+ more characters$/.test(annotation?.message ?? '')).toBe(length > 60_000);
  });

  it.each([65_000, 65_400, 65_536, 65_537])('a message of %d bytes, or words that say what is missing', async (length) => {
    const { checkRuns } = await post([aFinding({ message: 'x'.repeat(length), location: aPlace(SQL, 1) })]);
    const [annotation] = (checkRuns[0]?.output.annotations ?? []) as readonly { message: string }[];
    const left = Number(/… (\d+) more characters$/.exec(annotation?.message ?? '')?.[1] ?? 0);
    const said = annotation?.message.replace(/\n… \d+ more characters$/, '') ?? '';
    expect(Buffer.byteLength(annotation?.message ?? '')).toBeLessThanOrEqual(65_536);
    expect(said.length + left).toBe(`${'x'.repeat(length)}\nRule: PII001, Personal data is tagged`.length);
  });
});

describe('three actions of 20 and 40 characters', () => {
  it('are what a check run has', async () => {
    const fixable = { remediation: { patch: { file: SQL, title: 'x', edits: [{ location: aPlace(SQL, 1), text: 'x' }] } } };
    const { checkRuns } = await post([aFinding({ location: aPlace(SQL, 1), ...fixable })]);
    expect(checkRuns[0]?.actions).toEqual([
      { label: 'Apply fixes', description: 'Commit the edits that fix findings', identifier: 'apply-fixes' },
      { label: 'Request exception', description: 'Shows how to ask for one', identifier: 'request-exception' },
      { label: 'Re-evaluate', description: 'Judge this commit once more', identifier: 're-evaluate' },
    ]);
  });
});

describe('65,536 characters of a comment', () => {
  it.each([[6], [60], [300], [3000]])('%d findings alike: what is left out is counted', async (count) => {
    const findings = Array.from({ length: count }, (_, index) =>
      aFinding({ field: `c${index}`, message: `finding ${index} ${'y'.repeat(400)}`, location: aPlace(SQL, 1 + (index % LINES)) }),
    );
    const { comments } = await post(findings);
    const [body = ''] = comments.map((comment) => comment.body);
    const left = Number(/- (\d+) more, all in the check run's list/.exec(body)?.[1] ?? 0);
    expect(comments).toHaveLength(1);
    expect((body.match(/finding \d+/g)?.length ?? 0) + left).toBe(count);
  });
});
