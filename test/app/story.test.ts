import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { JudgeRequest } from '../../src/workflow/judge-request.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPlace } from '../builders/an-asset.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import type { DoubleIssue } from '../github-double/world.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const SQL = 'warehouse/customers.sql';
const OWNERS = [
  { name: '@hubot', kind: 'user', why: 'CODEOWNERS line 1' },
  { name: '@acme/data', kind: 'team', why: 'CODEOWNERS line 1' },
] as const;

const finding = (line: number): Finding =>
  aFinding({
    fingerprint: String(line).repeat(16).slice(0, 16),
    field: `c${line}`,
    location: aPlace(SQL, line),
    owners: OWNERS,
    policy: `P${line}`,
  });
const FIVE = [1, 2, 3, 4, 5].map(finding);

/** Findings by the head that has them. */
function judging(findings: (request: JudgeRequest) => readonly Finding[]) {
  return async (request: JudgeRequest, governed: (enforces: boolean) => void) => {
    governed(false);
    await new Promise(setImmediate);
    const lines = [{ first: 1, last: 9 }];
    const evaluation = anEvaluation({
      base: request.base === null ? null : { commit: 'commit' in request.base ? request.base.commit : 'b'.repeat(40), name: 'main' },
      head: { commit: request.head, name: 'feature' },
      files: [{ path: SQL, basePath: SQL, status: 'modified', changedLines: lines, shownLines: lines }],
      findings: findings(request),
    });
    return { evaluation, texts: new Map(), changesRules: false };
  };
}

let story: Story;

afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  await story.close();
});

const table = (lines: number): string => Array.from({ length: lines }, (_, index) => `line ${index + 1}\n`).join('');

async function begin(
  findings: (request: JudgeRequest) => readonly Finding[],
  overrides: Parameters<typeof aPull>[1] = {},
  ports: Parameters<typeof startStory>[1] = {},
) {
  story = await startStory(judging(findings), ports);
  story.git.commit('main', { [SQL]: table(1) });
  const head = story.git.commit('feature', { [SQL]: table(9) }, 'main');
  const pull = aPull(head, overrides);
  story.repository.pulls.set(pull.number, pull);
  return pull;
}

const operations = (): readonly string[] => story.github.ledger.map(({ operationId }) => operationId);

/** Everything is there, and nothing twice. */
function expectOnce(): void {
  expect(story.repository.checkRuns).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
  const markers = story.repository.comments.map(({ body }) => /tollgate:([\w:]+)/.exec(body)?.[1]);
  expect(markers).toHaveLength(5);
  expect(new Set(markers).size).toBe(5);
  expect(story.repository.pulls.get(5)).toMatchObject({ reviewers: ['hubot'], teams: ['data'] });
}

/** Whole numbers below a limit, the same ones for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a pull request with five findings', () => {
  it('gets a check run, one review and reviewers, in eight calls, of which three create content', async () => {
    const pull = await begin(() => FIVE);
    expect(await story.send('pull_request', story.pullEvent('opened', pull))).toBe(202);
    expect(story.failures).toEqual([]);
    expect(story.repository.checkRuns).toMatchObject([
      { name: 'Tollgate', head_sha: pull.headSha, status: 'completed', conclusion: 'neutral' },
    ]);
    expect(story.repository.checkRuns[0]?.output.annotations).toHaveLength(5);
    expect(story.repository.comments.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    expect(story.repository.reviews).toHaveLength(1);
    expect(pull).toMatchObject({ reviewers: ['hubot'], teams: ['data'] });
    expect(story.github.ledger.length).toBeLessThanOrEqual(8);
    expect(story.github.ledger.filter(({ creates }) => creates).length).toBeLessThanOrEqual(3);
    expect(story.store.evaluations).toHaveLength(1);
  });

  it('gets nothing more when it is judged again, or delivered again', async () => {
    const pull = await begin(() => FIVE);
    await story.send('pull_request', story.pullEvent('opened', pull), { id: 'one' });
    story.github.forget();
    expect(await story.send('pull_request', story.pullEvent('opened', pull), { id: 'one' })).toBe(202);
    expect(operations()).toEqual([]);
    await story.send('pull_request', story.pullEvent('reopened', pull));
    expect(story.github.ledger.filter(({ writes }) => writes)).toEqual([]);
  });

  it('says of the one that is fixed in which commit it was', async () => {
    const pull = await begin(({ head }) => (head === pull.headSha && story.repository.checkRuns.length === 0 ? FIVE : FIVE.slice(1)));
    await story.send('pull_request', story.pullEvent('opened', pull));
    pull.headSha = story.git.commit('feature', { [SQL]: table(8) });
    story.github.forget();
    await story.send('pull_request', story.pullEvent('synchronize', pull));
    expect(operations()).not.toContain('pulls/create-review');
    expect(story.repository.comments[0]?.body).toContain(`Fixed in <code>${pull.headSha.slice(0, 7)}</code>`);
    expect(story.repository.comments.slice(1).every(({ body }) => !body.includes('Fixed'))).toBe(true);
    expect(story.repository.checkRuns).toHaveLength(2);
  });

  it('gets another check run, and nothing else, when someone asks for one', async () => {
    const pull = await begin(() => FIVE);
    await story.send('pull_request', story.pullEvent('opened', pull));
    story.github.forget();
    const { pull_request: _, ...source } = story.pullEvent('rerequested', pull) as Record<string, unknown>;
    await story.send('check_run', { ...source, check_run: { head_sha: pull.headSha, pull_requests: [] } });
    expect(story.github.ledger.filter(({ writes }) => writes).map(({ operationId }) => operationId)).toEqual(['checks/create']);
  });

  it('is only checked while it is a draft', async () => {
    const pull = await begin(() => FIVE, { draft: true });
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.repository.checkRuns).toHaveLength(1);
    expect(story.repository.reviews).toEqual([]);
    expect(pull).toMatchObject({ reviewers: [], teams: [] });
    pull.draft = false;
    await story.send('pull_request', story.pullEvent('ready_for_review', pull));
    expect(story.repository.comments).toHaveLength(5);
  });

  it('says nothing of a head that was overtaken', async () => {
    const pull = await begin(({ head }) => {
      if (head === first) pull.headSha = second;
      return FIVE;
    });
    const first = pull.headSha;
    const second = story.git.commit('feature', { [SQL]: table(8) });
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.repository.checkRuns.map(({ head_sha }) => head_sha)).toEqual([second]);
    await story.send('pull_request', story.pullEvent('synchronize', pull));
    expect(story.repository.checkRuns.map(({ head_sha }) => head_sha)).toEqual([second]);
  });

  it.each(['after-502', 'after-reset', 'after-half', 'before-502'] as const)(
    'gets everything once when answers are lost: %s',
    async (fault) => {
      const pull = await begin(() => FIVE);
      for (const operation of ['checks/create', 'pulls/create-review', 'pulls/request-reviewers']) story.github.fail(operation, fault);
      await story.send('pull_request', story.pullEvent('opened', pull));
      expect(story.failures).toEqual([]);
      expect(story.repository.checkRuns).toHaveLength(1);
      expect(story.repository.comments).toHaveLength(5);
      expect(story.repository.reviews).toHaveLength(1);
    },
  );

  it.each([1, 2, 3, 4, 5, 6])('gets everything once when the process dies at step %d', async (step) => {
    const pull = await begin(() => FIVE);
    const { recordPublished } = story.store;
    let steps = 0;
    story.store.recordPublished = async (...args) => {
      steps += 1;
      if (steps === step) throw new Error('killed');
      return recordPublished(...args);
    };
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(steps).toBeGreaterThan(step);
    expectOnce();
  });

  it.each([11, 12, 13, 14, 15, 16])('gets everything once whatever is lost (seed %d)', async (seed) => {
    const random = randomFrom(seed);
    const pull = await begin(() => FIVE);
    const operations = [
      'checks/create',
      'checks/list-for-ref',
      'pulls/create-review',
      'pulls/get',
      'pulls/list-comments-for-review',
      'pulls/list-review-comments',
      'pulls/request-reviewers',
    ];
    const faults = ['before-502', 'after-502', 'after-reset', 'after-half', 'limit-429', 'secondary-403'] as const;
    for (const operation of operations)
      for (let left = random(3); left > 0; left--) story.github.fail(operation, faults[random(faults.length)]!);
    await story.send('pull_request', story.pullEvent('opened', pull));
    await story.send('pull_request', story.pullEvent('reopened', pull));
    expectOnce();
  });

  it('waits as long as GitHub says', async () => {
    const pull = await begin(() => FIVE);
    story.github.fail('checks/create', 'limit-429');
    story.github.fail('pulls/create-review', 'secondary-403');
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.pauses).toEqual([7000, 60_000]);
    expect(story.repository.comments).toHaveLength(5);
  });
});

describe('a pull request in other circumstances', () => {
  it('from a fork whose repository is gone is judged by its commit', async () => {
    const pull = await begin(() => FIVE);
    const fork = { pull_request: { number: 5, head: { sha: pull.headSha, repo: null } } };
    await story.send('pull_request', { ...story.pullEvent('opened', pull), ...fork });
    expectOnce();
  });

  it('that takes long shows a sign first, and one check run in the end', async () => {
    const pull = await begin(() => FIVE, {}, { wait: async () => {} });
    await story.send('pull_request', story.pullEvent('opened', pull));
    const states = story.github.ledger.flatMap(({ operationId, body }) =>
      operationId.startsWith('checks/') ? [(body as { status: string }).status] : [],
    );
    expect(states).toEqual(['in_progress', 'completed']);
    expect(story.github.ledger.length).toBeLessThanOrEqual(8);
    expectOnce();
  });

  it('that is overtaken while its sign is shown, ends it', async () => {
    const pull = await begin(
      () => {
        pull.headSha = second;
        return FIVE;
      },
      {},
      { wait: async () => {} },
    );
    const second = story.git.commit('feature', { [SQL]: table(8) });
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.repository.checkRuns).toMatchObject([
      { status: 'completed', conclusion: 'cancelled' },
      { status: 'completed', conclusion: 'neutral', head_sha: second },
    ]);
  });

  it('that is closed or gone, is left alone', async () => {
    const pull = await begin(() => FIVE, { state: 'closed' });
    await story.send('pull_request', story.pullEvent('reopened', pull));
    story.repository.pulls.clear();
    await story.send('pull_request', story.pullEvent('reopened', pull));
    expect(story.github.ledger.filter(({ writes }) => writes)).toEqual([]);
    expect(story.failures).toEqual([]);
  });

  it('is known again from GitHub when the store is new', async () => {
    const pull = await begin(() => FIVE);
    await story.send('pull_request', story.pullEvent('opened', pull));
    story.store.published = async () => null;
    story.github.forget();
    await story.send('pull_request', story.pullEvent('reopened', pull));
    expect(operations()).not.toContain('pulls/create-review');
    expectOnce();
  });
});

it('refuses a payload that GitHub would not send, and says 503 when it cannot be kept', async () => {
  const pull = await begin(() => FIVE);
  expect(await story.send('push', { ref: 1 })).toBe(400);
  story.inbox.accept = async () => {
    throw new Error('the database is away');
  };
  expect(await story.send('pull_request', story.pullEvent('opened', pull))).toBe(503);
  expect(story.log.join()).toContain('the database is away');
});

it('forgets what it must no longer see', async () => {
  const pull = await begin(() => FIVE);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(await story.store.published('pull:1:5')).not.toBeNull();
  await story.send('installation_repositories', {
    action: 'removed',
    installation: { id: 42 },
    repositories_removed: [{ id: 1, full_name: 'acme/warehouse' }],
  });
  expect(await story.store.published('pull:1:5')).toBeNull();
});

describe('a push', () => {
  it('to the default branch opens one issue for each policy and owner, and closes it when the code is right', async () => {
    story = await startStory(
      judging(({ head }) => (head === bad ? FIVE.slice(0, 2) : FIVE.slice(0, 2).map((one) => ({ ...one, disposition: 'fixed' })))),
    );
    const first = story.git.commit('main', { [SQL]: table(1) });
    const bad = story.git.commit('main', { [SQL]: table(9) });
    await story.send('push', story.pushEvent('main', first, bad));
    expect(story.repository.issues).toMatchObject([
      { state: 'open', labels: ['tollgate'], assignees: ['hubot'] },
      { state: 'open', labels: ['tollgate'], assignees: ['hubot'] },
    ]);
    const good = story.git.commit('main', { [SQL]: table(2) });
    await story.send('push', story.pushEvent('main', bad, good));
    expect(story.repository.issues.map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect(story.repository.issues[0]?.body).toContain(`Fixed in <code>${good.slice(0, 7)}</code>`);
    expect(story.failures).toEqual([]);
  });

  it.each([
    ['closed', (issue: DoubleIssue) => void (issue.state = 'closed')],
    ['edited', (issue: DoubleIssue) => void (issue.body += '\n- [ ] tell the vendor')],
  ])('leaves an issue that a person has %s to them; what is new begins another', async (_, takeOver) => {
    const three = FIVE.slice(0, 3).map((one) => ({ ...one, policy: 'P1' }));
    const heads: string[] = [];
    story = await startStory(judging(({ head }) => three.slice(0, heads.indexOf(head) + 1)));
    heads.push(story.git.commit('main', { [SQL]: table(1) }));
    for (const lines of [2, 3]) {
      heads.push(story.git.commit('main', { [SQL]: table(lines) }));
      await story.send('push', story.pushEvent('main', heads.at(-2)!, heads.at(-1)!));
      const [issue] = story.repository.issues;
      if (lines === 2) takeOver(issue!);
    }
    const [taken, other] = story.repository.issues;
    expect(story.repository.issues).toHaveLength(2);
    expect(taken?.body.includes('c3')).toBe(false);
    expect(taken?.state === 'closed' || taken?.body.includes('tell the vendor')).toBe(true);
    expect(other).toMatchObject({ state: 'open' });
    expect(other?.body.match(/^- \[ \]/gm)).toHaveLength(1);
    expect(story.failures).toEqual([]);
  });

  it('goes on with an issue in which a person only ticked a box', async () => {
    const two = FIVE.slice(0, 2).map((one) => ({ ...one, policy: 'P1' }));
    story = await startStory(judging(({ head }) => (head === second ? two.slice(0, 1) : two)));
    const first = story.git.commit('main', { [SQL]: table(1) });
    const second = story.git.commit('main', { [SQL]: table(2) });
    await story.send('push', story.pushEvent('main', first, second));
    const [issue] = story.repository.issues;
    issue!.body = issue!.body.replace('- [ ]', '- [x]').replaceAll('\n', '\r\n');
    const third = story.git.commit('main', { [SQL]: table(3) });
    await story.send('push', story.pushEvent('main', second, third));
    expect(story.repository.issues).toHaveLength(1);
    expect(issue?.body.match(/^- \[ \]/gm)).toHaveLength(2);
  });

  it('that is judged again is compared with the same commit as before', async () => {
    const bases: JudgeRequest['base'][] = [];
    story = await startStory(
      judging(({ base }) => {
        bases.push(base);
        return [];
      }),
    );
    const first = story.git.commit('main', { [SQL]: table(1) });
    const second = story.git.commit('main', { [SQL]: table(9) });
    const push = story.pushEvent('main', first, second);
    await story.send('push', push);
    await story.send('check_suite', {
      ...push,
      action: 'rerequested',
      check_suite: { head_sha: second, head_branch: 'main', pull_requests: [] },
    });
    expect(bases).toEqual([{ commit: first }, { commit: first }]);
    expect(story.repository.checkRuns).toHaveLength(2);
  });

  it('to a branch with a pull request says nothing: the pull request does', async () => {
    const pull = await begin(() => FIVE);
    await story.send('push', story.pushEvent('feature', '0'.repeat(40), pull.headSha));
    expect(story.repository.checkRuns).toEqual([]);
  });

  it.each([
    ['that deletes a branch', { deleted: true, after: '0'.repeat(40) }],
    ['of a tag', { ref: 'refs/tags/v1' }],
  ])('%s asks nothing of GitHub', async (_, more) => {
    const pull = await begin(() => FIVE);
    expect(await story.send('push', story.pushEvent('feature', pull.headSha, pull.headSha, more))).toBe(202);
    expect(operations()).toEqual([]);
  });
});
