import { isNext, peek, skip, take, takeAny, takeGroup, word } from '../sql/cursor.ts';
import type { From, Item, Move, Query, Relation, ValueItem } from './model.ts';
import { listedNames, takeMention } from './names.ts';
import { readItems } from './read-items.ts';
import { readSources } from './read-sources.ts';
import { wholeOf, type Told } from './told.ts';
import { readValue } from './read-value.ts';
import {
  addRead,
  addWrite,
  inGroup,
  isGiven,
  isNamed,
  isOpening,
  placeFrom,
  signAt,
  startsQuery,
  takeRelation,
  type Reader,
} from './reader.ts';
import { walkClauses } from './walk.ts';
import { JOIN_WORDS, NO_ALIAS } from './words.ts';

interface Target {
  readonly into: number;
  readonly from: From;
  readonly relation: Relation;
}

/** The relation that is changed, with its alias. Its own columns may be read, which makes it no source. */
function takeTarget(reader: Reader): Target | undefined {
  take(reader, 'ONLY');
  const found = isOpening(reader, reader.at) ? undefined : takeRelation(reader);
  if (!found) return undefined;
  const { relation } = found;
  const table = addRead(reader, { ...relation, self: true });
  if (reader.dialect === 'tsql' && isOpening(reader, reader.at)) takeGroup(reader);
  if (word(reader) === 'WITH' && isOpening(reader, reader.at + 1)) skipHint(reader);
  const isStated = take(reader, 'AS');
  const token = peek(reader);
  const alias =
    isNamed(token) && (isStated || !NO_ALIAS.has(token?.upper ?? '')) ? String(takeMention(reader).at(-1)).toLowerCase() : undefined;
  if (word(reader) === 'WITH' && isOpening(reader, reader.at + 1)) skipHint(reader);
  return { into: addWrite(reader, relation), from: { table, ...(alias === undefined ? {} : { alias }) }, relation };
}

function skipHint(reader: Reader): void {
  reader.at++;
  takeGroup(reader);
}

const queryOf = (items: readonly Item[], from: readonly From[]): Query => ({
  do: 'query',
  arms: [{ body: { do: 'select', items, from } }],
});

/** MERGE from behind its word: each branch that updates or inserts is a move of its own. */
export function readMerge(reader: Reader): Told | undefined {
  take(reader, 'WITH', 'SCHEMA', 'EVOLUTION');
  take(reader, 'INTO');
  const target = takeTarget(reader);
  if (!target || !take(reader, 'USING')) return undefined;
  const sources = readSources(reader);
  const moves: Move[] = [];
  while (reader.at < reader.end && signAt(reader) !== ';') {
    if (take(reader, 'UPDATE', 'SET')) moves.push(readBranch(reader, target, sources));
    else if (take(reader, 'INSERT')) moves.push(readInserted(reader, target, sources));
    else if (isOpening(reader, reader.at) && startsQuery(reader, reader.at + 1)) inGroup(reader, () => reader.readQuery(reader));
    else reader.at++;
  }
  return { kind: 'merge', moves };
}

function readBranch(reader: Reader, { into, from }: Target, sources: readonly From[]): Move {
  if (signAt(reader) === '*') return { into, byName: true, query: queryOf([starAt(reader)], sources) };
  return { into, byName: true, query: queryOf(readAssignments(reader), [...sources, from]) };
}

function starAt(reader: Reader): Item {
  const from = reader.at++;
  return { do: 'star', at: placeFrom(reader, from) };
}

/** `INSERT (a, b) VALUES (…)`, `INSERT *`, BigQuery's `INSERT ROW`. */
function readInserted(reader: Reader, { into }: Target, sources: readonly From[]): Move {
  if (signAt(reader) === '*' || word(reader) === 'ROW') return { into, byName: true, query: queryOf([starAt(reader)], sources) };
  const columns = isOpening(reader, reader.at) ? inGroup(reader, () => listedNames(reader)) : undefined;
  const isRow = take(reader, 'VALUES') && isOpening(reader, reader.at);
  if (!isRow && word(reader) === 'ROW') return { into, query: queryOf([starAt(reader)], sources), ...(columns ? { columns } : {}) };
  const items = isRow ? inGroup(reader, () => readItems(reader).items) : [];
  return { into, query: queryOf(items, sources), ...(columns ? { columns } : {}) };
}

/** `a = 1, t.b = c, (d, e) = (SELECT …)` as items under the names that they fill. */
function readAssignments(reader: Reader): readonly ValueItem[] {
  const items: ValueItem[] = [];
  while (reader.at < reader.end) {
    const { at } = reader;
    items.push(...readAssignment(reader));
    if (signAt(reader) !== ',' || reader.at === at || reader.gathered.items-- <= 0) break;
    reader.at++;
  }
  return items;
}

function readAssignment(reader: Reader): readonly ValueItem[] {
  const from = reader.at;
  if (isOpening(reader, from)) return readSeveral(reader);
  if (!isNamed(peek(reader))) return [];
  const mention = takeMention(reader);
  const name = String(mention.at(-1));
  const at = placeFrom(reader, reader.at - 1);
  while (/[[.\]]/.test(signAt(reader)) && signAt(reader) !== '') skip(reader);
  while (/[+\-*/%|&^:]/.test(signAt(reader)) && signAt(reader) !== '') reader.at++;
  if (signAt(reader) !== '=') return [];
  reader.at++;
  const { value } = readValue(reader, false);
  if (name.startsWith('@')) return [];
  return [{ do: 'value', name, at, extent: placeFrom(reader, from), ...value }];
}

/** `(a, b) = (x, y)` one by one; of a query every column may fill each. */
function readSeveral(reader: Reader): readonly ValueItem[] {
  const from = reader.at;
  const names = inGroup(reader, () => listedNames(reader));
  if (signAt(reader) !== '=') return [];
  reader.at++;
  take(reader, 'ROW');
  const at = placeFrom(reader, from);
  if (!isOpening(reader, reader.at)) return [];
  if (startsQuery(reader, reader.at + 1))
    return ofQuery(
      inGroup(reader, () => reader.readQuery(reader)),
      names,
      at,
    );
  const items = inGroup(reader, () => readItems(reader).items);
  return items.flatMap((item, index) => (item.do === 'value' ? [{ ...item, name: names[index] ?? '', at }] : []));
}

/** The query once for each name, with only the item of its place. */
function ofQuery(query: Query, names: readonly string[], at: ValueItem['at']): readonly ValueItem[] {
  const [arm] = query.arms;
  const body = arm?.body;
  if (query.arms.length > 1 || body?.do !== 'select' || names.length > 50)
    return names.map((name) => ({ do: 'value', name, at, extent: at, queries: [query] }));
  return names.map((name, index) => ({
    do: 'value', name, at, extent: at, bare: true, queries: [{ ...query, arms: [{ ...arm, body: { ...body, items: body.items.slice(index, index + 1) } }] }],
  })); // prettier-ignore
}

/** What WITH names may be changed in T-SQL: the table behind it is, which is not followed. */
function changesNamed(reader: Reader, { relation }: Target): boolean {
  if (!isGiven(reader, relation.key)) return false;
  reader.gathered.writes.length = 0;
  reader.gathered.partial = true;
  walkClauses(reader);
  return true;
}

/** UPDATE from behind its word. */
export function readUpdate(reader: Reader): Told | undefined {
  if (take(reader, 'STATISTICS')) return undefined;
  const target = takeTarget(reader);
  if (!target) return undefined;
  if (changesNamed(reader, target)) return { kind: 'update', moves: [] };
  const joined = readJoined(reader);
  if (!take(reader, 'SET')) return undefined;
  const items = readAssignments(reader);
  while (reader.at < reader.end && !isNext(reader, 'FROM') && !isNext(reader, 'WHERE') && signAt(reader) !== ';') skip(reader);
  const more = take(reader, 'FROM') ? readSources(reader) : [];
  walkClauses(reader);
  const { into, from } = realTarget(reader, target, [...joined, ...more]);
  const sources = [...joined, ...more];
  const move: Move = { into, byName: true, query: queryOf(items, from ? [...sources, from] : sources) };
  return { kind: 'update', moves: [move] };
}

/** MySQL and Snowflake: `UPDATE a JOIN b ON … SET`, `UPDATE a, b SET`. */
function readJoined(reader: Reader): readonly From[] {
  if (signAt(reader) !== ',' && !JOIN_WORDS.has(word(reader))) return [];
  if (signAt(reader) === ',') reader.at++;
  while (JOIN_WORDS.has(word(reader))) reader.at++;
  return readSources(reader);
}

/** In T-SQL and MySQL the name behind UPDATE or DELETE may be an alias of what FROM reads: that relation is changed. */
function realTarget(reader: Reader, target: Target, sources: readonly From[]): { readonly into: number; readonly from: From | undefined } {
  const { reads, writes } = reader.gathered;
  const aliased = sources.find(
    ({ alias, table }) =>
      alias === target.relation.key || (table !== undefined && alias === undefined && reads[table]?.key === target.relation.key),
  );
  const relation = reads[aliased?.table ?? -1];
  if (!aliased || !relation || aliased.table === undefined) return target;
  reads[aliased.table] = { ...relation, self: true };
  writes[target.into] = relation;
  return { into: target.into, from: undefined };
}

/** DELETE from behind its word: what it reads decides what goes, and nothing flows. */
export function readDelete(reader: Reader): Told | undefined {
  take(reader, 'FROM');
  if (reader.dialect !== 'postgres' && word(reader) === 'TABLE' && isNamed(peek(reader, 1))) reader.at++;
  const target = takeTarget(reader);
  if (!target) return undefined;
  if (changesNamed(reader, target)) return { kind: 'delete', moves: [] };
  const sources = takeAny(reader, ['USING', 'FROM']) === undefined ? [] : readSources(reader);
  realTarget(reader, target, sources);
  walkClauses(reader);
  return { kind: 'delete', moves: [] };
}

/** ALTER TABLE: a new name, and data that change their table. */
export function readAlter(reader: Reader): Told | undefined {
  takeAny(reader, ['MATERIALIZED', 'EXTERNAL', 'DYNAMIC', 'FOREIGN', 'ICEBERG']);
  if (!take(reader, 'TABLE') && !take(reader, 'VIEW')) return undefined;
  take(reader, 'IF', 'EXISTS');
  take(reader, 'ONLY');
  const subject = takeRelation(reader)?.relation;
  if (!subject) return undefined;
  const into = addWrite(reader, subject);
  if (take(reader, 'RENAME', 'TO')) return renameTo(reader, into);
  if (take(reader, 'SWAP', 'WITH') || take(reader, 'APPEND', 'FROM')) return movedFrom(reader, into);
  if (take(reader, 'EXCHANGE')) return exchanged(reader, into);
  return take(reader, 'SWITCH') ? switched(reader, subject, into) : { kind: 'alter', moves: [] };
}

function renameTo(reader: Reader, from: number): Told {
  const to = takeRelation(reader)?.relation;
  return to ? { kind: 'alter', moves: [], renamed: { from, to: addWrite(reader, to) } } : { kind: 'alter', moves: [] };
}

function movedFrom(reader: Reader, into: number): Told {
  const source = takeRelation(reader)?.relation;
  return { kind: 'alter', moves: source ? [{ into, query: wholeOf(reader, source) }] : [] };
}

/** Hive: `EXCHANGE PARTITION (…) WITH TABLE b`. */
function exchanged(reader: Reader, into: number): Told {
  while (reader.at < reader.end && !take(reader, 'WITH', 'TABLE')) skip(reader);
  return movedFrom(reader, into);
}

/** T-SQL: `SWITCH [PARTITION n] TO b` moves out of the subject. */
function switched(reader: Reader, subject: Relation, from: number): Told {
  while (reader.at < reader.end && !take(reader, 'TO')) skip(reader);
  const to = takeRelation(reader)?.relation;
  if (!to) return { kind: 'alter', moves: [] };
  reader.gathered.writes[from] = to;
  return { kind: 'alter', moves: [{ into: from, query: wholeOf(reader, subject) }] };
}
