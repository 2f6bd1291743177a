import type { Location } from '../../model/source.ts';
import type { Dialect } from '../sql/dialect.ts';

/** A stretch of the text: half-open UTF-16 offsets, 1-based line and column of its start, and of its end where that is on another line. */
export type Place = readonly [start: number, end: number, line: number, column: number, endLine?: number, endColumn?: number];

export const NOWHERE: Place = [0, 0, 1, 1];

/** A place as the rest of the program knows it. */
export function locationOf(file: string, [start, end, line, column, endLine, endColumn]: Place): Location {
  const last = { line: endLine ?? line, column: endColumn ?? column + end - start, offset: end };
  return { file, start: { line, column, offset: start }, end: last };
}

/** A relation as a statement names it. Mentioned twice, it stands twice. */
export interface Relation {
  /** The dotted name in lower case without quotes; a path as it is written; of a name that a template makes up, `?` and its offset. */
  readonly key: string;
  /** As its users call it. */
  readonly shown: string;
  readonly at: Place;
  /** Files, not a table: a place in a storage, a stage. */
  readonly path?: true;
  /** A variable or template makes up some of the name. */
  readonly dynamic?: true;
  /** What the statement fills, read under an alias or by its own columns: no source of it. */
  readonly self?: true;
}

/** A column as it is mentioned: its place, then the parts of its dotted name as written, without quotes. */
export type Mention = readonly [at: Place, ...parts: readonly string[]];

/** What a value is made of: the columns that it mentions, and the queries that stand in it. */
export interface Value {
  readonly of?: readonly Mention[];
  readonly queries?: readonly Query[];
  /** One column or query and nothing else, or a cast of one. */
  readonly bare?: true;
  /** A template makes up some of it. */
  readonly dynamic?: true;
}

export interface ValueItem extends Value {
  readonly do: 'value';
  /** Missing where neither the author nor the platform gives one that the text tells. */
  readonly name?: string;
  /** Where the name stands; the whole item where it has none. */
  readonly at: Place;
  readonly extent: Place;
}

/** `*`, `a.*`, with what is left out, renamed or replaced. */
export interface StarItem {
  readonly do: 'star';
  readonly at: Place;
  /** The parts of the name before the star. */
  readonly of?: readonly string[];
  readonly except?: readonly string[];
  readonly rename?: readonly (readonly [old: string, now: string])[];
  readonly replace?: readonly ValueItem[];
  /** Only columns whose name is like this (Snowflake's ILIKE). */
  readonly like?: string;
}

/** Columns that a template makes up. */
export interface HoleItem {
  readonly do: 'hole';
  readonly at: Place;
}

export type Item = ValueItem | StarItem | HoleItem;

export interface Pivot {
  readonly do: 'pivot';
  /** What is aggregated, each under its name where it has one. */
  readonly values: readonly ValueItem[];
  readonly by: readonly string[];
  /** The names of the columns that come of it; missing where only the data tell. */
  readonly names?: readonly string[];
  readonly at: Place;
}

export interface Unpivot {
  readonly do: 'unpivot';
  /** The new columns that take the values, and the one that takes the name. */
  readonly values: readonly string[];
  readonly name: string;
  /** The old columns, in groups as long as `values`. */
  readonly from: readonly (readonly string[])[];
  readonly at: Place;
}

/** Rows that a function makes: what it is called, what it is given, and the columns that it has by its nature. */
export interface Call extends Value {
  readonly name: string;
  readonly at: Place;
  /** The columns by which the function is known; the alias names the one column where `single`. */
  readonly gives?: readonly string[];
  readonly single?: true;
}

/** One thing in a FROM. Exactly one of `table`, `named`, `query`, `call` is there. */
export interface From {
  readonly alias?: string;
  /** Names that an alias gives to the columns. */
  readonly columns?: readonly string[];
  /** The index of the mention in `reads`. */
  readonly table?: number;
  /** A query that WITH names. */
  readonly named?: string;
  readonly query?: Query;
  readonly call?: Call;
  readonly using?: readonly string[];
  readonly natural?: true;
  /** The query sees what stands before it (LATERAL, APPLY). */
  readonly lateral?: true;
  /** Its columns are not seen outside (SEMI and ANTI joins). */
  readonly hidden?: true;
  readonly shapes?: readonly (Pivot | Unpivot)[];
}

export interface Select {
  readonly do: 'select';
  readonly items: readonly Item[];
  readonly from?: readonly From[];
  /** Reads what the statement reads: Spark's `FROM x INSERT … INSERT …`. */
  readonly shared?: true;
}

/** A step of a query in BigQuery's pipe syntax. */
export type Pipe =
  | { readonly do: 'select' | 'extend' | 'set'; readonly items: readonly Item[] }
  | { readonly do: 'drop'; readonly names: readonly string[] }
  | { readonly do: 'rename'; readonly pairs: readonly (readonly [old: string, now: string])[] }
  | { readonly do: 'join'; readonly from: readonly From[] }
  | { readonly do: 'alias'; readonly name: string }
  | { readonly do: 'union'; readonly queries: readonly Query[] }
  | Pivot
  | Unpivot;

export interface Arm {
  readonly body: Select | Query;
  /** Rows of this arm are only compared with (EXCEPT, MINUS). */
  readonly minus?: true;
}

export interface NamedQuery {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly query: Query;
  /** It reads itself. */
  readonly recursive?: true;
}

export interface Query {
  readonly do: 'query';
  readonly with?: readonly NamedQuery[];
  readonly arms: readonly Arm[];
  /** Columns of the arms meet by their names, not by their places. */
  readonly byName?: true;
  readonly pipes?: readonly Pipe[];
}

/** What goes into one relation. */
export interface Move {
  /** The index in `writes`. */
  readonly into: number;
  readonly query: Query;
  /** The columns that are filled, in the order of the query's. */
  readonly columns?: readonly string[];
  /** Columns are filled under the names that the query gives them. */
  readonly byName?: true;
  /** Columns that the statement sets to one value for all rows, so that the query has none for them. */
  readonly fixed?: readonly string[];
}

export type FlowKind = 'query' | 'create' | 'insert' | 'merge' | 'update' | 'delete' | 'alter' | 'copy' | 'drop';

/** What one statement reads and fills. Plain JSON: it is kept between runs, and resolved when the columns of tables are known. */
export interface StatementFlow {
  readonly kind: FlowKind;
  readonly reads: readonly Relation[];
  readonly writes: readonly Relation[];
  readonly with?: readonly NamedQuery[];
  readonly from?: readonly From[];
  readonly moves: readonly Move[];
  /** The query of a statement that fills nothing. */
  readonly query?: Query;
  readonly dialect: Dialect;
  /** What `ALTER TABLE … RENAME TO` and `SWAP WITH` make of the name. */
  readonly renamed?: { readonly from: number; readonly to: number };
  readonly partial?: true;
}
