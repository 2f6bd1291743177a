import type { Mention, Query } from './model.ts';
import type { Reader } from './reader.ts';

/** A value while it is read. */
export interface Scan {
  readonly reader: Reader;
  /** An item of a list: it may have an alias. */
  readonly isItem: boolean;
  readonly of: Mention[];
  readonly queries: Query[];
  /** For each open bracket the function that it belongs to, empty for none. */
  readonly open: string[];
  readonly locals: Set<string>;
  readonly windows: string[];
  /** The function whose bracket comes next. */
  pending: string;
  /** Whether what stands before is a whole value. */
  whole: boolean;
  computed: boolean;
  dynamic: boolean;
  /** Columns and queries that it is made of. */
  count: number;
  cases: number;
  interval: boolean;
  call: string | undefined;
  callEnd: number;
}

/** Goes over tokens. `whole`: a value stands before what comes now. */
export function went(scan: Scan, tokens: number, whole: boolean): true {
  scan.reader.at += tokens;
  scan.whole = whole;
  scan.pending = '';
  return true;
}
