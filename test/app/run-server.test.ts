import { generateKeyPairSync } from 'node:crypto';
import { Probot } from 'probot';
import { afterEach, describe, expect, it } from 'vitest';
import { runServer, type Composition, type Running, type ServerSettings } from '../../src/app/run-server.ts';
import type { JobPorts } from '../../src/workflow/job-ports.ts';
import { memoryInbox } from '../fakes/memory-inbox.ts';
import { deliver, SECRET } from './deliver.ts';

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const BASE: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  webhookPath: '/api/github/webhooks',
  githubUrl: 'https://github.example',
  atOnce: 1,
};
const APP = { webhookSecrets: [SECRET], page: 'https://github.example/apps/tollgate' };

const log: { message: string; facts: Readonly<Record<string, unknown>> }[] = [];
const closed: string[] = [];
let running: Running;
afterEach(() => running.stop());

function composition(registered: boolean): Composition {
  let app = registered ? APP : undefined;
  return {
    version: '1.2.3',
    log: (_, message, facts = {}) => void log.push({ message, facts }),
    settings: () => ({ ...BASE, ...(app ? { app } : {}) }),
    register: async () => {
      app = APP;
      return { page: APP.page };
    },
    open: async () => ({
      probot: new Probot({ appId: 1, privateKey: KEY, secret: SECRET, logLevel: 'fatal' }),
      inbox: memoryInbox(),
      jobs: { now: Date.now } as unknown as JobPorts,
      close: async () => void closed.push('closed'),
    }),
  };
}

const text = async (path: string): Promise<string> => (await fetch(running.url + path)).text();

describe('a registered app', () => {
  it('takes webhooks, says that it is well, and shows nothing of any repository', async () => {
    running = await runServer(composition(true));
    expect(await deliver(running.url, 'ping', { zen: 'x' })).toBe(202);
    expect(await deliver(running.url, 'ping', { zen: 'x' }, { secret: 'development' })).toBe(401);
    expect(await text('/healthz')).toBe('ok\n');
    const page = await text('/');
    expect(page).toContain('Version 1.2.3');
    expect(page).not.toContain(SECRET);
    expect((await fetch(`${running.url}/setup/callback?code=x&state=y`)).status).toBe(404);
  });

  it('stops within ten seconds and closes what it opened', async () => {
    running = await runServer(composition(true));
    const start = performance.now();
    await running.stop();
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(closed.at(-1)).toBe('closed');
    await expect(fetch(running.url)).rejects.toThrow('fetch failed');
  });
});

it('that is not registered shows the way, and is the app afterwards', async () => {
  running = await runServer(composition(false));
  expect(await deliver(running.url, 'ping', {})).toBe(404);
  const form = await text('/?url=https://tollgate.example');
  const state = /state=([\w-]{43})/.exec(form)?.[1] ?? '';
  expect(await text(`/setup/callback?code=abc&state=${state}`)).toContain('Registered');
  await expect.poll(() => log.find(({ message }) => message === 'takes webhooks')?.facts['url']).toBeDefined();
  const url = new URL(String(log.findLast(({ message }) => message === 'takes webhooks')?.facts['url'])).origin;
  expect(await deliver(url, 'ping', {})).toBe(202);
});
