import { peek, take, takeGroup, valueOf, word } from '../sql/cursor.ts';
import type { NamedQuery } from './model.ts';
import { takeNames } from './names.ts';
import { inGroup, isNamed, isOpening, signAt, type Frame, type Reader } from './reader.ts';

/** Reads `WITH a AS (…), b (x) AS (…)`. Its names hold until whoever called lays the frame off. */
export function readWith(reader: Reader): readonly NamedQuery[] {
  const { gathered } = reader;
  reader.at++;
  const isRecursive = take(reader, 'RECURSIVE');
  const frame: Frame = { names: new Set(), outer: gathered.frame };
  gathered.frame = frame;
  const named: NamedQuery[] = [];
  while (isNamed(peek(reader))) {
    const one = readNamed(reader, frame, isRecursive);
    if (one) named.push(one);
    if (signAt(reader) !== ',') break;
    reader.at++;
  }
  return named;
}

function readNamed(reader: Reader, frame: Frame, isRecursive: boolean): NamedQuery | undefined {
  const token = peek(reader);
  reader.at++;
  const name = token ? valueOf(reader, token).toLowerCase() : '';
  const isListed = isOpening(reader, reader.at) && !/^(?:SELECT|WITH|FROM|VALUES)$/.test(word(reader, 1));
  const columns = isListed ? takeNames(reader) : [];
  take(reader, 'AS');
  take(reader, 'NOT');
  take(reader, 'MATERIALIZED');
  if (!isOpening(reader, reader.at)) return undefined;
  const { query, reads } = readBody(reader, frame, name, isRecursive);
  skipSearch(reader);
  return { name, ...(columns.length > 0 ? { columns } : {}), query, ...(reads ? { recursive: true as const } : {}) };
}

/**
 * The query in the bracket, and whether it reads itself. Without RECURSIVE, Snowflake and T-SQL let the second part of a UNION do so; elsewhere the
 * name is a table's.
 */
function readBody(
  reader: Reader,
  frame: Frame,
  name: string,
  isRecursive: boolean,
): { readonly query: NamedQuery['query']; readonly reads: boolean } {
  const { gathered } = reader;
  const { used, seen } = gathered;
  gathered.used = new Set();
  if (isRecursive) frame.names.add(name);
  const depth = gathered.depth + 1;
  const isLate = reader.dialect === 'snowflake' || reader.dialect === 'tsql';
  gathered.seen = isLate ? (at) => void (at === depth && frame.names.add(name)) : undefined;
  const query = inGroup(reader, () => reader.readQuery(reader));
  const reads = gathered.used.has(name) && frame.names.has(name);
  for (const one of gathered.used) used.add(one);
  gathered.used = used;
  gathered.seen = seen;
  frame.names.add(name);
  return { query, reads };
}

/** `SEARCH DEPTH FIRST BY a SET b`, `CYCLE a SET b USING c` order rows. */
function skipSearch(reader: Reader): void {
  if (!/^(?:SEARCH|CYCLE)$/.test(word(reader))) return;
  while (reader.at < reader.end && signAt(reader) !== ',' && !/^(?:SELECT|INSERT|UPDATE|DELETE|MERGE)$/.test(word(reader))) {
    if (isOpening(reader, reader.at)) takeGroup(reader);
    else reader.at++;
  }
}
