import { assert, boolean, constantFrom, property, stringMatching, tuple, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sql } from '../../../../src/core/extract/sql/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const noGrammar = (): never => {
  throw new TypeError('SQL is read without a grammar');
};

function readAll(texts: Readonly<Record<string, string>>, role = 'snowflake') {
  const readings = Object.entries(texts).map(([path, text]) => ({ path, ...sql.read({ path, text, size: text.length }, role, noGrammar) }));
  const files = readings.flatMap(({ path, part }) => (part ? [{ path, role, part }] : []));
  return { ...sql.assemble('sql', files, DEFAULT_SETTINGS), problems: readings.flatMap(({ problems }) => problems) };
}

const read = (text: string, role?: string) => readAll({ 'a.sql': text }, role);
const asset = (text: string, role?: string) => read(text, role).assets[0];
const fieldOf = (text: string, role?: string) => asset(text, role)?.fields[0];

describe('what a column says', () => {
  it.each([
    ['snowflake', 'CREATE TABLE t (email STRING WITH MASKING POLICY g.mask_email)', 'masking', 'g.mask_email'],
    ['snowflake', "CREATE TABLE t (email STRING WITH TAG (pii = 'email'))", 'tags', { pii: 'email' }],
    ['snowflake', 'CREATE TABLE t (email STRING NOT NULL)', 'nullable', false],
    ['snowflake', "CREATE TABLE t (email STRING COMMENT 'It''s theirs')", 'description', "It's theirs"],
    ['postgres', 'CREATE TABLE t (id int, PRIMARY KEY (id))', 'key', 'primary'],
    ['postgres', 'CREATE TABLE t (n int DEFAULT 2 + 2 NOT NULL)', 'default', '2 + 2'],
    ['tsql', "CREATE TABLE t (email varchar(9) MASKED WITH (FUNCTION = 'email()'))", 'masking', 'email()'],
    ['databricks', 'CREATE TABLE t (email STRING MASK g.hide USING COLUMNS (country))', 'masking', 'g.hide'],
  ])('%s: %s', (role, text, fact, value) => {
    expect(fieldOf(text, role)?.facts[fact]?.value).toEqual(value);
  });

  it.each([
    ['a scaled number', 'CREATE TABLE t (a NUMBER(10, 2), b INT)', 'NUMBER(10, 2)'],
    ['words', 'CREATE TABLE t (a TIMESTAMP WITH TIME ZONE NOT NULL, b INT)', 'TIMESTAMP WITH TIME ZONE'],
    ['commas inside angles', 'CREATE TABLE t (a STRUCT<x: INT, y: MAP<STRING, INT>>, b INT)', 'STRUCT<x: INT, y: MAP<STRING, INT>>'],
  ])('keeps a type of %s', (_, text, type) => {
    expect(asset(text, 'databricks')?.fields.map((field) => field.name)).toEqual(['a', 'b']);
    expect(fieldOf(text, 'databricks')?.type).toBe(type);
  });

  it('is unknown where a template says it, which is not the same as not said', () => {
    const masking = fieldOf('CREATE TABLE t (a STRING WITH MASKING POLICY {{ mask }})')?.facts['masking'];
    expect(masking?.unknown).toBeDefined();
    expect(masking?.value).toBeUndefined();
  });

  it('may have a name that objects have', () => {
    const { assets } = read('CREATE TABLE t (__proto__ INT, constructor INT)');
    expect(assets[0]?.fields.map((field) => field.name)).toEqual(['__proto__', 'constructor']);
    const tags = fieldOf("CREATE TABLE t (a INT WITH TAG (__proto__ = 'x', pii = 'y'))")?.facts['tags'];
    expect(Object.keys(tags?.value ?? {})).toEqual(['__proto__', 'pii']);
  });
});

describe('statements in the order of their files', () => {
  it('a mask of another file counts, and V2 comes before V10', () => {
    const { assets } = readAll({
      'V10__unmask.sql': 'ALTER TABLE t MODIFY COLUMN email UNSET MASKING POLICY;',
      'V2__mask.sql': 'ALTER TABLE t MODIFY COLUMN email SET MASKING POLICY m;',
      'V1__make.sql': 'CREATE TABLE t (email STRING);',
    });
    expect(assets).toHaveLength(1);
    expect(assets[0]?.fields[0]?.facts['masking']).toBeUndefined();
    expect(assets[0]?.facts['created_in_clear_until']?.location).toMatchObject({ file: 'V2__mask.sql', start: { line: 1 } });
  });

  it('a tag that carries a mask masks its columns', () => {
    const { assets } = read("CREATE TABLE t (a STRING WITH TAG (pii = 'x'), b INT); ALTER TAG pii SET MASKING POLICY m;");
    const table = assets.find((one) => one.name === 't');
    expect(table?.fields.map((field) => field.facts['masking']?.value)).toEqual(['m', undefined]);
  });

  it('REVOKE takes away what GRANT gave', () => {
    const grants = asset('CREATE TABLE t (a INT); GRANT SELECT, INSERT ON t TO ROLE r; REVOKE INSERT ON t FROM ROLE r;')?.facts['grants'];
    expect(grants?.value).toMatchObject([{ to: 'r', privileges: ['SELECT'] }]);
  });
});

describe('changes that a statement orders', () => {
  it.each([
    ['ALTER TABLE t DROP COLUMN a', { fields: [{ name: 'a', kind: 'removed' }] }],
    ['ALTER TABLE t RENAME COLUMN a TO b', { fields: [{ name: 'a', renamedTo: 'b' }] }],
    ['ALTER TABLE t ALTER COLUMN a TYPE text', { fields: [{ name: 'a', kind: 'changed', after: { type: 'text' } }] }],
    ['ALTER TABLE t ALTER COLUMN a DROP NOT NULL', { fields: [{ name: 'a', after: { nullable: true } }] }],
    ['ALTER TABLE t ADD COLUMN a int NOT NULL', { fields: [{ name: 'a', kind: 'added', after: { type: 'int', nullable: false } }] }],
    ['ALTER TABLE t RENAME TO u', { kind: 'removed', renamedTo: 'u' }],
    ['DROP TABLE t', { kind: 'removed', name: 't' }],
  ])('%s', (text, change) => {
    const [told] = read(text, 'postgres').changes;
    expect(told).toMatchObject({ declared: true, asset: 'sql:t' });
    expect({ ...told, fields: told?.fields.slice(0, 1) }).toMatchObject({ fields: [], ...change });
  });

  it('are none where the same file makes the table', () => {
    expect(read('CREATE TABLE t (a INT); ALTER TABLE t DROP COLUMN a;').changes).toEqual([]);
  });
});

describe('what cannot be read is a problem at its line, and the rest counts', () => {
  it.each([
    ['an endless string', "CREATE TABLE a (x INT);\nCREATE TABLE b (x INT DEFAULT 'y);", 2],
    ['an endless comment', 'CREATE TABLE a (x INT);\n\n/* no end', 3],
    ['an open bracket', 'CREATE TABLE a (x INT);\nCREATE VIEW v AS SELECT (1;', 2],
    ['no SQL', 'CREATE TABLE a (x INT);\nselct * frm b;', 2],
  ])('%s', (_, text, line) => {
    const { assets, problems } = read(text);
    expect(problems).toMatchObject([{ code: 'sql-unreadable', undecided: true, location: { start: { line } } }]);
    expect(problems[0]?.message).toContain('snowflake');
    expect(assets.map((one) => one.name)).toContain('a');
  });

  it.each(['SHOW TABLES', 'VACUUM t', 'BEGIN; COMMIT', "COPY INTO t FROM '@s'", 'CALL p(1)', '{% if x %}SELECT 1{% endif %}'])(
    '%s governs nothing and is no trouble',
    (text) => {
      expect(read(text).problems).toEqual([]);
    },
  );
});

it('every name is found at its place, as it was written', () => {
  const identifier = stringMatching(/^[a-z][a-z0-9_]{0,8}x$/);
  const quoted = boolean();
  const column = tuple(identifier, quoted, constantFrom('INT', 'NUMBER(10, 2)', 'VARCHAR(9) NOT NULL'));
  assert(
    property(identifier, uniqueArray(column, { minLength: 1, maxLength: 6, selector: ([name]) => name }), (table, columns) => {
      const body = columns.map(([name, quotes, type]) => `\t${quotes ? `"${name}"` : name.toUpperCase()}  ${type}`).join(',\r\n');
      const text = `-- '\u{1f600}'\r\nCREATE TABLE db.${table} (\r\n${body});`;
      const found = asset(text);
      expect(found?.fields.map((field) => field.name)).toEqual(columns.map(([name]) => name));
      for (const { name, location } of found?.fields ?? []) {
        expect(text.slice(location.start.offset, location.end.offset).replaceAll('"', '').toLowerCase()).toBe(name);
        expect(text.split('\n')[location.start.line - 1]?.slice(location.start.column - 1)).toMatch(/^["A-Z]/);
      }
    }),
    { seed: 20261123, numRuns: 200 },
  );
});

// Quadratic time takes minutes on these, and the test's own deadline ends it; linear time takes well under a second.
describe('untrusted text is answered, however long', () => {
  const many = (count: number, one: (index: number) => string, between = '') =>
    Array.from({ length: count }, (_, i) => one(i)).join(between);
  it.each([
    ['commas', `create table t (${','.repeat(1_000_000)})`, 1, 0],
    ['nested brackets', `select ${'('.repeat(100_000)}${')'.repeat(100_000)}`, 0, 0],
    ['tags', `alter table t set tag ${many(10_000, (i) => `k${i} = 'v'`, ', ')}`, 1, 0],
    ['blocks', `begin ${many(10_000, () => 'begin create table t(a int); ')}`, 1, 0],
    ['templates that never close', '{{ '.repeat(100_000), 0, 0],
    ['bodies that never close', many(10_000, (i) => `$a${i}$ `), 0, 1],
  ])('%s', (_, text, assets, problems) => {
    const answer = read(text, 'postgres');
    expect([answer.assets.length, answer.problems.length]).toEqual([assets, problems]);
  });
});
