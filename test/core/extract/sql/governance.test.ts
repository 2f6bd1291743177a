import { describe, expect, it } from 'vitest';
import type { Asset } from '../../../../src/model/asset.ts';
import { sql } from '../../../../src/core/extract/sql/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const noGrammar = (): never => {
  throw new TypeError('SQL is read without a grammar');
};

function assets(role: string, text: string): readonly Asset[] {
  const { part } = sql.read({ path: 'a.sql', text, size: text.length }, role, noGrammar);
  return part ? sql.assemble('sql', [{ path: 'a.sql', role, part }], DEFAULT_SETTINGS).assets : [];
}

const named = (role: string, text: string, name: string) => assets(role, text).find((one) => one.name === name);
const told = (asset: Asset | undefined, fact: string) => asset?.facts[fact]?.value;
const column = (asset: Asset | undefined, name: string) => asset?.fields.find((field) => field.name === name);

describe('rows that are hidden', () => {
  it.each([
    ['postgres', 'CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (true);', 'p'],
    ['postgres', 'CREATE TABLE t (a int); CREATE POLICY p ON t USING (true);', undefined],
    [
      'postgres',
      'CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (true); DROP POLICY p ON t;',
      undefined,
    ],
    ['redshift', 'CREATE TABLE t (a int); ATTACH RLS POLICY p ON t TO PUBLIC; ALTER TABLE t ROW LEVEL SECURITY ON;', 'p'],
    ['bigquery', 'CREATE TABLE t (a INT64); CREATE ROW ACCESS POLICY p ON t GRANT TO ("group:x@y.z") FILTER USING (a = 1);', 'p'],
    ['tsql', 'CREATE TABLE t (a int) CREATE SECURITY POLICY s ADD FILTER PREDICATE sec.f(a) ON t WITH (STATE = ON)', 'sec.f'],
    ['tsql', 'CREATE TABLE t (a int) CREATE SECURITY POLICY s ADD FILTER PREDICATE sec.f(a) ON t WITH (STATE = OFF)', undefined],
    ['databricks', "CREATE TABLE t (a INT); CREATE POLICY p ON TABLE t ROW FILTER f TO x FOR TABLES MATCH COLUMNS has_tag('r') AS r;", 'f'],
    ['snowflake', 'CREATE TABLE t (a INT) WITH ROW ACCESS POLICY p ON (a); ALTER TABLE t DROP ROW ACCESS POLICY p;', undefined],
  ])('%s: %s', (role, text, filter) => {
    expect(told(named(role, text, 't'), 'row_filter')).toBe(filter);
  });
});

describe('columns that are hidden', () => {
  it('a policy of a schema masks the columns that have its tag there, and none elsewhere', () => {
    const text = `CREATE TABLE c.s.t (email STRING, id INT); CREATE TABLE c.z.t (email STRING);
      ALTER TABLE c.s.t ALTER COLUMN email SET TAGS ('pii' = 'email'); ALTER TABLE c.z.t ALTER COLUMN email SET TAGS ('pii' = 'email');
      CREATE POLICY hide ON SCHEMA c.s COLUMN MASK c.s.mask TO everybody FOR TABLES MATCH COLUMNS has_tag('pii') AS p ON COLUMN p;`;
    const masks = ['c.s.t', 'c.z.t'].map((name) => column(named('databricks', text, name), 'email')?.facts['masking']?.value);
    expect(masks).toEqual(['c.s.mask', undefined]);
    expect(column(named('databricks', text, 'c.s.t'), 'id')?.facts['masking']).toBeUndefined();
  });

  it.each([
    ['snowflake', 'ALTER TABLE t MODIFY COLUMN a SET MASKING POLICY m, COLUMN b SET MASKING POLICY n;', ['m', 'n']],
    ['redshift', 'ATTACH MASKING POLICY m ON t (a, b) TO PUBLIC; DETACH MASKING POLICY m ON t (b) FROM PUBLIC;', ['m', undefined]],
    ['tsql', "ALTER TABLE t ALTER COLUMN a ADD MASKED WITH (FUNCTION = N'default()')", ['default()', undefined]],
    ['postgres', "SECURITY LABEL FOR anon ON COLUMN t.b IS 'MASKED WITH FUNCTION f()';", [undefined, 'MASKED WITH FUNCTION f()']],
  ])('%s: %s', (role, text, masks) => {
    const table = named(role, `CREATE TABLE t (a varchar(9), b varchar(9));\n${text}`, 't');
    expect(['a', 'b'].map((name) => column(table, name)?.facts['masking']?.value)).toEqual(masks);
  });

  it('a table says which statement masked what it was made with', () => {
    const alter = 'ALTER TABLE t MODIFY COLUMN a SET MASKING POLICY m';
    const text = `CREATE TABLE t (a STRING);\n${alter};`;
    const fact = named('snowflake', text, 't')?.facts['created_in_clear_until'];
    expect(fact?.value).toBe(alter);
    expect(text.slice(fact?.location.start.offset, fact?.location.end.offset)).toBe(alter);
    expect(named('snowflake', 'CREATE TABLE t (a STRING MASKING POLICY m);', 't')?.facts['created_in_clear_until']).toBeUndefined();
  });

  it('Always Encrypted is told of its column', () => {
    const text = 'CREATE TABLE t (ssn char(11) ENCRYPTED WITH (COLUMN_ENCRYPTION_KEY = K, ENCRYPTION_TYPE = Randomized) NOT NULL, b int)';
    const table = named('tsql', text, 't');
    expect(column(table, 'ssn')?.facts).toMatchObject({ encryption_at_rest: { value: 'customer-key' }, nullable: { value: false } });
    expect(column(table, 'b')?.facts).toEqual({});
  });
});

describe('who may do what', () => {
  it.each([
    ['snowflake', 'GRANT SELECT ON FUTURE TABLES IN SCHEMA s TO ROLE r;', 'future tables in s', 'r', ['SELECT']],
    ['snowflake', 'GRANT ROLE r TO USER u;', 'r', 'u', ['USAGE']],
    ['snowflake', 'GRANT USAGE ON CORTEX SEARCH SERVICE x TO ROLE r;', 'x', 'r', ['USAGE']],
    ['postgres', 'ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO g;', 'future TABLES in s', 'g', ['SELECT']],
    ['mysql', "GRANT ALL ON db1.* TO 'svc'@'%';", 'all tables in db1', 'svc@%', ['ALL']],
    ['tsql', 'GRANT SELECT ON OBJECT::t TO analysts', 't', 'analysts', ['SELECT']],
    ['tsql', 'GRANT VIEW ANY DEFINITION TO x', 'whole database', 'x', ['VIEW ANY DEFINITION']],
    ['databricks', 'ALTER SHARE s ADD TABLE c.s.t;', 'c.s.t', 's', ['SELECT']],
  ])('%s: %s', (role, text, name, to, privileges) => {
    const grants = assets(role, text).find((one) => one.name.toLowerCase() === name.toLowerCase())?.facts['grants']?.value;
    expect(grants).toMatchObject([{ to, privileges }]);
  });

  it.each([
    ['tsql', 'GRANT SELECT ON t TO x DENY SELECT ON t TO x'],
    ['snowflake', 'GRANT SELECT ON t TO ROLE x; REVOKE ALL PRIVILEGES ON t FROM ROLE X;'],
  ])('%s: nothing is left of %s', (role, text) => {
    expect(named(role, text, 't')?.facts['grants']).toBeUndefined();
  });

  it.each([
    ['postgres', 'ALTER TABLE t OWNER TO bob;'],
    ['tsql', 'ALTER AUTHORIZATION ON OBJECT::t TO bob'],
    ['trino', 'ALTER TABLE t SET AUTHORIZATION USER bob;'],
    ['snowflake', 'GRANT OWNERSHIP ON TABLE t TO ROLE bob;'],
  ])('%s: the owner that %s names', (role, text) => {
    expect(told(named(role, text, 't'), 'owner')).toBe('bob');
  });
});

describe('what tables become', () => {
  it.each([
    ['snowflake', 'CREATE TABLE t (x INT); CREATE TABLE u (y INT); ALTER TABLE t SWAP WITH u;', ['t(y)', 'u(x)']],
    ['snowflake', 'CREATE TABLE t (x INT); DROP TABLE t; UNDROP TABLE t;', ['t(x)']],
    ['snowflake', 'CREATE TABLE t (x INT); CREATE TABLE u CLONE t;', ['t(x)', 'u(x)']],
    ['postgres', 'CREATE TABLE t (x int); CREATE TABLE u (y int) INHERITS (t);', ['t(x)', 'u(x,y)']],
    ['postgres', 'CREATE TABLE t (x int); ALTER TABLE t SET SCHEMA s;', ['s.t(x)']],
    ['trino', 'CREATE EXTERNAL TABLE t (x int) PARTITIONED BY (day string);', ['t(x,day)']],
  ])('%s: %s', (role, text, expected) => {
    const shown = assets(role, text).map(({ name, fields }) => `${name}(${fields.map((field) => field.name).join(',')})`);
    expect(shown.toSorted()).toEqual(expected);
  });

  it('labels of BigQuery are tags, and a name that a variable holds is that name', () => {
    expect(told(named('bigquery', 'CREATE TABLE t (a INT64) OPTIONS (labels = [("pii", "yes")])', 't'), 'tags')).toEqual({ pii: 'yes' });
    const text = "SET tab = 'db.s.t'; CREATE TABLE IDENTIFIER($tab) (a INT); CREATE TABLE IDENTIFIER($other) (b INT);";
    expect(assets('snowflake', text).map(({ name }) => name)).toEqual(['db.s.t', 'identifier($other)']);
  });
});
