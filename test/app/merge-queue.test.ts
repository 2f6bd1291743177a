import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aPull, startStory, type Story } from './start-story.ts';

let folder: string;
let local: Local;
let story: Story;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-queue-'));
  local = composeLocal();
  const exceptions = memoryExceptions();
  story = await startStory({
    compose: (github) => judgeRemote({ ...local, github, exceptions, fetchRange: remoteSourceControl(folder) }),
  });
  story.git.commit('main', { '.github/tollgate.yml': SETTINGS, 'warehouse/contacts.sql': TABLE, 'warehouse/masks.sql': MASK });
});
afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  expect(story.failures).toEqual([]);
  await story.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = `phases: { PII002: enforce, OWN001: observe, CLS001: observe }
sql:
  dialects:
    - { paths: ["warehouse/**"], dialect: snowflake }
`;
const TABLE = 'CREATE TABLE crm.contacts (\n  id NUMBER NOT NULL,\n  reach VARCHAR\n);\n';
const MASK = 'ALTER TABLE crm.contacts MODIFY COLUMN reach SET MASKING POLICY governance.mask_text;\n';
const TAG = "ALTER TABLE crm.contacts MODIFY COLUMN reach SET TAG governance.pii = 'email';\n";

async function open(number: number, files: Readonly<Record<string, string | null>>): Promise<string> {
  const pull = aPull(story.git.commit(`feature-${number}`, files, 'main'), { number });
  story.repository.pulls.set(number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  return pull.headSha;
}

/** The queue puts the files of a pull request on top of what stands before it. */
async function queue(number: number, files: Readonly<Record<string, string | null>>, on: string): Promise<string> {
  const branch = `gh-readonly-queue/main/pr-${number}-${on}`;
  const headSha = story.git.commit(branch, files, on);
  const group = { head_sha: headSha, head_ref: `refs/heads/${branch}`, base_sha: on, base_ref: 'refs/heads/main' };
  await story.send('push', story.pushEvent(branch, '0'.repeat(40), headSha));
  await story.send('merge_group', story.pullEvent('checks_requested', story.repository.pulls.get(number)!, { merge_group: group }));
  return headSha;
}

const runOf = (sha: string) => story.repository.checkRuns.filter(({ head_sha }) => head_sha === sha);

it('two pull requests that are right alone and wrong together are caught, and both are named', async () => {
  const first = await open(7, { 'warehouse/tags.sql': TAG });
  const second = await open(8, { 'warehouse/masks.sql': null });
  expect([runOf(first), runOf(second)].map(([run]) => run?.conclusion)).not.toContain('failure');
  const main = story.git.commit('main', {});
  const one = await queue(7, { 'warehouse/tags.sql': TAG }, main);
  expect(runOf(one)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  const two = await queue(8, { 'warehouse/masks.sql': null }, one);
  expect(runOf(two)).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  const summary = runOf(two)[0]?.output.summary ?? '';
  expect(summary).toContain('Merge queue: #7, #8, judged together.');
  expect(summary).toContain('Together, #7, #8 break what none of them breaks alone: <code>crm.contacts.reach</code>');
});

it('a policy that the one before brings judges the one behind', async () => {
  const enforced = SETTINGS.replace('PII002: enforce', 'PII001: enforce, PII002: enforce');
  const column = {
    'warehouse/contacts.sql': TABLE.replace('reach VARCHAR', 'reach VARCHAR,\n  email VARCHAR WITH MASKING POLICY governance.mask_email'),
  };
  await open(7, { '.github/tollgate.yml': enforced });
  const alone = await open(8, column);
  expect(runOf(alone)[0]?.conclusion).toBe('neutral');
  const main = story.git.commit('main', {});
  const one = await queue(7, { '.github/tollgate.yml': enforced }, main);
  const two = await queue(8, column, one);
  expect(runOf(two)).toMatchObject([{ conclusion: 'failure' }]);
});

it('its own finding is no news of the queue, and posts neither comments nor issues', async () => {
  const bad = { 'warehouse/masks.sql': null, 'warehouse/tags.sql': TAG };
  await open(8, bad);
  const { comments, issues } = story.repository;
  const before = [comments.length, issues.length];
  const main = story.git.commit('main', {});
  const head = await queue(8, bad, main);
  expect(runOf(head)).toMatchObject([{ conclusion: 'failure' }]);
  expect(runOf(head)[0]?.output.summary).toContain('Merge queue: #8 as it would be merged.');
  expect(runOf(head)[0]?.output.summary).not.toContain('The base has moved');
  expect([comments.length, issues.length]).toEqual(before);
});

it('a base that has moved is named as the cause', async () => {
  const second = await open(8, { 'warehouse/masks.sql': null });
  expect(runOf(second)[0]?.conclusion).not.toBe('failure');
  const main = story.git.commit('main', { 'warehouse/tags.sql': TAG });
  const head = await queue(8, { 'warehouse/masks.sql': null }, main);
  expect(runOf(head)).toMatchObject([{ conclusion: 'failure' }]);
  expect(runOf(head)[0]?.output.summary).toContain('The base has moved since #8 was judged');
});

it('what the queue has given up is not judged', async () => {
  await open(8, { 'warehouse/masks.sql': null });
  const group = {
    head_sha: '1'.repeat(40),
    head_ref: 'refs/heads/gh-readonly-queue/main/pr-8-00',
    base_sha: '2'.repeat(40),
    base_ref: 'refs/heads/main',
  };
  await story.send('merge_group', story.pullEvent('checks_requested', story.repository.pulls.get(8)!, { merge_group: group }));
  expect(runOf('1'.repeat(40))).toEqual([]);
});
