import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Phase } from '../../src/model/finding.ts';
import type { Job } from '../../src/core/publish-ports.ts';
import type { JobPorts } from '../../src/workflow/job-ports.ts';
import { performJob } from '../../src/workflow/perform-job.ts';
import { pullJob } from '../../src/workflow/rejudge.ts';
import { aFinding } from '../builders/a-finding.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import type { DoublePull } from '../github-double/world.ts';
import { randomFrom } from './a-moving-world.ts';
import { aPull, startStory, type Story } from './start-story.ts';

/** By branch, what the one finding of a change into it weighs; `fails`: nothing can be judged there. */
const weighs = new Map<string, Phase | 'fails' | 'nothing'>();
let story: Story;
let head: string;
let other: string;

const made = { commits: new Set<string>(), shows: () => true };

beforeAll(async () => {
  story = await startStory(
    async ({ head: commit, branch }) => {
      await new Promise(setImmediate);
      const phase = weighs.get(branch) ?? 'nothing';
      if (phase === 'fails') throw new Error('the disk is full');
      const findings = phase === 'nothing' ? [] : [aFinding({ phase })];
      return { evaluation: anEvaluation({ head: { commit, name: 'feature' }, findings }), texts: new Map(), changesRules: false };
    },
    {},
    { made },
  );
  for (const branch of ['main', 'release', 'lax']) story.git.commit(branch, { 'a.sql': 'select 1;' });
});
beforeEach(() => {
  story.repository.pulls.clear();
  story.repository.checkRuns.splice(0);
  weighs.clear();
  [head, other] = [aHead(), aHead()];
});
afterAll(async () => {
  expect(story.github.faults).toEqual([]);
  await story.close();
});

let number = 0;

/** A commit that nothing has to be read of. */
function aHead(): string {
  const commit = (made.commits.size + 1).toString(16).padStart(40, '0');
  made.commits.add(commit);
  return commit;
}

/** A new pull request with that head into that branch. */
function open(base: string, headSha = head): DoublePull {
  const pull = aPull(headSha, { number: ++number, base });
  story.repository.pulls.set(pull.number, pull);
  return pull;
}

async function judge(pull: DoublePull, action = 'synchronize'): Promise<void> {
  await story.send('pull_request', story.pullEvent(action, pull));
}

/** What GitHub asks for: the newest run of the name at the commit. */
const gate = (commit = head) => story.repository.checkRuns.filter(({ head_sha }) => head_sha === commit).at(-1);

describe('two pull requests with one head', () => {
  it('a second one, into a branch where nothing blocks, does not open the gate of the first', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(strict);
    expect(gate()?.conclusion).toBe('failure');
    await judge(lax);
    expect(gate()).toMatchObject({ conclusion: 'failure', output: { title: `#${strict.number} is blocked, and has this commit, too` } });
    expect(gate()?.output.summary).toContain(
      `This commit is also the head of #${strict.number} into <code>main</code>. GitHub keeps one verdict for a commit, so the strictest counts`,
    );
  });

  it('whichever comes first, the newest run is that of the strictest, with its findings', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(lax);
    expect(gate()?.conclusion).toBe('success');
    await judge(strict);
    expect(gate()).toMatchObject({ conclusion: 'failure', output: { title: '1 finding blocks' } });
    const runs = story.repository.checkRuns.length;
    await judge(strict);
    await judge(lax);
    expect(gate()?.conclusion).toBe('failure');
    await judge(lax);
    await judge(strict);
    expect(story.repository.checkRuns.length).toBeLessThanOrEqual(runs + 1);
  });

  it('are both free as soon as nothing blocks the first any more', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(strict);
    await judge(lax);
    weighs.set('main', 'advise');
    await judge(strict);
    expect(gate()?.conclusion).toBe('neutral');
    await judge(lax);
    expect(gate()?.conclusion).toBe('neutral');
    weighs.set('main', 'nothing');
    await judge(strict);
    expect(gate()?.conclusion).toBe('success');
  });

  it('one that moves on leaves the other with its own verdict', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(strict);
    await judge(lax);
    strict.headSha = other;
    await judge(strict);
    expect([gate()?.conclusion, gate(other)?.conclusion]).toEqual(['success', 'failure']);
  });

  it('one that is closed leaves the other with its own verdict', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(strict);
    await judge(lax);
    strict.state = 'closed';
    await judge(strict, 'closed');
    expect(gate()?.conclusion).toBe('success');
  });

  it('one that is closed alone asks GitHub nothing', async () => {
    const pull = open('main');
    await judge(pull);
    pull.state = 'closed';
    story.github.forget();
    await judge(pull, 'closed');
    expect(story.github.ledger).toEqual([]);
  });

  it('one that said first that all is well says so again once the one that blocked is closed', async () => {
    weighs.set('main', 'enforce');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(lax);
    await judge(strict);
    expect(gate()?.conclusion).toBe('failure');
    strict.state = 'closed';
    await judge(lax);
    expect(gate()?.conclusion).toBe('success');
  });

  it('where the first cannot be judged, the second does not stand for it', async () => {
    weighs.set('main', 'fails');
    const [strict, lax] = [open('main'), open('lax')];
    await judge(strict);
    expect(gate()?.conclusion).toBe('failure');
    await judge(lax);
    expect(gate()?.conclusion).toBe('failure');
    story.failures.splice(0);
  });
});

/** The store, answering after some turns of the loop: so judgements overtake each other at every point. */
function slowly(random: (below: number) => number): JobPorts['store'] {
  const { store } = story;
  const turns = async (): Promise<void> => {
    for (let left = random(12); left > 0; left--) await new Promise(setImmediate);
  };
  return {
    ...store,
    publishedAt: async (...asked) => (await turns(), store.publishedAt(...asked)),
    recordPublished: async (...asked) => (await turns(), store.recordPublished(...asked)),
  };
}

const SEEDS = 60;
const KINDS = ['enforce', 'advise', 'observe', 'nothing'] as const;
const STRICT_FIRST = ['failure', 'neutral', 'success', 'success'];

/** Judges pull requests side by side, and then what that asks for; one pull request is never judged twice at a time. */
async function together(pulls: readonly DoublePull[], random: (below: number) => number): Promise<number> {
  const { installation, id, owner, name } = story.repository;
  let jobs = pulls.map((pull) => pullJob({ installation, id, owner, name }, pull.number));
  let rounds = 0;
  for (; jobs.length > 0 && rounds < 20; rounds++) {
    const asked = new Map<string, Job>();
    const enqueue = async (more: readonly Job[]): Promise<void> => more.forEach((job) => asked.set(job.key, job));
    await Promise.all(jobs.map((job) => performJob(job, { last: true }, { ...story.ports, enqueue, store: slowly(random) })));
    jobs = [...asked.values()];
  }
  return rounds;
}

it(`judged side by side in any order, the newest run shows the strictest verdict of all that are open (${SEEDS} seeds)`, async () => {
  const wrong: string[] = [];
  let rounds = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = randomFrom(seed);
    const commit = aHead();
    const pulls = ['main', 'release', 'lax'].map((base) => open(base, commit));
    const judged = new Set<string>();
    for (let step = 0; step < 4; step++) {
      const some = pulls.filter(() => random(3) > 0);
      for (const { base } of some) {
        weighs.set(base, KINDS[random(4)]!);
        judged.add(base);
      }
      rounds = Math.max(rounds, await together(some, random));
      const worst = KINDS.findIndex((kind) => [...judged].some((base) => weighs.get(base) === kind));
      if (gate(commit)?.conclusion !== STRICT_FIRST[worst])
        wrong.push(`seed ${seed}.${step}: ${gate(commit)?.conclusion}, ${KINDS[worst]}`);
    }
    weighs.clear();
  }
  expect(wrong).toEqual([]);
  expect(rounds).toBeLessThan(6);
});
