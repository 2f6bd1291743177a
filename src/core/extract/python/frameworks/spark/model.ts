import type { Dialect } from '../../../../sql/dialect.ts';
import type { Run } from '../../run.ts';
import type { Column, ColumnMove, Source, Text, Thing, Value } from '../../values.ts';

/** What is still to be read or written, as it is described step by step. */
export interface ReaderThing extends Thing {
  readonly kind: 'reader';
  readonly format?: Text;
  readonly options: ReadonlyMap<string, Value>;
  readonly columns?: readonly Column[];
}

export interface WriterThing extends Thing {
  readonly kind: 'writer';
  readonly format?: Text;
  readonly options: ReadonlyMap<string, Value>;
  readonly columns?: readonly Column[];
  readonly moves?: readonly ColumnMove[];
  /** The name that `writeTo` gave. */
  readonly name?: Value;
}

/** A session or context of Spark, Glue or Snowpark. */
export interface SessionThing extends Thing {
  readonly kind: 'session';
}

/** Columns: `StructType`, `StructField`, a type. */
export interface SchemaThing extends Thing {
  readonly kind: 'schema';
  readonly columns: readonly Column[];
  readonly partial: boolean;
}

export interface TypeThing extends Thing {
  readonly kind: 'type';
  readonly type: string;
}

/** A table of Delta Lake that is changed in place. */
export interface DeltaThing extends Thing {
  readonly kind: 'delta';
  readonly target: Source | undefined;
  readonly columns: readonly Column[];
}

const isKind =
  <T extends Thing>(kind: T['kind']) =>
  (value: Value | undefined): value is T =>
    value?.is === 'thing' && value.kind === kind;

export const isReader = isKind<ReaderThing>('reader');
export const isWriter = isKind<WriterThing>('writer');
export const isSchema = isKind<SchemaThing>('schema');
export const isType = isKind<TypeThing>('type');
export const isDelta = isKind<DeltaThing>('delta');
const isMadeSession = isKind<SessionThing>('session');

const SESSION = /(?:^|[._])(?:spark|session|spark_?session|spark_?context|sc|sqlcontext|sql_?context|hive_?context|glue_?context|ss)$/i;

/** A session by what made it, or by the name that everybody gives it. */
export function isSession(value: Value): boolean {
  if (isMadeSession(value)) return true;
  if (value.is === 'symbol') return SESSION.test(value.path);
  return value.is === 'unknown' && SESSION.test(value.text);
}

/** The platform of a table that a session makes. */
export function platformOf({ found }: Run): string {
  const platform = found.at[0]?.platform ?? '';
  return platform === 'databricks' || platform === 'snowflake' ? platform : 'spark';
}

/** What a session's SQL is written in. */
export const dialectOf = (run: Run): Dialect => (platformOf(run) === 'snowflake' ? 'snowflake' : 'databricks');

export const movesOf = (value: Value | undefined): readonly ColumnMove[] => (value?.is === 'unknown' ? (value.moves ?? []) : []);
export const columnsOf = (value: Value | undefined): readonly Column[] => (value?.is === 'unknown' ? (value.columns ?? []) : []);
