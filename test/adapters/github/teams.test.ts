import nock from 'nock';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitHub } from '../../../src/adapters/github/open-github.ts';

const API = 'https://api.github.example';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const teams = () =>
  openGitHub({
    appId: 77,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    apiUrl: API,
    gitUrl: 'https://github.example',
    pace: { now: () => Date.parse('2026-01-01T00:00:00Z'), pause: () => Promise.resolve() },
  }).teamsOf({ installation: 42, id: 1, owner: 'acme', name: 'warehouse' }, 'octocat', ['acme/data', 'acme/web']);

beforeEach(() => {
  nock.disableNetConnect();
  nock(API)
    .post('/app/installations/42/access_tokens', { repository_ids: [1] })
    .times(2)
    .reply(201, {
      token: 'ghs_one',
      expires_at: '2026-01-01T01:00:00Z',
      permissions: {},
      repository_selection: 'selected',
      repositories: [{ id: 1 }],
    });
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const asked = (slug: string) => nock(API).get(`/orgs/acme/teams/${slug}/memberships/octocat`);

describe('the teams that the author of a change is in', () => {
  it('are those whose membership is active', async () => {
    asked('data').reply(200, { state: 'active', role: 'member', url: 'u' });
    asked('web').reply(404, { message: 'Not Found' });
    expect(await teams()).toEqual(['acme/data']);
  });

  it('do not count while the invitation waits', async () => {
    asked('data').reply(200, { state: 'pending', role: 'member' });
    asked('web').reply(200, { state: 'active', role: 'member', url: 'u' });
    expect(await teams()).toEqual(['acme/web']);
  });

  it('are not known where the app may not see members', async () => {
    asked('data').reply(403, { message: 'Resource not accessible by integration' });
    asked('web').reply(403, { message: 'Resource not accessible by integration' });
    expect(await teams()).toBeUndefined();
  });
});
