import { dialectNamed, type Dialect } from '../../../sql/dialect.ts';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/BigQuery|\bBQ|google\.cloud/i, 'bigquery'],
  [/Snowflake/i, 'snowflake'],
  [/Redshift/i, 'redshift'],
  [/Postgres|psycopg/i, 'postgres'],
  [/MySql|MariaDb/i, 'mysql'],
  [/MsSql|AzureSql|Synapse|pyodbc/i, 'tsql'],
  [/Databricks|Spark|Hive/i, 'databricks'],
  [/Trino|Presto|Athena/i, 'trino'],
];

/** What SQL is written in, by the name of what it is handed to. */
export function dialectSpoken(...names: readonly string[]): Dialect {
  for (const name of names) {
    const found = WORDS.find(([words]) => words.test(name))?.[1];
    if (found !== undefined) return dialectNamed(found) ?? 'ansi';
  }
  return 'ansi';
}
