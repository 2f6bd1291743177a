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

describe.skipIf(OPA === undefined)('what lint asks of a policy (needs OPA)', () => {
  let folder: string;
  const run = (...args: readonly string[]): Answer => runTollgate(args, { folder });
  const place = (name: string): string => join(folder, 'policies/docs/described', name);
  const change = (from: string, to: string, name = 'described.rego'): void =>
    writeFileSync(place(name), readFileSync(place(name), 'utf8').replaceAll(from, to));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-lint-'));
    expect(run('policy', 'new', 'docs/described').code).toBe(0);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('an `undecided` about another fact than `deny` reads', () => {
    change('"description" in asset.unknown\n', '"owner" in asset.unknown\n');
    expect(run('policy', 'lint')).toMatchObject({
      code: 1,
      stdout:
        'policies/docs/described/described.rego:18:20: reads `description`, which may be unknown, and `undecided` asks about other facts\n' +
        '  do:  write `undecided contains finding if { … "description" in thing.unknown … }`\npolicies: 1 policy · 1 to mend\n',
    });
    change('#   suppressible: with-reason', '#   silent:\n#   - fact: description\n#     when: unknown\n#     why: it is asked elsewhere');
    expect(run('policy', 'lint')).toMatchObject({ code: 0 });
  });

  test('a case that it finds something in, and one that passes: worth a thought, no failure', () => {
    rmSync(place('cases/with_description'), { recursive: true });
    expect(run('policy', 'lint')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /described\.rego:12:1: to consider: no case shows it a file to pass\n {2}do: {2}write .*`findings: \[\]`\n.*nothing to mend, 1 to consider\n$/,
      ) as string,
    });
    change('findings:\n', 'findings: []\nproblems:\n', 'cases/without_description/expected.yml');
    expect(run('policy', 'lint').stdout).toContain('to consider: no case shows it a file to find something in\n');
    rmSync(place('cases'), { recursive: true });
    expect(run('policy', 'lint').stdout).toContain('no case shows it a file to find something in, and one to pass\n');
  });

  test('METADATA without a title is told once, with the line to write, by lint and test', () => {
    change('# title: A dbt model says what it is\n', '');
    const words = 'policies/docs/described/described.rego:1:1: METADATA has no `title`';
    expect(run('policy', 'lint')).toMatchObject({
      code: 1,
      stdout: `${words}, which is what people read first\n  do:  write \`# title: What holds, in one sentence\`\npolicies: 1 policy · 1 to mend\n`,
    });
    expect(run('policy', 'test')).toMatchObject({ code: 2, stdout: `${words}\n\npolicies: 1 fault, nothing was tested\n`, stderr: '' });
  });

  test('METADATA under a misspelt heading', () => {
    change('# METADATA\n# title', '# METADAT\n# title');
    const { stdout, code } = run('policy', 'lint');
    expect(stdout).toContain('described.rego:12:1: the package has no METADATA with an id\n');
    expect(stdout).toContain('· 1 to mend');
    expect(code).toBe(1);
  });

  test('a slip on a short name finds the name that starts alike', () => {
    change('asset.kind == "model"', 'asset.kid == "model"');
    expect(run('policy', 'lint').stdout).toContain('reads what no input has: `kid`\n  do:  write `kind`\n');
  });

  test('a file that is no Rego is told once; one that is no text stops each command and the check', () => {
    writeFileSync(place('notes.rego'), 'hello world\n');
    expect(run('policy', 'lint').stdout).toBe(
      'policies/docs/described/notes.rego:1:1: cannot be parsed: package expected\npolicies: does not compile · 1 to mend\n',
    );
    expect(run('policy', 'fmt', '--check').stdout).toContain('3 Rego files, 0 not formatted, 1 that cannot be parsed\n');
    expect(run('explain', 'DOC001', '--policies', 'policies').stderr).not.toContain('catalogue');
    writeFileSync(place('notes.rego'), new Uint8Array([0x70, 0, 1, 2, 0xff]));
    for (const args of [
      ['policy', 'lint'],
      ['policy', 'test'],
      ['policy', 'fmt'],
      ['check', '--all', '--policies', 'policies'],
    ])
      expect(run(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('error: cannot read policies from `policies`: docs/described/notes.rego is binary') as string,
      });
    mkdirSync(join(folder, '.github'));
    writeFileSync(join(folder, '.github/tollgate.yml'), 'policies: policies\n');
    expect(run('check', '--all')).toMatchObject({ code: 2, stdout: expect.stringContaining('notes.rego') as string });
  });

  test('explain says why a policy that cannot be parsed does not apply', () => {
    appendFileSync(place('described.rego'), 'deny contains x if {\n');
    expect(run('explain', 'DOC001', '--policies', 'policies').stderr).toMatch(
      /called `DOC001`, and some cannot be read\n {2}tried: policies\/docs\/described\/described\.rego:\d+:\d+: /,
    );
  });

  test('what nothing asks is named so', () => {
    rmSync(place('described_test.rego'));
    rmSync(place('cases'), { recursive: true });
    expect(run('policy', 'test', '--mutation').stdout).toContain('when description is changed (no test or case asks it)\n');
  });

  test('help is that of the command, or of its part', () => {
    expect(run('policy', '--help').stdout.match(/^tollgate .*$/gm)).toHaveLength(5);
    expect(run('policy', 'lint', '--help').stdout.match(/^tollgate .*$/gm)).toEqual(['tollgate policy lint [library]']);
    expect(run('help', 'owners').stdout).toMatch(/^tollgate owners /);
    expect(run('--help').stdout).toContain('tollgate check [path…]');
    expect(run('policy', 'tset').stderr).toContain('do:    tollgate policy test\n');
  });
});
