import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobPorts } from '../../src/workflow/job-ports.ts';
import type { DoublePull } from '../github-double/world.ts';
import { startMoving, type Moving } from './a-moving-world.ts';

let moving: Moving;
let next = 0;
let heads: readonly string[];
let pull: DoublePull;

beforeAll(async () => {
  moving = await startMoving(40);
});
beforeEach(() => {
  moving.clear();
  moving.signs = true;
  moving.onJudge = () => undefined;
  heads = moving.headsOf(next++);
  pull = moving.open(heads);
});
afterAll(async () => {
  expect(moving.story.github.faults).toEqual([]);
  expect(moving.story.failures).toEqual([]);
  await moving.story.close();
});

const runs = () => moving.shown(pull, heads).runs;

async function send(action: string, more: object = {}): Promise<void> {
  await moving.event('pull_request', moving.story.pullEvent(action, pull, more));
  await moving.idle();
}

/** Something happens while the first judgement runs. */
function meanwhile(change: Partial<DoublePull>): void {
  moving.onJudge = () => {
    moving.onJudge = () => undefined;
    Object.assign(pull, change);
  };
}

describe('while it is judged, a pull request', () => {
  it('that is closed is told nothing more, and the sign of it ends', async () => {
    meanwhile({ state: 'closed' });
    await send('opened');
    expect(runs()).toMatchObject([{ status: 'completed', conclusion: 'cancelled', output: { title: 'Closed meanwhile' } }]);
    expect(moving.story.repository.comments).toEqual([]);
    expect(moving.judged).toHaveLength(1);
  });

  it('that goes into another branch gets the verdict of that one only, although no event says so', async () => {
    meanwhile({ base: 'release' });
    await send('opened');
    expect(moving.judged.map(({ branch }) => branch)).toEqual(['main', 'release']);
    expect(runs()).toMatchObject([{ status: 'completed' }]);
    expect(runs()[0]?.conclusion).not.toBe('cancelled');
  });

  it('that gets a label is judged under it', async () => {
    meanwhile({ labels: ['hotfix'] });
    await send('opened');
    expect(moving.judged.map(({ labels }) => labels)).toEqual([[], ['hotfix']]);
    expect(runs()).toHaveLength(1);
  });

  it('whose commit is gone before it could be fetched is judged where it is now, without a failure', async () => {
    const [gone, now] = heads as [string, string];
    moving.onJudge = ({ head }) => {
      if (head !== gone) return;
      pull.headSha = now;
      throw new Error('not our ref');
    };
    await send('opened');
    expect(moving.story.failures).toEqual([]);
    expect(runs().filter(({ head_sha, conclusion }) => head_sha === gone && conclusion !== 'cancelled')).toEqual([]);
    expect(runs().at(-1)).toMatchObject({ head_sha: now, status: 'completed' });
  });
});

describe('a push to the default branch', () => {
  const push = (before: string, after: string) => moving.event('push', moving.story.pushEvent('main', before, after));
  const bases = () => moving.judged.map(({ base }) => base);

  it('that is overtaken is judged with the next one, from where the last judgement was', async () => {
    const first = moving.story.git.commit('main', { 'a.sql': '1\n' });
    const second = moving.story.git.commit('main', { 'a.sql': '2\n' });
    await push(first, second);
    await moving.idle();
    moving.judged.splice(0);
    const third = moving.story.git.commit('main', { 'a.sql': '3\n' });
    let fourth = '';
    moving.onJudge = () => {
      if (fourth === '') fourth = moving.story.git.commit('main', { 'a.sql': '4\n' });
    };
    await push(second, third);
    await moving.idle();
    expect(moving.judged.map(({ head }) => head)).toEqual([third, fourth]);
    expect(bases()).toEqual([{ commit: second }, { commit: second }]);
    const conclusions = moving.story.repository.checkRuns.map(({ head_sha, conclusion }) => [head_sha, conclusion === 'cancelled']);
    expect(conclusions).toEqual([
      [second, false],
      [third, true],
      [fourth, false],
    ]);
  });

  it('whose event is lost is found, and once only', async () => {
    const before = moving.story.git.commit('main', { 'a.sql': '5\n' });
    await push('0'.repeat(40), before);
    await moving.idle();
    const lost = moving.story.git.commit('main', { 'a.sql': '6\n' });
    moving.judged.splice(0);
    await moving.reconciled();
    await moving.reconciled();
    expect(moving.judged.filter(({ event }) => event === 'push')).toMatchObject([{ head: lost, base: { commit: before } }]);
  });
});

describe('looking for lost events', () => {
  it('takes two reads for a repository where nothing is lost, and none before it is time again', async () => {
    await moving.event('push', moving.story.pushEvent('main', '0'.repeat(40), '1'.repeat(40)));
    await send('opened');
    moving.story.github.forget();
    await moving.reconciled();
    expect(moving.story.github.ledger.map(({ operationId }) => operationId)).toEqual(['pulls/list', 'git/get-ref']);
    moving.clock.now -= 10 * 60_000;
    moving.story.github.forget();
    await moving.reconciled();
    expect(moving.story.github.ledger).toEqual([]);
  });

  it.each([
    ['a head', { headSha: 'second' }],
    ['a branch to go into', { base: 'release' }],
    ['a label', { labels: ['hotfix'] }],
    ['that it is no draft any more', { draft: false }],
  ])('finds %s', async (_, change) => {
    moving.signs = false;
    pull.draft = 'draft' in change;
    await send('opened');
    const comments = moving.story.repository.comments.length;
    Object.assign(pull, change, { headSha: 'headSha' in change ? heads[1] : pull.headSha });
    pull.updatedAt = new Date(moving.clock.now).toISOString();
    await moving.reconciled();
    await moving.reconciled();
    expect(moving.judged).toHaveLength(2);
    if ('draft' in change) expect(moving.story.repository.comments.length).toBeGreaterThan(comments);
  });

  it('leaves alone what has not moved for days, and what moved just now', async () => {
    await send('opened');
    pull.headSha = heads[1]!;
    pull.updatedAt = new Date(moving.clock.now - 4 * 86_400_000).toISOString();
    await moving.reconciled();
    pull.updatedAt = new Date(moving.clock.now + 15 * 60_000).toISOString();
    await moving.reconciled();
    expect(moving.judged).toHaveLength(1);
  });
});

describe('a push to a branch that pull requests go into', () => {
  const asked: (readonly [string, string])[] = [];
  const rules = (changed: boolean): void => {
    const ports = moving.story.ports as { rulesChanged: JobPorts['rulesChanged'] };
    ports.rulesChanged = async (_, before, head) => {
      asked.push([before, head]);
      return changed;
    };
  };

  it.each([
    [true, 1],
    [false, 0],
  ])('judges them again where it changes rules: %s', async (changed, count) => {
    pull.base = 'release';
    await send('opened');
    rules(changed);
    asked.splice(0);
    const before = moving.story.git.commit('release', { 'b.sql': '1\n' });
    const after = moving.story.git.commit('release', { 'b.sql': `${String(changed)}\n` });
    moving.judged.splice(0);
    await moving.event('push', moving.story.pushEvent('release', before, after));
    await moving.idle();
    expect(asked).toEqual([[before, after]]);
    expect(moving.judged.filter(({ event }) => event === 'pull_request')).toHaveLength(count);
  });

  it('asks Git nothing where none does', async () => {
    asked.splice(0);
    const before = moving.story.git.commit('lonely', { 'b.sql': '1\n' }, 'main');
    const after = moving.story.git.commit('lonely', { 'b.sql': '2\n' });
    await moving.event('push', moving.story.pushEvent('lonely', before, after));
    await moving.idle();
    expect(asked).toEqual([]);
  });
});

it('a check run of a fork that someone asks for again finds its pull request, which the event does not name', async () => {
  await send('opened');
  const { pull_request: _, ...source } = moving.story.pullEvent('rerequested', pull) as Record<string, unknown>;
  moving.story.repository.hidesForks = true;
  await moving.event('check_run', {
    ...source,
    check_run: { head_sha: pull.headSha, pull_requests: [], check_suite: { head_branch: null } },
  });
  await moving.idle();
  moving.story.repository.hidesForks = false;
  expect(runs()).toHaveLength(2);
});

it('a repository that was renamed since its event is judged and fetched under the name that it has now', async () => {
  const { repository } = moving.story;
  repository.formerly = 'old-warehouse';
  const { id, installation } = repository;
  const old = { installation, id, owner: 'acme', name: 'old-warehouse' };
  const trigger = { kind: 'pull', repository: old, pull: pull.number, fresh: true, rerun: false } as const;
  await moving.story.enqueue([{ key: `pull:${id}:${pull.number}`, trigger }]);
  await moving.idle();
  expect(moving.judged).toMatchObject([{ repository: { name: repository.name } }]);
  expect(runs()).toMatchObject([{ status: 'completed' }]);
});
