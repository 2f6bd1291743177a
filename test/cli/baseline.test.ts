import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { runTollgate } from './run-tollgate.ts';

const FILE = '.github/tollgate/baseline.txt';
const SETTINGS = 'phases: { PUB001: enforce, ENC001: observe, OWN001: observe, CLS001: observe, RES001: observe }\n';
const bucket = (name: string, acl: string): string =>
  `resource "aws_s3_bucket" "${name}" {\n  bucket = "acme-${name}"\n}\n\nresource "aws_s3_bucket_acl" "${name}" {\n  bucket = aws_s3_bucket.${name}.id\n  acl    = "${acl}"\n}\n`;
const OPEN = bucket('raw', 'public-read') + bucket('logs', 'public-read');

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
  repository.commit({ 'main.tf': OPEN, '.github/tollgate.yml': SETTINGS });
});
afterEach(() => repository.remove());

const run = (...args: readonly string[]) => runTollgate(args, { folder: repository.root });
const baseline = (): string => readFileSync(join(repository.root, FILE), 'utf8');

it('what is in it does not count, from the commit that brings it on', () => {
  expect(run('check', '--all').code).toBe(1);
  expect(run('baseline')).toMatchObject({ code: 0, stdout: expect.stringMatching(/findings of \d+ policies/) });
  expect(baseline()).toMatch(/^[0-9a-f]{16} PUB001 aws_s3_bucket\.logs$/m);
  repository.commit({});
  const { code, stdout } = run('check', '--all');
  expect([code, stdout]).toEqual([0, expect.stringContaining('in the baseline not counted')]);
});

it('takes out what is fixed, and nothing else', () => {
  run('baseline');
  const before = baseline();
  repository.commit({ 'main.tf': bucket('raw', 'public-read') + bucket('logs', 'private') });
  expect(run('baseline', '--check').code).toBe(1);
  expect(baseline()).toBe(before);
  expect(run('baseline')).toMatchObject({ code: 0 });
  expect(baseline()).not.toContain('PUB001 aws_s3_bucket.logs');
  expect(baseline()).toContain('PUB001 aws_s3_bucket.raw');
  expect(run('baseline', '--check').code).toBe(0);
});

it('takes nothing out while something cannot be judged', () => {
  run('baseline');
  const before = baseline();
  repository.commit({ 'main.tf': 'resource "aws_s3_bucket" {{{\n' });
  expect(run('baseline')).toMatchObject({ code: 2, stderr: expect.stringContaining('main.tf:1') });
  expect(baseline()).toBe(before);
});

describe('growth', () => {
  it('is a finding at its first line, and blocks', () => {
    run('baseline');
    const base = repository.commit({});
    const more = `${baseline()}00000000000000ff PUB001 aws_s3_bucket.new\n`;
    const head = repository.commit({ [FILE]: more, 'new.tf': bucket('new', 'public-read') });
    const { code, stdout } = run('check', '--base', base, '--head', head);
    expect(code).toBe(1);
    expect(stdout).toContain('[GOV001]: This change adds 1 finding to the baseline, which may only shrink.');
    expect(stdout).toContain(`${FILE}:${more.split('\n').length - 1}:1`);
  });

  it('cannot be put into the baseline itself', () => {
    run('baseline');
    const line = (fingerprint: string): string => `${fingerprint} GOV001 x\n`;
    const told = (): string =>
      /"fingerprint": "([0-9a-f]{16})"/.exec(
        /\{[^{}]*"policy": "GOV001"[\s\S]*$/.exec(run('check', '--base', 'HEAD~1', '--format', 'json').stdout)?.[0] ?? '',
      )?.[1] ?? '';
    repository.commit({});
    repository.commit({ [FILE]: `${baseline()}00000000000000ff PUB001 a\n` });
    const fingerprint = told();
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const base = repository.commit({ [FILE]: baseline() + line(fingerprint) });
    const head = repository.commit({ [FILE]: `${baseline()}00000000000000fe PUB001 b\n` });
    expect(run('check', '--base', base, '--head', head)).toMatchObject({ code: 1, stdout: expect.stringContaining('[GOV001]') });
  });

  it('is none where lines go', () => {
    run('baseline');
    const base = repository.commit({});
    const less = baseline().replace(/^.*PUB001 aws_s3_bucket\.logs\n/m, '');
    const head = repository.commit({ [FILE]: less });
    expect(run('check', '--base', base, '--head', head)).toMatchObject({ code: 0, stdout: expect.not.stringContaining('GOV001') });
  });
});

it('without one, --check says so and writes none', () => {
  expect(run('baseline', '--check')).toMatchObject({ code: 0, stdout: 'there is no baseline\n' });
  expect(existsSync(join(repository.root, FILE))).toBe(false);
});

describe('weigh: touched', () => {
  it.each([
    ['new', 0],
    ['touched', 1],
  ])('%s', (weigh, code) => {
    const base = repository.commit({ '.github/tollgate.yml': `${SETTINGS}weigh: ${weigh}\n` });
    const head = repository.commit({ 'main.tf': OPEN.replace('"acme-raw"', '"acme-raw-2"') });
    const { stdout, ...ended } = run('check', '--base', base, '--head', head);
    expect(ended.code).toBe(code);
    expect(stdout.includes('error[PUB001]')).toBe(weigh === 'touched');
    expect(stdout).not.toContain('aws_s3_bucket.logs');
  });
});
