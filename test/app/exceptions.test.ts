import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { openStore, type Store } from '../../src/adapters/store/open-store.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { sweep } from '../../src/workflow/sweep.ts';
import { aPull, startStory, type Story } from './start-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-exception-story-'));
/** No two things happen at the same moment. */
const clock = { now: Date.parse('2026-11-23T10:00:00Z') };
const tick = (): number => (clock.now += 10);
let local: Local;
let store: Store;
let story: Story;

beforeAll(async () => {
  local = composeLocal();
  store = await openStore({ dataFolder: folder });
  const { publications, exceptions } = store;
  const fetchRange = remoteSourceControl(folder);
  const compose = (github: Parameters<typeof judgeRemote>[0]['github']) => judgeRemote({ ...local, github, exceptions, fetchRange });
  story = await startStory({ compose }, { store: publications, exceptions, now: tick });
  story.git.commit('main', { 'warehouse/customers.sql': BASE, '.github/tollgate.yml': SETTINGS });
}, 60_000);
afterAll(async () => {
  await story.close();
  await store.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = `exceptions: { approvers: ["@exec"] }
phases: { PII001: enforce, PII002: observe }
sql:
  dialects:
    - { paths: ["warehouse/**"], dialect: snowflake }
`;
const BASE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n';
const HEAD = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';
const FILE = '.github/tollgate/exceptions/vendor.yml';
const EXCEPTION = `policies: [PII001]
scope:
  - { asset: mart.customers, field: email }
justification: The vendor cannot read tagged columns before the migration.
requested_by: "@data-crm"
requested: 2026-11-23
expires: 2026-12-20
`;

const lastRun = () => story.repository.checkRuns.at(-1);

it('without an exception the change is blocked', async () => {
  const pull = aPull(story.git.commit('feature', { 'warehouse/customers.sql': HEAD }, 'main'));
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  expect(story.failures).toEqual([]);
  expect(lastRun()).toMatchObject({ conclusion: 'failure' });
});

it('the pull request cannot except itself', async () => {
  const pull = story.repository.pulls.get(5)!;
  pull.headSha = story.git.commit('feature', { [FILE]: EXCEPTION });
  await story.send('pull_request', story.pullEvent('synchronize', pull));
  expect(lastRun()).toMatchObject({ head_sha: pull.headSha, conclusion: 'failure' });
  expect(lastRun()?.output.summary).toContain('By its own, on the whole tree: 1 no longer counts; touches nobody');
  expect(lastRun()?.output.summary).toContain('exception vendor added: PII001 until 2026-12-20, asked for by');
});

it('one that is merged without approval does not count, and says why', async () => {
  const asking = aPull(story.git.commit('ask', { [FILE]: EXCEPTION }, 'main'), { number: 8, author: 'data-crm' });
  const before = '0'.repeat(40);
  story.repository.pulls.set(8, { ...asking, state: 'closed', merged: story.git.commit('main', { [FILE]: EXCEPTION }), verdicts: [] });
  await story.send('push', story.pushEvent('main', before, story.repository.pulls.get(8)!.merged!));
  const runs = story.repository.checkRuns.filter(({ head_sha }) => head_sha === story.repository.pulls.get(5)!.headSha);
  expect(runs.at(-1)).toMatchObject({ conclusion: 'failure' });
  expect(await store.exceptions.waiting(story.repository.id)).toMatchObject([{ subject: 'branch:1:main' }, { pull: 5 }]);
  expect(story.failures).toEqual([]);
});

it.each([
  ['the author', 'data-crm', 'APPROVED'],
  ['someone who is not listed', 'mona', 'APPROVED'],
  ['an approver who asks for changes', 'exec', 'CHANGES_REQUESTED'],
] as const)('%s settles nothing', async (_, login, state) => {
  await review(login, state);
  expect(runOfPull()).toMatchObject({ conclusion: 'failure' });
});

it('when a listed approver approves that text, those who wait are judged again at once', async () => {
  await review('exec', 'APPROVED');
  expect(story.failures).toEqual([]);
  expect(runOfPull()).toMatchObject({ conclusion: 'success' });
  expect(runOfPull()?.output.summary).toContain('until 2026-12-20');
  expect(runOfPull()?.output.summary).toContain('1 of 2 in 2026 Q4');
  expect(await store.exceptions.waiting(story.repository.id)).toEqual([]);
});

it('GitHub is not asked twice about one text', async () => {
  story.github.forget();
  await story.send('pull_request', story.pullEvent('synchronize', story.repository.pulls.get(5)!));
  expect(story.github.ledger.filter(({ path }) => path.includes('/reviews'))).toEqual([]);
  expect(story.github.ledger.filter(({ writes }) => writes)).toEqual([]);
});

it('it ends on its day: the check flips without anybody doing anything', async () => {
  clock.now = Date.parse('2026-12-20T23:59:00Z');
  await swept();
  expect(runOfPull()).toMatchObject({ conclusion: 'success' });
  clock.now = Date.parse('2026-12-21T00:00:01Z');
  await swept();
  expect(runOfPull()).toMatchObject({ conclusion: 'failure' });
});

it('one issue looks after exceptions, once a day', async () => {
  const issues = story.repository.issues.filter(({ title }) => title.startsWith('Exceptions:'));
  expect(issues).toMatchObject([{ title: 'Exceptions: 1 over', state: 'open' }]);
  expect(issues[0]?.body).toContain('ended on 2026-12-20');
  story.git.commit('main', { [FILE]: null });
  clock.now += 86_400_000;
  await swept();
  expect(story.repository.issues.filter(({ title }) => title.startsWith('Exceptions:'))).toMatchObject([{ state: 'closed' }]);
});

it('asks nothing that GitHub would not take', () => {
  expect(story.github.faults).toEqual([]);
  expect(story.failures).toEqual([]);
});

const runOfPull = () => story.repository.checkRuns.findLast(({ head_sha }) => head_sha === story.repository.pulls.get(5)!.headSha);

async function review(login: string, state: 'APPROVED' | 'CHANGES_REQUESTED'): Promise<void> {
  const asking = story.repository.pulls.get(8)!;
  asking.verdicts?.push({ login, state, commit: asking.headSha });
  const payload = story.pullEvent('submitted', asking, { review: { state: state.toLowerCase() } });
  await story.send('pull_request_review', payload);
}

async function swept(): Promise<void> {
  const enqueue = story.enqueue;
  await sweep({ exceptions: store.exceptions, enqueue, now: () => clock.now });
  await story.inbox.idle();
}
