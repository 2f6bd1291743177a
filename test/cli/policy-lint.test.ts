import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OPA } from '../policies/opa.ts';
import { runTollgate, type Answer } from './run-tollgate.ts';

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

  test('where there is no library, how to write one, and no stack', () => {
    for (const args of [['test'], ['lint'], ['fmt'], ['test', '--watch'], ['lint', '--watch']])
      expect(run('policy', args[0] ?? '', 'rules', ...args.slice(1))).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          /^error: .*`rules`: it is not there\n {2}do: {4}name .*tollgate policy new CATEGORY\/NAME writes a first one\n$/,
        ) as string,
      });
  });

  test('the page that "How to fix" leads to, in one line', () => {
    change('# related_resources:\n# - ref: README.md\n#   description: How to fix it\n', '');
    const { stdout } = run('policy', 'lint');
    const [, written = ''] = /^ {2}do: {2}write `(# related_resources: .*)`$/m.exec(stdout) ?? [];
    change('# custom:', `${written}\n# custom:`);
    expect(run('policy', 'lint')).toEqual({ code: 0, stdout: 'policies: 1 policy · nothing to mend\n', stderr: '' });
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
