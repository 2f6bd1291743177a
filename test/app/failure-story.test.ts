import { afterEach, describe, expect, it } from 'vitest';
import { aPull, startStory, type Story } from './start-story.ts';

const SQL = 'warehouse/customers.sql';
const table = (lines: number): string => Array.from({ length: lines }, (_, index) => `line ${index + 1}\n`).join('');

let story: Story;

afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  await story.close();
});

describe('a failure of Tollgate itself', () => {
  it('blocks where it is not known whether any policy does', async () => {
    story = await startStory(async () => {
      throw new Error('no answer');
    });
    story.git.commit('main', { [SQL]: table(1) });
    const pull = aPull(story.git.commit('feature', { [SQL]: table(9) }, 'main'));
    story.repository.pulls.set(5, pull);
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.repository.checkRuns).toMatchObject([{ conclusion: 'failure' }]);
  });

  it.each([
    ['blocks where policies block', true, 'failure'],
    ['does not where none does', false, 'neutral'],
  ])('%s, and says so', async (_, enforces, conclusion) => {
    story = await startStory(async (__, governed) => {
      governed(enforces);
      throw new Error('out of memory');
    });
    story.git.commit('main', { [SQL]: table(1) });
    const pull = aPull(story.git.commit('feature', { [SQL]: table(9) }, 'main'));
    story.repository.pulls.set(5, pull);
    await story.send('pull_request', story.pullEvent('opened', pull));
    expect(story.repository.checkRuns).toMatchObject([{ conclusion, output: { title: 'Tollgate could not evaluate this change' } }]);
    expect(story.failures).toHaveLength(3);
  });
});
