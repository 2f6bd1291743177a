import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-pipeline-'));
let local: Local;
let story: Story;

beforeAll(async () => {
  local = composeLocal();
  story = await startStory({
    compose: (github) => judgeRemote({ ...local, github, exceptions: memoryExceptions(), fetchRange: remoteSourceControl(folder) }),
  });
});
afterAll(async () => {
  await story.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = 'sql:\n  dialects:\n    - paths: ["warehouse/**"]\n      dialect: snowflake\n';
const BASE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n';
const HEAD = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';
const FIXED =
  "CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR WITH MASKING POLICY governance.mask_email WITH TAG (governance.pii = 'email')\n);\n";

it('judges a pull request from its webhook to its comments, by the policies that Tollgate brings', async () => {
  story.git.commit('main', { 'warehouse/customers.sql': BASE, '.github/tollgate.yml': SETTINGS, '.github/CODEOWNERS': '* @hubot\n' });
  const pull = aPull(story.git.commit('feature', { 'warehouse/customers.sql': HEAD }, 'main'));
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(story.failures).toEqual([]);
  const { repository, github } = story;
  expect(repository.checkRuns).toMatchObject([{ head_sha: pull.headSha, status: 'completed', conclusion: 'neutral' }]);
  expect(repository.checkRuns[0]?.output.summary).toContain('<code>mart.customers.email</code>');
  expect(repository.comments.map(({ line }) => line)).toEqual([3, 3]);
  expect(repository.comments[1]?.body).toContain(
    "```suggestion\n  email VARCHAR WITH MASKING POLICY governance.mask_email WITH TAG (governance.pii = 'email')\n```\nIt fixes PII001 here, too.\n",
  );
  expect(pull.reviewers).toEqual(['hubot']);
  expect(github.ledger.length).toBeLessThanOrEqual(8);
  expect(github.ledger.filter(({ creates }) => creates).length).toBeLessThanOrEqual(3);
});

it('writes nothing when it is judged again', async () => {
  const pull = story.repository.pulls.get(5);
  story.github.forget();
  await story.send('pull_request', story.pullEvent('reopened', pull!));
  expect(story.github.ledger.filter(({ writes }) => writes)).toEqual([]);
});

it('is governed by the base, whatever the head says of settings', async () => {
  const pull = story.repository.pulls.get(5)!;
  pull.headSha = story.git.commit('feature', { '.github/tollgate.yml': `${SETTINGS}phases: { PII001: observe, PII002: observe }\n` });
  await story.send('pull_request', story.pullEvent('synchronize', pull));
  expect(story.repository.checkRuns.at(-1)).toMatchObject({ head_sha: pull.headSha, conclusion: 'neutral' });
});

it('says of what is fixed in which commit', async () => {
  const pull = story.repository.pulls.get(5)!;
  pull.headSha = story.git.commit('feature', { 'warehouse/customers.sql': FIXED });
  await story.send('pull_request', story.pullEvent('synchronize', pull));
  expect(story.repository.comments.map(({ body }) => body.includes(`Fixed in <code>${pull.headSha.slice(0, 7)}</code>`))).toEqual([
    true,
    true,
  ]);
  expect(story.repository.checkRuns.at(-1)).toMatchObject({ conclusion: 'success' });
});

it('opens issues on a push to the default branch, and closes them when the code is right', async () => {
  const before = story.git.commit('main', { 'README.md': 'x\n' });
  const bad = story.git.commit('main', { 'warehouse/customers.sql': HEAD });
  await story.send('push', story.pushEvent('main', before, bad));
  expect(story.repository.issues.length).toBeGreaterThan(1);
  expect(story.repository.issues.every(({ state, assignees }) => state === 'open' && assignees[0] === 'hubot')).toBe(true);
  const good = story.git.commit('main', { 'warehouse/customers.sql': FIXED });
  await story.send('push', story.pushEvent('main', bad, good));
  expect(story.repository.issues.every(({ state }) => state === 'closed')).toBe(true);
  expect(story.failures).toEqual([]);
});

it('asks nothing that GitHub would not take', () => {
  expect(story.github.faults).toEqual([]);
});
