import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreWebhooks } from '../../src/score/webhooks.ts';
import { publishedCases } from '../published-cases.ts';
import { deliver } from './deliver.ts';
import { startStory, type Story } from './start-story.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly unknown[];
}

const EXAMPLES = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const PUBLISHED = publishedCases('github-webhooks');

let story: Story;
beforeAll(async () => {
  story = await startStory(async () => {
    throw new Error('no repository of these payloads is here');
  });
});
afterAll(() => story.close());

describe('every payload that GitHub documents is answered with 2xx', () => {
  it.each(EXAMPLES)('$name', async ({ name, examples }) => {
    for (const payload of examples) expect(await deliver(story.url, name, payload)).toBe(202);
  });
});

describe.skipIf(PUBLISHED === undefined)('payloads published by others', () => {
  const events = PUBLISHED ? readdirSync(PUBLISHED, { withFileTypes: true }).filter((one) => one.isDirectory()) : [];

  it.each(events.map(({ name }) => name))('%s is answered with 2xx', async (event) => {
    for (const file of readdirSync(`${PUBLISHED}/${event}`).filter((one) => one.endsWith('.json')))
      expect(await deliver(story.url, event, readFileSync(`${PUBLISHED}/${event}/${file}`, 'utf8'))).toBe(202);
  });

  it('start an evaluation where they should, and only there', async () => {
    expect(existsSync(`${PUBLISHED}/SOURCE.md`)).toBe(true);
    const [row] = await scoreWebhooks({ cases: `${PUBLISHED}/..`, git: () => undefined, show: async () => undefined });
    expect(row).toMatchObject({ precision: 1, recall: 1 });
    expect(row?.note).not.toContain('not read');
  });
});

it('asks GitHub only about repositories that it knows', () => {
  expect(story.github.faults).toEqual([]);
});
