import { peek, takeGroup, type Cursor } from '../sql/cursor.ts';
import { HOLE } from '../sql/mask-jinja.ts';
import { takeName, type Name } from '../sql/names.ts';
import type { Token } from '../sql/tokens.ts';
import type { Place, Query, Relation } from './model.ts';

/** Queries inside of queries, further than any author goes. What lies deeper is told in part. */
export const MAX_DEPTH = 60;
/** Opening brackets in a row that are looked through for a query. */
export const MAX_BRACKETS = 60;

/** Items of all lists of one statement that are kept: more than the columns of any table that people make. What comes behind is told in part. */
const MAX_ITEMS = 20_000;

/** Names that WITH gives, from the inside out. */
export interface Frame {
  readonly names: Set<string>;
  readonly outer: Frame | undefined;
}

/** What is gathered while one statement is read. */
export interface Gathered {
  readonly reads: Relation[];
  readonly writes: Relation[];
  /** Names that were read as those of WITH, so that a recursive query is known. */
  used: Set<string>;
  partial: boolean;
  /** Items that may still be kept. */
  items: number;
  depth: number;
  frame: Frame | undefined;
  /** `SELECT … INTO t`. */
  into: Relation | undefined;
  /** Called before each further part of a set operation, with its depth. */
  seen: ((depth: number) => void) | undefined;
  /** Inside of a routine, where INTO fills variables. */
  inRoutine: boolean;
}

export interface Reader extends Cursor {
  readonly gathered: Gathered;
  /** Reads the query from here to the end of the reader. */
  readonly readQuery: (reader: Reader) => Query;
}

export function readerOf(cursor: Cursor, readQuery: Reader['readQuery']): Reader {
  const gathered: Gathered = {
    reads: [], writes: [], used: new Set(), partial: false, items: MAX_ITEMS, depth: 0, frame: undefined, into: undefined, seen: undefined, inRoutine: false,
  }; // prettier-ignore
  return { ...cursor, gathered, readQuery };
}

/** Reads the group that starts here with a reader that ends where the group does, then goes behind it. */
export function inGroup<T>(reader: Reader, read: () => T): T {
  const { end } = reader;
  const { from, to } = takeGroup(reader);
  const after = reader.at;
  reader.at = from;
  reader.end = to;
  const told = read();
  reader.at = after;
  reader.end = end;
  return told;
}

export function placeFrom(reader: Reader, from: number): Place {
  const last = reader.tokens[Math.max(from, reader.at - 1)];
  return placeAt(reader, reader.tokens[from]?.start ?? 0, last?.end ?? 0);
}

function placeAt({ lines }: Cursor, from: number, to: number): Place {
  const { start, end } = lines.location(from, to);
  const place: Place = [from, to, start.line, start.column];
  return start.line === end.line ? place : [from, to, start.line, start.column, end.line, end.column];
}

export const placeOfToken = (reader: Cursor, { start, end }: Token): Place => placeAt(reader, start, end);

/** The sign that stands here, empty where a word or value does. */
export function signAt(reader: Cursor, ahead = 0): string {
  const token = reader.tokens[reader.at + ahead];
  return token?.kind === 'punctuation' && reader.at + ahead < reader.end ? (reader.text[token.start] ?? '') : '';
}

export const isNamed = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'name';

export const isHole = (reader: Reader, token: Token | undefined): boolean => token?.kind === 'word' && reader.text[token.start] === HOLE;

/** A template's expression that goes over several lines is several words. */
export function skipHoles(reader: Reader): void {
  while (isHole(reader, peek(reader))) reader.at++;
}

/** The name of a relation that comes next. */
export function takeRelation(reader: Reader): { readonly name: Name; readonly relation: Relation } | undefined {
  const from = reader.at;
  const name = takeName(reader);
  if (!name) return undefined;
  if (name.dynamic && isHole(reader, reader.tokens[reader.at - 1])) skipHoles(reader);
  return { name, relation: relationOf(name, placeFrom(reader, from)) };
}

/** `db..t` of T-SQL stands in the schema that everybody has. Source: Microsoft, "Transact-SQL Syntax Conventions", multipart names. */
function relationOf({ key, shown, dynamic }: Name, at: Place): Relation {
  const plain = key.replace('..', '.dbo.');
  return { key: dynamic ? `?${at[0]}` : plain, shown, at, ...(dynamic ? { dynamic: true } : {}) };
}

/** Relations that one statement may mention; those behind have no index. */
const MAX_READS = 10_000;

export function addRead({ gathered }: Reader, relation: Relation): number {
  if (gathered.reads.length < MAX_READS) return gathered.reads.push(relation) - 1;
  gathered.partial = true;
  return -1;
}

export function addWrite({ gathered }: Reader, relation: Relation): number {
  return gathered.writes.push(relation) - 1;
}

/** Whether WITH gave the name here or around. */
export function isGiven({ gathered }: Reader, name: string): boolean {
  for (let frame = gathered.frame; frame; frame = frame.outer) if (frame.names.has(name)) return true;
  return false;
}

/** Whether a query starts at this token, perhaps in brackets of its own. */
export function startsQuery(reader: Reader, at: number): boolean {
  let first = at;
  while (first - at < MAX_BRACKETS && isOpening(reader, first)) first++;
  const upper = first < reader.end ? (reader.tokens[first]?.upper ?? '') : '';
  if (upper === 'WITH') return isNamed(reader.tokens[first + 1]) && !isOpening(reader, first + 1);
  return upper === 'SELECT' || (upper === 'VALUES' && isOpening(reader, first + 1));
}

export function isOpening({ tokens, text, end }: Cursor, at: number): boolean {
  const token = at < end ? tokens[at] : undefined;
  return token?.kind === 'punctuation' && text[token.start] === '(';
}
