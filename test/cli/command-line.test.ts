import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/cli/check-arguments.ts';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { OPA } from '../policies/opa.ts';
import { runTollgate } from './run-tollgate.ts';

const OPEN = `resource "aws_s3_bucket" "raw" {
  bucket = "acme-raw"
}

resource "aws_s3_bucket_acl" "raw" {
  bucket = aws_s3_bucket.raw.id
  acl    = "public-read"
}
`;
const CLOSED = OPEN.replace('public-read', 'private');
const ENFORCED = 'phases:\n  PUB001: enforce\n';

let repository: TestWorkTree;
let outside: string;

beforeEach(() => {
  repository = aWorkTree();
  outside = mkdtempSync(join(tmpdir(), 'tollgate-outside-'));
});

afterEach(() => {
  repository.remove();
  rmSync(outside, { recursive: true, force: true });
});

const check = (...args: readonly string[]) => runTollgate(['check', ...args], { folder: repository.root });

it('tells its version and how it is used', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(runTollgate(['version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  for (const asked of [['help'], [], ['check', '--help']]) {
    expect(runTollgate(asked)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('tollgate check [path…]') });
  }
});

describe('bad use ends with 2, says what is wrong and what to do, and reports nothing', () => {
  it.each([
    { args: ['chek'], says: ['`chek` is no command', 'do:    tollgate check'] },
    { args: ['frobnicate'], says: ['`frobnicate` is no command', 'do:    tollgate help'] },
    { args: ['__proto__'], says: ['`__proto__` is no command'] },
    { args: ['check', '--colour'], says: ['--colour', 'known: --base --head'] },
    { args: ['check', '--base'], says: ['--base'] },
    { args: ['check', '--format', 'xml'], says: ['`--format xml` is not known', 'known: text, json, sarif, junit, github, html'] },
    { args: ['assets', '--format', 'sarif'], says: ['`--format sarif` is not known', 'known: text, json'] },
    { args: ['check', 'nowhere.sql'], says: ['`nowhere.sql` is not there', 'do:'] },
    { args: ['check', '--all', '--base', 'main'], says: ['`--all` judges the whole tree'] },
    { args: ['check', '--base', 'nothing'], says: ['`nothing` names no commit', 'do:'] },
    { args: ['check', '--base', '--upload-pack=touch x'], says: ['error:'] },
    { args: ['check', '--policies', 'no-such-library'], says: ['no-such-library', 'do:'] },
  ])('$args', ({ args, says }) => {
    repository.commit({ 'a.tf': CLOSED });
    const answer = runTollgate(args, { folder: repository.root });
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toMatch(/^error: /);
    expect(answer.stderr).not.toContain('    at ');
    for (const words of says) expect(answer.stderr).toContain(words);
  });

  it('a range outside of any repository', () => {
    writeFileSync(join(outside, 'a.tf'), OPEN);
    const answer = runTollgate(['check', '--base', 'main', outside]);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain('is in no Git repository');
    expect(answer.stderr).toContain('do:');
  });

  it('an unknown revision of an empty repository', () => {
    expect(check('--base', 'main')).toMatchObject({ code: 2, stderr: expect.stringContaining('`main` names no commit') });
  });
});

describe.skipIf(!OPA)('what is judged (needs OPA)', () => {
  const finding = expect.stringContaining('[PUB001]');
  const nothing = expect.not.stringContaining('PUB001');

  it('an empty repository has nothing', () => {
    expect(check()).toMatchObject({ code: 0, stdout: nothing, stderr: '' });
  });

  it('what is not committed, against the last commit', () => {
    repository.commit({ 'a.tf': CLOSED });
    expect(check()).toMatchObject({ code: 0, stdout: nothing });
    repository.write({ 'a.tf': OPEN });
    expect(check()).toMatchObject({ code: 0, stdout: finding });
  });

  it('a range, whatever lies in the work tree', () => {
    repository.commit({ 'a/main.tf': CLOSED });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'b/main.tf': OPEN });
    repository.write({ 'b/main.tf': CLOSED });
    expect(check('--base', 'main', '--head', 'feature')).toMatchObject({ code: 0, stdout: finding });
    expect(check('--base', 'feature', '--head', 'main')).toMatchObject({ code: 0, stdout: nothing });
  });

  it('the whole tree when asked, though nothing changed', () => {
    repository.commit({ 'a.tf': OPEN });
    expect(check()).toMatchObject({ code: 0, stdout: nothing });
    expect(check('--all')).toMatchObject({ code: 0, stdout: finding });
  });

  it('files that are named, and only those', () => {
    repository.commit({ 'open/main.tf': OPEN, 'closed/main.tf': CLOSED });
    expect(check('open/main.tf')).toMatchObject({ code: 0, stdout: finding });
    expect(check('closed/main.tf')).toMatchObject({ code: 0, stdout: nothing });
  });

  it('a folder outside of Git, and a file in it', () => {
    writeFileSync(join(outside, 'a.tf'), OPEN);
    expect(runTollgate(['check', outside])).toMatchObject({ code: 0, stdout: finding });
    expect(runTollgate(['check', join(outside, 'a.tf')])).toMatchObject({ code: 0, stdout: finding });
  });

  it('the last commit of a bare repository', () => {
    repository.commit({ 'a.tf': CLOSED });
    repository.commit({ 'a.tf': OPEN });
    const bare = join(outside, 'bare.git');
    repository.git('clone', '--quiet', '--bare', '.', bare);
    expect(runTollgate(['check', bare])).toMatchObject({ code: 0, stdout: finding });
  });

  it('is enforced where the base says so, and ends with 1', () => {
    repository.commit({ '.github/tollgate.yml': ENFORCED });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'a.tf': OPEN });
    expect(check('--base', 'main', '--head', 'feature')).toMatchObject({ code: 1, stdout: finding });
  });

  it('is enforced on a branch without commits too, where a base is named', () => {
    repository.commit({ '.github/tollgate.yml': ENFORCED });
    repository.git('checkout', '--quiet', '--orphan', 'fresh');
    repository.write({ 'a.tf': OPEN, '.github/tollgate.yml': '' });
    expect(check('--base', 'main')).toMatchObject({ code: 1, stdout: finding });
  });

  it('is judged by the settings of the base, never by those of the change', () => {
    repository.commit({ '.github/tollgate.yml': ENFORCED });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'a.tf': OPEN, '.github/tollgate.yml': 'phases:\n  PUB001: observe\n' });
    expect(check('--base', 'main', '--head', 'feature')).toMatchObject({ code: 1, stdout: finding });
  });
});

describe.skipIf(!OPA)('what is reported (needs OPA)', () => {
  it.each(FORMATS.filter((format) => format !== 'github'))('as %s into a file, with one line on the terminal', (format) => {
    repository.commit({ 'a.tf': OPEN });
    const output = join(outside, 'report');
    const answer = check('--all', '--format', format, '--output', output);
    expect(answer.code).toBe(0);
    expect(answer.stdout.trim().split('\n')).toHaveLength(1);
    expect(answer.stdout).toContain(output);
    expect(readFileSync(output, 'utf8')).toContain('PUB001');
  });

  it('the example as JSON that its schema accepts', () => {
    const schema = JSON.parse(readFileSync(new URL('../../src/core/report/evaluation.schema.json', import.meta.url), 'utf8')) as object;
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    const answer = runTollgate(['check', '--example', '--format', 'json']);
    const evaluation = JSON.parse(answer.stdout) as { readonly findings: readonly unknown[] };
    expect(validate(evaluation), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(evaluation.findings.length).toBeGreaterThan(0);
    expect(answer.stderr).toBe('');
  });

  it('the same bytes twice', () => {
    const [one, other] = [1, 2].map(() => runTollgate(['check', '--example', '--format', 'json']).stdout);
    expect(one).toBe(other);
  });

  it('a file that cannot be written as an error', () => {
    const answer = check('--output', join(outside, 'no', 'such', 'folder'));
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/^error: /);
    expect(existsSync(join(outside, 'no'))).toBe(false);
  });
});

describe.skipIf(OPA === undefined)('a policy that judges parsed files (needs OPA)', () => {
  const PINNED = `# METADATA
# title: Actions are pinned
# custom:
#   id: ACT001
#   input: file
#   files: [".github/workflows/*.yml"]
package ci.pinned

deny contains {"msg": sprintf("%s is not pinned", [step.uses]), "path": ["jobs", job, "steps", i, "uses"]} if {
	some job, i
	step := input.jobs[job].steps[i]
	not regex.match("@[0-9a-f]{40}$", step.uses)
}
`;

  it('finds by the place in the file, beside what it says of nothing else', () => {
    writeFileSync(join(outside, 'pinned.rego'), PINNED);
    repository.write({
      '.github/workflows/ci.yml': 'jobs:\n  build:\n    steps:\n      - uses: actions/checkout@v6\n',
      'other.yml': 'jobs: {a: {steps: [{uses: x}]}}\n',
    });
    const { stdout, code } = check('--policies', outside, '--all', '.');
    expect(stdout).toContain('actions/checkout@v6 is not pinned');
    expect(stdout).toContain('.github/workflows/ci.yml:4:9');
    expect(stdout).not.toContain('other.yml');
    expect(code).toBe(0);
  });
});
