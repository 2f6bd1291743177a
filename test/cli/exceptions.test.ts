import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { runTollgate } from './run-tollgate.ts';

const FOLDER = '.github/tollgate/exceptions';
const TABLE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';
const SETTINGS = 'phases: { PII001: enforce }\nsql:\n  dialects:\n    - { paths: ["*.sql"], dialect: snowflake }\n';

/** Around today, since the command line judges by the clock. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const exception = (over: Readonly<Record<string, string>> = {}): string => {
  const keys = {
    policies: '[PII001]',
    scope: '[{ asset: mart.customers, field: email }]',
    justification: 'The vendor cannot read tags.',
    requested_by: '"@data-crm"',
    requested: day(-1),
    expires: day(20),
    ...over,
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
};

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
});
afterEach(() => repository.remove());

const run = (...args: readonly string[]) => runTollgate(args, { folder: repository.root });

describe('an exception', () => {
  it('lets through what it covers, until its last day, and the report says so', () => {
    repository.commit({ 'a.sql': TABLE, '.github/tollgate.yml': SETTINGS, [`${FOLDER}/vendor.yml`]: exception() });
    const { code, stdout } = run('check', '--all');
    expect(stdout).toContain(`excepted[PII001]: mart.customers.email`);
    expect(stdout).toContain(`until ${day(20)} by ${FOLDER}/vendor.yml (1 of 2 in`);
    expect(code).toBe(0);
  });

  it('that is over lets nothing through', () => {
    const over = exception({ requested: day(-30), expires: day(-1) });
    repository.commit({ 'a.sql': TABLE, '.github/tollgate.yml': SETTINGS, [`${FOLDER}/vendor.yml`]: over });
    expect(run('check', '--all').code).toBe(1);
  });

  it('of an absolute policy lets nothing through, and says why', () => {
    const absolute = SETTINGS.replace('PII001: enforce', 'PII001: { phase: enforce, overridable: false }');
    repository.commit({ 'a.sql': TABLE, '.github/tollgate.yml': absolute, [`${FOLDER}/vendor.yml`]: exception() });
    const { code, stdout } = run('check', '--all');
    expect(code).toBe(1);
    expect(stdout).toContain('PII001 takes no exceptions here');
  });

  it('nor does a suppression in the text', () => {
    const absolute = SETTINGS.replace('PII001: enforce', 'PII001: { phase: enforce, overridable: false }');
    repository.commit({
      'a.sql': TABLE.replace('VARCHAR', 'VARCHAR -- tollgate:ignore PII001 reason="x"'),
      '.github/tollgate.yml': absolute,
    });
    const { code, stdout } = run('check', '--all');
    expect(code).toBe(1);
    expect(stdout).toContain('PII001 is absolute here (`overridable: false`): nothing suppresses it.');
  });

  it('that the change itself brings does not count', () => {
    const base = repository.commit({ '.github/tollgate.yml': SETTINGS });
    const head = repository.commit({ 'a.sql': TABLE, [`${FOLDER}/vendor.yml`]: exception() });
    expect(run('check', '--base', base, '--head', head).code).toBe(1);
  });
});

it('a suppression that cannot be read is a finding where it stands', () => {
  const base = repository.commit({ '.github/tollgate.yml': SETTINGS });
  const head = repository.commit({ 'a.sql': TABLE.replace('VARCHAR', 'VARCHAR -- tollgate:ignore PII001 until=soon reason="x"') });
  const { code, stdout } = run('check', '--base', base, '--head', head);
  expect(stdout).toContain('advice[GOV002]: `until=soon` is no date, so this suppression hides nothing.');
  expect(stdout).toContain('a.sql:3:20');
  expect(code).toBe(1);
});

describe('tollgate exceptions', () => {
  it('tells how each stands, what it covers, and the quota', () => {
    repository.commit({
      'a.sql': TABLE,
      '.github/tollgate.yml': SETTINGS,
      [`${FOLDER}/idle.yml`]: exception({ scope: '[{ asset: mart.nothing }]' }),
      [`${FOLDER}/vendor.yml`]: exception(),
      [`${FOLDER}/wrong.yml`]: exception({ policies: '[PII009]' }),
    });
    const { code, stdout } = run('exceptions');
    expect(stdout).toMatch(/^idle +in force +PII001 .*in (?:19|20) days\).*covers nothing/m);
    expect(stdout).toMatch(/^vendor +in force .*covers 1 /m);
    expect(stdout).toMatch(/^wrong +not counting/m);
    expect(stdout).toMatch(/3 exceptions, 2 in force · PII001: 2 of 2 used in \d{4} Q\d/);
    expect(code).toBe(0);
    const json = JSON.parse(run('exceptions', '--format', 'json').stdout) as { exceptions: readonly { id: string }[] };
    expect(json.exceptions.map(({ id }) => id)).toEqual(['idle', 'vendor', 'wrong']);
  });

  it('a file that is none is located, and the exit code says so', () => {
    repository.commit({ [`${FOLDER}/broken.yml`]: 'policies: [PII001]\nexpire: 2026-12-01\n' });
    const { code, stdout } = run('exceptions');
    expect(stdout).toContain(`${FOLDER}/broken.yml:2:1`);
    expect(code).toBe(2);
  });

  it('where there are none, it says that', () => {
    repository.commit({ 'a.sql': TABLE });
    expect(run('exceptions')).toMatchObject({ code: 0, stdout: 'no exceptions\n' });
  });
});
