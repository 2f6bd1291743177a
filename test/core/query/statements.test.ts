import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/core/sql/dialect.ts';
import { flowsOf, moved, told } from './told.ts';

describe('what statements read and fill', () => {
  it.each<[string, readonly string[], Dialect?]>([
    ['create table a as (select * from b)', ['b > a']],
    ["create or replace secure view v (x) copy grants comment = 'c' as select y from b", ['b > v'], 'snowflake'],
    ['create materialized view v as with c as (select 1) select * from c join b on true', ['b > v'], 'postgres'],
    ['create table a (like b including all)', ['b > a'], 'postgres'],
    ['create table a clone b', ['b > a'], 'snowflake'],
    ['create table a (x int, y string)', ['> a']],
    ['create stream s on table b', ['b > s'], 'snowflake'],
    ['insert into a (x) select y from b where z in (select i from c)', ['b, c > a']],
    ['insert overwrite table a partition (d = 1) select y from b', ['b > a'], 'databricks'],
    ["insert overwrite directory 's3://x' using parquet select * from b", ['b > path:s3://x'], 'databricks'],
    ['insert into a table b', ['b > a'], 'databricks'],
    ['with c as (select 1 from b) insert into a select * from c', ['b > a']],
    ['insert into a with c as (select 1 from b) select * from c', ['b > a']],
    ['from b insert into a select x insert into c select y where z > 1', ['b > a', 'b > c'], 'databricks'],
    ['insert all when x > 1 then into a (p) values (q) else into c select q, x from b', ['b > a', 'b > c'], 'snowflake'],
    ['insert into a values (1, (select max(x) from b))', ['b > a']],
    ['select x into a from b', ['b > a'], 'tsql'],
    [
      'merge into a using (select * from b) s on a.i = s.i when matched and a.x < s.x then update set x = s.x when not matched then insert (i) values (s.i)',
      ['b > a'],
    ],
    ['update a set x = b.x from b where b.i = a.i', ['b > a'], 'postgres'],
    ['update z set x = b.x from a z join b on b.i = z.i', ['b > a'], 'tsql'],
    ['update a join b on a.i = b.i set a.x = b.x', ['b > a'], 'mysql'],
    ['delete from a using b where a.i = b.i', ['b > a'], 'postgres'],
    ["copy into a from 's3://x' file_format = (type = csv)", ['path:s3://x > a'], 'snowflake'],
    ['copy into a from (select $1 from @st/p)', ['stage:st/p > a'], 'snowflake'],
    ['copy into @st/out from b', ['b > stage:st/out'], 'snowflake'],
    ["copy a (x) from 's3://x' iam_role 'r'", ['path:s3://x > a'], 'redshift'],
    ["copy (select x from b) to '/tmp/x'", ['b > path:/tmp/x'], 'postgres'],
    ["unload ('select x from b') to 's3://x'", ['b > path:s3://x'], 'redshift'],
    ["export data options (uri = 'gs://x') as select 1 from b", ['b > path:gs://x'], 'bigquery'],
    ["load data inpath '/x' overwrite into table a", ['path:/x > a'], 'databricks'],
    ['alter table a swap with b', ['b > a'], 'snowflake'],
    ['alter table b switch to a', ['b > a'], 'tsql'],
    ["alter table a exchange partition (d = '1') with table b", ['b > a'], 'databricks'],
    ['select * from a, b where c in (select d from e)', ['a, b, e >']],
    ['select extract(day from x), trim(both y from z), substring(q from 1 for 2) from a', ['a >']],
    ['select * from table(generator(rowcount => 10)) g join f(1) on true join a on true', ['a >'], 'snowflake'],
    ['select * from SecondDb..t', ['seconddb.dbo.t >'], 'tsql'],
    ['select x from my-proj.d.t', ['my-proj.d.t >'], 'bigquery'],
    ['with c as (select * from b) update c set x = 1', ['b >'], 'tsql'],
    ['with c as (select * from b) delete from c where x = 1', ['b >'], 'tsql'],
    ["insert into a select x.$1 from @st/p (file_format => 'f') x", ['stage:st/p > a'], 'snowflake'],
    ['select * from a inner hash join b on true', ['a, b >'], 'tsql'],
    ["load data infile ('x') into table a", ['> a'], 'mysql'],
    ['drop table a', ['> a']],
    ['grant select on a to b', []],
    ['cache table c select * from b', [], 'databricks'],
  ])('%s', (sql: string, expected: readonly string[], dialect?: Dialect) => {
    expect(moved(sql, dialect)).toEqual(expected);
  });

  it('follow each other in T-SQL without a sign between them', () => {
    expect(moved('insert into a select * from b\nupdate c set x = d.x from d where d.i = c.i\nselect 1 from e', 'tsql')).toEqual([
      'b > a',
      'd > c',
      'e >',
    ]);
  });

  it.each<readonly [string, Dialect]>([
    ['create procedure p() begin insert into a select x from b; update c set y = d.y from d; end', 'bigquery'],
    [
      'create procedure p() returns int language sql as $$ begin insert into a select x from b; update c set y = d.y from d; end $$',
      'snowflake',
    ],
    ['create procedure p as begin insert into a select x from b update c set y = d.y from d end', 'tsql'],
  ])('stand in the body of a routine: %s', (sql, dialect) => {
    expect(moved(sql, dialect)).toEqual(['b > a', 'd > c']);
  });

  it('in a routine of another language are none', () => {
    expect(flowsOf('create procedure p() returns int language python as $$ insert into a select x from b $$', 'snowflake')).toEqual([]);
  });
});

describe('which columns are filled', () => {
  it.each<[string, readonly string[], Dialect?]>([
    ['insert into a (p, q) select x, y from b', ['p < b.x', 'q < b.y']],
    ['insert into a by name select x as p from b', ['p < b.x'], 'databricks'],
    ['create view v (p, q) as select x, upper(y) from b', ['p < b.x', 'q = b.y']],
    ['create table a clone b', ['* < b'], 'snowflake'],
    ['update a set x = b.y, z = 1, w = w + b.w from b', ['x < b.y', 'z =', 'w = b.w'], 'postgres'],
    ['update a set (p, q) = (select x, y from b)', ['p < b.x', 'q < b.y'], 'postgres'],
    ['update z set z.x = b.y from a z join b on true', ['x < b.y'], 'tsql'],
    [
      'merge into a using b on a.i = b.i when matched then update set a.x = b.y when not matched then insert (i, x) values (i, b.z)',
      ['x < b.y', 'i < b.i', 'x < b.z'],
    ],
    ['merge into a using b on a.i = b.i when matched then update set * when not matched then insert *', ['* < b', '* < b'], 'databricks'],
    ['merge into a using b on a.i = b.i when not matched then insert row', ['* < b'], 'bigquery'],
    ['insert all into a (p) values (q) into c (r) values (q + x) select q, x from b', ['p < b.q', 'r = b.q, b.x'], 'snowflake'],
    ['from (select x, y from b) s insert into a select s.x insert into c select y', ['x < b.x', 'y < b.y'], 'databricks'],
  ])('%s', (sql: string, expected: readonly string[], dialect?: Dialect) => {
    expect(told(sql, dialect)).toEqual(expected);
  });

  it('are those of the target by place, where they are known', () => {
    expect(told('insert into a select x, y from b', 'ansi', { a: ['p', 'q'] })).toEqual(['p < b.x', 'q < b.y']);
    expect(told('insert into a partition (d = 1) select x from b', 'databricks', { a: ['d', 'p'] })).toEqual(['p < b.x']);
    expect(told('insert into a select * from b', 'ansi', { a: ['p', 'q'], b: ['x', 'y'] })).toEqual(['p < b.x', 'q < b.y']);
    expect(told('insert into a select * from b')).toEqual(['* < b']);
  });

  it('are kept as JSON', () => {
    const flows = flowsOf('create view v as select * from t join u using (k)');
    expect(JSON.parse(JSON.stringify(flows))).toEqual(flows);
  });
});
