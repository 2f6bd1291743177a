import { afterAll, beforeAll, beforeEach, expect, describe, it } from 'vitest';
import { request } from 'node:http';
import { setupRoutes } from '../../src/app/setup/setup-routes.ts';
import { startServer, type RunningServer } from '../../src/app/start-server.ts';

let server: RunningServer;
let codes: string[] = [];
let ready = 0;

beforeAll(async () => {
  const options = {
    ownUrl: () => server.url,
    webhookPath: '/api/github/webhooks',
    githubUrl: 'https://github.example',
    register: async (code: string) => {
      codes.push(code);
      if (code === 'bad') throw new Error('refused');
      return { page: 'https://github.example/apps/tollgate' };
    },
    log: () => {},
    done: () => void (ready += 1),
  };
  server = await startServer({ host: '127.0.0.1', port: 0, log: () => {}, routes: setupRoutes(options) });
});
afterAll(() => server.stop(100));
beforeEach(() => {
  codes = [];
});

const visit = async (path: string): Promise<{ status: number; text: string; policy: string }> => {
  const response = await fetch(server.url + path);
  return { status: response.status, text: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
};

const decoded = (text: string): string => text.replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)));
const form = async (query = 'url=https://tollgate.example') => decoded((await visit(`/?${query}`)).text);
const stateIn = (text: string): string => /state=([\w-]{43})"/.exec(text)?.[1] ?? '';

describe('the form', () => {
  it('sends the manifest of app.yml to GitHub, with this server in it', async () => {
    const text = await form();
    expect(text).toContain('action="https://github.example/settings/apps/new?state=');
    const manifest = JSON.parse(/name="manifest" value="(.*?)" \/>/s.exec(text)?.[1] ?? '') as object;
    expect(manifest).toMatchObject({
      name: 'Tollgate',
      public: false,
      hook_attributes: { url: 'https://tollgate.example/api/github/webhooks', active: true },
      redirect_url: `${server.url}/setup/callback`,
      default_permissions: {
        checks: 'write',
        contents: 'read',
        issues: 'write',
        merge_queues: 'read',
        metadata: 'read',
        pull_requests: 'write',
      },
      default_events: [
        'check_run',
        'check_suite',
        'issue_comment',
        'merge_group',
        'pull_request',
        'pull_request_review',
        'pull_request_review_comment',
        'push',
      ],
    });
  });

  it('goes to an organisation that is named', async () => {
    expect(await form('url=https://tollgate.example&organisation=acme')).toContain('/organizations/acme/settings/apps/new?state=');
  });

  it.each(['', 'url=http://tollgate.example', 'url=javascript:alert(1)', 'url=https://a.example&organisation=../x'])(
    'asks again for %j',
    async (query) => {
      expect(await form(query)).not.toContain('name="manifest"');
    },
  );

  it('escapes what it was given, and lets no script run', async () => {
    const { text, policy } = await visit(`/?organisation=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain('<script');
    expect(policy).toMatch(/default-src 'none'.*form-action 'self' https:\/\/github\.example.*frame-ancestors 'none'/);
  });

  it('is shown to nobody who calls this machine by another name', async () => {
    const status = await new Promise((resolve) => {
      request(`${server.url}/?url=https://a.example`, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });
});

describe('the way back', () => {
  it('takes a code once, for a form that was sent from here', async () => {
    const state = stateIn(await form());
    const back = await visit(`/setup/callback?code=abc&state=${state}`);
    expect(back).toMatchObject({ status: 200 });
    expect(back.text).toContain('https://github.example/apps/tollgate/installations/new');
    expect(await visit(`/setup/callback?code=abc&state=${state}`)).toMatchObject({ status: 400 });
    expect(codes).toEqual(['abc']);
    expect(ready).toBe(1);
  });

  it.each(['code=abc', 'code=abc&state=', 'code=abc&state=forged', `code=${'a'.repeat(300)}&state=x`])('refuses %s', async (query) => {
    expect(await visit(`/setup/callback?${query}`)).toMatchObject({ status: 400 });
    expect(codes).toEqual([]);
  });

  it('says so when GitHub refuses', async () => {
    const state = stateIn(await form());
    expect(await visit(`/setup/callback?code=bad&state=${state}`)).toMatchObject({ status: 502 });
  });
});
