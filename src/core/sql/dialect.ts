/** SQL as the platforms speak it. `ansi` is what no evidence tells apart. */
const DIALECTS = ['snowflake', 'databricks', 'postgres', 'bigquery', 'redshift', 'tsql', 'mysql', 'trino', 'ansi'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Names that people give a dialect, as settings may write it. */
const ALIASES: Readonly<Record<string, Dialect>> = {
  spark: 'databricks',
  sparksql: 'databricks',
  postgresql: 'postgres',
  mssql: 'tsql',
  sqlserver: 'tsql',
  athena: 'trino',
  presto: 'trino',
  mariadb: 'mysql',
  hive: 'databricks',
};

export function dialectNamed(name: string): Dialect | undefined {
  const lower = name.toLowerCase();
  return DIALECTS.find((dialect) => dialect === lower) ?? (Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined);
}

/** How a dialect writes strings, names and comments. */
export interface Lexis {
  readonly backslash: boolean;
  readonly hashComment: boolean;
  readonly slashComment: boolean;
  readonly doubleQuote: 'name' | 'string';
  readonly brackets: boolean;
  readonly dollar: 'none' | 'plain' | 'tagged';
  readonly nestedComment: boolean;
  readonly tripleQuote: boolean;
  /** psql's own lines (`\restrict`, `\i`) and the data behind `COPY … FROM stdin`, as pg_dump writes them. */
  readonly psql: boolean;
  /** Comments that MySQL runs, told by a `!` at their start. */
  readonly executable: boolean;
  /** Cells of a Databricks notebook. */
  readonly cells: boolean;
  /** Lines of sqlcmd: `:setvar`, `:r`. */
  readonly sqlcmd: boolean;
}

const ANSI: Lexis = {
  backslash: false,
  hashComment: false,
  slashComment: false,
  doubleQuote: 'name',
  brackets: false,
  dollar: 'tagged',
  nestedComment: false,
  tripleQuote: false,
  psql: true,
  executable: false,
  cells: false,
  sqlcmd: false,
};

/** What no shell of PostgreSQL reads. */
const OTHER: Lexis = { ...ANSI, psql: false };

export const LEXIS: Readonly<Record<Dialect, Lexis>> = {
  ansi: ANSI,
  trino: { ...OTHER, dollar: 'none' },
  snowflake: { ...OTHER, backslash: true, slashComment: true, dollar: 'plain' },
  databricks: { ...OTHER, backslash: true, doubleQuote: 'string', dollar: 'plain', cells: true },
  postgres: { ...ANSI, nestedComment: true },
  redshift: ANSI,
  bigquery: { ...OTHER, backslash: true, hashComment: true, doubleQuote: 'string', dollar: 'none', tripleQuote: true },
  tsql: { ...OTHER, brackets: true, dollar: 'none', nestedComment: true, sqlcmd: true },
  mysql: { ...OTHER, backslash: true, hashComment: true, doubleQuote: 'string', dollar: 'none', executable: true },
};

/** Words that only one family of dialects uses, and how much each says. Comments and strings may fool one, hardly several. */
const EVIDENCE: readonly (readonly [Dialect, number, RegExp])[] = [
  [
    'snowflake',
    3,
    /\b(?:MASKING|ROW\s+ACCESS|PROJECTION|AGGREGATION)\s+POLICY\b|\bWITH\s+TAG\s*\(|\bSET\s+TAG\b|\bDATA_RETENTION_TIME_IN_DAYS\b|\bWAREHOUSE_SIZE\b|\bAUTO_SUSPEND\b/i,
  ],
  [
    'snowflake',
    2,
    /\b(?:VARIANT|TIMESTAMP_(?:NTZ|LTZ|TZ)|NUMBER\s*\(|STORAGE\s+INTEGRATION|FUTURE\s+(?:TABLES|VIEWS|SCHEMAS)|ACCOUNTADMIN|SYSADMIN|SECURITYADMIN|COPY\s+GRANTS|DYNAMIC\s+TABLE|TRANSIENT|IDENTIFIER\s*\(|CREATE\s+(?:OR\s+REPLACE\s+)?(?:WAREHOUSE|STAGE|TAG|TASK|PIPE|STREAM|SHARE))\b/i,
  ],
  [
    'databricks',
    3,
    /\bUSING\s+(?:DELTA|PARQUET|ICEBERG|CSV|JSON|ORC)\b|\bTBLPROPERTIES\b|\bSET\s+TAGS\b|\bSET\s+MASK\b|\bROW\s+FILTER\b|\bMASK\s+\S+\s+USING\s+COLUMNS\b|\bEXTERNAL\s+LOCATION\b|\bSTORAGE\s+CREDENTIAL\b|\bACCOUNT\s+USERS\b|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:CATALOG|VOLUME|RECIPIENT|STREAMING\s+TABLE)\b/i,
  ],
  ['databricks', 1, /\b(?:STRUCT|MAP|ARRAY)\s*<|\bPARTITIONED\s+BY\b|\bCLUSTER\s+BY\b/i],
  [
    'bigquery',
    3,
    /\bOPTIONS\s*\(|\b(?:INT64|FLOAT64|BIGNUMERIC)\b|`[\w-]+\.[\w-]+\.[\w-]+`|\bCREATE\s+ROW\s+ACCESS\s+POLICY\b[^;]*\bGRANT\s+TO\b/i,
  ],
  ['redshift', 3, /\b(?:DISTKEY|SORTKEY|DISTSTYLE|ENCODE\s+\w+|DATASHARE|EXTERNAL\s+SCHEMA|MASKING\s+POLICY\s+\w+\s+WITH\s*\()/i],
  [
    'tsql',
    3,
    /^\s*GO\s*;?\s*$|\b(?:NVARCHAR|UNIQUEIDENTIFIER|DATETIME2|DATETIMEOFFSET)\b|\[dbo\]|\bdbo\.|\bMASKED\s+WITH\b|\bSENSITIVITY\s+CLASSIFICATION\b|\bIDENTITY\s*\(\s*\d+\s*,/im,
  ],
  ['mysql', 3, /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|\b(?:TINYINT|MEDIUMTEXT|LONGTEXT|MEDIUMINT)\b|\bDEFAULT\s+CHARSET\b|\bUNSIGNED\b/i],
  ['mysql', 2, /`\w+`\s+(?:int|varchar|bigint|datetime|text)\b/i],
  [
    'postgres',
    3,
    /\b(?:BIGSERIAL|SMALLSERIAL|SERIAL|JSONB|TIMESTAMPTZ|BYTEA|TSVECTOR|CITEXT|INET|CREATE\s+EXTENSION|ROW\s+LEVEL\s+SECURITY|SECURITY\s+LABEL|CONCURRENTLY|PLPGSQL|gen_random_uuid|uuid_generate_v4|statement_timeout|lock_timeout|NOT\s+VALID|VALIDATE\s+CONSTRAINT|pg_catalog|TIMESTAMP\s+WITH(?:OUT)?\s+TIME\s+ZONE|OWNER\s+TO|CREATE\s+POLICY)\b|::\w+/i,
  ],
  [
    'postgres',
    2,
    /\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?ONLY\b|\bSET\s+NOT\s+NULL\b|\bDROP\s+NOT\s+NULL\b|\bcharacter\s+varying\b|\bdouble\s+precision\b/i,
  ],
  ['postgres', 1, /\b(?:text|boolean|integer|bigint|uuid|int4|int8)\b[\s,)]|\bADD\s+COLUMN\b|\bUSING\s+(?:btree|gin|gist)\b/i],
  ['trino', 3, /\bWITH\s*\(\s*(?:format|partitioning|partitioned_by|external_location|location)\s*=/i],
];

/** How much of a text is looked at for evidence: enough for a header and many statements. */
const EVIDENCE_LENGTH = 200_000;

/** The dialect that most of the evidence speaks for; `ansi` where there is none. */
export function detectDialect(text: string): Dialect {
  const looked = text.length > EVIDENCE_LENGTH ? text.slice(0, EVIDENCE_LENGTH) : text;
  const scores = new Map<Dialect, number>();
  for (const [dialect, weight, words] of EVIDENCE) if (words.test(looked)) scores.set(dialect, (scores.get(dialect) ?? 0) + weight);
  const [best] = [...scores].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? 'ansi';
}

/**
 * A name as it is shown and compared: in small letters, unless quotes keep its case. Snowflake folds to capitals, so a quoted name all in
 * capitals is the plain one; PostgreSQL keeps what is quoted; the others do not tell case apart.
 */
export function foldName(name: string, quoted: boolean, dialect: Dialect): string {
  if (quoted && (dialect === 'postgres' || dialect === 'ansi')) return name;
  if (quoted && dialect === 'snowflake' && name !== name.toUpperCase()) return name;
  return name.toLowerCase();
}
