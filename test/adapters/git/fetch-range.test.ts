import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remoteSourceControl } from '../../../src/adapters/git/fetch-range.ts';
import { aRepository, type TestRepository } from '../../app/a-repository.ts';
import { aDoubleRepository } from '../../app/start-story.ts';
import { startGitHubDouble, type GitHubDouble } from '../../github-double/start-github-double.ts';

const TOKEN = 'ghs_a-token-of-this-test';
let git: TestRepository;
let github: GitHubDouble;
let first: string;
let tip: string;
let head: string;
const folder = mkdtempSync(join(tmpdir(), 'tollgate-mirrors-'));
const fetchRange = remoteSourceControl(folder);
const range = (overrides: object = {}) => ({
  id: 1,
  url: `${github.url}/acme/warehouse.git`,
  token: TOKEN,
  base: { branch: 'main' },
  head,
  ...overrides,
});

/** A server that answers as it is told. */
async function serving(answer: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

beforeAll(async () => {
  git = aRepository();
  first = git.commit('main', { 'a.sql': 'one\n', 'b.sql': 'two\n', 'old/c.sql': 'line\n'.repeat(20) });
  git.commit('feature', { 'a.sql': 'one\nmore\n' }, 'main');
  head = git.commit('feature', { 'new/c.sql': `${'line\n'.repeat(20)}end\n`, 'old/c.sql': null });
  tip = git.commit('main', { 'rules.yml': 'newer\n' });
  github = await startGitHubDouble([aDoubleRepository(git.gitDir)]);
  github.world.tokens.set(TOKEN, [1]);
});
afterAll(async () => {
  await github.close();
  git.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('has the contents of files where the history is cut off, and after the branch has moved on', async () => {
  const long = aRepository();
  const server = await startGitHubDouble([aDoubleRepository(long.gitDir)]);
  server.world.tokens.set(TOKEN, [1]);
  const fetchLong = remoteSourceControl(join(folder, 'long'));
  const at = { id: 1, url: `${server.url}/acme/warehouse.git`, token: TOKEN };
  const textOf = async (base: Parameters<typeof fetchLong>[0]['base'], commit: string): Promise<unknown> => {
    const [file] = await (await fetchLong({ ...at, base, head: commit })).head.read(['b.sql']);
    return file && 'text' in file ? file.text : file;
  };
  for (let index = 0; index < 30; index++) long.commit('main', { 'a.sql': `${index}\n` });
  const near = long.commit('near', { 'b.sql': 'near\n' }, 'main');
  expect(await textOf({ branch: 'main' }, near)).toBe('near\n');
  const moved = long.commit('main', { 'b.sql': 'moved\n' });
  expect(await textOf(null, moved)).toBe('moved\n');
  expect(await textOf({ branch: 'main' }, near)).toBe('near\n');
  expect(await textOf({ commit: moved }, long.commit('main', { 'b.sql': 'again\n' }))).toBe('again\n');
  await server.close();
  long.remove();
}, 60_000);

it('compares with where the head left its base, and is governed by the base as it stands now', async () => {
  const { changeSet, base, governing } = await fetchRange(range());
  expect(changeSet).toMatchObject({ base: { commit: first, name: 'main' }, head: { commit: head } });
  expect(changeSet.files).toMatchObject([
    { path: 'a.sql', status: 'modified', changedLines: [{ first: 2, last: 2 }] },
    { path: 'new/c.sql', basePath: 'old/c.sql', status: 'renamed' },
  ]);
  expect(base?.has('rules.yml')).toBe(false);
  expect(await governing.read(['rules.yml'])).toMatchObject([{ text: 'newer\n' }]);
  expect(tip).toMatch(/^[\da-f]{40}$/);
});

it('reads files that the change does not touch', async () => {
  const checkout = await fetchRange(range());
  expect(await checkout.head.read(['b.sql', 'a.sql'])).toMatchObject([{ text: 'two\n' }, { text: 'one\nmore\n' }]);
});

it('takes a commit as its base, and none', async () => {
  expect((await fetchRange(range({ base: { commit: tip } }))).changeSet.base).toMatchObject({ commit: first });
  const whole = await fetchRange(range({ base: null }));
  expect(whole.changeSet).toMatchObject({ base: null, whole: 'tree' });
  expect(await whole.head.read(['b.sql'])).toMatchObject([{ text: 'two\n' }]);
});

it('finds where they parted however long ago', async () => {
  for (let step = 0; step < 25; step++) git.commit('main', { 'b.sql': `two ${step}\n` });
  const { changeSet } = await remoteSourceControl(join(folder, 'fresh'))(range());
  expect(changeSet.base).toMatchObject({ commit: first });
});

it('serves several at once', async () => {
  const answers = await Promise.all([range(), range({ base: null }), range()].map(fetchRange));
  expect(answers.map(({ changeSet }) => changeSet.head.commit)).toEqual([head, head, head]);
});

describe('the token', () => {
  it('is written nowhere', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(5);
    const encoded = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'latin1');
      expect(text.includes(TOKEN) || text.includes(encoded)).toBe(false);
    }
  });

  it('is asked for each time, and a wrong one is an error that does not show it', async () => {
    const refused = fetchRange(range({ token: 'ghs_wrong' }));
    await expect(refused).rejects.toMatchObject({ code: 'git-failed' });
    await expect(refused).rejects.not.toThrow('ghs_wrong');
  });

  it('is in no argument of any command', async () => {
    const wrapper = join(folder, 'bin');
    const log = join(folder, 'commands.txt');
    mkdirSync(wrapper);
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(join(wrapper, 'git'), `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`, { mode: 0o755 });
    const before = process.env['PATH'];
    process.env['PATH'] = `${wrapper}:${before}`;
    try {
      const { head: tree } = await remoteSourceControl(join(folder, 'logged'))(range());
      await tree.read(['b.sql']);
    } finally {
      process.env['PATH'] = before;
    }
    const commands = readFileSync(log, 'utf8');
    expect(commands).toContain('fetch');
    expect(commands).not.toContain(TOKEN);
    expect(commands).not.toContain(Buffer.from(`x-access-token:${TOKEN}`).toString('base64'));
  });

  it('goes to nobody whom a redirect names', async () => {
    const asked: string[] = [];
    const other = await serving((request, response) => {
      asked.push(String(request.headers.authorization));
      response.writeHead(500).end();
    });
    const redirecting = await serving((request, response) => response.writeHead(302, { location: `${other.url}${request.url}` }).end());
    await expect(
      remoteSourceControl(join(folder, 'redirected'))(range({ url: `${redirecting.url}/acme/warehouse.git` })),
    ).rejects.toMatchObject({
      code: 'git-failed',
    });
    expect(asked).toEqual([]);
    await Promise.all([other.close(), redirecting.close()]);
  });

  it('is not sent in the clear to another machine', async () => {
    const refused = remoteSourceControl(join(folder, 'clear'))(range({ url: 'http://git.acme.example/acme/warehouse.git' }));
    await expect(refused).rejects.toThrow(/transport 'http' not allowed/);
  });
});

it('tries again what may be over in a moment', async () => {
  let failures = 2;
  const flaky = await serving((request, response) => {
    if (failures-- > 0) return void response.writeHead(502).end();
    const { pathname, search } = new URL(request.url ?? '', github.url);
    const onward = httpRequest(
      `${github.url}${pathname}${search}`,
      { method: request.method ?? 'GET', headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  const { changeSet } = await remoteSourceControl(join(folder, 'flaky'))(range({ url: `${flaky.url}/acme/warehouse.git` }));
  expect(changeSet.files).toHaveLength(2);
  expect(failures).toBeLessThan(0);
  await flaky.close();
});

it('begins anew where a killed process left a lock', async () => {
  const mirrors = join(folder, 'locked');
  await remoteSourceControl(mirrors)(range());
  writeFileSync(join(mirrors, '1.1.git/shallow.lock'), '');
  const { changeSet } = await remoteSourceControl(mirrors)(range());
  expect(changeSet.files).toHaveLength(2);
  expect(readdirSync(mirrors).toSorted()).toEqual(['1.1.git', '1.2.git']);
});

describe('a mirror with many packs', () => {
  it('is followed by another, and stays for who reads from it', async () => {
    const mirrors = join(folder, 'many');
    const from = remoteSourceControl(mirrors);
    const old = await from(range());
    for (let pack = 0; pack < 301; pack++) writeFileSync(join(mirrors, `1.1.git/objects/pack/pack-${pack}.pack`), '');
    await from(range());
    expect(await old.head.read(['a.sql'])).toMatchObject([{ text: 'one\nmore\n' }]);
    for (let pack = 0; pack < 301; pack++) writeFileSync(join(mirrors, `1.2.git/objects/pack/pack-${pack}.pack`), '');
    await from(range());
    expect(readdirSync(mirrors).toSorted()).toEqual(['1.2.git', '1.3.git']);
  });
});

it.each([
  { head: 'HEAD' },
  { head: '--upload-pack=x' },
  { base: { commit: 'main' } },
  { base: { branch: '-x' } },
  { base: { branch: 'a:b' } },
  { base: { branch: 'a*' } },
])('takes no other name than a branch or the id of a commit: %j', async (names) => {
  await expect(fetchRange(range(names))).rejects.toMatchObject({ code: 'unknown-revision' });
});

it('says so when a commit is not there', async () => {
  await expect(fetchRange(range({ head: 'f'.repeat(40) }))).rejects.toMatchObject({ code: 'git-failed' });
});
