import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { told } from './told.ts';

/** A query that is made up together with what its one column `c` comes from. */
interface Made {
  readonly sql: string;
  readonly from: ReadonlySet<string>;
}

const table = fc
  .constantFrom('t', 's.u', 'db.s.v')
  .map((name): Made => ({ sql: `select x as c from ${name}`, from: new Set([`${name}.x`]) }));

const wrapped = (inner: fc.Arbitrary<Made>): fc.Arbitrary<Made> =>
  fc.oneof(
    inner.map(({ sql, from }) => ({ sql: `select q.c from (${sql}) q where q.c in (select i from other)`, from })),
    inner.map(({ sql, from }) => ({ sql: `with w (c) as (${sql}) select upper(w.c) as c from w join lone on lone.i = 1`, from })),
    inner.map(({ sql, from }) => ({ sql: `select (${sql} limit 1) as c`, from })),
    fc
      .tuple(inner, inner)
      .map(([one, other]) => ({ sql: `(${one.sql}) union all (${other.sql})`, from: new Set([...one.from, ...other.from]) })),
    fc.tuple(inner, inner).map(([one, other]) => ({
      sql: `select a.c || b.c as c from (${one.sql}) a cross join (${other.sql}) as b`,
      from: new Set([...one.from, ...other.from]),
    })),
  );

const query = fc.letrec<{ query: Made }>((tie) => ({
  query: fc.oneof({ maxDepth: 4, depthSize: 'small' }, table, wrapped(tie('query'))),
})).query;

describe('queries that are made up', () => {
  it('give one column with exactly what it was made of', () => {
    fc.assert(
      fc.property(query, ({ sql, from }) => {
        const [line = '', ...more] = told(sql, 'postgres');
        expect(more).toEqual([]);
        expect(new Set(line.replace(/^c [<=] /, '').split(', '))).toEqual(from);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('of any characters are answered', () => {
    const words = fc.constantFrom(
      'select',
      'from',
      '(',
      ')',
      ',',
      '*',
      'a',
      '"b"',
      '.',
      'with',
      'as',
      'join',
      'on',
      'union',
      'insert into',
      'values',
      "'",
      '=',
      '|>',
      'pivot',
      'case',
      'end',
      'over',
      '::',
      ':',
      '[',
      ']',
      ';',
      '$1',
      '@x',
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 40 }),
        fc.constantFrom('ansi', 'snowflake', 'tsql', 'bigquery', 'databricks', 'postgres'),
        (parts, dialect) => {
          expect(Array.isArray(told(parts.join(' '), dialect as 'ansi'))).toBe(true);
        },
      ),
      { seed: 11, numRuns: 2000 },
    );
  });
});
