import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { runTollgate } from './run-tollgate.ts';

const QUIET = 'OWN001: observe, CLS001: observe, PII002: observe, RET001: observe, ACC001: observe, RES001: observe';
const settings = (phases: string): string =>
  `phases: { ${QUIET}, ${phases} }\nsql:\n  dialects:\n    - { paths: ["*.sql"], dialect: snowflake }\n`;
const table = (...columns: readonly string[]): string => `CREATE TABLE crm.contacts (\n  ${columns.join(',\n  ')}\n);\n`;
const EXCEPTION = `policies: [PII001]
scope: [{ asset: crm.contacts, field: email }]
justification: The vendor cannot read tags.
requested_by: "@mona"
requested: 2026-11-01
expires: 2027-01-20
`;

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
});
afterEach(() => repository.remove());

const run = (...args: readonly string[]) => runTollgate(['preview', ...args], { folder: repository.root });
const lines = (text: string): readonly string[] => text.split('\n');

describe('what changed rules would change', () => {
  beforeEach(() => {
    const owners = { '.github/CODEOWNERS': '*.sql @acme/crm\n' };
    repository.commit({
      'a.sql': table('id NUMBER NOT NULL', 'email VARCHAR'),
      '.github/tollgate.yml': settings('PII001: advise'),
      ...owners,
    });
    repository.commit({ 'README.md': 'x\n' });
  });

  it('a phase that rises shows whom it will block, in two lines first', () => {
    repository.write({ '.github/tollgate.yml': settings('PII001: enforce') });
    const { code, stdout } = run('--base', 'HEAD');
    expect(code).toBe(0);
    expect(lines(stdout).slice(0, 2)).toEqual(['1 newly blocks', 'touches @acme/crm (1 newly blocks)']);
    expect(stdout).toMatch(/^to consider → blocks {2}PII001 .* a\.sql:3 {2}@acme\/crm$/m);
  });

  it('gives the same as Markdown', () => {
    repository.write({ '.github/tollgate.yml': settings('PII001: enforce') });
    const { stdout } = run('--base', 'HEAD', '--format', 'markdown');
    expect(lines(stdout)[0]).toBe('**1 newly blocks**; touches @\u200bacme/crm &#40;1 newly blocks&#41;.');
    expect(stdout).toMatch(/^- to consider → blocks: PII001 .*a.{0,6}sql.{1,6}3$/m);
  });

  it('a phase that falls shows what no longer weighs', () => {
    repository.write({ '.github/tollgate.yml': settings('PII001: observe') });
    expect(lines(run('--base', 'HEAD').stdout)[0]).toBe('1 no longer counts');
  });

  it('an exception shows what it would cover', () => {
    repository.write({ '.github/tollgate/exceptions/vendor.yml': EXCEPTION });
    const { stdout } = run('--base', 'HEAD');
    expect(lines(stdout)[0]).toBe('1 no longer counts');
    expect(stdout).toContain('exception vendor added: PII001 until 2027-01-20, asked for by @mona; it covers 1');
  });

  it('other owners say how many findings change hands, and from whom to whom', () => {
    repository.write({ '.github/CODEOWNERS': '*.sql @acme/other\n' });
    const { stdout } = run('--base', 'HEAD');
    expect(lines(stdout).slice(0, 4)).toEqual([
      '1 changes hands',
      'touches @acme/crm, @acme/other',
      '',
      '1 finding: @acme/crm → @acme/other',
    ]);
    expect(run('--base', 'HEAD', '--format', 'markdown').stdout).toMatch(/^- 1 finding: @.?acme\/crm → @.?acme\/other$/m);
  });

  it('a policy of the repository that is new is named, with what it finds', () => {
    const policy = `# METADATA\n# title: Tables have a comment\n# custom:\n#   id: COM001\n#   phase: enforce\npackage local.commented\n\ndeny contains {"asset": asset.id, "msg": "has no comment"} if {\n\tsome asset in input.assets\n\tasset.kind == "table"\n}\n`;
    repository.write({ '.github/tollgate.yml': `${settings('PII001: advise')}policies: rules\n`, 'rules/commented.rego': policy });
    const { stdout } = run('--base', 'HEAD');
    expect(lines(stdout)[0]).toBe('1 newly blocks');
    expect(stdout).toContain('COM001 added');
    repository.commit({});
    repository.write({ 'rules/commented.rego': policy.replace('has no comment', 'lacks a comment') });
    expect(run('--base', 'HEAD').stdout).toContain('COM001 changed: text');
  });

  it('the tests of policies are run where the change touches them, and say what does not hold', () => {
    const policy = `# METADATA\n# title: Tables have a comment\n# custom:\n#   id: COM001\npackage local.commented\n\ndeny contains {"asset": asset.id, "msg": "has no comment"} if {\n\tsome asset in input.assets\n\tasset.region == "us"\n}\n`;
    const tests = `package local.commented_test\n\nimport data.local.commented as policy\n\ntest_found if {\n\tcount(policy.deny) == 1 with input as {"assets": [{"id": "a", "kind": "table", "name": "a", "region": "us"}]}\n}\n\ntest_wrong if {\n\tcount(policy.deny) == 2 with input as {"assets": []}\n}\n`;
    repository.write({
      '.github/tollgate.yml': `${settings('PII001: advise')}policies: rules\n`,
      'rules/commented/commented.rego': policy,
      'rules/commented/commented_test.rego': tests,
    });
    expect(run('--base', 'HEAD').stdout).toMatch(
      /tests of policies: 1 holds, 1 does not \(commented\/commented_test\.rego:9 test_wrong\); \d+ of \d+ mutations noticed, silent: COM001 when assets\.\*\.region is unknown/,
    );
    repository.commit({});
    repository.write({ '.github/tollgate.yml': `${settings('PII001: enforce')}policies: rules\n` });
    expect(run('--base', 'HEAD').stdout).not.toContain('tests of policies');
  });

  it('a mistake in what is new is a located problem', () => {
    repository.write({ '.github/tollgate.yml': settings('PII0001: enforce') });
    expect(run('--base', 'HEAD').stdout).toContain('.github/tollgate.yml:1:');
  });
});

describe('merged pull requests, by the rules of today', () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.example', ...args], { cwd: repository.root, stdio: 'pipe' });
  const squash = (number: number, files: Readonly<Record<string, string>>): void => {
    repository.write(files);
    git('add', '--all');
    git('commit', '--quiet', '--message', `A change (#${number})`);
  };

  beforeEach(() => {
    repository.commit({ 'README.md': 'x\n', '.github/tollgate.yml': settings('PII001: observe') });
    squash(1, { 'a.sql': table('id NUMBER NOT NULL') });
    squash(2, { 'a.sql': table('id NUMBER NOT NULL', 'email VARCHAR') });
    repository.commit({ 'README.md': 'no pull request\n' });
    git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'b.sql': 'CREATE TABLE crm.people (\n  email VARCHAR\n);\n' });
    git('checkout', '--quiet', '-');
    git('merge', '--quiet', '--no-ff', '--message', 'Merge pull request #3 from acme/feature', 'feature');
    git('remote', 'add', 'origin', 'git@github.com:acme/warehouse.git');
    repository.write({ '.github/tollgate.yml': settings('PII001: enforce') });
  });

  it('says how many they would have blocked, with links, and which policy speaks most', () => {
    const { code, stdout } = run('--last', '10');
    expect(code).toBe(0);
    expect(lines(stdout).slice(0, 2)).toEqual([
      'would have blocked 2 of 3 merged pull requests, and asked for attention on 0',
      'most often: PII001 (2)',
    ]);
    expect(stdout).toMatch(/acme\/warehouse#3 {2}\d{4}-\d\d-\d\d {2}https:\/\/github\.com\/acme\/warehouse\/pull\/3 {2}PII001/);
    expect(stdout).not.toContain('#1 ');
  });

  it('looks as far back as it is told', () => {
    expect(lines(run('--last', '1').stdout)[0]).toContain('would have blocked 1 of 1');
    expect(lines(run('--since', '90d').stdout)[0]).toContain('of 3 merged');
    expect(lines(run('--since', '2999-01-01').stdout)[0]).toContain('0 of 0');
  });

  it('gives all of it as JSON', () => {
    const told = JSON.parse(run('--last', '10', '--format', 'json').stdout) as {
      looked: number;
      blocked: readonly { pull: { number: number } }[];
    };
    expect([told.looked, told.blocked.map(({ pull }) => pull.number)]).toEqual([3, [3, 2]]);
  });

  it.each([
    ['--since', 'soon'],
    ['--last', 'all'],
    ['--last', '0'],
  ])('%s %s is bad use', (...args) => {
    expect(run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('do:') });
  });
});
