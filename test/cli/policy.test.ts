import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OPA } from '../policies/opa.ts';
import { runTollgate, type Answer } from './run-tollgate.ts';

/** As a person writes a first policy: from nothing to one that is judged, and every slip on the way. */
describe.skipIf(OPA === undefined)('writing a policy (needs OPA)', () => {
  let folder: string;
  const run = (...args: readonly string[]): Answer => runTollgate(args, { folder });
  const rego = (): string => join(folder, 'policies/docs/described/described.rego');
  const change = (from: string, to: string): void => writeFileSync(rego(), readFileSync(rego(), 'utf8').replace(from, to));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-authoring-'));
    expect(run('policy', 'new', 'docs/described')).toMatchObject({ code: 0, stderr: '' });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('what is written is tested, whole, formatted and answers to every mutant', () => {
    const tested = run('policy', 'test', '--mutation');
    expect(tested.stdout).toMatch(/^policies: 4 Rego tests and 2 cases on OPA and Wasm: all hold · 100 % of lines reached · [\d.]+ s\n/);
    expect(tested.stdout).toContain('mutation, by fact name: 2 of 2 killed, 100 %');
    expect(tested.code).toBe(0);
    expect(run('policy', 'lint')).toEqual({ code: 0, stdout: 'policies: 1 policy · nothing to mend\n', stderr: '' });
    expect(run('policy', 'fmt', '--check')).toMatchObject({ code: 0, stdout: '2 Rego files, 0 not formatted\n' });
    expect(run('test').code).toBe(0);
  });

  test('nothing is written over, and an id is given once', () => {
    expect(run('policy', 'new', 'docs/described')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already') as string,
    });
    expect(run('policy', 'new', 'docs/other', '--id', 'DOC001')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('DOC001') as string,
    });
    expect(run('policy', 'new', 'Docs')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('tollgate policy new privacy/') as string,
    });
    expect(run('policy', 'new', 'docs/other').stdout).toContain('policies/docs/other/other.rego\n');
    expect(readFileSync(join(folder, 'policies/docs/other/other.rego'), 'utf8')).toContain('#   id: DOC002\n');
  });

  test('a misspelt field is found at its place, with the right one', () => {
    change('asset.kind == "model"', 'asset.knid == "model"');
    const { code, stdout } = run('policy', 'lint');
    expect(stdout).toContain(
      'policies/docs/described/described.rego:33:2: `asset.knid` reads what no input has: `knid`\n  do:  write `kind`\n',
    );
    expect(code).toBe(1);
  });

  test('what readers would miss is named, each with its place', () => {
    change('#   severity: low\n', '');
    rmSync(join(folder, 'policies/docs/described/README.md'));
    rmSync(join(folder, 'policies/docs/described/described_test.rego'));
    const text = readFileSync(rego(), 'utf8');
    const from = text.indexOf('# METADATA\n# description: What cannot');
    writeFileSync(rego(), text.slice(0, from) + text.slice(text.indexOf('models contains')));
    const { code, stdout } = run('policy', 'lint');
    const places = stdout.split('\n').filter((line) => line.startsWith('policies/'));
    expect(places).toEqual([
      'policies/docs/described/described.rego:1:1: METADATA has no `severity`, which orders findings',
      'policies/docs/described/described.rego:11:1: has no README.md beside it, which tells people how to fix what it finds',
      'policies/docs/described/described.rego:11:1: no test asks it',
      'policies/docs/described/described.rego:17:20: reads `description`, which may be unknown, and has no `undecided` to say so',
    ]);
    expect(code).toBe(1);
  });

  test('a policy that passes what it cannot tell is named with the fact', () => {
    change('"description" in asset.unknown\n', '"nothing" in asset.unknown\n');
    const { code, stdout } = run('policy', 'test', '--mutation');
    expect(stdout).toContain('DOC001 passes what it cannot tell when assets.*.description is unknown');
    expect(stdout).toMatch(/mutation, by fact name: 1 of 2 killed, 50 % · DOC001 1 of 2/);
    expect(code).toBe(1);
  });

  test('what OPA stops at with strict builtin errors fails, though the Wasm that judges goes on', () => {
    change('object.get(asset, "description", "") == ""', 'lower(object.get(asset, "description", 0)) == ""');
    const { code, stdout } = run('policy', 'test');
    expect(stdout).toMatch(
      /undecided_not_passed\n {2}OPA, strict: {2}a builtin fails: docs\/described\/described.rego:18: lower: .*\n {2}Wasm: {9}holds\n/,
    );
    expect(code).toBe(1);
  });

  test('a case that finds other than it expects says what it found', () => {
    const expected = join(folder, 'policies/docs/described/cases/without_description/expected.yml');
    writeFileSync(expected, 'findings:\n  - asset: customers\n    line: 7\n');
    const { code, stdout } = run('policy', 'test');
    expect(stdout).toContain(
      'expected.yml:2:5: expected, and not found: policy DOC001, asset customers, line 7\n  got: DOC001 deny models/customers.sql:1',
    );
    expect(code).toBe(1);
    writeFileSync(expected, 'findings: []\n');
    expect(run('policy', 'test').stdout).toContain('found, and not expected: DOC001 deny');
    writeFileSync(expected, 'findngs: []\n');
    expect(run('policy', 'test').stdout).toContain('expected.yml:1:1: `findngs` is no key of a case\n  do:  write `findings`');
  });

  test('what cannot be parsed is told by each command, and nothing is written', () => {
    appendFileSync(rego(), 'deny contains x if {\n');
    for (const command of ['test', 'lint', 'fmt']) {
      const { code, stdout } = run('policy', command);
      expect(stdout).toContain('policies/docs/described/described.rego:42:1: cannot be parsed');
      expect(code).toBe(2);
    }
  });

  test('tests reach no network either', () => {
    const tests = join(folder, 'policies/docs/described/described_test.rego');
    appendFileSync(tests, '\ntest_net if {\n\thttp.send({"method": "get", "url": "http://localhost"}).status_code == 200\n}\n');
    const { code, stdout } = run('policy', 'test');
    expect(stdout).toContain('described_test.rego:26:2: undefined function http.send\n  do:  leave it out');
    expect(code).toBe(2);
  });

  test('lines that no test reaches are named', () => {
    appendFileSync(rego(), '\nabout(asset, _) := asset if {\n\tasset.kind == "never"\n}\n');
    expect(run('policy', 'test').stdout).toContain('described.rego:42: no test reaches line 42');
  });

  test('formatting is checked at the first line that differs, and mended', () => {
    appendFileSync(rego(), '\n\n');
    expect(run('policy', 'fmt', '--check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('described.rego:42:1: is not formatted') as string,
    });
    expect(run('policy', 'fmt')).toMatchObject({ code: 0, stdout: expect.stringContaining('2 Rego files, 1 changed') as string });
    expect(run('policy', 'fmt', '--check').code).toBe(0);
  });

  test('explains a policy and a finding with what was given and which lines were reached', () => {
    writeFileSync(join(folder, 'dbt_project.yml'), 'name: shop\nversion: "1.0"\nprofile: shop\nmodel-paths: [models]\n');
    writeFileSync(join(folder, 'orders.avsc'), '{"type":"record","name":"Order","fields":[{"name":"email","type":"string"}]}\n');
    const { code, stdout } = run('explain', 'PII001');
    expect(stdout).toContain('PII001 Personal data is tagged\n');
    expect(stdout).toMatch(/orders\.avsc:1:\d+ {2}Order\.email holds e-mail addresses and is not tagged/);
    expect(stdout).toMatch(/ {2}= given {3}\{\n {14}"assets": \[\n(?: {14}.*\n)*? .*"personal_data": ?\{"kind":"e-mail addresses"/);
    expect(stdout.split('\n').filter((line) => line.length > 160)).toEqual([]);
    expect(stdout).toMatch(/28 > {3}finding := about\(asset, field, "is not tagged"\)/);
    expect(code).toBe(0);
    const fingerprint = /· ([0-9a-f]{16})\n/.exec(stdout)?.[1] ?? '';
    expect(run('policy', 'explain', fingerprint).stdout).toContain(fingerprint);
    expect(run('explain', 'PII01')).toMatchObject({ code: 2, stderr: expect.stringContaining('tollgate explain PII001') as string });
    expect(run('explain', '0123456789abcdef')).toMatchObject({ code: 2 });
  });

  test('packs of conftest are tested as they are, in the syntax before Rego v1, too', () => {
    const pack = join(folder, 'pack');
    mkdirSync(pack);
    writeFileSync(join(pack, 'd.rego'), 'package main\n\ndeny[msg] {\n\tinput.kind == "Deployment"\n\tmsg := "x"\n}\n');
    writeFileSync(join(pack, 'd_test.rego'), 'package main\n\ntest_found {\n\tdeny["x"] with input as {"kind": "Deployment"}\n}\n');
    const { code, stdout } = run('policy', 'test', 'pack', '--mutation');
    expect(stdout).toMatch(/^pack: 1 Rego test and 0 cases on OPA and Wasm: all hold · 100 % .*\nmutation: no policy here reads facts\n$/);
    expect(code).toBe(0);
    expect(run('policy', 'lint', 'pack')).toEqual({ code: 0, stdout: 'pack: 1 policy · nothing to mend\n', stderr: '' });
  });

  test('hooks of pre-commit name commands that there are', () => {
    const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly { readonly entry: string }[];
    expect(hooks.map(({ entry }) => entry)).toEqual(['tollgate policy fmt --check', 'tollgate policy lint', 'tollgate policy test']);
    for (const { entry } of hooks) expect(run(...entry.split(' ').slice(1)).code).toBe(0);
  });

  test('cases are no code of the repository, by whatever way its policies are named', () => {
    const quiet = 'no findings\n11 files (0 governed), 0 assets, 1 policy in';
    for (const policies of ['policies', './policies/', join(folder, 'policies')])
      expect(run('check', '--all', '--policies', policies).stdout).toContain(quiet);
    mkdirSync(join(folder, 'models'));
    writeFileSync(join(folder, 'dbt_project.yml'), 'name: shop\nversion: "1.0"\nprofile: shop\nmodel-paths: [models]\n');
    writeFileSync(join(folder, 'models/orders.sql'), 'select 1 as id\n');
    const { stdout } = run('check', '--all', '--policies', 'policies');
    expect(stdout).toContain('1 watched\n13 files (2 governed), 1 asset, 1 policy in');
    expect(stdout).not.toContain('cases/');
  });
});
