import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitHub } from '../../../src/adapters/github/open-github.ts';
import type { PublishCheckRun, PublishIssue } from '../../../src/model/action.ts';

const API = 'https://api.github.example';
const repository = { installation: 42, id: 1, owner: 'acme', name: 'warehouse' };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pauses: number[] = [];
const NOW = Date.parse('2026-01-01T00:00:00Z');

const open = () =>
  openGitHub({
    appId: 77,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    apiUrl: API,
    gitUrl: 'https://github.example',
    pace: { now: () => NOW, pause: async (milliseconds) => void pauses.push(milliseconds) },
  });

const token = (value = 'ghs_one') =>
  nock(API)
    .post('/app/installations/42/access_tokens', { repository_ids: [1] })
    .reply(201, {
      token: value,
      expires_at: '2026-01-01T01:00:00Z',
      permissions: {},
      repository_selection: 'selected',
      repositories: [{ id: 1, name: 'warehouse' }],
    });

beforeEach(() => {
  pauses.length = 0;
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

const run: PublishCheckRun = {
  kind: 'publish-check-run',
  key: 'k',
  headSha: 'a'.repeat(40),
  externalId: 'digest:k',
  digest: 'digest',
  status: 'completed',
  conclusion: 'neutral',
  title: 't',
  summary: 's',
  annotations: [],
  buttons: [],
};
const made = { id: 9, status: 'completed', external_id: run.externalId, output: { annotations_count: 0 } };
const runOf = (subject: string, id: number) => ({ ...made, id, external_id: `digest:digest:${subject}:after-0` });
const RUNS = '/repos/acme/warehouse/check-runs';
const listed = (runs: readonly object[]) =>
  nock(API)
    .get(`/repos/acme/warehouse/commits/${run.headSha}/check-runs`)
    .query({ check_name: 'Tollgate', filter: 'all', per_page: 100 })
    .reply(200, { check_runs: runs });

it('asks for a token of one repository, once, and sends it with the version of the API', async () => {
  token();
  nock(API, { reqheaders: { authorization: 'token ghs_one', 'x-github-api-version': '2022-11-28' } })
    .get('/repos/acme/warehouse/pulls/5')
    .twice()
    .reply(404, {});
  const github = open();
  expect(await github.pull(repository, 5)).toBeUndefined();
  expect(await github.pull(repository, 5)).toBeUndefined();
});

it('replaces a token that is refused', async () => {
  token('ghs_old');
  nock(API, { reqheaders: { authorization: 'token ghs_old' } })
    .get('/repos/acme/warehouse/pulls/5')
    .reply(401, { message: 'Bad credentials' });
  token('ghs_new');
  nock(API, { reqheaders: { authorization: 'token ghs_new' } })
    .get('/repos/acme/warehouse/pulls/5')
    .reply(404, {});
  expect(await open().pull(repository, 5)).toBeUndefined();
});

describe('a write whose answer is lost', () => {
  it.each([
    ['502', (scope: nock.Interceptor) => scope.reply(502, 'Bad gateway')],
    ['a reset', (scope: nock.Interceptor) => scope.replyWithError('socket hang up')],
    ['half an answer', (scope: nock.Interceptor) => scope.reply(201, '{"id": 9, "sta', { 'content-type': 'application/json' })],
  ])('%s: is looked for before it is repeated', async (_, answer) => {
    token();
    answer(nock(API).post(RUNS));
    listed([made]);
    expect(await open().publishCheckRun(repository, run)).toEqual({ id: 9 });
  });

  it('is repeated when it is not there', async () => {
    token();
    nock(API).post(RUNS).reply(502);
    listed([{ ...made, external_id: 'another' }]);
    nock(API).post(RUNS).reply(201, made);
    expect(await open().publishCheckRun(repository, run)).toEqual({ id: 9 });
  });
});

describe('a limit', () => {
  it.each([
    ['by Retry-After', 429, { 'retry-after': '30' }, 30_000],
    ['by its reset', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 20) }, 21_000],
    ['without a word: a minute', 403, {}, 60_000],
    ['as abuse', 422, {}, 60_000],
  ])('%s', async (_, status, headers, pause) => {
    token();
    const message = status === 422 ? 'Validation Failed: {"code":"abuse"}' : 'You have exceeded a secondary rate limit';
    nock(API).post(RUNS).reply(status, { message }, headers);
    nock(API).post(RUNS).reply(201, made);
    await open().publishCheckRun(repository, run);
    expect(pauses).toEqual([pause]);
  });

  it('that lasts too long for a job is an error, and nothing is sent meanwhile', async () => {
    token();
    nock(API)
      .post(RUNS)
      .reply(403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 2400) });
    await expect(open().publishCheckRun(repository, run)).rejects.toMatchObject({ code: 'github-failed', retryAfterMs: 2_401_000 });
    expect(pauses).toEqual([]);
  });
});

it('says what GitHub refuses, and does not try again', async () => {
  token();
  nock(API).post(RUNS).reply(403, { message: 'Resource not accessible by integration' });
  await expect(open().publishCheckRun(repository, run)).rejects.toThrow('Resource not accessible by integration');
});

describe('annotations', () => {
  const annotations = Array.from(
    { length: 120 },
    (_, index) => ({ path: 'a.sql', startLine: index + 1, endLine: index + 1, level: 'notice', title: 't', message: 'm' }) as const,
  );
  const count = (wanted: number) => (body: { output: { annotations: readonly object[] } }) => body.output.annotations.length === wanted;

  it('go in batches of 50', async () => {
    token();
    nock(API).post(RUNS, count(50)).reply(201, made);
    nock(API).patch(`${RUNS}/9`, count(50)).reply(200, made);
    nock(API).patch(`${RUNS}/9`, count(20)).reply(200, made);
    await open().publishCheckRun(repository, { ...run, annotations });
  });

  it('are counted before a batch is sent again', async () => {
    token();
    nock(API).post(RUNS).reply(201, made);
    nock(API).patch(`${RUNS}/9`).reply(502);
    nock(API)
      .get(`${RUNS}/9`)
      .reply(200, { ...made, output: { annotations_count: 60 } });
    await open().publishCheckRun(repository, { ...run, annotations: annotations.slice(0, 60) });
  });
});

describe('people whom GitHub does not take', () => {
  it('do not keep others from being asked', async () => {
    const path = '/repos/acme/warehouse/pulls/5/requested_reviewers';
    token();
    nock(API)
      .post(path, { reviewers: ['gone', 'hubot'], team_reviewers: [] })
      .reply(422, { message: 'not a collaborator' });
    nock(API)
      .post(path, { reviewers: ['gone'], team_reviewers: [] })
      .reply(422, { message: 'not a collaborator' });
    nock(API)
      .post(path, { reviewers: ['hubot'], team_reviewers: [] })
      .reply(201, { number: 5 });
    const action = { kind: 'request-reviewers', key: 'k', pull: 5, users: ['gone', 'hubot'], teams: [] } as const;
    expect(await open().requestReviewers(repository, action)).toEqual(['hubot']);
  });

  it('do not keep an issue from being opened', async () => {
    const issue: PublishIssue = {
      kind: 'publish-issue',
      key: 'k',
      state: 'open',
      title: 't',
      body: 'b',
      digest: 'd',
      labels: ['tollgate'],
      assignees: ['gone'],
      marker: 'issue:1',
      items: [],
    };
    token();
    nock(API)
      .post('/repos/acme/warehouse/issues', (body) => 'assignees' in body)
      .reply(422, { message: 'Validation Failed' });
    nock(API)
      .post('/repos/acme/warehouse/issues', (body) => !('assignees' in body))
      .reply(201, { number: 3, state: 'open' });
    expect(await open().publishIssue(repository, issue)).toMatchObject({ number: 3 });
  });
});

it('knows that a repository has no issues', async () => {
  token();
  nock(API).post('/repos/acme/warehouse/issues').reply(410, { message: 'Issues are disabled for this repo' });
  const issue: PublishIssue = {
    kind: 'publish-issue',
    key: 'k',
    state: 'open',
    title: 't',
    body: 'b',
    digest: 'd',
    labels: [],
    assignees: [],
    marker: 'issue:1',
    items: [],
  };
  expect(await open().publishIssue(repository, issue)).toBeNull();
});

it('finds what it has posted by its markers, and takes nobody else for itself', async () => {
  token();
  nock(API).get('/app').reply(200, { slug: 'tollgate' });
  nock(API)
    .get(`/repos/acme/warehouse/commits/${run.headSha}/check-runs`)
    .query(true)
    .reply(200, { check_runs: [runOf('pull:7:5', 9), runOf('pull:7:50', 10), runOf('pull:7:4', 11)] });
  const comment = (id: number, login: string, marker: string) => ({ id, body: `<!-- tollgate:${marker} --> x`, user: { login } });
  nock(API)
    .get('/repos/acme/warehouse/pulls/5/comments')
    .query(true)
    .reply(200, [comment(1, 'tollgate[bot]', 'finding:a'), comment(2, 'mallory', 'finding:b')]);
  const found = await open().published(repository, { subject: 'pull:7:5', pull: 5, headSha: run.headSha });
  expect(found.checkRun).toMatchObject({ id: 9, digest: 'digest' });
  expect(found.comments.map(({ marker }) => marker)).toEqual(['finding:a']);
});
