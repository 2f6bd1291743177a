import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aRepository, type TestRepository } from '../app/a-repository.ts';
import { aDoubleRepository, aPull } from '../app/start-story.ts';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { startGitHubDouble, type GitHubDouble } from '../github-double/start-github-double.ts';
import type { DoubleRepository } from '../github-double/world.ts';
import { startTollgate } from './run-tollgate.ts';

const TOKEN = 'ghp_reader';
const SETTINGS = `phases: { PII001: enforce, PII002: observe, CLS001: observe, OWN001: observe, RET001: observe, ACC001: observe, RES001: observe }
sql: { dialects: [{ paths: ["*.sql"], dialect: snowflake }] }
`;
const table = (...columns: readonly string[]): string => `CREATE TABLE crm.contacts (\n  ${columns.join(',\n  ')}\n);\n`;

let github: GitHubDouble;
let rules: TestWorkTree;
let cache: string;
let repositories: TestRepository[];

beforeEach(async () => {
  [github, rules, repositories] = [await startGitHubDouble([]), aWorkTree(), []];
  rules.commit({ '.github/tollgate.yml': SETTINGS });
  cache = mkdtempSync(join(tmpdir(), 'tollgate-cache-'));
});
afterEach(async () => {
  expect(github.faults).toEqual([]);
  await github.close();
  for (const one of [rules, ...repositories]) one.remove();
  rmSync(cache, { recursive: true, force: true });
});

/** A repository on GitHub whose second pull request adds an e-mail address that nobody tagged. */
function onGitHub(name: string, more: Partial<DoubleRepository> = {}): void {
  const git = aRepository();
  repositories.push(git);
  const id = repositories.length;
  const repository = { ...aDoubleRepository(git.gitDir), id, name, ...more };
  const first = git.commit('main', { 'README.md': 'x\n' });
  const second = git.commit('main', { 'a.sql': table('id NUMBER NOT NULL') });
  const third = git.commit('main', { 'a.sql': table('id NUMBER NOT NULL', 'email VARCHAR') });
  const merged = { state: 'closed' } as const;
  repository.pulls.set(1, aPull(second, { ...merged, number: 1, baseSha: first, merged: second }));
  repository.pulls.set(2, aPull(third, { ...merged, number: 2, baseSha: second, merged: third }));
  repository.pulls.set(3, aPull(third, { ...merged, number: 3, baseSha: second }));
  github.world.repositories.set(id, repository);
  github.world.tokens.set(TOKEN, [...(github.world.tokens.get(TOKEN) ?? []), id]);
}

const preview = (...args: readonly string[]) =>
  startTollgate(['preview', ...args], {
    folder: rules.root,
    env: { TOLLGATE_CACHE: cache, GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url, GITHUB_SERVER_URL: github.url },
  });

it('merged pull requests of a repository on GitHub are judged by the rules that stand here', async () => {
  onGitHub('warehouse');
  const { code, stdout, stderr } = await preview('--repo', 'acme/warehouse', '--last', '10');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'would have blocked 1 of 2 merged pull requests, and asked for attention on 0',
    'most often: PII001 (1)',
  ]);
  expect(stdout).toContain('acme/warehouse#2  2026-01-01  https://github.com/acme/warehouse/pull/2  PII001');
});

it('all repositories of an organisation that the token sees, without what is archived or was left alone since', async () => {
  onGitHub('warehouse');
  onGitHub('lake');
  onGitHub('old', { archived: true });
  onGitHub('quiet', { pushedAt: '2020-01-01T00:00:00Z' });
  const { code, stdout } = await preview('--org', 'acme', '--since', '2025-12-01', '--format', 'json');
  const told = JSON.parse(stdout) as { looked: number; blocked: readonly { pull: { repository: string } }[] };
  expect([code, told.looked]).toEqual([0, 4]);
  expect(told.blocked.map(({ pull }) => pull.repository).toSorted()).toEqual(['acme/lake', 'acme/warehouse']);
  expect(github.ledger.map(({ path }) => path).filter((path) => path.includes('quiet'))).toEqual([]);
});

it('a repository of an organisation that does not list its pull requests is told, and one by name is an error', async () => {
  onGitHub('warehouse');
  github.fail('pulls/list', ...Array.from({ length: 5 }, () => 'denied-403' as const));
  const { code, stdout } = await preview('--org', 'acme', '--last', '10');
  expect(code).toBe(0);
  expect(stdout).toContain('the token may not list the pull requests of acme/warehouse');
  expect(await preview('--repo', 'acme/warehouse')).toMatchObject({ code: 2, stderr: expect.stringContaining('Pull requests: read') });
});

it('an organisation that the token does not see is an error that says what to do', async () => {
  onGitHub('warehouse');
  const { code, stderr } = await preview('--org', 'globex');
  expect(code).toBe(2);
  expect(stderr).toMatch(/GitHub does not list the repositories of globex[\s\S]*do: /);
});
