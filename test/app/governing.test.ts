import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { BREAKING_CHANGE, LOOSENING, STRICT_BASE } from '../builders/loosening-heads.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-governing-'));
let local: Local;
let story: Story;

beforeAll(async () => {
  local = composeLocal();
  const exceptions = memoryExceptions();
  const fetchRange = remoteSourceControl(folder);
  const compose = (github: Parameters<typeof judgeRemote>[0]['github']) => judgeRemote({ ...local, github, exceptions, fetchRange });
  story = await startStory({ compose }, { exceptions });
  story.git.commit('main', STRICT_BASE);
}, 60_000);
afterAll(async () => {
  await story.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The check run of a pull request that brings these files. */
async function judged(number: number, files: Readonly<Record<string, string | null>>) {
  const pull = aPull(story.git.commit(`feature-${number}`, { ...BREAKING_CHANGE, ...files }, 'main'), { number });
  story.repository.pulls.set(number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(story.failures).toEqual([]);
  return story.repository.checkRuns.filter(({ head_sha }) => head_sha === pull.headSha).at(-1);
}

it('a change of data is judged, and has nothing to preview', async () => {
  const run = await judged(100, {});
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).not.toContain('by the rules as they are');
});

it.each(LOOSENING.map(([name, files], index) => [name, 101 + index, files] as const))(
  '%s: blocked, with what it would change',
  async (_, number, files) => {
    const run = await judged(number, files);
    expect(run).toMatchObject({ conclusion: 'failure' });
    expect(run?.output.title).toContain('2 findings block');
    expect(run?.output.summary).toContain('@acme/crm');
    expect(run?.output.summary).toContain('This change is judged by the rules as they are. By its own, on the whole tree: ');
  },
);
