import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { assert, asyncProperty, constantFrom, dictionary, stringMatching, uint8Array } from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { receiveWebhook, type WebhookEvent } from '../../src/app/receive-webhook.ts';
import { startServer, type RunningServer } from '../../src/app/start-server.ts';
import { jobsOf } from '../../src/workflow/triggers.ts';

const [OLD, NEW] = ['the secret that is being replaced, of 32 bytes', 'the secret that replaces it, also of 32 bytes'];
const log: string[] = [];
let taken: WebhookEvent[] = [];
let failure: Error | undefined;
let server: RunningServer;

beforeAll(async () => {
  const dispatch = async (event: WebhookEvent): Promise<void> => {
    if (failure) throw failure;
    jobsOf(event.name, event.payload);
    taken.push(event);
  };
  const options = { secrets: [NEW, OLD], log: (...line: readonly unknown[]) => void log.push(JSON.stringify(line)), dispatch };
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: options.log,
    routes: { '/hook': (req, res) => receiveWebhook(req, res, options) },
  });
});
afterAll(() => server.stop(100));
beforeEach(() => {
  taken = [];
  failure = undefined;
});

const sign = (body: string | Uint8Array, secret = NEW): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function send(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}, method = 'POST'): Promise<number> {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const response = await fetch(`${server.url}/hook`, { method, headers: given, ...(method === 'GET' ? {} : { body: body as string }) });
  return response.status;
}

const PUSH = JSON.stringify({
  ref: 'refs/heads/main',
  before: '1'.repeat(40),
  after: '2'.repeat(40),
  deleted: false,
  installation: { id: 1 },
  repository: { id: 1, name: 'warehouse', owner: { login: 'acme' }, default_branch: 'main' },
});

describe('who sends it', () => {
  it.each([
    ['the secret', sign(PUSH), 202],
    ['the secret that is being replaced', sign(PUSH, OLD), 202],
    ['another secret', sign(PUSH, 'another secret that is long enough, too'), 401],
    ['the word that frameworks fall back to', sign(PUSH, 'development'), 401],
    ['the signature of another body', sign(`${PUSH} `), 401],
    ['no signature', '', 401],
    ['half a signature', sign(PUSH).slice(0, 40), 401],
    ['SHA-1', `sha1=${'0'.repeat(40)}`, 401],
  ])('by %s', async (_, signature, status) => {
    expect(await send(PUSH, { 'x-hub-signature-256': signature })).toBe(status);
    expect(taken).toHaveLength(status === 202 ? 1 : 0);
  });
});

describe('what is no delivery', () => {
  it.each([
    ['no JSON', '{"ref"', {}, 400],
    ['a list', '[]', {}, 400],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400],
    ['not what GitHub documents', '{"ref": 1}', {}, 400],
    ['without an id', PUSH, { 'x-github-delivery': '' }, 400],
    ['with an odd id', PUSH, { 'x-github-delivery': "1'; drop table" }, 400],
    ['without an event', PUSH, { 'x-github-event': '' }, 400],
    ['a form', PUSH, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('%s', async (_, body, headers, status) => {
    expect(await send(body, headers)).toBe(status);
    expect(taken).toEqual([]);
  });

  it('an event that nobody reads, whatever it is called', async () => {
    for (const event of ['star', '__proto__', 'constructor', 'x'.repeat(4000)])
      expect(await send(PUSH, { 'x-github-event': event })).toBe(202);
    expect(taken).toEqual([]);
  });

  it('a visit by a browser', async () => {
    expect(await send('', {}, 'GET')).toBe(405);
  });
});

/** Sends by hand, since `fetch` would not lie about a length. */
function sendSlowly(headers: Readonly<Record<string, string | number>>, chunks: number): Promise<number | 'cut off'> {
  return new Promise((resolve) => {
    const all = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': '1', ...headers };
    const request = httpRequest(`${server.url}/hook`, { method: 'POST', headers: all }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', () => resolve('cut off'));
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    for (let sent = 0; sent < chunks; sent++) request.write(piece);
    if (chunks > 0) request.end();
    else request.flushHeaders();
  });
}

describe('a body over 25 MB', () => {
  it('is refused by its length, before a byte of it is read', async () => {
    expect(await sendSlowly({ 'content-length': 40 * 1024 * 1024 }, 0)).toBe(413);
  });

  it('is refused while it is read, when it does not say how long it is', async () => {
    expect([413, 'cut off']).toContain(await sendSlowly({ 'transfer-encoding': 'chunked' }, 40));
    expect(taken).toEqual([]);
    expect(await send(PUSH)).toBe(202);
  });
});

it('says 503 when the delivery cannot be kept, and never logs what was in it', async () => {
  failure = new Error('the database is away');
  const before = log.length;
  expect(await send(PUSH.replace('warehouse', 'a-canary'))).toBe(503);
  expect(log.slice(before).join('\n')).toContain('the database is away');
  expect(log.join('\n')).not.toContain('canary');
});

it('lives through whatever a stranger sends', async () => {
  const headers = dictionary(
    constantFrom('x-github-event', 'x-github-delivery', 'x-hub-signature-256', 'content-type'),
    stringMatching(/^[!-~]{0,60}$/),
  );
  await assert(
    asyncProperty(headers, uint8Array({ maxLength: 200 }), async (given, body) => {
      const status = await send(body, { 'x-hub-signature-256': '', ...given });
      expect(status >= 400 && status < 500).toBe(true);
    }),
    { seed: 20_261_123, numRuns: 300 },
  );
  expect(await send(PUSH)).toBe(202);
});
