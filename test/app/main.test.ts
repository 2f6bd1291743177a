import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startServer } from '../../src/app/start-server.ts';
import { startGitHubDouble } from '../github-double/start-github-double.ts';
import { aRepository } from './a-repository.ts';
import { deliver, SECRET } from './deliver.ts';
import { aDoubleRepository, aPull } from './start-story.ts';

const MAIN = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url));
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const folder = mkdtempSync(join(tmpdir(), 'tollgate-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

interface Run {
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  /** The address that it says it listens at. */
  url(): Promise<string>;
}

function start(variables: Readonly<Record<string, string>>): Run {
  let output = '';
  const env = { PATH: process.env['PATH'], TOLLGATE_DATA: join(folder, 'data'), PORT: '0', ...variables };
  const started = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  child = started;
  started.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => started.on('exit', resolve));
  const url = async (): Promise<string> => {
    await expect.poll(() => /"url":"([^"]+)"/.exec(output)?.[1], { timeout: 40_000 }).toBeDefined();
    return new URL(/"url":"([^"]+)"/.exec(output)?.[1] ?? '').origin;
  };
  return { output: () => output, exit, url };
}

const APP = { APP_ID: '77', PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };

describe('refuses to start, and names what is wrong', () => {
  it.each([
    ['WEBHOOK_SECRET', { ...APP, WEBHOOK_SECRET: 'development' }],
    ['WEBHOOK_SECRET', { APP_ID: '77', PRIVATE_KEY: KEY }],
    ['PORT', { ...APP, PORT: 'http' }],
  ])('%s', async (name, variables) => {
    const { exit, output } = start(variables);
    expect(await exit).toBe(2);
    expect(output()).toContain(`error: \`${name}\``);
    expect(output()).not.toContain('PRIVATE KEY-----');
  });
});

it('says that its place is taken, and ends', async () => {
  const taken = await startServer({ host: '127.0.0.1', port: 0, log: () => {}, routes: {} });
  const run = start({ ...APP, PORT: new URL(taken.url).port });
  expect(await run.exit).toBe(2);
  expect(run.output()).toMatch(/error: cannot listen at 127\.0\.0\.1:\d+/);
  await taken.stop(100);
});

it('shows the way to register where there are no credentials, and stops when told', async () => {
  const run = start({});
  const url = await run.url();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${url}/?url=https://tollgate.example`)).text()).toContain('Register on GitHub');
  child?.kill('SIGTERM');
  expect(await run.exit).toBe(0);
});

it('judges a pull request, from a signed webhook to the check run', async () => {
  const git = aRepository();
  const repository = aDoubleRepository(git.gitDir);
  const github = await startGitHubDouble([repository]);
  const settings = 'sql: { dialects: [{ paths: ["warehouse/**"], dialect: snowflake }] }\n';
  git.commit('main', { 'warehouse/customers.sql': 'CREATE TABLE mart.customers (id INT);\n', '.github/tollgate.yml': settings });
  const head = git.commit('feature', { 'warehouse/customers.sql': 'CREATE TABLE mart.customers (id INT, email TEXT);\n' }, 'main');
  repository.pulls.set(5, aPull(head));
  const variables = { ...APP, PRIVATE_KEY: github.privateKey, GITHUB_URL: github.url, GITHUB_API_URL: github.url };
  const run = start({ ...variables, TOLLGATE_DATA: join(folder, 'judging'), PATH: process.env['PATH'] ?? '' });
  const { id, name, owner, installation, defaultBranch } = repository;
  const source = { installation: { id: installation }, repository: { id, name, owner: { login: owner }, default_branch: defaultBranch } };
  const payload = { action: 'opened', number: 5, pull_request: { number: 5, head: { sha: head } }, ...source };
  expect(await deliver(await run.url(), 'pull_request', payload)).toBe(202);
  await expect.poll(() => repository.checkRuns.filter(({ status }) => status === 'completed').length, { timeout: 40_000 }).toBe(1);
  await expect.poll(() => run.output(), { timeout: 10_000 }).toContain('job done');
  expect(repository.checkRuns[0]).toMatchObject({ head_sha: head, conclusion: 'neutral' });
  expect(repository.comments.length).toBeGreaterThan(0);
  expect(github.faults).toEqual([]);
  expect(run.output()).not.toContain('ghs_');
  child?.kill('SIGTERM');
  expect(await run.exit).toBe(0);
  await github.close();
  git.remove();
});

it('takes webhooks, survives a kill, and stops within ten seconds', async () => {
  const first = start(APP);
  const ping = await deliver(await first.url(), 'ping', { zen: 'x' });
  child?.kill('SIGKILL');
  await first.exit;
  const second = start(APP);
  const url = await second.url();
  expect(ping).toBe(202);
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
  const asked = performance.now();
  child?.kill('SIGTERM');
  expect(await second.exit).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(second.output()).not.toContain(SECRET);
});
