import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadGrammars } from '../../src/adapters/grammar/load-grammars.ts';
import type { ReadableTree } from '../../src/model/change-set.ts';
import { scoreTerraformChecks } from '../../src/score/checkov-tf.ts';
import type { ScoreContext } from '../../src/score/score-context.ts';

const FOLDER = 'tests/terraform/checks/resource/aws/example_Disk';
const TEXT = 'resource "aws_ebs_volume" "bad" {\n  encrypted = false\n}\nresource "aws_ebs_volume" "good" {\n  encrypted = true\n}\n';

const cases = mkdtempSync(join(tmpdir(), 'cases-'));
const grammars = loadGrammars();

function write(name: string, rows: readonly object[]): void {
  const path = join(cases, name, 'cases.jsonl');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
}

beforeAll(async () => {
  await grammars.load('hcl');
  const expected = {
    failed: [['main.tf', 'aws_ebs_volume.bad[0]']],
    passed: [
      ['main.tf', 'aws_ebs_volume.good'],
      ['main.tf', 'aws_ebs_volume.gone'],
    ],
    skipped: [],
  };
  write('checkov-tf-aws', [{ check_id: 'CKV_AWS_3', dir: 'files/example_Disk', expected }]);
  write('checkov-tf-inline', [{ case: 'one', check_id: 'CKV_AWS_3', hcl: TEXT, expected: 'FAILED' }]);
  write('trivy-iac-examples', [
    { case: 'a', check_id: 'AWS-0084', code: TEXT, framework: 'terraform', expected: 'pass' },
    { case: 'b', check_id: 'AWS-0084', code: '', framework: 'cloudformation', expected: 'fail' },
  ]);
});
afterAll(() => rmSync(cases, { recursive: true }));

const file = { path: `${FOLDER}/main.tf`, text: TEXT, size: TEXT.length };
const tree: ReadableTree = {
  content: {},
  paths: [file.path, 'tests/other.tf'],
  has: (path) => path === file.path,
  digest: () => undefined,
  nearest: () => undefined,
  read: (paths) => Promise.resolve(paths.map(() => file)),
};

const context = (more: Partial<ScoreContext>): ScoreContext => ({
  cases,
  git: () => 'repo',
  show: () => Promise.resolve(undefined),
  tree: () => Promise.resolve(tree),
  parser: () => Promise.resolve(grammars.parse),
  judge: (inputs) =>
    Promise.resolve(
      inputs.map((input) => ({
        statements: JSON.stringify(input).includes('aws_ebs_volume.bad')
          ? [{ policy: 'ENC001', rule: 'deny', value: { asset: assetIn(JSON.stringify(input)) } }]
          : [],
        problems: [],
      })),
    ) as ReturnType<NonNullable<ScoreContext['judge']>>,
  ...more,
});

const assetIn = (input: string): string => /"id":"(terraform:[^"]*aws_ebs_volume\.bad)"/.exec(input)?.[1] ?? '';

describe('the score of Terraform examples', () => {
  test('counts what other tools fail against what the library denies, and what they name that is not seen', async () => {
    const rows = await scoreTerraformChecks(context({}));
    const of = (name: string, measure: string) => rows.find((row) => row.case === name && row.measure.startsWith(measure));
    expect(of('checkov-tf-aws', 'resources')).toMatchObject({ precision: 1, recall: 2 / 3 });
    expect(of('checkov-tf-aws', 'ENC001')).toMatchObject({ precision: 1, recall: 1 });
    expect(of('checkov-tf-inline', 'ENC001')).toMatchObject({ precision: 1, recall: 1 });
    expect(of('trivy-iac-examples', 'ENC001')).toMatchObject({ precision: 0 });
    expect(of('trivy-iac-examples', 'Terraform examples')?.value).toBe('1 of 1');
  });

  test('says what is absent', async () => {
    const rows = await scoreTerraformChecks({ cases: join(cases, 'none'), git: () => undefined, show: () => Promise.resolve(undefined) });
    expect(rows.map(({ case: name, value }) => [name, value?.startsWith('absent')])).toEqual([
      ['checkov-tf-aws', true],
      ['checkov-tf-inline', true],
    ]);
  });
});
