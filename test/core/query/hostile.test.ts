import { describe, expect, it } from 'vitest';
import { expandItems } from '../../../src/core/flow/expand.ts';
import { flowsOf } from './told.ts';

const times = (count: number, part: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, at) => part(at)).join(between);

/** Whether each flow was answered, and told in part. */
function answered(sql: string): readonly boolean[] {
  return flowsOf(sql, 'snowflake').map(({ items, partial }) => {
    const { columns, stars } = expandItems(items, () => undefined);
    expect(columns.length + stars.length).toBeLessThan(200_000);
    return partial;
  });
}

describe('text that no author writes ends', () => {
  it.each<readonly [string, string, boolean]>([
    ['many queries in one union', times(20_000, (at) => `select a, b from t${at}`, ' union all '), true],
    ['many joins', `select x, y from t ${times(20_000, (at) => `join t${at} a${at} on a${at}.i = 1`, ' ')}`, true],
    [
      'common tables in a chain',
      `with c0 as (select ${times(20, (at) => `k${at}`, ',')} from b) ${times(80, (n) => `, c${n + 1} as (select ${times(20, (i) => `${times(20, (k) => `k${k}`, '+')} as k${i}`, ',')} from c${n})`)} select * from c80`,
      false,
    ],
    [
      'stars that double',
      `with c0 as (select a from b) ${times(80, (n) => `, c${n + 1} as (select *, * from c${n})`)} select * from c80`,
      true,
    ],
    ['brackets', `select ${'('.repeat(50_000)}1${')'.repeat(50_000)} from t`, false],
    ['queries in queries', `select * from ${'(select * from '.repeat(20_000)}t${')'.repeat(20_000)}`, true],
    ['brackets around nothing', `select * from ${'('.repeat(50_000)}t${')'.repeat(50_000)}`, true],
    ['commas', `select ${','.repeat(500_000)}`, false],
    ['cases', `select ${'case when a then '.repeat(50_000)}1${' end'.repeat(50_000)} from t`, false],
    ['pivots', `select * from t ${"pivot (sum(a) for b in ('x', 'y')) p ".repeat(5000)}`, true],
  ])('%s', (_, sql, partial) => {
    expect(answered(sql)).toEqual([partial]);
  });

  it.each([
    ',',
    '(',
    ')',
    'select',
    'select (',
    'with',
    'with a as (',
    'insert into',
    'merge into t using',
    'update',
    'from',
    'select * from t |>',
    'copy into',
    'select a. from t.',
    'create view',
    "select 'x",
    'load data infile',
    'load label a (data infile ("x") into table t)',
  ])('a statement that breaks off: %s', (sql) => {
    expect(() => answered(sql)).not.toThrow();
  });
});
