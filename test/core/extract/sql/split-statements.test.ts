import { describe, expect, it } from 'vitest';
import { splitStatements } from '../../../../src/core/extract/sql/split-statements.ts';
import { tokensOf } from '../../../../src/core/extract/sql/read-sql.ts';
import type { Dialect } from '../../../../src/core/sql/dialect.ts';

/** Each statement by its first two words. */
function starts(dialect: Dialect, text: string): readonly string[] {
  return splitStatements(text, tokensOf(text, dialect), dialect).map((statement) =>
    statement
      .slice(0, 2)
      .map(({ start, end }) => text.slice(start, end))
      .join(' '),
  );
}

describe('a statement ends where its platform ends it', () => {
  it.each<[Dialect, string, readonly string[]]>([
    ['tsql', 'CREATE TABLE a (x int)\nCREATE TABLE b (x int)', ['CREATE TABLE', 'CREATE TABLE']],
    ['tsql', 'UPDATE t SET a = 1 INSERT INTO t SELECT 1 WITH q AS (SELECT 1 x) DELETE FROM q', ['UPDATE t', 'INSERT INTO']],
    ['tsql', 'ALTER TABLE t ADD x int ALTER TABLE t DROP COLUMN y DROP TABLE t', ['ALTER TABLE', 'ALTER TABLE', 'DROP TABLE']],
    ['tsql', 'CREATE PROC p AS DELETE t; CREATE TABLE #x (a int)\nGO\nSELECT 1', ['CREATE PROC', 'SELECT 1']],
    ['tsql', 'IF EXISTS (SELECT 1) DROP TABLE t ELSE SELECT 1\nSELECT 2', ['IF EXISTS', 'SELECT 2']],
    ['tsql', 'BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH SELECT 2', ['BEGIN TRY', 'SELECT 2']],
    ['mysql', 'DELIMITER $$\nCREATE TRIGGER x BEGIN SET @a = 1; END$$\nDELIMITER ;\nSELECT 1;', ['CREATE TRIGGER', 'SELECT 1']],
    ['mysql', '/*!50001 CREATE VIEW v AS SELECT 1 */;\n/* SELECT 2 */;', ['CREATE VIEW']],
    ['databricks', 'SELECT 1\n-- COMMAND ----------\nSELECT 2', ['SELECT 1', 'SELECT 2']],
    ['databricks', '%sql\nSELECT 1\n-- COMMAND ----------\n%python\nprint("no; sql")', ['SELECT 1']],
    ['postgres', "COPY t FROM stdin;\nit's;data\n\\.\nSELECT 1;", ['COPY t', 'SELECT 1']],
    ['postgres', "\\restrict it's\nSELECT 1;", ['SELECT 1']],
    ['postgres', "SELECT E'it\\'s'; SELECT 2;", ["SELECT E'it\\'s'", 'SELECT 2']],
    ['snowflake', 'DECLARE a INT; b INT; BEGIN a := 1; END; SELECT 1;', ['DECLARE a', 'SELECT 1']],
    ['snowflake', 'BEGIN NAME t1; COMMIT;', ['BEGIN NAME', 'COMMIT']],
    ['snowflake', 'PUT file:///tmp/*.csv @s; SELECT 1;', ['PUT @s', 'SELECT 1']],
    ['bigquery', 'IF x THEN SELECT 1; END IF; SELECT IF(a, 1, 2); SELECT 3;', ['IF x', 'SELECT IF', 'SELECT 3']],
    ['ansi', "SELECT 'it\\'s'; SELECT 2;", ["SELECT 'it\\'s'", 'SELECT 2']],
    ['ansi', "SELECT 1; # it's a comment\nSELECT 2;", ['SELECT 1', 'SELECT 2']],
  ])('%s: %s', (dialect, text, expected) => {
    expect(starts(dialect, text)).toEqual(expected);
  });
});
