import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scoreLineage } from '../../src/score/lineage.ts';

const folder = mkdtempSync(join(tmpdir(), 'lineage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (path: string, ...rows: readonly object[]): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
};

lines(
  'sql-lineage/cases.jsonl',
  {
    case: 'a',
    kind: 'table',
    dialect: 'ansi',
    origin: 'x',
    sql: 'insert into a select * from b; drop table a',
    sources: ['b'],
    targets: [],
  },
  { case: 'b', kind: 'table', dialect: 'ansi', origin: 'x', sql: 'insert into a select * from b', sources: ['c'], targets: ['a'] },
  {
    case: 'c',
    kind: 'column',
    dialect: 'ansi',
    origin: 'x',
    sql: 'create view v as select x from b; insert into a select x as y from v',
    edges: [['b.x', 'a.y']],
  },
);
lines('sql-column-lineage/cases.jsonl', {
  case: 'd', dialect: 'tsql', sql: 'select * from v', default_database: 'db', schema: { 'db.dbo.t': ['A', 'B'], 'db.dbo.v': 'create view v as select B as Z from t' },
  results: [{ name: 'Z', sources: ['db.dbo.t.B'] }], tables: ['db.dbo.v'],
}); // prettier-ignore
lines('dbt-contract-breakage/model_sql_changes.jsonl', {
  case: 'e',
  base: 'select a, b from t',
  head: 'select a, c from t',
  changed_columns: { b: 'removed', c: 'added' },
});
lines('dbt-contract-breakage/model_sql_schema.json', { T: { a: 'int', b: 'int', c: 'int' } });

describe('the score of lineage', () => {
  it('counts tables, edges and columns that are right, missed and too many', async () => {
    const rows = await scoreLineage({ cases: folder, git: () => undefined, show: () => Promise.resolve(undefined) });
    const told = rows.map(({ measure, precision, recall, value }) => [measure, precision ?? value, recall]);
    expect(told).toEqual([
      ['statements whose tables are exact', '0.500', undefined],
      ['tables read and filled', 2 / 3, 2 / 3],
      ['column edges', 1, 1],
      ['columns with exactly their sources', 1, 1],
      ['columns with exactly their sources, tsql', 1, 1],
      ['sources of columns', 1, 1],
      ['tables read', 1, 1],
      ['cases without labels', '0', undefined],
      ['columns of changed queries, added and removed', 1, 1],
      ['tables read', 'absent: sqlfluff/sqlfluff is not on this machine', undefined],
    ]);
  });
});
