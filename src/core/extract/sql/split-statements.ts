import type { Dialect } from '../../sql/dialect.ts';
import type { Token } from '../../sql/tokens.ts';
import { newNesting, stepInto } from './block-nesting.ts';
import { newBatch, startsUnmarked, type Batch } from './unmarked-starts.ts';

/** A statement: its tokens, without the semicolon. */
export type Statement = readonly Token[];

/**
 * Statements of a text, at semicolons outside of blocks. A block is `BEGIN … END` in a routine, a script of its own, or a loop or
 * condition of a script. T-SQL needs no semicolons: there a statement also ends where another starts, and a batch at `GO`; MySQL's
 * `DELIMITER` changes the sign. Time linear in the tokens.
 */
export function splitStatements(text: string, all: readonly Token[], speech: Dialect | boolean): readonly Statement[] {
  const dialect = speech === true ? 'tsql' : speech === false ? 'ansi' : speech;
  return dialect === 'tsql' ? splitBatches(text, all) : splitPlain(text, all, dialect);
}

const isSemicolon = (text: string, token: Token): boolean => token.kind === 'punctuation' && text[token.start] === ';';

/** Statements as they are found. */
interface Gathered {
  readonly statements: Token[][];
  current: Token[];
}

function flush(into: Gathered): void {
  if (into.current.length > 0) into.statements.push(into.current);
  into.current = [];
}

function splitPlain(text: string, all: readonly Token[], dialect: Dialect): readonly Statement[] {
  const into: Gathered = { statements: [], current: [] };
  let nesting = newNesting();
  for (let at = 0; at < all.length; at++) {
    const token = all[at] as Token;
    if (dialect === 'mysql' && into.current.length === 0 && token.upper === 'DELIMITER') {
      at = splitDelimited(text, all, at, into);
      continue;
    }
    const ends = nesting.open.length === 0 && isSemicolon(text, token);
    if (ends && !nesting.hasBlock && continuesDeclare(into.current, all[at + 1], dialect)) continue;
    if (ends || token.kind === 'break') {
      flush(into);
      nesting = newNesting();
      continue;
    }
    stepInto(nesting, { token, text, all, at, first: into.current.length === 0, length: into.current.length, dialect });
    into.current.push(token);
  }
  flush(into);
  return into.statements;
}

/** Statements between a DELIMITER that names another sign and the next one; gives the last token that it took. */
function splitDelimited(text: string, all: readonly Token[], from: number, into: Gathered): number {
  const { sign, end } = delimiterAt(text, all[from] as Token);
  let at = from + 1;
  while ((all[at]?.start ?? Infinity) < end) at++;
  const stop = sign === ';' ? at : all.length;
  for (; at < stop; at++) {
    const token = all[at] as Token;
    if (into.current.length === 0 && token.upper === 'DELIMITER') break;
    if (!endsWith(text, token, sign)) {
      into.current.push(token);
      continue;
    }
    const rest = cutToken(text, token, sign);
    if (rest) into.current.push(rest);
    flush(into);
    at = lastOf(all, at, token.start + sign.length);
  }
  flush(into);
  return at - 1;
}

/** The last token that ends before this place: a sign may be of several tokens. */
function lastOf(all: readonly Token[], from: number, end: number): number {
  let at = from;
  while ((all[at + 1]?.end ?? Infinity) <= end) at++;
  return at;
}

/** What stands behind DELIMITER, to the end of its line. Source: MySQL, "Defining Stored Programs". */
function delimiterAt(text: string, { end }: Token): { readonly sign: string; readonly end: number } {
  const newline = text.indexOf('\n', end);
  const stop = newline < 0 ? text.length : newline;
  return { sign: text.slice(end, stop).trim().split(/\s/)[0] || ';', end: stop };
}

function endsWith(text: string, token: Token, delimiter: string): boolean {
  if (token.kind === 'word') return text.slice(token.start, token.end).endsWith(delimiter);
  return token.kind === 'punctuation' && text.startsWith(delimiter, token.start);
}

/** `END$$` is the word END and the sign `$$`. */
function cutToken(text: string, token: Token, delimiter: string): Token | undefined {
  const end = token.end - delimiter.length;
  return token.kind === 'word' && end > token.start ? { ...token, end, upper: text.slice(token.start, end).toUpperCase() } : undefined;
}

/** Snowflake: `DECLARE x INT; y INT; BEGIN … END` is one block. */
function continuesDeclare(current: readonly Token[], next: Token | undefined, dialect: Dialect): boolean {
  if (current[0]?.upper !== 'DECLARE' || dialect !== 'snowflake' || next?.kind !== 'word') return false;
  return !DECLARE_ENDS.has(next.upper);
}

const DECLARE_ENDS: ReadonlySet<string> = new Set(
  'DECLARE SELECT INSERT UPDATE DELETE MERGE CREATE ALTER DROP GRANT REVOKE USE SET SHOW CALL WITH TRUNCATE COPY EXECUTE LET'.split(' '),
);

/** Statements of T-SQL inside blocks and behind conditions, each as if it stood alone. */
export const innerStatements = (text: string, all: readonly Token[]): readonly Statement[] => splitBatches(text, all, true);

function splitBatches(text: string, all: readonly Token[], isFlat = false): readonly Statement[] {
  const into: Gathered = { statements: [], current: [] };
  let batch = newBatch();
  for (const [at, token] of all.entries()) {
    const isEnd = token.kind === 'break' || isBatchEnd(text, token, all[at - 1]) || (isFlat && isFrame(batch, token, all[at + 1]));
    if (isEnd || startsUnmarked(batch, { token, text, all, at, current: into.current })) {
      flush(into);
      batch = newBatch();
      if (isEnd) continue;
      startsUnmarked(batch, { token, text, all, at, current: into.current });
    }
    if (isFlat && CONDITIONS.has(batch.head)) batch.awaits = false;
    if (isFree(batch) && isSemicolon(text, token) && !isBlockMark(all, at)) {
      flush(into);
      batch = newBatch();
    } else into.current.push(token);
  }
  flush(into);
  return into.statements;
}

const CONDITIONS: ReadonlySet<string> = new Set(['IF', 'WHILE']);

/** What stands around statements: `BEGIN`, `END`, `ELSE`. */
function isFrame({ depth, parens }: Batch, { upper }: Token, next: Token | undefined): boolean {
  if (depth > 0 || parens > 0) return false;
  return upper === 'END' || upper === 'ELSE' || (upper === 'BEGIN' && !(next?.upper ?? '').startsWith('TRAN'));
}

const isFree = ({ depth, parens, isRoutine }: Batch): boolean => depth === 0 && parens === 0 && !isRoutine;

/** `BEGIN;` opens a block in T-SQL. */
const isBlockMark = (all: readonly Token[], at: number): boolean => all[at - 1]?.upper === 'BEGIN';

/** `GO` on a line of its own, with a number of times or none. Source: Microsoft, "SQL Server Utilities Statements - GO". */
function isBatchEnd(text: string, token: Token, before: Token | undefined): boolean {
  if (token.kind === 'number') return before?.upper === 'GO' && !text.slice(before.end, token.start).includes('\n');
  if (token.upper !== 'GO') return false;
  return before === undefined || before.kind === 'break' || isSemicolon(text, before) || text.slice(before.end, token.start).includes('\n');
}
