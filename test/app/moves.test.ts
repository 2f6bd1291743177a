import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { DoublePull } from '../github-double/world.ts';
import { HEADS, randomFrom, startMoving, wrongsOf, type Moving } from './a-moving-world.ts';

const FORCED = 1000;

let moving: Moving;
let next = 0;

beforeAll(async () => {
  moving = await startMoving(FORCED + 1200);
});
afterEach(() => {
  expect(moving.story.github.faults).toEqual([]);
  moving.story.github.watch(() => undefined);
  moving.onJudge = () => undefined;
});
afterAll(() => moving.story.close());

function begin(): { readonly pull: DoublePull; readonly heads: readonly string[] } {
  const heads = moving.headsOf(next++);
  return { heads, pull: moving.open(heads) };
}

function move(pull: DoublePull, change: Partial<DoublePull>): void {
  moving.clock.now += 1000;
  Object.assign(pull, change, { updatedAt: new Date(moving.clock.now).toISOString() });
}

it(`a force push at whatever step gives no word about a wrong commit (${FORCED} seeds)`, { timeout: 300_000 }, async () => {
  const { story } = moving;
  let [forced, cancelled] = [0, 0];
  const wrong: string[] = [];
  for (let seed = 0; seed < FORCED; seed++) {
    const random = randomFrom(seed);
    const { pull, heads } = begin();
    moving.signs = random(2) === 0;
    const steps = new Set([random(12), random(16)]);
    let step = 0;
    let at = 0;
    let isLost = false;
    const maybe = (): undefined => {
      if (!steps.has(step++) || at + 1 >= HEADS) return;
      forced += 1;
      move(pull, { headSha: heads[++at]! });
      if (random(3) === 0) isLost = true;
      else void moving.event('pull_request', story.pullEvent('synchronize', pull));
    };
    story.github.watch(maybe);
    // What is overtaken while it is judged gets no verdict.
    const overtaken = new Set<string>();
    moving.onJudge = ({ head }) => {
      maybe();
      const isTold = story.repository.checkRuns.some(({ head_sha, conclusion }) => head_sha === head && conclusion !== null);
      if (pull.headSha !== head && !isTold) overtaken.add(head);
    };
    await moving.event('pull_request', story.pullEvent('opened', pull));
    await moving.idle();
    // What is lost while lost events are looked for is found the next time.
    while (isLost) {
      isLost = false;
      await moving.reconciled();
    }
    wrong.push(...wrongsOf(pull, heads, moving.shown(pull, heads)).map((words) => `seed ${seed}: ${words}`));
    const { runs } = moving.shown(pull, heads);
    if (runs.some(({ head_sha, conclusion }) => overtaken.has(head_sha) && conclusion !== 'cancelled'))
      wrong.push(`seed ${seed}: overtaken`);
    cancelled += runs.filter(({ conclusion }) => conclusion === 'cancelled').length;
    const run = runs.findLast(({ head_sha }) => head_sha === pull.headSha);
    if (run?.status !== 'completed') wrong.push(`seed ${seed}: nothing at the head`);
    moving.clear();
  }
  expect(wrong).toEqual([]);
  expect(story.failures).toEqual([]);
  expect(forced).toBeGreaterThan(FORCED);
  expect(cancelled).toBeGreaterThan(FORCED / 20);
});

const ORDERS = 500;

/** What happens to a pull request; the end of it is always an open one that is no draft. */
type Step = (pull: DoublePull, heads: readonly string[], random: (below: number) => number) => readonly (readonly [string, object])[];

const pulled = (pull: DoublePull, action: string, more: object = {}) =>
  ['pull_request', moving.story.pullEvent(action, pull, more)] as const;

function rerequested(pull: DoublePull): readonly [string, object] {
  const { pull_request: _, ...source } = moving.story.pullEvent('rerequested', pull) as Record<string, unknown>;
  const pull_requests = [{ number: pull.number, base: { repo: { id: moving.story.repository.id } } }];
  return ['check_run', { ...source, check_run: { head_sha: pull.headSha, pull_requests } }];
}

const STEPS: readonly Step[] = [
  (pull, heads, random) => {
    const before = pull.headSha;
    move(pull, { headSha: heads[random(HEADS)]! });
    const pushed = ['push', moving.story.pushEvent('feature', before, pull.headSha)] as const;
    return pull.state === 'open' ? [pushed, pulled(pull, 'synchronize')] : [pushed];
  },
  (pull) => {
    move(pull, { base: pull.base === 'main' ? 'release' : 'main' });
    return [pulled(pull, 'edited', { changes: { base: { ref: { from: 'x' } } } })];
  },
  (pull) => {
    move(pull, { labels: pull.labels?.length ? [] : ['hotfix'] });
    return [pulled(pull, pull.labels?.length ? 'labeled' : 'unlabeled')];
  },
  (pull) => {
    move(pull, { state: pull.state === 'open' ? 'closed' : 'open' });
    return [pulled(pull, pull.state === 'open' ? 'reopened' : 'closed')];
  },
  (pull) => {
    move(pull, { draft: !pull.draft });
    return [pulled(pull, pull.draft ? 'converted_to_draft' : 'ready_for_review')];
  },
  (pull) => [rerequested(pull)],
  (pull) => [['pull_request_review', moving.story.pullEvent('submitted', pull, { review: { state: 'approved' } })]],
  (pull) => [pulled(pull, 'edited', { changes: { title: { from: 'x' } } })],
  (pull) => {
    const ref = `refs/heads/gh-readonly-queue/main/pr-${pull.number}-0`;
    const merge_group = { head_sha: pull.headSha, head_ref: ref, base_sha: pull.headSha, base_ref: 'refs/heads/main' };
    return [['merge_group', moving.story.pullEvent('checks_requested', pull, { merge_group })]];
  },
];

function endOf(pull: DoublePull): readonly (readonly [string, object])[] {
  const reopened = pull.state === 'closed' ? STEPS[3]!(pull, [], () => 0) : [];
  return [...reopened, ...(pull.draft ? STEPS[4]!(pull, [], () => 0) : [])];
}

/** Each event is delivered and done before the next thing happens. */
async function inOrder(seed: number, pull: DoublePull, heads: readonly string[]): Promise<void> {
  await deliverAll([pulled(pull, 'opened')]);
  const random = randomFrom(seed);
  for (const step of scriptOf(random)) await deliverAll(step(pull, heads, random));
  await deliverAll(endOf(pull));
}

async function deliverAll(events: readonly (readonly [string, object])[]): Promise<void> {
  for (const [name, payload] of events) {
    await moving.event(name, payload);
    await moving.idle();
  }
}

const scriptOf = (random: (below: number) => number): readonly Step[] => Array.from({ length: 6 }, () => STEPS[random(STEPS.length)]!);

/** The same things happen; events come late, twice, in another order, while others are worked on, or never. */
async function inDisorder(seed: number, pull: DoublePull, heads: readonly string[]): Promise<void> {
  const [script, chance] = [randomFrom(seed), randomFrom(seed + 1_000_000)];
  const late: (readonly [string, object])[] = [];
  let isLost = false;
  const deliverSome = async (all: boolean): Promise<void> => {
    for (let left = all ? Infinity : chance(3); left > 0 && late.length > 0; left--) {
      const [event] = late.splice(chance(late.length), 1);
      if (chance(8) === 0) isLost = true;
      else await moving.event(...event!);
      if (chance(8) === 0) late.push(event!);
      if (chance(2) === 0) await moving.idle();
    }
  };
  late.push(pulled(pull, 'opened'));
  for (const step of scriptOf(script)) {
    late.push(...step(pull, heads, script));
    await deliverSome(false);
  }
  late.push(...endOf(pull));
  await deliverSome(true);
  await moving.idle();
  if (isLost) await moving.reconciled();
}

it(`${ORDERS} random orders of events end as the ordered run does, and what stands is written once`, { timeout: 300_000 }, async () => {
  const { story } = moving;
  moving.signs = false;
  const wrong: string[] = [];
  for (let seed = 0; seed < ORDERS; seed++) {
    const [ordered, other] = [begin(), begin()];
    story.repository.pulls.delete(other.pull.number);
    await inOrder(seed, ordered.pull, ordered.heads);
    const expected = moving.endState(ordered.pull, ordered.heads);
    story.repository.pulls.delete(ordered.pull.number);
    story.repository.pulls.set(other.pull.number, other.pull);
    await inDisorder(seed, other.pull, other.heads);
    const reached = moving.endState(other.pull, other.heads);
    if (JSON.stringify(reached) !== JSON.stringify(expected))
      wrong.push(`seed ${seed}: ${JSON.stringify(reached)} for ${JSON.stringify(expected)}`);
    wrong.push(...wrongsOf(other.pull, other.heads, moving.shown(other.pull, other.heads)).map((words) => `seed ${seed}: ${words}`));
    story.github.forget();
    await deliverAll([pulled(other.pull, 'synchronize')]);
    if (story.github.ledger.some(({ writes }) => writes)) wrong.push(`seed ${seed}: written again`);
    moving.clear();
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(story.failures).toEqual([]);
});
