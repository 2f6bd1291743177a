import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadGrammars } from '../../src/adapters/grammar/load-grammars.ts';
import { scoreCheckovGraph } from '../../src/score/checkov-graph.ts';
import { scoreCheckovSkip } from '../../src/score/checkov-skip.ts';
import type { ScoreContext } from '../../src/score/score-context.ts';
import { aTree } from '../fakes/a-tree.ts';

const cases = mkdtempSync(join(tmpdir(), 'cases-'));
const grammars = loadGrammars();
const POLICY = `metadata: {id: A, name: n, category: c}
definition: {cond_type: attribute, resource_types: [aws_s3_bucket], attribute: acl, operator: equals, value: private}
`;
const TEXT = `resource "aws_s3_bucket" "good" {
  acl = "private"
}
resource "aws_s3_bucket" "bad" {
  # checkov:skip=CKV_AWS_20:why
  acl = "public-read"
}
`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cases, path)), { recursive: true });
  writeFileSync(join(cases, path), text);
}

beforeAll(async () => {
  await grammars.load('hcl');
  const good = { passed: ['aws_s3_bucket.good'], failed: ['aws_s3_bucket.bad'] };
  const wrong = { passed: ['aws_s3_bucket.bad'], failed: [] };
  write('checkov-yaml-dsl/policies/a.yaml', POLICY);
  const row = { policy: 'policies/a.yaml', root: 'tests/one' };
  write(
    'checkov-yaml-dsl/cases.jsonl',
    [
      { ...row, case: 'a', expected: good },
      { ...row, case: 'b', expected: wrong },
    ]
      .map((one) => JSON.stringify(one))
      .join('\n'),
  );
  write('checkov-tf-graph/cases.jsonl', JSON.stringify({ case: 'python', dir: 'files/x', policy_file: null, expected: good }));
  const skipped = [
    ['CKV_AWS_20', 'aws_s3_bucket.bad', 'why'],
    ['CKV_AWS_20', 'aws_s3_bucket.good', 'why'],
  ];
  write('checkov-skip/cases.jsonl', JSON.stringify({ path: 'tests/one/main.tf', skipped, failed: [['CKV_AWS_21', 'aws_s3_bucket.bad']] }));
});
afterAll(() => rmSync(cases, { recursive: true }));

const context = (more: Partial<ScoreContext> = {}): ScoreContext => ({
  cases,
  git: () => 'repo',
  show: () => Promise.resolve(TEXT),
  tree: () => Promise.resolve(aTree({ 'tests/one/main.tf': TEXT, 'tests/other/main.tf': TEXT.replace('good', 'other') })),
  parser: () => Promise.resolve(grammars.parse),
  ...more,
});

it('counts verdicts on the resources that a case names', async () => {
  const rows = await scoreCheckovGraph(context());
  expect(rows.map(({ measure, precision, recall, value }) => [measure, precision, recall, value])).toEqual([
    ['resources that failed', 0.5, 1, undefined],
    ['resources that passed', 1, 0.5, undefined],
    ['policies with the same verdicts', undefined, undefined, '1 of 2'],
    ['resources that failed', undefined, undefined, undefined],
    ['resources that passed', undefined, undefined, undefined],
    ['policies with the same verdicts', undefined, undefined, '0 of 0'],
  ]);
});

it('counts what comments suppress', async () => {
  const rows = await scoreCheckovSkip(context());
  expect(rows.map(({ precision, recall }) => [precision, recall])).toEqual([
    [1, 0.5],
    [1, 0.5],
  ]);
});

it('says what is absent', async () => {
  const rows = [
    ...(await scoreCheckovGraph(context({ git: () => undefined }))),
    ...(await scoreCheckovSkip(context({ git: () => undefined }))),
  ];
  expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: 3 }, () => 'absent: bridgecrewio/checkov is not on this machine'));
});
