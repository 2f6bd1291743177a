import { peek, take, takeGroup, takeSign, valueOf, word } from '../sql/cursor.ts';
import type { From } from './model.ts';
import { listedNames, takeAlias, takeNames } from './names.ts';
import { inGroup, isHole, isNamed, isOpening, signAt, startsQuery, type Reader } from './reader.ts';
import { readCall, readTable, isCallAhead } from './read-relation.ts';
import { readRows } from './read-rows.ts';
import { readShape } from './read-shape.ts';
import { walk } from './walk.ts';
import { JOIN_WORDS, NO_ALIAS } from './words.ts';

type Growing = { -readonly [Key in keyof From]: From[Key] };

interface Sources {
  readonly reader: Reader;
  readonly told: Growing[];
  /** Brackets around joins that are open. */
  open: number;
  natural: boolean;
  hidden: boolean;
  lateral: boolean;
}

/** What FROM, JOIN, USING and the like name, from behind that word up to the clause behind it. Brackets around joins are no level of their own. */
export function readSources(reader: Reader): readonly From[] {
  const sources: Sources = { reader, told: [], open: 0, natural: false, hidden: false, lateral: false };
  let expects = true;
  while (reader.at < reader.end) {
    const { at } = reader;
    if (expects) expects = !readSource(sources);
    else {
      const next = readBehind(sources);
      if (next === 'end') break;
      expects = next === 'source';
    }
    if (reader.at === at) break;
  }
  return sources.told;
}

/** Reads one relation; false where a bracket opened before it. */
function readSource(sources: Sources): boolean {
  const { reader } = sources;
  while (word(reader) === 'LATERAL' || word(reader) === 'ONLY') {
    sources.lateral ||= word(reader) === 'LATERAL';
    reader.at++;
  }
  if (isOpening(reader, reader.at) && !startsGroup(reader)) {
    sources.open++;
    reader.at++;
    return false;
  }
  const from = relationAt(sources);
  if (!from) return true;
  if (sources.natural) from.natural = true;
  if (sources.hidden) from.hidden = true;
  if (sources.lateral && from.query) from.lateral = true;
  sources.natural = sources.hidden = sources.lateral = false;
  sources.told.push(from);
  readAround(reader, from);
  return true;
}

/** Whether the bracket here is that of a query. One around joins has an alias, a join or a comma behind the query in it. */
function startsGroup(reader: Reader): boolean {
  if (word(reader, 1) === 'FROM' || word(reader, 1) === 'TABLE') return true;
  if (!startsQuery(reader, reader.at + 1)) return false;
  if (!isOpening(reader, reader.at + 1)) return true;
  const look: Reader = { ...reader, at: reader.at + 1 };
  takeGroup(look);
  const upper = word(look);
  return (
    (signAt(look) === ')' || /^(?:UNION|INTERSECT|EXCEPT|MINUS|ORDER|LIMIT|OFFSET|FETCH)$/.test(upper)) &&
    startsGroup({ ...reader, at: reader.at + 1 })
  );
}

function relationAt({ reader, told }: Sources): Growing | undefined {
  if (isOpening(reader, reader.at)) return { query: inGroup(reader, () => reader.readQuery(reader)) };
  if (word(reader) === 'VALUES' && startsRows(reader)) return { query: readRows(reader) };
  if (isCallAhead(reader)) return { call: readCall(reader) };
  return readTable(reader, told);
}

/** Spark's `FROM VALUES (1, 2), (3, 4) AS t (a, b)`. A table may be called so too. */
function startsRows(reader: Reader): boolean {
  const next = peek(reader, 1);
  return isOpening(reader, reader.at + 1) || next?.kind === 'number' || next?.kind === 'string';
}

/** Time travel and samples before the alias, the alias, and pivots and hints behind it. */
function readAround(reader: Reader, from: Growing): void {
  skipModifiers(reader);
  readShapes(reader, from);
  readAlias(reader, from);
  skipModifiers(reader);
  readShapes(reader, from);
  skipModifiers(reader);
}

function readShapes(reader: Reader, from: Growing): void {
  for (let shape = readShape(reader); shape; shape = readShape(reader)) {
    from.shapes = [...(from.shapes ?? []), shape];
    readAlias(reader, from);
  }
}

function readAlias(reader: Reader, from: Growing): void {
  const isStated = take(reader, 'AS');
  if (isAlias(reader, isStated)) from.alias = takeAlias(reader)?.toLowerCase() ?? '';
  const isList = isOpening(reader, reader.at) && !startsQuery(reader, reader.at + 1);
  if (isList && (isStated || from.alias !== undefined)) from.columns = inGroup(reader, () => listedNames(reader));
}

function isAlias(reader: Reader, isStated: boolean): boolean {
  const token = peek(reader);
  if (!token || isHole(reader, token)) return false;
  if (token.kind === 'string') return isStated;
  return isNamed(token) && (isStated || !NO_ALIAS.has(token.upper));
}

/** What says which rows or versions are read, and how; it names no columns. */
function skipModifiers(reader: Reader): void {
  for (let more = true; more;) {
    const { at } = reader;
    const [upper, next] = [word(reader), word(reader, 1)];
    const isHint = /^(?:WITH|USE|FORCE|IGNORE)$/.test(upper) && (isOpening(reader, at + 1) || next === 'INDEX');
    if (isHint || SAMPLES.test(upper)) skipPhrase(reader);
    else if (VERSIONS.test(`${upper} ${next}`)) skipVersion(reader);
    else if (upper === 'WITH' && /^(?:OFFSET|ORDINALITY)$/.test(next)) skipOffset(reader);
    more = reader.at > at;
  }
}

const SAMPLES = /^(?:AT|BEFORE|CHANGES|TABLESAMPLE|SAMPLE|PARTITION|MATCH_RECOGNIZE|FINAL)$/;
const VERSIONS = /^(?:(?:TIMESTAMP|VERSION) AS|FOR (?:SYSTEM_TIME|SYSTEM_VERSION|TIMESTAMP|VERSION))$/;

/** A few words, then a group. */
function skipPhrase(reader: Reader): void {
  for (let left = 4; left > 0 && !isOpening(reader, reader.at) && isNamed(peek(reader)); left--) {
    if (left < 4 && NO_ALIAS.has(word(reader))) return;
    reader.at++;
  }
  while (isOpening(reader, reader.at)) takeGroup(reader);
}

/** `VERSION AS OF 3`, `FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(…)`. */
function skipVersion(reader: Reader): void {
  while (/^(?:FOR|SYSTEM_TIME|SYSTEM_VERSION|TIMESTAMP|VERSION|AS|OF|ALL|BETWEEN|FROM|TO|AND|CONTAINED|IN)$/.test(word(reader)))
    reader.at++;
  for (let token = peek(reader); token; token = peek(reader)) {
    if (token.kind === 'word' && !isOpening(reader, reader.at + 1) && signAt(reader, 1) !== '.') return;
    if (isOpening(reader, reader.at)) takeGroup(reader);
    else if (/[,)]/.test(signAt(reader))) return;
    else reader.at++;
  }
}

function skipOffset(reader: Reader): void {
  reader.at += 2;
  if (take(reader, 'AS')) reader.at++;
  else if (isNamed(peek(reader)) && !NO_ALIAS.has(word(reader))) reader.at++;
}

/** What stands between two relations. */
function readBehind(sources: Sources): 'source' | 'more' | 'end' {
  const { reader } = sources;
  if (takeSign(reader, ',')) return 'source';
  if (signAt(reader) === ')' && sources.open > 0) {
    sources.open--;
    reader.at++;
    const last = sources.told.at(-1);
    if (last && sources.open === 0) readAround(reader, { ...last });
    return 'more';
  }
  const upper = word(reader);
  if (upper === 'LATERAL' && word(reader, 1) === 'VIEW') return readLateralView(sources);
  if (upper === 'ON') return walkOn(reader);
  if (upper === 'USING') return readUsing(sources);
  if (upper === 'MATCH_CONDITION') return walkOn(reader);
  if (isHole(reader, peek(reader))) {
    reader.at++;
    return 'more';
  }
  return JOIN_WORDS.has(upper) ? takeJoin(sources) : 'end';
}

function walkOn(reader: Reader): 'more' {
  reader.at++;
  walk(
    reader,
    (upper) => upper === 'WHEN' || upper === 'SET' || upper === 'USING' || (JOIN_WORDS.has(upper) && !isOpening(reader, reader.at + 1)),
    true,
  );
  return 'more';
}

/** `USING (a, b) [AS x]` tells which columns are one. MERGE and DELETE have a USING of their own. */
function readUsing({ reader, told }: Sources): 'more' | 'end' {
  const last = told.at(-1);
  if (!last || !isOpening(reader, reader.at + 1) || startsQuery(reader, reader.at + 2)) return 'end';
  reader.at++;
  last.using = takeNames(reader);
  if (take(reader, 'AS')) reader.at++;
  return 'more';
}

/** `LEFT OUTER JOIN`, `NATURAL JOIN`, `CROSS APPLY`; words that join nothing end the list. */
function takeJoin(sources: Sources): 'source' | 'end' {
  const { reader } = sources;
  const start = reader.at;
  let joins = false;
  while (!joins && (JOIN_WORDS.has(word(reader)) || (reader.at > start && JOIN_HINTS.test(word(reader))))) {
    const upper = word(reader);
    sources.natural ||= upper === 'NATURAL';
    sources.lateral ||= upper === 'APPLY';
    sources.hidden ||= upper === 'SEMI' || upper === 'ANTI';
    joins = upper === 'JOIN' || upper === 'APPLY' || upper === 'STRAIGHT_JOIN';
    reader.at++;
  }
  if (joins) return 'source';
  reader.at = start;
  return 'end';
}

/** How to join, said between the words. Sources: Microsoft, "Join hints"; Snowflake, "JOIN", DIRECTED. */
const JOIN_HINTS = /^(?:HASH|LOOP|MERGE|REMOTE|DIRECTED|BROADCAST)$/;

/** Source: Spark SQL, "LATERAL VIEW clause". */
function readLateralView({ reader, told }: Sources): 'more' {
  reader.at += 2;
  take(reader, 'OUTER');
  const from: Growing = { call: readCall(reader) };
  if (isNamed(peek(reader)) && word(reader) !== 'AS' && !NO_ALIAS.has(word(reader))) from.alias = takeAlias(reader)?.toLowerCase() ?? '';
  if (take(reader, 'AS')) from.columns = lateralColumns(reader);
  told.push(from);
  return 'more';
}

function lateralColumns(reader: Reader): readonly string[] {
  if (signAt(reader) === '(') return takeNames(reader);
  const names: string[] = [];
  do {
    const token = peek(reader);
    if (!isNamed(token) || !token) break;
    names.push(valueOf(reader, token).toLowerCase());
    reader.at++;
  } while (takeSign(reader, ','));
  return names;
}
