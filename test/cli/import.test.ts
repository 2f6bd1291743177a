import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { aCheck, aCheckov } from '../core/imports/reports.ts';
import { runTollgate } from './run-tollgate.ts';

const BUCKET = 'resource "aws_s3_bucket" "raw" {\n  bucket = "raw"\n}\n';
const OTHER = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';
const SETTINGS = 'imports: { checkov: { phase: observe } }\nphases: { "checkov:CKV_AWS_18": enforce }\n';
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
});
afterEach(() => repository.remove());

function reported(name: string, report: object): string {
  const path = join(repository.root, '..', `${name}.json`);
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const check = (...args: readonly string[]) => runTollgate(['check', ...args], { folder: repository.root });

describe('what Checkov found', () => {
  const one = (over: object = {}) => aCheck('CKV_AWS_18', [1, 3], over);
  const other = one({ file_line_range: [5, 7], resource: 'aws_s3_bucket.logs' });

  it('is a finding: new since the base, with its asset, owner, phase and page', () => {
    const files = { '.github/tollgate.yml': SETTINGS, '.github/CODEOWNERS': 'infra @acme/platform\n' };
    const base = repository.commit({ ...files, 'infra/main.tf': BUCKET });
    const head = repository.commit({ 'infra/main.tf': `${OTHER}\n${BUCKET}` });
    const [before, after] = [reported('before', aCheckov([one()])), reported('after', aCheckov([one({ file_line_range: [1, 3] }), other]))];
    const { code, stdout } = check('--base', base, '--head', head, '--import', after, '--import-base', before);
    expect(stdout).toContain('error[checkov:CKV_AWS_18]: aws_s3_bucket.logs: A bucket logs who reads it    blocks · new');
    expect(stdout).toContain('infra/main.tf:1:');
    expect(stdout).toContain('= fix   see https://docs.example/logging');
    expect(stdout).toContain('= owner @acme/platform (CODEOWNERS line 1)');
    expect(stdout).toMatch(/^1 blocks, .*existing not counted$/m);
    expect(code).toBe(1);
  });

  it('is excepted like any other, and suppressed with a reason', () => {
    const exception = [
      'policies: ["checkov:CKV_AWS_18"]',
      'scope: [{ asset: aws_s3_bucket.raw }]',
      'justification: Nobody reads it.',
      `requested_by: "@acme"\nrequested: ${day(-1)}\nexpires: ${day(20)}\n`,
    ].join('\n');
    const skipped = one({ file_line_range: [5, 7], check_result: { suppress_comment: 'the logs of logs' } });
    repository.commit({
      '.github/tollgate.yml': SETTINGS,
      '.github/tollgate/exceptions/raw.yml': exception,
      'infra/main.tf': `${BUCKET}\n${OTHER}`,
    });
    const { code, stdout } = check('--all', '--import', reported('all', aCheckov([one()], [skipped])));
    expect(stdout).toContain('excepted[checkov:CKV_AWS_18]: aws_s3_bucket.raw');
    expect(stdout).toContain('1 excepted, 1 suppressed\n');
    expect(code).toBe(0);
  });

  it('and skipped without a reason stays, and says why', () => {
    repository.commit({ '.github/tollgate.yml': SETTINGS, 'infra/main.tf': BUCKET });
    const { code, stdout } = check('--all', '--import', reported('all', aCheckov([], [one()])));
    expect(stdout).toContain('checkov:CKV_AWS_18 may only be suppressed with a reason');
    expect(code).toBe(1);
  });

  it('in a report that is none ends with 2, where it is wrong', () => {
    repository.commit({ '.github/tollgate.yml': SETTINGS, 'infra/main.tf': BUCKET });
    const { code, stdout } = check('--all', '--import', reported('wrong', aCheckov([{ check_id: 7 }])));
    expect(stdout).toContain('/results/failed_checks/0/check_id');
    expect(stdout).toMatch(/wrong\.json:1:\d+/);
    expect(code).toBe(2);
  });

  it.each([
    [['--import', 'nothing.json'], 'cannot import `nothing.json`: it is not there'],
    [['--import-base', 'x.json'], 'add --import FILE'],
  ])('%j is bad use', (args, words) => {
    repository.commit({ 'a.sql': 'select 1;\n' });
    const { code, stderr } = check(...args);
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });
});
