import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { judgePool } from '../../../src/adapters/child/judge-pool.ts';
import type { AttributeCondition, GraphPolicy } from '../../../src/core/checkov/policy.ts';

const entry = fileURLToPath(new URL('../../../src/judge/child.ts', import.meta.url));
const pool = judgePool({ entry, size: 1, evaluateMs: 1500 });
afterAll(() => pool.close());

const asks = (id: string, operator: string, value: string): GraphPolicy => {
  const definition: AttributeCondition = { is: 'attribute', types: [], attribute: 'bucket', operator, isJsonPath: false, value };
  return { id, title: id, definition };
};
const text = `resource "aws_s3_bucket" "a" {\n  bucket = "${'a'.repeat(40)}!"\n}\n`;
const [read] = await pool.read([
  { file: { path: 'main.tf', text, size: text.length }, claims: [{ extractor: 'terraform', role: 'whole hcl' }] },
]);
const files = [{ path: 'main.tf', extractor: 'terraform', part: read?.part ?? null }];
const HOSTILE = asks('HOSTILE', 'regex_match', '(?=(a+)+$)b');

describe('policies about resources, judged in a process that may die', () => {
  it('are answered', async () => {
    const { statements, lost } = await pool.judgeGraph({ files, policies: [asks('A', 'equals', 'b')] });
    expect([statements.map(({ policy, address }) => [policy, address]), lost]).toEqual([[['A', 'aws_s3_bucket.a']], []]);
  });

  it('one that never ends is lost alone', async () => {
    const { statements, lost } = await pool.judgeGraph({ files, policies: [asks('A', 'equals', 'b'), HOSTILE, asks('B', 'exists', '')] });
    expect(statements.map(({ policy }) => policy)).toEqual(['A']);
    expect(lost).toEqual([{ policy: 'HOSTILE', why: 'it gave no answer within 1500 ms' }]);
  });
});
