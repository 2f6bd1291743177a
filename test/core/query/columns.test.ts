import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/core/sql/dialect.ts';
import { flowsOf, told, type Known } from './told.ts';

type Case = readonly [what: string, sql: string, expected: readonly string[], dialect?: Dialect];

const check = (cases: readonly Case[]): void =>
  void it.each(cases.map((one) => [one[0], one] as const))('%s', (_, [, sql, expected, dialect]) => {
    expect(told(sql, dialect)).toEqual(expected);
  });

describe('items', () => {
  check([
    ['columns and aliases', 'select a, t.b, c as d, e f from t', ['a < t.a', 'b < t.b', 'd < t.c', 'f < t.e']],
    ['a cast takes over', 'select cast(a as date) as b, c::numeric(10, 2) as d from t', ['b < t.a', 'd < t.c']],
    ['an expression computes', 'select a + b as c, upper(d) as e from t', ['c = t.a, t.b', 'e = t.d']],
    [
      'words of the language are no columns',
      "select case when a is not null then 'x' else null end as b, current_date as c from t",
      ['b = t.a', 'c ='],
    ],
    [
      'windows',
      'select sum(a) over (partition by b order by c rows between unbounded preceding and current row) as d from t',
      ['d = t.a, t.b, t.c'],
    ],
    ['named windows', 'select sum(a) over w as d from t where x > 1 window w as (partition by b)', ['d = t.a, t.b']],
    ['order in an aggregate', "select string_agg(a, ',' order by b desc nulls last) as c from t", ['c = t.a, t.b']],
    [
      'filter and within',
      'select count(a) filter (where b > 1) as c, percentile_cont(0.5) within group (order by d) as e from t',
      ['c = t.a, t.b', 'e = t.d'],
    ],
    [
      'units of time',
      'select dateadd(day, 1, a) as b, extract(year from c) as d, a + interval 1 day as e from t',
      ['b = t.a', 'd = t.c', 'e = t.a'],
      'snowflake',
    ],
    ['units of BigQuery', 'select date_trunc(a, month) as b from t', ['b = t.a'], 'bigquery'],
    ['typed literals', "select date '2020-01-01' as a, timestamp '2020-01-01' as b from t", ['a =', 'b =']],
    ['paths of JSON', 'select a:b.c::string as d, e[0]:f as g from t', ['d = t.a', 'g = t.e'], 'snowflake'],
    ['arrows of JSON', "select a ->> 'b' as c from t", ['c = t.a'], 'postgres'],
    [
      'lambdas',
      'select transform(a, x -> x + b) as c, reduce(d, 0, (s, y) -> s + y) as e from t',
      ['c = t.a, t.b', 'e = t.d'],
      'databricks',
    ],
    ['named arguments', 'select f(a => b, c => d) as e from t', ['e = t.b, t.d'], 'snowflake'],
    ['fields of a struct', 'select a.b.c from t', ['c = t.a'], 'bigquery'],
    ['names with a schema', 'select s.t.a, db.s.t.b from db.s.t', ['a < db.s.t.a', 'b < db.s.t.b']],
    ['names of T-SQL', 'select x = a, [b c] = d + 1 from t', ['x < t.a', 'b c = t.d'], 'tsql'],
    ['quoted names', 'select "a b", `c` from "S"."T"', ['a b < s.t.a b', 'c < s.t.c'], 'snowflake'],
    ['a comma too many', 'select a, b, from t', ['a < t.a', 'b < t.b']],
    ['distinct, top and the like', 'select distinct top 10 percent a from t', ['a < t.a'], 'tsql'],
    ['labels of PostgreSQL', 'select max(a), b::text, count(*) from t', ['max = t.a', 'b < t.b', 'count ='], 'postgres'],
    ['columns called as clauses', 'select "from", t.limit, offset from t', ['from < t.from', 'limit < t.limit', 'offset < t.offset']],
    ['a test of difference', 'select a is distinct from b as c from t', ['c = t.a, t.b']],
    [
      'columns by their place',
      'select $1, $2:x::date as d from @stage/a.csv',
      ['$1 < stage:stage/a.csv.$1', 'd = stage:stage/a.csv.$2'],
      'snowflake',
    ],
    [
      'names of the prototype',
      'select __proto__, constructor from __proto__',
      ['__proto__ < __proto__.__proto__', 'constructor < __proto__.constructor'],
    ],
  ]);
});

describe('aliases in the same list', () => {
  check([
    ['win over unknown columns where they may', 'select a as b, b + 1 as c from t', ['b < t.a', 'c = t.a'], 'snowflake'],
    ['do not elsewhere', 'select a as b, b + 1 as c from t', ['b < t.a', 'c = t.b'], 'postgres'],
  ]);

  it('lose against columns that are known', () => {
    expect(told('select a as b, b + 1 as c from t', 'snowflake', { t: ['a', 'b'] })).toEqual(['b < t.a', 'c = t.b']);
    expect(told('select a as d, d + 1 as c from t', 'ansi', { t: ['a', 'b'] })).toEqual(['d < t.a', 'c = t.a']);
  });
});

describe('relations', () => {
  check([
    ['joins', 'select x.a, y.b from t x left join u as y on x.id = y.id', ['a < t.a', 'b < u.b']],
    ['brackets around joins', 'select a.x, c.y from ((a join b on a.i = b.i) left join c on c.i = a.i)', ['x < a.x', 'y < c.y']],
    ['equal names', 'select k from a join b using (k)', ['k < a.k, b.k']],
    ['subqueries', 'select s.x from (select a as x, b from t) s', ['x < t.a']],
    ['what a subquery does not have is of the other', 'select a, z from (select a from t) s join u on true', ['a < t.a', 'z < u.z']],
    ['common tables', 'with c as (select a as b from t), d as (select b from c) select b from d', ['b < t.a']],
    ['common tables with names', 'with c (x, y) as (select a, b from t) select y from c', ['y < t.b']],
    ['common tables inside', 'with c as (with c as (select a from t) select upper(a) as b from c) select b from c', ['b = t.a']],
    ['a table called as its common table', 'with t as (select a from t) select a from t', ['a < t.a']],
    [
      'recursion',
      'with recursive r as (select a, b from t union all select r.b, u.c from r join u on true) select a from r',
      ['a < t.a, t.b, u.c'],
    ],
    ['scalar queries', 'select (select max(b) from u where u.i = t.i) as c from t', ['c = u.b']],
    ['correlated queries', 'select (select t.a) as c from t', ['c < t.a']],
    ['existence gives no value', 'select exists (select b from u) as c from t', ['c =']],
    ['lateral', 'select x.y from t, lateral (select t.a as y) x', ['y < t.a']],
    ['apply', 'select v.c from t cross apply (values (t.a), (t.b)) v (c)', ['c < t.a, t.b'], 'tsql'],
    ['flatten', 'select f.value:id as id, index as i from t, lateral flatten(input => t.a) f', ['id = t.a', 'i = t.a'], 'snowflake'],
    ['unnest', 'select e.x, e from t, unnest(t.a) as e', ['x = t.a', 'e = t.a'], 'bigquery'],
    ['elements of a column', 'select i.sku from orders o, o.items i', ['sku = orders.items'], 'bigquery'],
    ['lateral view', 'select id, k from t lateral view explode(m) e as k, v', ['id < t.id', 'k = t.m'], 'databricks'],
    ['functions that give rows', 'select g from t cross join generate_series(1, t.n) as g', ['g = t.n'], 'postgres'],
    ['whole rows', 'select to_json(x) as j from (select a, b from t) x', ['j = t.a, t.b'], 'postgres'],
    ['hints', 'select x.a from t x with (nolock) join u (nolock) on 1 = 1 where x.a = 1', ['a < t.a'], 'tsql'],
    ['samples', 'select x.a from t tablesample (10 percent) x', ['a < t.a'], 'databricks'],
    ['time travel', "select x.a from t at (timestamp => 'x') as x", ['a < t.a'], 'snowflake'],
    ['versions', 'select x.a from t version as of 3 x', ['a < t.a'], 'databricks'],
    ['semi joins hide their table', 'select a from t left semi join (select a from u) v on t.a = v.a', ['a < t.a'], 'databricks'],
    ['FROM first', 'from t select a', ['a < t.a']],
    ['TABLE', 'table t', ['* < t']],
    ['files', 'select a from csv.`s3://raw/x`', ['a < path:s3://raw/x.a'], 'databricks'],
  ]);
});

describe('sets', () => {
  check([
    ['meet by place', 'select a, b from t union all select c, d from u', ['a < t.a, u.c', 'b < t.b, u.d']],
    ['in brackets', '(select a from t) union ((select b from u) intersect (select c from v))', ['a < t.a, u.b, v.c']],
    ['by name', 'select a, b from t union all by name select b, a from u', ['a < t.a, u.a', 'b < t.b, u.b'], 'snowflake'],
    ['of stars stand side by side', 'select * from t union all select * from u', ['* < t', '* < u']],
    ['what is taken away is only compared', 'select a from t except select b from u', ['a = t.a, u.b']],
  ]);

  it('meet by place once the columns are known', () => {
    const known: Known = { t: ['a', 'b'], u: ['x', 'y'] };
    expect(told('select * from t union all select * from u', 'ansi', known)).toEqual(['a < t.a, u.x', 'b < t.b, u.y']);
  });
});

describe('stars', () => {
  const known: Known = { t: ['a', 'b', 'c'], u: ['a', 'd'] };
  it.each<[string, readonly string[], Dialect?]>([
    ['select * from t', ['a < t.a', 'b < t.b', 'c < t.c']],
    ['select u.* from t join u on true', ['a < u.a', 'd < u.d']],
    ['select * except (b) from t', ['a < t.a', 'c < t.c'], 'bigquery'],
    ['select * exclude b from t', ['a < t.a', 'c < t.c'], 'snowflake'],
    ['select * exclude (b) rename (a as x) from t', ['x < t.a', 'c < t.c'], 'snowflake'],
    ['select * replace (upper(b) as b) from t', ['a < t.a', 'b = t.b', 'c < t.c'], 'bigquery'],
    ["select * ilike '%C%' from t", ['c < t.c'], 'snowflake'],
    ['select * from t join u using (a)', ['a < t.a, u.a', 'b < t.b', 'c < t.c', 'd < u.d']],
    ['select * from t natural join u', ['a < t.a, u.a', 'b < t.b', 'c < t.c', 'd < u.d']],
    ['select d, b from t join u on true', ['d < u.d', 'b < t.b']],
    ["select * from u pivot (sum(d) for a in ('x', 'y')) p", ["'x' = u.d", "'y' = u.d"], 'snowflake'],
    ['select * from t unpivot (v for n in (b, c))', ['a < t.a', 'n =', 'v < t.b, t.c'], 'snowflake'],
    ['select x.a from t x where x.zz = 1', ['a < t.a']],
  ])('%s', (sql: string, expected: readonly string[], dialect?: Dialect) => {
    expect(told(sql, dialect, known)).toEqual(expected);
  });

  it('stay stars where nothing is known', () => {
    expect(told('select * except (b) from (select * from t)', 'bigquery')).toEqual(['* < t without b']);
    expect(told('select b from (select * from t)')).toEqual(['b < t.b']);
    expect(told('select x from (select * rename (a as x) from t)', 'snowflake')).toEqual(['x < t.a']);
  });
});

describe('steps behind |>', () => {
  it.each<readonly [string, readonly string[]]>([
    ['from t |> select a, b + 1 as c |> where c > 1', ['a < t.a', 'c = t.b']],
    ['from t |> select a, b |> extend a + b as c |> drop b', ['a < t.a', 'c = t.a, t.b']],
    ['from t |> select a, b |> set a = upper(a) |> rename b as z', ['a = t.a', 'z < t.b']],
    ['from t |> aggregate sum(a) as s group by k |> order by s', ['k < t.k', 's = t.a']],
    ['from t as x |> join u as y on x.i = y.i |> select x.a, y.b', ['a < t.a', 'b < u.b']],
    ['from t |> select a |> union all (select b from u)', ['a < t.a, u.b']],
  ])('%s', (sql, expected) => {
    expect(told(sql, 'bigquery')).toEqual(expected);
  });
});

describe('what cannot be known', () => {
  it.each([
    ['a name over two tables', 'select a from t join u on true'],
    ['a qualifier that names nothing', 'select x.a from t'],
    ['a star over nothing', 'select x.* from t'],
    ['a template', 'select \ue000\ue000 as a from t'],
  ])('%s makes the query partial', (_, sql) => {
    const [flow] = flowsOf(sql, 'postgres');
    expect(flow?.partial).toBe(true);
    expect(told(sql, 'postgres').filter((line) => /[.]a$/.test(line))).toEqual([]);
  });

  it('is known once the tables are', () => {
    expect(told('select a from t join u on true', 'ansi', { t: ['b'], u: ['a'] })).toEqual(['a < u.a']);
    expect(told('select a from t join u on true', 'ansi', { t: ['b'] })).toEqual(['a < u.a']);
  });

  it('a plain query is whole', () => {
    expect(flowsOf('select a, b + c as d from t')[0]?.partial).toBe(false);
  });
});

describe('places', () => {
  const sql = 'insert into m.x (p, q)\nselect s.email,\n  upper(s."Full Name") as nm\nfrom (select email, "Full Name" from crm.contacts) s';

  it('are those of the mention that names the column, and of the name that it gets', () => {
    const [flow] = flowsOf(sql, 'postgres');
    const at = ({ start, end }: { start: { offset: number }; end: { offset: number } }): string => sql.slice(start.offset, end.offset);
    const columns = flow?.items.flatMap((item) => (item.kind === 'column' ? [item] : [])) ?? [];
    expect(columns.map(({ name, location }) => [name, at(location)])).toEqual([['p', 'email'], ['q', 'nm']]); // prettier-ignore
    expect(columns.map(({ sources }) => sources.map((one) => at(one.location)))).toEqual([['email'], ['"Full Name"']]);
    expect(flow?.reads.map(({ location }) => at(location))).toEqual(['crm.contacts']);
    expect(flow?.writes.map(({ location }) => at(location))).toEqual(['m.x']);
    expect(columns[0]?.sources[0]?.location.start).toEqual({ line: 4, column: 14, offset: sql.indexOf('email, "') });
  });

  it('hold over several lines', () => {
    const text = 'select a.\n  b from s.\n  t a';
    const [flow] = flowsOf(text);
    expect(flow?.reads[0]?.location).toMatchObject({
      start: { line: 2, column: 10 },
      end: { line: 3, column: 4, offset: text.indexOf(' a', 20) },
    });
  });
});
