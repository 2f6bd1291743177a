import { afterEach, describe, expect, it } from 'vitest';
import { markersIn } from '../../src/core/plan/markdown.ts';
import type { ChangedFile } from '../../src/model/change-set.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { JudgeRequest } from '../../src/workflow/judge-request.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPlace } from '../builders/an-asset.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const SQL = 'warehouse/customers.sql';
const GONE = 'warehouse/gone.sql';
const LINES = 40;
const table = (lines: number, word = 'line'): string => Array.from({ length: lines }, (_, index) => `${word} ${index + 1}\n`).join('');

const changed = (path: string, lines: number): ChangedFile => {
  const all = lines === 0 ? [] : [{ first: 1, last: lines }];
  return { path, basePath: path, status: lines === 0 ? 'removed' : 'modified', changedLines: all, shownLines: all };
};

/** A finding on a line; each policy has one, so that none are alike, unless they are to be. */
function finding(line: number, overrides: Partial<Finding> = {}): Finding {
  const file = overrides.file ?? SQL;
  const fingerprint = `${file === SQL ? 'a' : 'b'}${overrides.policy ?? ''}x${line}x`.padEnd(16, '0');
  const owners = [{ name: '@hubot', kind: 'user', why: 'CODEOWNERS line 1' }] as const;
  return aFinding({ policy: `P${line}`, field: `c${line}`, fingerprint, location: aPlace(file, line), owners, ...overrides });
}

let story: Story;
let findings: (request: JudgeRequest) => readonly Finding[];

async function begin() {
  story = await startStory(async (request, governed) => {
    governed(false);
    const evaluation = anEvaluation({
      head: { commit: request.head, name: 'feature' },
      files: [changed(SQL, LINES), changed(GONE, 0)],
      findings: findings(request),
    });
    return { evaluation, texts: new Map(), changesRules: false };
  });
  story.git.commit('main', { [SQL]: table(1), [GONE]: 'old\n', 'untouched.sql': 'x\n' });
  const pull = aPull(story.git.commit('feature', { [SQL]: table(LINES), [GONE]: null }, 'main'));
  story.repository.pulls.set(pull.number, pull);
  return pull;
}

afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  expect(story.failures).toEqual([]);
  await story.close();
});

const judge = async (pull: ReturnType<typeof aPull>, action = 'synchronize') => {
  story.github.forget();
  await story.send('pull_request', story.pullEvent(action, pull));
  return story.github.ledger;
};
const writes = (ledger: Story['github']['ledger']): readonly string[] =>
  ledger.filter((one) => one.writes).map(({ operationId }) => operationId);
const bodies = (): readonly string[] => story.repository.comments.map(({ body }) => body);

describe('a pull request with 30 findings', () => {
  it.each([
    ['of 30 policies', (line: number) => finding(line)],
    ['of three policies, ten alike each', (line: number) => finding(line, { policy: `P${line % 3}` })],
  ])('%s costs at most eight calls, three of which create content, and none the second time', async (_, make) => {
    findings = () => Array.from({ length: 30 }, (__, index) => make(index + 1));
    const pull = await begin();
    const first = [...(await judge(pull, 'opened'))];
    expect(first.length).toBeLessThanOrEqual(8);
    expect(first.filter(({ creates }) => creates).length).toBeLessThanOrEqual(3);
    expect(story.repository.reviews).toHaveLength(1);
    expect(writes(await judge(pull, 'reopened'))).toEqual([]);
  });

  it('of which ten are fixed by a push: their comments say so in place, the rest is left alone', async () => {
    findings = ({ head }) => Array.from({ length: 30 }, (_, index) => finding(index + 1)).slice(head === first ? 0 : 10);
    const pull = await begin();
    const first = pull.headSha;
    await judge(pull, 'opened');
    const before = bodies();
    pull.headSha = story.git.commit('feature', { [SQL]: table(LINES, 'row') });
    const updates = writes(await judge(pull)).filter((operation) => operation === 'pulls/update-review-comment');
    expect(updates).toHaveLength(10);
    expect(bodies().filter((body) => body.includes(`Fixed in <code>${pull.headSha.slice(0, 7)}</code>`))).toHaveLength(10);
    expect(bodies().slice(10)).toEqual(before.slice(10));
    expect(story.repository.reviews).toHaveLength(1);
  });
});

describe('the place of a comment', () => {
  it('is the file as a whole where the diff shows no line of it, for a few; the review names the rest', async () => {
    findings = () => [finding(1), ...Array.from({ length: 8 }, (_, index) => finding(index + 1, { file: GONE, policy: `Q${index}` }))];
    const pull = await begin();
    await judge(pull, 'opened');
    expect(story.repository.comments.filter(({ path, line }) => path === GONE && line === null)).toHaveLength(5);
    expect(story.repository.reviews[0]?.body).toContain('3 more comments are left out; the check run has all.');
    expect(writes(await judge(pull, 'reopened'))).toEqual([]);
  });

  it('is the check run alone where the file is not in the diff', async () => {
    findings = () => [finding(1), finding(1, { file: 'untouched.sql' })];
    const pull = await begin();
    await judge(pull, 'opened');
    expect(story.repository.comments.map(({ path }) => path)).toEqual([SQL]);
    expect(story.repository.reviews[0]?.body).toContain('Outside the diff, in the check run: <code>mart.customers.c1</code>.');
  });

  it('that GitHub refuses is not tried again at the same commit, and is at the next', async () => {
    findings = () => [finding(1), finding(LINES)];
    const pull = await begin();
    pull.headSha = story.git.commit('feature', { [SQL]: table(9) });
    await judge(pull, 'opened');
    expect(story.repository.comments.map(({ line }) => line)).toEqual([1]);
    expect(writes(await judge(pull, 'reopened'))).toEqual([]);
    pull.headSha = story.git.commit('feature', { [SQL]: table(LINES) });
    await judge(pull);
    expect(story.repository.comments.map(({ line }) => line)).toEqual([1, LINES]);
  });
});

describe('threads', () => {
  const twice = async (contents?: 'write') => {
    let gone = false;
    findings = () => (gone ? [] : [finding(1), finding(2)]);
    const pull = await begin();
    if (contents) story.repository.contents = contents;
    await judge(pull, 'opened');
    const [first, second] = story.repository.comments;
    story.repository.comments.push({ ...second!, id: 1, author: 'mona', body: 'I disagree', inReplyTo: second!.id });
    const move = async (now: boolean) => {
      gone = now;
      pull.headSha = story.git.commit('feature', { [SQL]: table(LINES, gone ? 'row' : 'line') });
      return [...(await judge(pull))];
    };
    return { first: first!.id, move, pull };
  };

  it('are resolved with their finding and opened with it, where the permission is given; a person’s stays', async () => {
    const { first, move, pull } = await twice('write');
    await move(true);
    expect(story.repository.resolvedThreads).toEqual([first]);
    expect(writes(await judge(pull, 'reopened'))).toEqual([]);
    await move(false);
    expect(story.repository.resolvedThreads).toEqual([]);
    expect(story.repository.comments.find(({ id }) => id === 1)?.body).toBe('I disagree');
    expect(story.repository.comments).toHaveLength(3);
  });

  it('are left alone, without a call, where it is not', async () => {
    const { move } = await twice();
    const ledger = await move(true);
    expect(ledger.filter(({ operationId }) => operationId.startsWith('graphql'))).toEqual([]);
    expect(bodies().filter((body) => body.includes('Fixed in'))).toHaveLength(2);
  });
});

/** Whole numbers below a limit, the same ones for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const FAULTS = ['before-502', 'after-502', 'after-reset', 'after-half', 'secondary-403'] as const;
const OPERATIONS = [
  'checks/create',
  'pulls/create-review',
  'pulls/create-review-comment',
  'pulls/update-review-comment',
  'pulls/request-reviewers',
];

function expectNothingTwice(): void {
  const markers = story.repository.comments.flatMap(({ body }) => markersIn(body));
  expect(markers.length).toBe(new Set(markers).size);
  const runs = story.repository.checkRuns.map(({ external_id }) => external_id);
  expect(runs.length).toBe(new Set(runs).size);
  const reviewed = new Set(story.repository.comments.map(({ review }) => review));
  expect(story.repository.reviews.every(({ id }) => reviewed.has(id))).toBe(true);
}

describe('a thousand evaluations', () => {
  it.each([1, 2])('post nothing twice, whatever is found and whatever answer is lost (seed %d)', { timeout: 300_000 }, async (seed) => {
    const random = randomFrom(seed);
    let now: readonly Finding[] = [];
    findings = () => now;
    const pull = await begin();
    story.repository.contents = 'write';
    const heads = [
      pull.headSha,
      ...Array.from({ length: 9 }, (_, index) => story.git.commit('feature', { [SQL]: table(LINES, `w${index}`) })),
    ];
    for (let evaluation = 0; evaluation < 500; evaluation++) {
      now = Array.from({ length: random(9) }, () => {
        const policy = `P${random(3)}`;
        return random(6) === 0 ? finding(1, { file: GONE, policy }) : finding(1 + random(12), { policy });
      }).filter((one, index, all) => all.findIndex(({ fingerprint }) => fingerprint === one.fingerprint) === index);
      pull.headSha = heads[random(heads.length)]!;
      if (random(10) === 0) story.github.fail(OPERATIONS[random(OPERATIONS.length)]!, FAULTS[random(FAULTS.length)]!);
      await judge(pull, random(2) === 0 ? 'reopened' : 'synchronize');
      if (evaluation % 50 === 49) expectNothingTwice();
    }
    expectNothingTwice();
    expect(story.repository.comments.length).toBeGreaterThan(30);
    expect(writes(await judge(pull, 'reopened'))).toEqual([]);
  });

  it('of a branch open no issue twice', { timeout: 120_000 }, async () => {
    const random = randomFrom(3);
    let now: readonly Finding[] = [];
    findings = () => now;
    await begin();
    let before = story.git.commit('main', { 'README.md': '0' });
    for (let evaluation = 0; evaluation < 60; evaluation++) {
      const kinds = ['new', 'fixed', 'existing'] as const;
      now = Array.from({ length: 6 }, (_, index) => finding(index + 1, { disposition: kinds[random(3)]!, policy: `P${index % 3}` }));
      const after = story.git.commit('main', { 'README.md': String(evaluation) });
      if (random(5) === 0) story.github.fail('issues/create', FAULTS[random(4)]!);
      await story.send('push', story.pushEvent('main', before, after));
      before = after;
    }
    const markers = story.repository.issues.flatMap(({ body }) => markersIn(body));
    expect(markers.length).toBe(new Set(markers).size);
    expect(markers).toHaveLength(3);
  });
});
