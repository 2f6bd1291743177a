import { peek, take, takeGroup, word } from '../sql/cursor.ts';
import type { Arm, From, Item, Mention, Query, Select, ValueItem } from './model.ts';
import { readItems, type ReadItems } from './read-items.ts';
import { readPipes } from './read-pipes.ts';
import { readRows } from './read-rows.ts';
import { readSources } from './read-sources.ts';
import { readValue } from './read-value.ts';
import { readWith } from './read-with.ts';
import { inGroup, isNamed, isOpening, MAX_DEPTH, placeFrom, signAt, takeRelation, type Reader } from './reader.ts';
import { walk, walkClauses } from './walk.ts';
import { SET_OPERATORS } from './words.ts';

const NOTHING: Query = { do: 'query', arms: [] };

/** Reads the query from here to the end of the reader, or to what cannot belong to it. Deeper than any author goes it reads nothing. */
export function readQuery(reader: Reader): Query {
  const { gathered } = reader;
  if (gathered.depth >= MAX_DEPTH) {
    gathered.partial = true;
    reader.at = reader.end;
    return NOTHING;
  }
  const { frame } = gathered;
  gathered.depth++;
  const named = word(reader) === 'WITH' ? readWith(reader) : [];
  const { arms, byName } = readArms(reader);
  const pipes = readPipes(reader);
  gathered.depth--;
  gathered.frame = frame;
  return {
    do: 'query',
    ...(named.length > 0 ? { with: named } : {}),
    arms,
    ...(byName ? { byName: true as const } : {}),
    ...(pipes.length > 0 ? { pipes } : {}),
  };
}

/** Parts of one set operation that are kept. */
const MAX_ARMS = 5000;

function readArms(reader: Reader): { readonly arms: readonly Arm[]; readonly byName: boolean } {
  const arms: Arm[] = [{ body: readArm(reader) }];
  let byName = false;
  walkClauses(reader);
  while (SET_OPERATORS.has(word(reader))) {
    const isMinus = word(reader) === 'EXCEPT' || word(reader) === 'MINUS';
    reader.at++;
    if (!take(reader, 'ALL')) take(reader, 'DISTINCT');
    byName = takeByName(reader) || byName;
    reader.gathered.seen?.(reader.gathered.depth);
    const body = readArm(reader);
    if (arms.length < MAX_ARMS) arms.push({ body, ...(isMinus ? { minus: true as const } : {}) });
    else reader.gathered.partial = true;
    walkClauses(reader);
  }
  return { arms, byName };
}

/** Source: Snowflake, "Set operators", UNION BY NAME; BigQuery, "CORRESPONDING". */
function takeByName(reader: Reader): boolean {
  take(reader, 'STRICT');
  const told = take(reader, 'BY', 'NAME') || take(reader, 'CORRESPONDING');
  if (told && (take(reader, 'ON') || take(reader, 'BY')) && isOpening(reader, reader.at)) takeGroup(reader);
  return told;
}

function readArm(reader: Reader): Arm['body'] {
  if (isOpening(reader, reader.at)) return inGroup(reader, () => reader.readQuery(reader));
  const upper = word(reader);
  if (upper === 'SELECT') return readSelect(reader, undefined);
  if (upper === 'WITH') return readQuery(reader);
  if (upper === 'VALUES') return readRows(reader);
  if (upper === 'TABLE') return readWhole(reader);
  if (upper === 'FROM') return readFromFirst(reader);
  reader.gathered.partial = true;
  reader.at = Math.min(reader.at + 1, reader.end);
  return NOTHING;
}

/** `TABLE t` is `SELECT * FROM t`. */
function readWhole(reader: Reader): Select {
  const from = reader.at++;
  const sources = readSources(reader);
  return { do: 'select', items: [{ do: 'star', at: placeFrom(reader, from) }], from: sources };
}

/** `FROM t [SELECT …]`, with all columns where no SELECT comes. */
function readFromFirst(reader: Reader): Select {
  const start = reader.at++;
  const from = readSources(reader);
  const at = placeFrom(reader, start);
  walkClauses(reader);
  return word(reader) === 'SELECT' ? readSelect(reader, from) : { do: 'select', items: [{ do: 'star', at }], from };
}

/** Reads a SELECT up to the end of its clauses; `given` is what a FROM before it named. */
export function readSelect(reader: Reader, given: readonly From[] | undefined): Select {
  reader.at++;
  takeQuantifier(reader);
  const read = readItems(reader);
  readInto(reader);
  const from = word(reader) === 'FROM' ? sourcesOf(reader) : given;
  readInto(reader);
  const items = read.windows.length > 0 ? withWindows(reader, read) : read.items;
  walkClauses(reader);
  return { do: 'select', items, ...(from && from.length > 0 ? { from } : {}) };
}

function sourcesOf(reader: Reader): readonly From[] {
  reader.at++;
  return readSources(reader);
}

/** DISTINCT, TOP and the like. `SELECT AS STRUCT` makes one value of the columns, which keep their names. */
function takeQuantifier(reader: Reader): void {
  for (let more = true; more;) {
    const { at } = reader;
    const upper = word(reader);
    const isWord = signAt(reader, 1) !== ',' && signAt(reader, 1) !== '.';
    if (upper === 'DISTINCT' && word(reader, 1) === 'ON' && isOpening(reader, at + 2)) {
      reader.at += 2;
      takeGroup(reader);
    } else if (/^(?:DISTINCT|ALL|STRAIGHT_JOIN|HIGH_PRIORITY|SQL_\w+)$/.test(upper) && isWord) reader.at++;
    else if (upper === 'AS' && /^(?:STRUCT|VALUE)$/.test(word(reader, 1))) reader.at += 2;
    else if (upper === 'TOP' && (peek(reader, 1)?.kind === 'number' || isOpening(reader, at + 1))) takeTop(reader);
    more = reader.at > at;
  }
}

function takeTop(reader: Reader): void {
  reader.at++;
  if (isOpening(reader, reader.at)) takeGroup(reader);
  else reader.at++;
  take(reader, 'PERCENT');
  take(reader, 'WITH', 'TIES');
}

/** `INTO t` makes a table; in a routine it fills variables, but in T-SQL. */
function readInto(reader: Reader): void {
  const isBulk = take(reader, 'BULK', 'COLLECT');
  if (!take(reader, 'INTO')) return;
  while (/^(?:TABLE|TEMP|TEMPORARY|UNLOGGED|STRICT|LOCAL|GLOBAL)$/.test(word(reader))) reader.at++;
  const found = isNamed(peek(reader)) ? takeRelation(reader) : undefined;
  const isTable = reader.dialect === 'tsql' || !(isBulk || reader.gathered.inRoutine || reader.dialect === 'mysql');
  if (!isTable) skipVariables(reader);
  else if (found && !found.relation.shown.startsWith('@')) reader.gathered.into = found.relation;
}

function skipVariables(reader: Reader): void {
  while (word(reader) !== 'FROM' && (/[,:]/.test(signAt(reader)) || isNamed(peek(reader)))) reader.at++;
}

/** Items over a window that WINDOW describes are made of what it mentions, too. */
function withWindows(reader: Reader, { items, windows }: ReadItems): readonly Item[] {
  while (reader.at < reader.end && /^(?:WHERE|GROUP|HAVING|QUALIFY)$/.test(word(reader))) {
    reader.at++;
    walk(reader, () => false, false);
  }
  const described = word(reader) === 'WINDOW' ? readWindows(reader) : new Map<string, readonly Mention[]>();
  const told = [...items];
  for (const { item, window } of windows) {
    const one = told[item];
    const of = described.get(window);
    if (one?.do === 'value' && of) told[item] = { ...one, of: [...(one.of ?? []), ...of] } satisfies ValueItem;
  }
  return told;
}

function readWindows(reader: Reader): ReadonlyMap<string, readonly Mention[]> {
  const described = new Map<string, readonly Mention[]>();
  reader.at++;
  while (isNamed(peek(reader)) && word(reader, 1) === 'AS' && isOpening(reader, reader.at + 2)) {
    const name = word(reader).toLowerCase();
    reader.at += 2;
    const { value } = readValue({ ...reader, end: closeOf(reader) }, false, 'OVER');
    takeGroup(reader);
    described.set(name, value.of ?? []);
    if (signAt(reader) === ',') reader.at++;
  }
  return described;
}

function closeOf(reader: Reader): number {
  const look = { ...reader };
  takeGroup(look);
  return look.at;
}
