import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { credentialsFile, writeCredentials } from '../../../src/adapters/system/credentials.ts';
import { readEnvironment } from '../../../src/adapters/system/read-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SECRET = 'x'.repeat(32);
const APP = { TOLLGATE_DATA: join(folder, 'none'), APP_ID: '77', PRIVATE_KEY: key, WEBHOOK_SECRET: SECRET };

it('has defaults for all but the app', () => {
  expect(readEnvironment({ TOLLGATE_DATA: join(folder, 'none') })).toEqual({
    host: '127.0.0.1',
    port: 3000,
    webhookPath: '/api/github/webhooks',
    dataFolder: join(folder, 'none'),
    githubUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    atOnce: 2,
  });
});

it('finds the API of a GitHub Enterprise Server', () => {
  expect(readEnvironment({ ...APP, GITHUB_URL: 'https://git.acme.example/' }).apiUrl).toBe('https://git.acme.example/api/v3');
});

it.each([
  ['as it is', key],
  ['on one line', key.replaceAll('\n', String.raw`\n`)],
  ['as base64', Buffer.from(key).toString('base64')],
])('takes the private key %s', (_, given) => {
  expect(readEnvironment({ ...APP, PRIVATE_KEY: given }).credentials?.privateKey).toBe(key);
});

it('takes a second secret while one replaces the other', () => {
  const previous = 'y'.repeat(32);
  expect(readEnvironment({ ...APP, WEBHOOK_SECRET_PREVIOUS: previous }).credentials?.webhookSecrets).toEqual([SECRET, previous]);
});

describe('names the variable that is wrong, and never shows a value', () => {
  it.each([
    ['WEBHOOK_SECRET', { ...APP, WEBHOOK_SECRET: 'development' }],
    ['WEBHOOK_SECRET', { ...APP, WEBHOOK_SECRET: 'canary'.repeat(2) }],
    ['WEBHOOK_SECRET', { ...APP, WEBHOOK_SECRET: '' }],
    ['APP_ID', { ...APP, APP_ID: '' }],
    ['APP_ID', { ...APP, APP_ID: 'canary' }],
    ['PRIVATE_KEY', { ...APP, PRIVATE_KEY: 'canary' }],
    ['PRIVATE_KEY_PATH', { ...APP, PRIVATE_KEY: '', PRIVATE_KEY_PATH: join(folder, 'missing.pem') }],
    ['PORT', { ...APP, PORT: '65536' }],
    ['TOLLGATE_URL', { ...APP, TOLLGATE_URL: 'canary' }],
    ['WEBHOOK_PATH', { ...APP, WEBHOOK_PATH: 'canary' }],
  ])('%s %#', (name, variables) => {
    expect(() => readEnvironment(variables)).toThrow(
      expect.objectContaining({ code: 'bad-environment', message: expect.stringContaining(`\`${name}`) }),
    );
    expect(() => readEnvironment(variables)).not.toThrow(/canary/);
  });
});

describe('credentials that were registered', () => {
  const file = credentialsFile(folder);

  it('are kept for their owner only, and found again', () => {
    writeCredentials(file, { appId: 5, privateKey: key, webhookSecrets: [SECRET], page: 'https://github.com/apps/tollgate' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readEnvironment({ TOLLGATE_DATA: folder }).credentials).toMatchObject({ appId: 5 });
  });

  it('are a clear error when the file is broken', () => {
    writeFileSync(file, '{"appId": "canary"');
    expect(() => readEnvironment({ TOLLGATE_DATA: folder })).toThrow(/credentials\.json/);
    expect(() => readEnvironment({ TOLLGATE_DATA: folder })).not.toThrow(/canary/);
  });
});
