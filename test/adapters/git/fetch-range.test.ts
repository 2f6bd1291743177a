import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
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
});

it('says so when a commit is not there', async () => {
  await expect(fetchRange(range({ head: 'f'.repeat(40) }))).rejects.toMatchObject({ code: 'git-failed' });
});
