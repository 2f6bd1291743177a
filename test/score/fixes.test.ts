import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compose } from '../../src/score/compose.ts';
import { scoreFixes } from '../../src/score/fixes.ts';
import { OPA } from '../policies/opa.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPlace } from '../builders/an-asset.ts';

const CONTRACT =
  'apiVersion: v3.0.2\nkind: DataContract\nid: crm\nversion: 1.0.0\nstatus: active\nschema:\n  - name: contacts\n    properties:\n      - name: email\n        logicalType: string\n';

test.skipIf(OPA === undefined)('a suggestion that clears its finding counts (needs OPA)', async () => {
  const cases = mkdtempSync(join(tmpdir(), 'tollgate-score-'));
  try {
    mkdirSync(join(cases, 'odcs/contracts'), { recursive: true });
    writeFileSync(join(cases, 'odcs/contracts/contacts.odcs.yaml'), CONTRACT);
    const values = (await scoreFixes(compose(cases, undefined))).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: 4 }, () => '100.0 % of 1'));
  } finally {
    rmSync(cases, { recursive: true, force: true });
  }
});

test('a suggestion that leaves its finding, and one that cannot be posted, do not count', async () => {
  const at = aPlace('a.sql', 1);
  const patch = (line: string) => ({
    remediation: { patch: { file: line, edits: [{ location: at, text: 'x' }], title: 'x' } },
    file: line,
  });
  const evaluation = anEvaluation({ findings: [aFinding(patch('a.sql')), aFinding(patch('crlf.sql'))] });
  const texts = new Map([
    ['a.sql', 'y\n'],
    ['crlf.sql', 'y\r\n'],
  ]);
  const tree = { proposed: evaluation, offered: evaluation, texts, judge: () => Promise.resolve(evaluation) };
  const context = { ...compose('nowhere', undefined), judgeTree: () => Promise.resolve(tree) };
  const values = (await scoreFixes(context)).map(({ value }) => value);
  expect(values).toEqual(['100.0 % of 2', '50.0 % of 2', '0.0 % of 1', '0.0 % of 1']);
});
