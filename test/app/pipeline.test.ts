import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-pipeline-'));
let local: Local;
let story: Story;

beforeAll(async () => {
  local = composeLocal();
  story = await startStory({ compose: (github) => judgeRemote({ ...local, github, fetchRange: remoteSourceControl(folder) }) });
});
afterAll(async () => {
  await story.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = 'sql:\n  dialects:\n    - paths: ["warehouse/**"]\n      dialect: snowflake\n';
const BASE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n';
const HEAD = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';

it('judges a pull request from its webhook to its comments, by the policies that Tollgate brings', async () => {
  story.git.commit('main', { 'warehouse/customers.sql': BASE, '.github/tollgate.yml': SETTINGS, '.github/CODEOWNERS': '* @hubot\n' });
  const pull = aPull(story.git.commit('feature', { 'warehouse/customers.sql': HEAD }, 'main'));
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(story.failures).toEqual([]);
  expect(story.repository.checkRuns).toMatchObject([{ status: 'completed' }]);
  console.log(
    story.repository.checkRuns[0]?.output,
    story.repository.comments.map((c) => c.body),
    story.github.ledger.map((e) => e.operationId),
  );
});
