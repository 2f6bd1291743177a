import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRepository, type TestRepository } from '../app/a-repository.ts';
import { startGitHubDouble, type GitHubDouble } from '../github-double/start-github-double.ts';
import type { DoubleRepository, DoubleSetup } from '../github-double/world.ts';
import type { Examination } from '../../src/model/examination.ts';
import { wantedOfApp } from '../../src/compose/doctor.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const { permissions, events } = wantedOfApp();
const OWNERS = ['* @acme/data', '/.github/ @acme/governance', '/policies/ @acme/governance', ''].join('\n');
const SETTINGS = 'exceptions: { approvers: ["@octocat"] }\nowners: { tags: { "domain=crm": "@acme/governance" } }\n';
const pinned = (app?: number): DoubleSetup['rules'] => [
  {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: [{ context: 'Tollgate', ...(app === undefined ? {} : { integration_id: app }) }],
      strict_required_status_checks_policy: false,
    },
  },
  { type: 'merge_queue', parameters: {} },
  { type: 'pull_request', parameters: { require_code_owner_review: true } },
];
const GOOD: DoubleSetup = { rules: pinned(77) ?? [], granted: { permissions, events }, teams: { 'acme/governance': 'push' } };

let git: TestRepository;
let double: GitHubDouble;
let repository: DoubleRepository;

beforeEach(async () => {
  git = aRepository();
  const head = git.commit('main', { '.github/CODEOWNERS': OWNERS, '.github/tollgate.yml': SETTINGS });
  const lists = { people: [], pulls: new Map(), comments: [], reviews: [], issues: [] };
  const run = { id: 5, head_sha: head, name: 'Tollgate', status: 'completed', conclusion: 'success', external_id: 'x', actions: [] };
  repository = {
    id: 9,
    installation: 1,
    owner: 'acme',
    name: 'warehouse',
    defaultBranch: 'main',
    gitDir: git.gitDir,
    ...lists,
    checkRuns: [{ ...run, output: { title: '', summary: '', annotations: [] } }],
    permissions: { octocat: 'write' },
    setup: GOOD,
  };
  double = await startGitHubDouble([repository]);
  double.world.tokens.set('ghp_person', [9]);
  double.world.app.asks = { permissions, events };
});
afterEach(async () => {
  expect(double.faults).toEqual([]);
  await double.close();
  git.remove();
});

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line, while the double answers in this process. */
async function doctor(args: readonly string[] = ['--repo', 'acme/warehouse'], token = 'ghp_person'): Promise<Answer> {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    GITHUB_TOKEN: token,
    GH_TOKEN: '',
    GITHUB_API_URL: double.url,
    GITHUB_SERVER_URL: 'https://github.com',
  };
  const started = promisify(execFile)(process.execPath, [ENTRY, 'doctor', git.gitDir, ...args], { env, timeout: 50_000 });
  return started.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Answer) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

const set = (over: Partial<DoubleSetup>): void => {
  repository.setup = { ...GOOD, ...over };
};

async function examined(): Promise<{ readonly code: number; readonly states: Readonly<Record<string, readonly string[]>> }> {
  const { code, stdout } = await doctor(['--repo', 'acme/warehouse', '--format', 'json']);
  const { examinations } = JSON.parse(stdout) as { readonly examinations: readonly Examination[] };
  const byId = Object.groupBy(examinations, ({ id }) => id);
  return { code, states: Object.fromEntries(Object.entries(byId).map(([id, all = []]) => [id, all.map(({ state }) => state)])) };
}

describe('tollgate doctor', () => {
  it('finds nothing wrong where a verdict counts', async () => {
    const { code, stdout } = await doctor();
    expect(stdout).toContain('`Tollgate` is required on main, from tollgate alone');
    expect(stdout).toContain('@acme/governance is there and may write');
    expect(stdout).toMatch(/^0 to fix, 0 unknown, \d+ fine$/m);
    expect(code).toBe(0);
  });

  it.each<[string, Partial<DoubleSetup>, string, string]>([
    ['the check is not required', { rules: [] }, 'required-check', 'wrong'],
    ['the check is required from any source', { rules: pinned() ?? [] }, 'required-check', 'wrong'],
    ['the check is required from another app', { rules: pinned(78) ?? [] }, 'required-check', 'wrong'],
    ['GitHub hides the rules', { hidden: { 'repos/get-branch-rules': 403 } }, 'required-check', 'unknown'],
    ['GitHub hides the branch', { hidden: { 'repos/get-branch': 404 } }, 'required-check', 'unknown'],
    ['there is no code owners’ review', { rules: [] }, 'owners-review', 'wrong'],
    ['an event is missing', { granted: { permissions, events: events.filter((event) => event !== 'merge_group') } }, 'events', 'wrong'],
    ['a permission is missing', { granted: { permissions: { ...permissions, checks: 'read' }, events } }, 'permissions', 'wrong'],
    ['GitHub hides installations', { hidden: { 'orgs/list-app-installations': 403 } }, 'permissions', 'unknown'],
    [
      'GitHub finds an owner that is none',
      { ownerErrors: [{ path: 'CODEOWNERS', line: 1, message: 'Unknown owner on line 1: make sure' }] },
      'owners',
      'wrong',
    ],
    ['GitHub hides those', { hidden: { 'repos/codeowners-errors': 404 } }, 'owners', 'unknown'],
  ])('where %s', async (_, over, id, state) => {
    set(over);
    const { code, states } = await examined();
    expect(states[id]).toEqual([state]);
    expect(code).toBe(state === 'wrong' ? 1 : 2);
  });

  it.each([
    ['from any source', pinned() ?? [], 'is required on main from any source: whoever may write checks can report it'],
    ['from another app', pinned(78) ?? [], 'is required on main from app 78, but tollgate (77) reports it'],
  ])('says of a check that is required %s what that means, and where to click', async (_, rules, words) => {
    set({ rules });
    const { stdout } = await doctor();
    expect(stdout).toContain(`fix high   \`Tollgate\` ${words}`);
    expect(stdout).toContain('https://github.com/acme/warehouse/settings/rules');
  });

  it('takes classic branch protection, which does not tell of a merge queue', async () => {
    set({ rules: [], checks: [{ context: 'Tollgate', app_id: 77 }] });
    const { code, states } = await examined();
    expect(states).toMatchObject({ 'required-check': ['fine'], 'merge-queue': ['unknown'], 'owners-review': ['unknown'] });
    expect(code).toBe(2);
  });

  it('that no merge queue is there is only a note', async () => {
    set({ rules: (pinned(77) ?? []).filter(({ type }) => type !== 'merge_queue') });
    expect(await examined()).toMatchObject({ code: 0, states: { 'merge-queue': ['wrong'] } });
  });

  it.each<[string, string, Partial<DoubleSetup>, readonly string[]]>([
    ['an approver who may only read', 'read', {}, ['fine', 'fine']],
    ['an approver who may not see the repository', 'none', {}, ['wrong', 'fine']],
    ['an approver who is gone', 'gone', {}, ['wrong', 'fine']],
    ['an owner that may only read', 'write', { teams: { 'acme/governance': 'pull' } }, ['fine', 'wrong']],
    ['a team that may not see the repository', 'write', { teams: { 'acme/governance': null } }, ['fine', 'wrong']],
    ['a team that is gone, or hidden', 'write', { teams: {} }, ['fine', 'unknown']],
    ['teams that are hidden', 'write', { hidden: { 'teams/get-by-name': 403 } }, ['fine', 'unknown']],
  ])('of those that settings name, %s', async (_, permission, over, states) => {
    repository.permissions = { octocat: permission };
    set(over);
    expect((await examined()).states['people']).toEqual(states);
  });

  it('cannot tell which app reports where none has, and says so', async () => {
    repository.checkRuns.length = 0;
    set({});
    const { code, states } = await examined();
    expect(states).toMatchObject({ 'required-check': ['unknown'], permissions: ['unknown'], events: ['unknown'] });
    expect(code).toBe(2);
  });

  it('without a token says that GitHub is unknown, and without asking is quiet about it', async () => {
    const { code, stdout } = await doctor([], '');
    expect(stdout).toContain('What GitHub enforces is unknown: there is no token');
    expect(code).toBe(2);
    expect(await doctor(['--local'], '')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('GitHub') as string });
  });

  it.each([
    ['a token that is none', [], 'ghp_other', 'does not take this token'],
    ['a repository that is hidden', ['--repo', 'acme/other'], 'ghp_person', 'does not show acme/other'],
    ['a name that is none', ['--repo', 'acme'], 'ghp_person', '`--repo acme` is no repository'],
  ])('%s is told, without a trace', async (_, args, token, words) => {
    const { code, stderr } = await doctor(args.length > 0 ? args : undefined, token);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });
});

describe('what the repository itself says', () => {
  const local = async (): Promise<Answer> => doctor(['--local']);
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const exception = (expires: string): string =>
    `policies: [PII001]\nscope: [{ asset: crm.none }]\njustification: A word.\nrequested_by: "@octocat"\nrequested: ${day(-30)}\nexpires: ${expires}\n`;

  it('names what of the rules nobody owns, with the lines to paste', async () => {
    git.commit('main', {
      '.github/CODEOWNERS': '/.github/tollgate.yml @acme/data\n',
      '.github/tollgate.yml': `${SETTINGS}policies: rules\n`,
    });
    const { code, stdout } = await local();
    expect(stdout).toContain('CODEOWNERS covers 4 paths of what judges by nobody');
    expect(stdout).toMatch(/^ +\/rules\/ @octocat$/m);
    expect(stdout).not.toMatch(/^ +\/\.github\/tollgate\.yml @octocat$/m);
    expect(code).toBe(1);
  });

  it('an exception that is over, and one that covers nothing', async () => {
    const folder = '.github/tollgate/exceptions';
    git.commit('main', { [`${folder}/old.yml`]: exception(day(-1)), [`${folder}/idle.yml`]: exception(day(20)) });
    const { code, stdout } = await local();
    expect(stdout).toContain(`The exception old ended on ${day(-1)}`);
    expect(stdout).toContain(`git rm ${folder}/old.yml`);
    expect(stdout).toContain('The exception idle covers nothing');
    expect(code).toBe(0);
  });

  it('files that nobody reads, files that cannot be read, assets that nobody asks about', async () => {
    git.commit('main', {
      'etl/load.scala': 'object Load\n',
      'broken.tf': 'resource "aws_s3_bucket" {{{\n',
      'role.tf': 'resource "aws_iam_role" "loader" {\n  name = "loader"\n}\n',
    });
    const { code, stdout } = await local();
    expect(stdout).toContain('1 file that may hold data definitions');
    expect(stdout).toContain('.scala (1, as etl/load.scala)');
    expect(stdout).toMatch(/\d places? could not be judged\n +broken\.tf:1/);
    expect(stdout).toContain('role (1, as aws_iam_role.loader)');
    expect(code).toBe(1);
  });

  it('settings that cannot be read', async () => {
    git.commit('main', { '.github/tollgate.yml': 'phase: {}\n' });
    const { code, stdout } = await local();
    expect(stdout).toContain('.github/tollgate.yml:1  `phase` is no setting');
    expect(code).toBe(1);
  });
});
