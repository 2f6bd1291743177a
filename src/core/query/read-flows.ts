import { isDone, takeGroup, word, type Cursor } from '../sql/cursor.ts';
import { LEXIS } from '../sql/dialect.ts';
import { tokens, type Token } from '../sql/tokens.ts';
import type { StatementFlow } from './model.ts';
import { shifted } from './read-copy.ts';
import { readQuery } from './read-query.ts';
import { readOne } from './read-statement.ts';
import { readerOf, signAt } from './reader.ts';
import { STARTS } from './words.ts';

/** Statements of one routine or script that are told; more help nobody. */
const MAX_STATEMENTS = 20_000;

/**
 * What the statement at the cursor moves. A routine or script gives one flow for each statement in it, and T-SQL needs no semicolon between
 * statements. Never throws; time linear in the tokens.
 */
export function readFlows(cursor: Cursor): readonly StatementFlow[] {
  const flows: StatementFlow[] = [];
  const isRoutine = startsRoutine(cursor);
  const start = isRoutine ? bodyStart(cursor, flows) : { ...cursor };
  let isFirst = !isRoutine;
  while (!isDone(start) && flows.length < MAX_STATEMENTS) {
    const { at } = start;
    if (isFirst || startsHere(start)) flows.push(...readHere(start, isRoutine));
    isFirst = false;
    if (start.at === at) skipOne(start);
  }
  return flows;
}

function readHere(cursor: Cursor, inRoutine: boolean): readonly StatementFlow[] {
  const reader = readerOf(cursor, readQuery);
  reader.gathered.inRoutine = inRoutine;
  const told = readOne(reader);
  cursor.at = Math.max(cursor.at, reader.at);
  if (!told) return [];
  const { reads, writes, partial } = reader.gathered;
  const { dialect } = cursor;
  const flow: StatementFlow = { ...told, dialect, reads, writes, ...(partial ? { partial: true as const } : {}) };
  return [flow];
}

const skipOne = (cursor: Cursor): void => {
  if (signAt(cursor) === '(') takeGroup(cursor);
  else cursor.at++;
};

const OPENERS = /^(?:BEGIN|THEN|ELSE|LOOP|DO|AS|IS|TRY|CATCH|END|RETURN|ATOMIC)$/;

/** Whether a statement starts here: behind what ends or opens one, and in T-SQL anywhere outside of brackets. */
function startsHere(cursor: Cursor): boolean {
  if (!STARTS.has(word(cursor)) && word(cursor) !== 'FROM') return false;
  const before = cursor.tokens[cursor.at - 1];
  if (before === undefined) return true;
  const isBehind = cursor.text[before.start] === ';' || OPENERS.test(before.upper);
  return isBehind || (cursor.dialect === 'tsql' && before.upper !== 'FOR' && cursor.text[before.start] !== '.' && word(cursor) !== 'FROM');
}

/** PROCEDURE, TRIGGER and TASK hold statements of their own; the body of a function gives a value. */
function startsRoutine(cursor: Cursor): boolean {
  const upper = word(cursor);
  if (upper === 'DO' || upper === 'BEGIN' || upper === 'DECLARE' || (upper === 'EXECUTE' && word(cursor, 1) === 'IMMEDIATE')) return true;
  if (upper !== 'CREATE' && upper !== 'ALTER') return false;
  return [1, 2, 3, 4].some((ahead) => /^(?:PROCEDURE|PROC|TRIGGER|TASK|FUNCTION|PIPE|ALERT)$/.test(word(cursor, ahead)));
}

/** A cursor at the body of a routine; one that stands in a string is read on its own. */
function bodyStart(cursor: Cursor, flows: StatementFlow[]): Cursor {
  const look = { ...cursor };
  if ([1, 2, 3, 4].some((ahead) => word(cursor, ahead) === 'FUNCTION')) return { ...cursor, at: cursor.end };
  const body = cursor.tokens.slice(cursor.at, cursor.end).find(({ kind }) => kind === 'dollar');
  if (body) {
    flows.push(...readBody(cursor, body));
    return { ...cursor, at: cursor.end };
  }
  while (!isDone(look) && !/^(?:AS|BEGIN|IS|DO|DECLARE)$/.test(word(look))) skipOne(look);
  return look;
}

/** `$$ … $$`: SQL, or a language that is not read here. */
function readBody(cursor: Cursor, body: Token): readonly StatementFlow[] {
  const words = cursor.tokens.slice(cursor.at, cursor.end);
  const language = words[words.findIndex(({ upper }) => upper === 'LANGUAGE') + 1]?.upper ?? '';
  if (/^(?:PYTHON|JAVA|JAVASCRIPT|SCALA|PLV8|PLPYTHON3?U|R)$/.test(language)) return [];
  const mark = /^\$\w*\$/.exec(cursor.text.slice(body.start, body.start + 64))?.[0].length ?? 2;
  const inner = tokens(cursor.text.slice(body.start + mark, body.end - mark), LEXIS[cursor.dialect]).map((one) =>
    shifted(one, body.start + mark),
  );
  const within: Cursor = { ...cursor, tokens: inner, at: 0, end: inner.length };
  const flows: StatementFlow[] = [];
  for (let isFirst = true; !isDone(within) && flows.length < MAX_STATEMENTS; isFirst = false) {
    const { at } = within;
    if (isFirst || startsHere(within)) flows.push(...readHere(within, true));
    if (within.at === at) skipOne(within);
  }
  return flows;
}
