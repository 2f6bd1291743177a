import { peek, skip, take, takeAny, takeGroup, word } from '../sql/cursor.ts';
import type { Item, Move, Query, Relation } from './model.ts';
import { listedNames } from './names.ts';
import { readItems } from './read-items.ts';
import { readSelect } from './read-query.ts';
import type { Told } from './told.ts';
import {
  placeOfToken,
  addWrite,
  inGroup,
  isNamed,
  isOpening,
  placeFrom,
  signAt,
  startsQuery,
  takeRelation,
  type Reader,
} from './reader.ts';

/** INSERT from behind its word. */
export function readInsert(reader: Reader): Told | undefined {
  if (word(reader) === 'ALL' || word(reader) === 'FIRST' || (word(reader) === 'OVERWRITE' && /^(?:ALL|FIRST)$/.test(word(reader, 1))))
    return readSeveral(reader);
  const target = takeTarget(reader);
  if (!target) return undefined;
  return { kind: 'insert', moves: [{ ...target, query: takeRows(reader) }] };
}

type Target = Pick<Move, 'into' | 'columns' | 'byName' | 'fixed'>;

/** `[OVERWRITE] [INTO] [TABLE] t [PARTITION (…)] [(a, b)] [BY NAME]`, or a folder of files. */
function takeTarget(reader: Reader): Target | undefined {
  while (/^(?:INTO|OVERWRITE|IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED|LOCAL|OR|REPLACE|ABORT|ROLLBACK)$/.test(word(reader))) reader.at++;
  if (take(reader, 'DIRECTORY')) return takeDirectory(reader);
  take(reader, 'TABLE');
  const found = takeRelation(reader)?.relation;
  if (!found) return undefined;
  const into = addWrite(reader, found);
  if (take(reader, 'AS')) reader.at++;
  const told: TargetWords = { columns: [], fixed: [], byName: false };
  for (let at = -1; at !== reader.at;) {
    ({ at } = reader);
    takeTargetWords(reader, told);
  }
  const { columns, fixed, byName } = told;
  return {
    into,
    ...(columns.length > 0 ? { columns } : {}),
    ...(byName ? { byName: true as const } : {}),
    ...(fixed.length > 0 ? { fixed } : {}),
  };
}

interface TargetWords {
  readonly columns: string[];
  readonly fixed: string[];
  byName: boolean;
}

/** What may stand between the target and the rows, one at a time. */
function takeTargetWords(reader: Reader, told: TargetWords): void {
  if (take(reader, 'PARTITION') && isOpening(reader, reader.at)) told.fixed.push(...inGroup(reader, () => fixedNames(reader)));
  else if (takeAny(reader, ['IF NOT EXISTS', 'WITH SCHEMA EVOLUTION', 'OVERRIDING SYSTEM VALUE', 'OVERRIDING USER VALUE']) !== undefined)
    return;
  else if (take(reader, 'BY', 'NAME')) told.byName = true;
  else if (word(reader) === 'WITH' && isOpening(reader, reader.at + 1)) skipHint(reader);
  else if (word(reader) === 'OUTPUT') skipOutput(reader);
  else if (isOpening(reader, reader.at) && !startsQuery(reader, reader.at + 1))
    told.columns.push(...inGroup(reader, () => listedNames(reader)));
}

function skipHint(reader: Reader): void {
  reader.at++;
  takeGroup(reader);
}

/** T-SQL's OUTPUT stands before the rows. */
function skipOutput(reader: Reader): void {
  while (reader.at < reader.end && !/^(?:SELECT|VALUES|WITH|DEFAULT|EXEC)$/.test(word(reader)) && signAt(reader) !== ';') {
    if (isOpening(reader, reader.at) && startsQuery(reader, reader.at + 1)) return;
    if (isOpening(reader, reader.at)) takeGroup(reader);
    else reader.at++;
  }
}

/** Partition columns with a value of their own; the others take theirs from the query. */
function fixedNames(reader: Reader): readonly string[] {
  const names: string[] = [];
  for (; reader.at < reader.end; reader.at++) {
    const token = peek(reader);
    if (token && isNamed(token) && signAt(reader, 1) === '=')
      names.push(reader.text.slice(token.start, token.end).replaceAll('`', '').toLowerCase());
  }
  return names;
}

function takeDirectory(reader: Reader): Target | undefined {
  const token = peek(reader);
  if (token?.kind !== 'string') return undefined;
  reader.at++;
  const shown = reader.text.slice(token.start + 1, token.end - 1);
  const path: Relation = { key: shown, shown, at: placeOfToken(reader, token), path: true };
  while (reader.at < reader.end && !/^(?:SELECT|WITH|FROM|VALUES|TABLE)$/.test(word(reader)) && !isOpening(reader, reader.at)) {
    reader.at++;
    if (isOpening(reader, reader.at) && !startsQuery(reader, reader.at + 1)) takeGroup(reader);
  }
  return { into: addWrite(reader, path) };
}

function takeRows(reader: Reader): Query {
  if (word(reader) === 'DEFAULT' || word(reader) === 'EXEC' || word(reader) === 'EXECUTE' || word(reader) === 'SET')
    return { do: 'query', arms: [] };
  while (reader.at < reader.end && signAt(reader) !== ';' && !isRows(reader)) skip(reader);
  return reader.at < reader.end && signAt(reader) !== ';' ? reader.readQuery(reader) : { do: 'query', arms: [] };
}

const isRows = (reader: Reader): boolean =>
  /^(?:SELECT|VALUES|WITH|FROM|TABLE)$/.test(word(reader)) || (isOpening(reader, reader.at) && startsQuery(reader, reader.at + 1));

/** `FROM t INSERT INTO a SELECT … INSERT INTO b SELECT …`: what stands in FROM is read by all of them. */
export function readSharedInserts(reader: Reader): readonly Move[] {
  const moves: Move[] = [];
  while (reader.at < reader.end && take(reader, 'INSERT')) {
    const target = takeTarget(reader);
    if (!target || word(reader) !== 'SELECT') break;
    moves.push({ ...target, query: { do: 'query', arms: [{ body: { ...readSelect(reader, undefined), shared: true } }] } });
  }
  return moves;
}

/** The query of an `INSERT ALL`, under a name that nobody can write. */
const ROWS = '\u0000rows';

/** `INSERT ALL [WHEN c THEN] INTO a (x) VALUES (y) INTO b SELECT …`. Source: Snowflake, "INSERT (multi-table)". */
function readSeveral(reader: Reader): Told {
  const targets: (Target & { readonly items: readonly Item[] })[] = [];
  while (reader.at < reader.end && !isRows(reader) && signAt(reader) !== ';') {
    if (word(reader) === 'INTO') targets.push(...readOneOf(reader));
    else reader.at++;
  }
  const query = takeRows(reader);
  const moves = targets.map(({ items, ...target }): Move => ({
    ...target,
    query: { do: 'query', arms: [{ body: { do: 'select', items, from: [{ named: ROWS }] } }] },
  }));
  return { kind: 'insert', with: [{ name: ROWS, query }], moves };
}

function readOneOf(reader: Reader): readonly (Target & { readonly items: readonly Item[] })[] {
  const target = takeTarget(reader);
  const isListed = take(reader, 'VALUES') && isOpening(reader, reader.at);
  const items = isListed ? inGroup(reader, () => readItems(reader).items) : undefined;
  return target ? [{ ...target, items: items ?? [{ do: 'star', at: placeFrom(reader, reader.at - 1) }] }] : [];
}
