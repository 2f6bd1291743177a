import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { rulesChangedRemote } from '../../src/workflow/act-remote.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-large-'));
let local: Local;
let story: Story;

beforeAll(async () => {
  local = composeLocal();
  const fetchRange = remoteSourceControl(folder);
  story = await startStory({
    compose: (github) => {
      const remote = { ...local, github, exceptions: memoryExceptions(), fetchRange };
      return { judge: judgeRemote(remote), rulesChanged: rulesChangedRemote(remote) };
    },
  });
});
afterAll(async () => {
  expect(story.github.faults).toEqual([]);
  await story.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = 'phases: { PII001: advise }\nsql:\n  dialects:\n    - { paths: ["warehouse/**"], dialect: snowflake }\n';
const BASE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n';
const HEAD = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';

const lastRun = () => story.repository.checkRuns.at(-1);

it('a base that is not the default branch judges what goes into it again when its rules change, and only then', async () => {
  story.git.commit('main', { 'warehouse/customers.sql': BASE, '.github/tollgate.yml': SETTINGS });
  const before = story.git.commit('release', {}, 'main');
  const pull = aPull(story.git.commit('feature', { 'warehouse/customers.sql': HEAD }, 'release'), { base: 'release' });
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(lastRun()).toMatchObject({ head_sha: pull.headSha, conclusion: 'neutral' });
  const plain = story.git.commit('release', { 'README.md': 'x\n' });
  await story.send('push', story.pushEvent('release', before, plain));
  const judged = story.store.evaluations.filter(({ pull: number }) => number === 5).length;
  expect(judged).toBe(1);
  const strict = story.git.commit('release', { '.github/tollgate.yml': SETTINGS.replace('advise', 'enforce') });
  await story.send('push', story.pushEvent('release', plain, strict));
  const runs = story.repository.checkRuns.filter(({ head_sha }) => head_sha === pull.headSha);
  expect(runs.at(-1)).toMatchObject({ conclusion: 'failure' });
  expect(story.failures).toEqual([]);
});

it('a pull request with more than 3,000 files is judged in all of them', { timeout: 120_000 }, async () => {
  const many = Array.from({ length: 3001 }, (_, at) => [`notes/${at}.txt`, `${at}\n`] as const);
  const files = { ...Object.fromEntries(many), 'zebra/readme.txt': 'x\n', 'warehouse/customers.sql': HEAD };
  const pull = aPull(story.git.commit('large', files, 'main'), { number: 6, headBranch: 'large' });
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(story.failures).toEqual([]);
  expect(lastRun()).toMatchObject({ head_sha: pull.headSha, status: 'completed' });
  expect(lastRun()?.output.summary).toContain('3003 files changed');
  expect(lastRun()?.output.summary).toContain('<code>mart.customers.email</code>');
});
