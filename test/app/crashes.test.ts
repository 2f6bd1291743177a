import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../github-double/start-github-double.ts';
import { HEADS, randomFrom, startMoving, wrongsOf, type Moving } from './a-moving-world.ts';

let moving: Moving;
let next = 0;

beforeAll(async () => {
  moving = await startMoving(400);
  const { story } = moving;
  const { recordPublished, saveEvaluation } = story.store;
  // Who is dead writes nothing down.
  story.store.recordPublished = async (...given) => (dead ? Promise.reject(new Error('killed')) : recordPublished(...given));
  story.store.saveEvaluation = async (...given) => (dead ? Promise.reject(new Error('killed')) : saveEvaluation(...given));
});
beforeEach(() => {
  dead = false;
  moving.clear();
  moving.story.github.watch(() => undefined);
});
afterAll(async () => {
  expect(moving.story.github.faults).toEqual([]);
  await moving.story.close();
});

let dead = false;

/** From this call on the process is dead, until the job is tried again. Answers with the number of calls that there were. */
function killAt(call: number, how: Fault, then: () => void): () => number {
  let count = 0;
  let wasKilled = false;
  moving.story.github.watch(() => {
    count += 1;
    if (dead) return 'before-reset';
    if (count !== call || wasKilled) return undefined;
    dead = wasKilled = true;
    then();
    return how;
  });
  return () => count;
}

async function judgeAt(head: string, pull: ReturnType<Moving['open']>): Promise<void> {
  const { story } = moving;
  pull.headSha = head;
  await moving.event('pull_request', story.pullEvent('synchronize', pull));
  await moving.idle();
}

/** The next attempt is another process. */
function reviveAtNextTry(): void {
  const { failures } = moving.story;
  const push = Array.prototype.push.bind(failures);
  failures.push = (...errors: unknown[]) => {
    dead = false;
    return push(...errors);
  };
}

describe.each(['before-reset', 'after-reset'] as const)('a process that is killed at a call, %s', (how) => {
  it.each([
    ['with a sign', true, false],
    ['without', false, false],
    ['with a sign, and a push meanwhile', true, true],
    ['with a push meanwhile', false, true],
  ])('leaves the same behind when it is tried again, whichever call it was, %s', { timeout: 120_000 }, async (_, signs, moves) => {
    moving.signs = signs;
    reviveAtNextTry();
    const ran = async (call: number): Promise<{ readonly calls: number; readonly end: object; readonly wrong: readonly string[] }> => {
      moving.clear();
      const heads = moving.headsOf(next++);
      const pull = moving.open(heads);
      const calls = killAt(call, how, () => void (moves && (pull.headSha = heads[2]!)));
      await judgeAt(heads[0]!, pull);
      await judgeAt(heads[1]!, pull);
      const count = calls();
      if (moves) await judgeAt(heads[3]!, pull);
      const end = moving.endState(pull, heads);
      return { calls: count, end, wrong: wrongsOf(pull, heads, moving.shown(pull, heads)) };
    };
    const whole = await ran(0);
    expect(whole.calls).toBeGreaterThan(10);
    for (let call = 1; call <= whole.calls; call++) {
      const { end, wrong } = await ran(call);
      expect(wrong, `killed at call ${call}`).toEqual([]);
      expect(end, `killed at call ${call}`).toEqual(whole.end);
    }
  });
});

const EVALUATIONS = 1000;
const FAULTS: readonly Fault[] = ['before-502', 'after-502', 'after-reset', 'after-half', 'before-reset', 'limit-429', 'secondary-403'];

it(`${EVALUATIONS} evaluations with lost answers post nothing twice`, { timeout: 300_000 }, async () => {
  const { story } = moving;
  const random = randomFrom(7);
  story.github.watch(() => (random(12) === 0 ? FAULTS[random(FAULTS.length)] : undefined));
  const wrong: string[] = [];
  let [reviews, judged] = [0, 0];
  for (let count = 0; count < EVALUATIONS / 10; count++) {
    moving.signs = random(3) === 0;
    moving.clear();
    const heads = moving.headsOf(next++);
    const pull = moving.open(heads);
    for (let one = 0; one < 10; one++) {
      const before = story.repository.reviews.length;
      await judgeAt(random(3) === 0 ? pull.headSha : heads[random(HEADS)]!, pull);
      if (story.repository.reviews.length > before + 1) wrong.push(`${count}: two reviews at once`);
    }
    reviews += story.repository.reviews.length;
    judged += moving.judged.length;
    wrong.push(...wrongsOf(pull, heads, moving.shown(pull, heads)).map((words) => `${count}: ${words}`));
  }
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThanOrEqual(EVALUATIONS);
  expect(reviews).toBeGreaterThan(EVALUATIONS / 10);
});
