import type { AssetKind } from '../../../model/asset.ts';
import { placeOf, takeAny, word, type Cursor } from '../../sql/cursor.ts';
import { parentLocation, type Name } from '../../sql/names.ts';
import type { Declared, Step } from './part.ts';

/** What can be declared, by its words, and the kind of asset that it is. */
export const OBJECTS: readonly (readonly [string, AssetKind])[] = [
  ['TABLE', 'table'],
  ['VIEW', 'view'],
  ['DATABASE', 'database'],
  ['CATALOG', 'database'],
  ['SCHEMA', 'namespace'],
  ['WAREHOUSE', 'warehouse'],
  ['STAGE', 'stage'],
  ['SHARE', 'share'],
  ['DATASHARE', 'share'],
  ['RECIPIENT', 'share'],
  ['PROVIDER', 'share'],
  ['STORAGE INTEGRATION', 'integration'],
  ['API INTEGRATION', 'integration'],
  ['SECURITY INTEGRATION', 'integration'],
  ['NOTIFICATION INTEGRATION', 'integration'],
  ['CATALOG INTEGRATION', 'integration'],
  ['EXTERNAL ACCESS INTEGRATION', 'integration'],
  ['INTEGRATION', 'integration'],
  ['LOCATION', 'integration'],
  ['STORAGE CREDENTIAL', 'integration'],
  ['CONNECTION', 'integration'],
  ['DATA SOURCE', 'integration'],
  ['VOLUME', 'stage'],
  ['MASKING POLICY', 'policy'],
  ['ROW ACCESS POLICY', 'policy'],
  ['AGGREGATION POLICY', 'policy'],
  ['PROJECTION POLICY', 'policy'],
  ['PRIVACY POLICY', 'policy'],
  ['NETWORK POLICY', 'policy'],
  ['PASSWORD POLICY', 'policy'],
  ['SESSION POLICY', 'policy'],
  ['AUTHENTICATION POLICY', 'policy'],
  ['JOIN POLICY', 'policy'],
  ['RLS POLICY', 'policy'],
  ['SECURITY POLICY', 'policy'],
  ['POLICY', 'policy'],
  ['TAG', 'tag'],
  ['TASK', 'task'],
  ['STREAM', 'stream'],
  ['DATABASE ROLE', 'role'],
  ['APPLICATION ROLE', 'role'],
  ['ROLE', 'role'],
  ['GROUP', 'role'],
  ['USER', 'role'],
];

const KINDS: ReadonlyMap<string, AssetKind> = new Map(OBJECTS);
/** Words of several come first: `DATABASE ROLE` is no DATABASE. */
const LONGEST_FIRST = OBJECTS.map(([words]) => words).toSorted((one, other) => other.length - one.length);

const SORTS =
  'MATERIALIZED EXTERNAL DYNAMIC TEMPORARY TEMP FOREIGN ICEBERG STREAMING SECURE HYBRID EVENT SNAPSHOT TRANSIENT INTERACTIVE MANAGED'.split(
    ' ',
  );

/** Moves behind the words of an object, with those that say of which sort it is; undefined where none comes that is governed. */
export function takeObject(cursor: Cursor): string | undefined {
  const start = cursor.at;
  while (SORTS.includes(word(cursor)) && !KINDS.has(`${word(cursor)} ${word(cursor, 1)}`)) cursor.at++;
  const object = takeAny(cursor, LONGEST_FIRST);
  if (object === undefined) cursor.at = start;
  return object;
}

export const kindOf = (object: string): AssetKind | undefined => KINDS.get(object);

/** A statement about an object, from its first word to the end of the cursor. */
export function about(cursor: Cursor, object: string, name: Name, steps: readonly Step[]): Declared {
  return { kind: kindOf(object) ?? 'table', object, name, extent: placeOf(cursor, { from: 0, to: cursor.end }), steps };
}

type FieldStep = Extract<Step, { do: 'change-field' }>;

/** A statement about a column by its full name; null where no table stands in it. */
export function onColumn(cursor: Cursor, column: Name, facts: FieldStep['facts'], unset: readonly string[] = []): Declared | null {
  const table = parentOf(cursor, column);
  if (!table) return null;
  const name = column.parts.at(-1) ?? '';
  return about(cursor, 'TABLE', table, [{ do: 'change-field', name, location: column.last, facts, unset }]);
}

/** The table of a column's full name. */
function parentOf(cursor: Cursor, column: Name): Name | null {
  if (column.parts.length < 2) return null;
  const cut = (text: string): string => text.slice(0, text.lastIndexOf('.'));
  const location = parentLocation(cursor, column);
  return { ...column, location, last: location, parts: column.parts.slice(0, -1), key: cut(column.key), shown: cut(column.shown) };
}
