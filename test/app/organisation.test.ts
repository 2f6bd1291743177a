import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { fetchGitLibrary } from '../../src/adapters/git/fetch-library.ts';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { libraryStore } from '../../src/adapters/library/library-store.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import type { GitLibrary } from '../../src/core/library-ports.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aRepository, type TestRepository } from './a-repository.ts';
import { aDoubleRepository, aPull, startStory, type Story } from './start-story.ts';

let local: Local;
let story: Story;
let folder: string;
let others: TestRepository[] = [];
let fetched: GitLibrary[] = [];

beforeAll(() => {
  local = composeLocal();
});
afterAll(() => local.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-organisation-'));
  const exceptions = memoryExceptions();
  const fetchRange = remoteSourceControl(join(folder, 'mirrors'));
  story = await startStory({
    compose: (github) =>
      judgeRemote({
        ...local,
        github,
        exceptions,
        fetchRange,
        librariesFor: (repository, isPrivate) =>
          libraryStore({
            folder: join(folder, 'libraries'),
            githubUrl: story.github.url,
            fetchGit: (library, ask) => {
              fetched.push(library);
              return fetchGitLibrary(library, ask);
            },
            ...(isPrivate ? { tokenFor: (name) => github.tokenBeside(repository, name) } : {}),
          }),
      }),
  });
});
afterEach(async () => {
  expect(story.github.faults).toEqual([]);
  expect(story.failures).toEqual([]);
  await story.close();
  for (const one of others) one.remove();
  [others, fetched] = [[], []];
  rmSync(folder, { recursive: true, force: true });
});

/** Another repository that the app is installed on. */
function beside(name: string, files: Readonly<Record<string, string>>, owner = 'acme', installation = 42): TestRepository {
  const git = aRepository();
  others.push(git);
  git.commit('main', files);
  const id = 100 + others.length;
  story.github.world.repositories.set(id, { ...aDoubleRepository(git.gitDir), id, owner, name, installation });
  return git;
}

const FLOOR = 'phases: { PII001: enforce, PII002: enforce }\nexceptions: { approvers: ["@exec"] }\n';
const SQL = 'sql: { dialects: [{ paths: ["warehouse/**"], dialect: snowflake }] }\n';
const BASE = {
  'warehouse/customers.sql': 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n',
  '.github/tollgate.yml': SQL,
  '.github/CODEOWNERS': '* @hubot\n',
};
const LEAK = { 'warehouse/customers.sql': 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n' };

/** The check run of a pull request that brings these files. */
async function judged(files: Readonly<Record<string, string | null>>, more: { readonly fork?: boolean } = {}, number = 5) {
  const pull = aPull(story.git.commit(`feature-${number}`, files, 'main'), { number, ...more });
  story.repository.pulls.set(number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  return story.repository.checkRuns.filter(({ head_sha }) => head_sha === pull.headSha).at(-1);
}

const asked = (operationId: string, path: string): number =>
  story.github.ledger.filter((entry) => entry.operationId === operationId && entry.path.includes(path)).length;

it.each(['tollgate.yml', '.github/tollgate.yml'])('what %s of the organisation asks for blocks in every repository', async (path) => {
  beside('.github', { [path]: FLOOR });
  story.git.commit('main', BASE);
  expect(await judged(LEAK)).toMatchObject({ conclusion: 'failure' });
});

it.each([
  ['is not installed there', () => undefined],
  ['is installed there for another account', () => beside('.github', { 'tollgate.yml': FLOOR }, 'acme', 43)],
  ['finds no settings there', () => beside('.github', { 'README.md': 'Hello.\n' })],
])('an app that %s lays no floor, and asks once', async (_, arrange) => {
  arrange();
  story.git.commit('main', BASE);
  expect(await judged(LEAK)).toMatchObject({ conclusion: 'neutral' });
  await judged(LEAK, {}, 6);
  expect(asked('repos/get-content', '/acme/.github/')).toBeLessThanOrEqual(2);
  expect(asked('apps/create-installation-access-token', '')).toBe(2);
});

it('says in the pull request that loosens where it loosens, and that it does not count', async () => {
  beside('.github', { 'tollgate.yml': FLOOR });
  story.git.commit('main', BASE);
  const run = await judged({ ...LEAK, '.github/tollgate.yml': `${SQL}phases:\n  PII001: enforce\n  PII002: observe\n` });
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).toContain('The organisation asks for more of PII002: enforce. This loosening does not count.');
  expect(story.repository.comments.map(({ path, line, body }) => [path, line, body.includes('GOV003')])).toContainEqual([
    '.github/tollgate.yml',
    4,
    true,
  ]);
  expect(run?.output.summary).not.toContain('would no longer');
});

it('says so, too, where the pull request brings the first settings of the repository', async () => {
  beside('.github', { 'tollgate.yml': FLOOR });
  story.git.commit('main', { 'warehouse/customers.sql': BASE['warehouse/customers.sql'] });
  const run = await judged({ '.github/tollgate.yml': 'phases: { PII002: advise }\n' });
  expect(run?.output.summary).toContain('The organisation asks for more of PII002');
});

it.each([
  ['are a folder', { 'tollgate.yml/README.md': 'A folder.\n' }],
  ['are no YAML', { 'tollgate.yml': 'phases: {{\n' }],
])('settings of the organisation that %s leave it undecided, and block', async (_, files) => {
  beside('.github', files);
  story.git.commit('main', BASE);
  const run = await judged(LEAK);
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).toContain('acme/.github:tollgate.yml');
});

it('the floor is not laid below its own repository', async () => {
  const home = beside('.github', { 'tollgate.yml': FLOOR });
  const repository = [...story.github.world.repositories.values()].find(({ name }) => name === '.github');
  home.commit('main', { ...BASE });
  const pull = aPull(home.commit('feature', LEAK, 'main'), { number: 9 });
  repository?.pulls.set(9, pull);
  const { id, name, owner, installation, defaultBranch } = repository!;
  const source = { installation: { id: installation }, repository: { id, name, owner: { login: owner }, default_branch: defaultBranch } };
  await story.send('pull_request', { ...story.pullEvent('opened', pull), ...source });
  expect(repository?.checkRuns.at(-1)).toMatchObject({ conclusion: 'neutral' });
});

const PACK = {
  'own.rego': `# METADATA
# title: Tables are described
# description: Every table says what it is for.
# custom:
#   id: ORG001
#   severity: high
#   phase: enforce
package own.described

deny contains {"msg": "Describe the table.", "asset": asset.id} if {
\tsome asset in input.assets
\tasset.kind == "table"
}
`,
};

/** A private library with a tag, and what pins it. */
async function aPrivateLibrary(owner = 'acme', installation = 42): Promise<string> {
  const library = beside('policies', PACK, owner, installation);
  const commit = library.tag('v1.0.0');
  const { digest } = await pinOf(library, commit);
  return `version: 1\nlibraries:\n  "${owner}/policies@v1.0.0":\n    digest: "${digest}"\n    source: "${commit}"\n`;
}

async function pinOf(library: TestRepository, commit: string): Promise<{ readonly digest: string }> {
  const store = libraryStore({
    folder: join(folder, 'pins'),
    githubUrl: '',
    fetchGit: () => fetchGitLibrary({ url: `file://${library.gitDir}`, tag: 'v1.0.0' }, { source: commit }),
  });
  const had = await store.current({ kind: 'github', name: 'acme/policies', version: 'v1.0.0' }, []);
  return 'pin' in had ? had.pin : { digest: had.unavailable };
}

it('a private library of the same account judges, read by a token for it alone', async () => {
  const lock = await aPrivateLibrary();
  story.git.commit('main', { ...BASE, '.github/tollgate.yml': `extends: [acme/policies@v1.0.0]\n${SQL}`, '.github/tollgate.lock': lock });
  const run = await judged({ 'warehouse/orders.sql': 'CREATE TABLE mart.orders (id NUMBER NOT NULL);\n' });
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).toContain('Describe the table.');
  expect(fetched).toHaveLength(1);
  const [{ url, token } = { url: '' }] = fetched;
  expect(url).toBe(`${story.github.url}/acme/policies.git`);
  expect(story.github.world.tokens.get(token ?? '')).toEqual([101]);
});

it('a library that the organisation extends and pins judges in every repository, without a lock of its own', async () => {
  const lock = await aPrivateLibrary();
  beside('.github', { '.github/tollgate.yml': 'extends: [acme/policies@v1.0.0]\n', '.github/tollgate.lock': lock });
  story.git.commit('main', BASE);
  const run = await judged({ 'warehouse/orders.sql': 'CREATE TABLE mart.orders (id NUMBER NOT NULL);\n' });
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).toContain('Describe the table.');
  expect(run?.output.summary).not.toContain('not pinned');
});

it('a private library of another account is not had, and that is said', async () => {
  const lock = await aPrivateLibrary('globex', 43);
  story.git.commit('main', { ...BASE, '.github/tollgate.yml': `extends: [globex/policies@v1.0.0]\n${SQL}`, '.github/tollgate.lock': lock });
  const run = await judged(LEAK);
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.output.summary).toContain('.github/tollgate.yml:1');
  expect(fetched.map(({ token }) => token)).toEqual([undefined]);
});

it('a fork names no private library that it could read through the app', async () => {
  const lock = await aPrivateLibrary();
  story.git.commit('main', BASE);
  await judged({ '.github/tollgate.yml': `extends: [acme/policies@v1.0.0]\n${SQL}`, '.github/tollgate.lock': lock }, { fork: true });
  expect(fetched.map(({ token }) => token)).toEqual([undefined]);
  expect(existsSync(join(folder, 'libraries')) ? readdirSync(join(folder, 'libraries')) : []).toEqual([]);
  await judged({ '.github/tollgate.yml': `extends: [acme/policies@v1.0.0]\n${SQL}`, '.github/tollgate.lock': lock }, {}, 6);
  expect(fetched.at(-1)?.token).toMatch(/^ghs_/);
});
