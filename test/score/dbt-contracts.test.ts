import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scoreDbtContracts } from '../../src/score/dbt-contracts.ts';

let cases = '';
beforeEach(() => {
  cases = mkdtempSync(join(tmpdir(), 'cases-'));
});
afterEach(() => rmSync(cases, { recursive: true }));

const properties = (more: string): string =>
  `models:\n  - name: m\n    config: {contract: {enforced: true}}\n    ${more}\n    columns: [{name: id, data_type: int}]\n`;
const files = (text: string) => ({ 'models/m.sql': 'select 1 as id', 'models/m.yml': text });

function score(rows: readonly object[]) {
  mkdirSync(join(cases, 'dbt-contract-breakage'));
  writeFileSync(join(cases, 'dbt-contract-breakage/contracts.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  return scoreDbtContracts({ cases, git: () => undefined, show: () => Promise.resolve(undefined) });
}

describe('changes of contracts', () => {
  it('are compared with what dbt says', () => {
    const change = (name: string, more: string, expected: string) => {
      const base = properties(more);
      return { case: name, expected, base: files(base), head: files(base.replace('int}', 'text}')) };
    };
    const [verdicts, breaking] = score([
      change('plain', 'description: x', 'warn'),
      change('version', 'versions: [{v: 1}]', 'error'),
      change('wrong', 'versions: [{v: 1}]', 'ok'),
    ]);
    expect(verdicts).toMatchObject({ value: '66.7 % of 3', note: 'wrong: error, not ok' });
    expect(breaking).toMatchObject({ precision: 2 / 3, recall: 1 });
  });

  it('that are not on this machine are absent', () => {
    expect(scoreDbtContracts({ cases, git: () => undefined, show: () => Promise.resolve(undefined) })).toMatchObject([{ value: 'absent' }]);
  });
});
