import type { Dialect } from '../../sql/dialect.ts';
import type { Token } from '../../sql/tokens.ts';

/** What is open at a place in a statement, innermost last. */
export interface Nesting {
  readonly open: ('BEGIN' | 'CASE' | 'LOOP')[];
  isRoutine: boolean;
  /** A block was opened, closed by now or not. */
  hasBlock: boolean;
}

export const newNesting = (): Nesting => ({ open: [], isRoutine: false, hasBlock: false });

/** A token and its place: in the text, and in its statement. */
export interface Step {
  readonly token: Token;
  readonly text: string;
  readonly all: readonly Token[];
  readonly at: number;
  readonly first: boolean;
  /** Tokens of the statement before this one. */
  readonly length: number;
  readonly dialect: Dialect;
}

const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'TASK', 'ALERT', 'EVENT']);

/** Follows `BEGIN`, `CASE`, loops, and what ends each. */
export function stepInto(nesting: Nesting, step: Step): void {
  const { token, all, at, first } = step;
  if (token.kind !== 'word') return;
  const { open } = nesting;
  if (startsRoutine(step)) nesting.isRoutine = true;
  if (token.upper === 'BEGIN') openBlock(nesting, all[at + 1], first);
  else if (LOOPS.has(token.upper) && opensLoop(nesting, step)) open.push('LOOP');
  else if (open.length > 0 && token.upper === 'CASE' && all[at - 1]?.upper !== 'END') open.push('CASE');
  else if (token.upper === 'END') close(open, all[at + 1]?.upper ?? '');
}

function startsRoutine({ token: { upper }, first, length, dialect }: Step): boolean {
  return length < 12 && (ROUTINES.has(upper) || (first && upper === 'DECLARE' && dialect === 'snowflake'));
}

function openBlock(nesting: Nesting, next: Token | undefined, first: boolean): void {
  if (!opensBlock(next, first, nesting)) return;
  nesting.open.push('BEGIN');
  nesting.hasBlock = true;
}

const TRANSACTION: ReadonlySet<string> = new Set(['TRAN', 'TRANSACTION', 'WORK', 'ISOLATION', 'READ', 'NAME', '']);

/** `BEGIN;` and `BEGIN TRANSACTION` open no block. */
function opensBlock(next: Token | undefined, first: boolean, { open, isRoutine }: Nesting): boolean {
  if (first) return next !== undefined && next.kind === 'word' && !TRANSACTION.has(next.upper);
  return isRoutine || open.length > 0;
}

const LOOPS: ReadonlySet<string> = new Set(['IF', 'FOR', 'WHILE', 'LOOP', 'REPEAT']);
const SCRIPTS: ReadonlySet<Dialect> = new Set(['snowflake', 'bigquery', 'databricks']);
const BEFORE: ReadonlySet<string> = new Set(['BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT']);

/** Loops and conditions of scripts, where a statement may start; the function `IF(…)` is none. */
function opensLoop({ open }: Nesting, { token, text, all, at, first, dialect }: Step): boolean {
  const before = all[at - 1];
  if (!SCRIPTS.has(dialect) || open.at(-1) === 'CASE' || before?.upper === 'END') return false;
  const sign = before?.kind === 'punctuation' ? text[before.start] : '';
  const starts = first || (open.length > 0 && (sign === ';' || BEFORE.has(before?.upper ?? ''))) || sign === ':';
  return starts && leadsTo(token.upper, all, at, text);
}

const HEADS: Readonly<Record<string, readonly string[]>> = { IF: ['THEN'], FOR: ['DO', 'LOOP'], WHILE: ['DO', 'LOOP'] };
/** Conditions are shorter than this. */
const LOOK_AHEAD = 300;

function leadsTo(word: string, all: readonly Token[], from: number, text: string): boolean {
  const wanted = HEADS[word];
  if (!wanted) return all[from + 1] !== undefined && text[all[from + 1]?.start ?? 0] !== '(';
  for (let at = from + 1; at < Math.min(all.length, from + LOOK_AHEAD); at++) {
    const token = all[at] as Token;
    if (wanted.includes(token.upper)) return true;
    if (token.kind === 'punctuation' && text[token.start] === ';') return false;
  }
  return false;
}

function close(open: Nesting['open'], next: string): void {
  if (LOOPS.has(next)) {
    if (open.at(-1) === 'LOOP') open.pop();
    return;
  }
  while (open.at(-1) === 'LOOP') open.pop();
  open.pop();
}
