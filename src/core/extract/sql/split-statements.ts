import type { Token } from '../../sql/tokens.ts';

/** A statement: its tokens, without the semicolon. */
export type Statement = readonly Token[];

/**
 * Statements of a text, at semicolons outside of blocks. A block is `BEGIN … END` in a procedure, function, trigger or task, or a
 * script of its own; `GO` on a line of its own ends a batch where the dialect has it.
 */
export function splitStatements(text: string, all: readonly Token[], batches: boolean): readonly Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  let depth = 0;
  let isRoutine = false;
  const flush = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
    depth = 0;
    isRoutine = false;
  };
  for (const [index, token] of all.entries()) {
    const ends = depth === 0 && token.kind === 'punctuation' && text[token.start] === ';';
    if (ends || (batches && isBatchEnd(text, token))) {
      flush();
      continue;
    }
    if (current.length < 8 && ROUTINES.has(token.upper)) isRoutine = true;
    depth += blockStep(token, { next: all[index + 1], previous: all[index - 1], depth, first: current.length === 0, isRoutine, text });
    current.push(token);
  }
  flush();
  return statements;
}

const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'TASK', 'ALERT']);

function isBatchEnd(text: string, token: Token): boolean {
  return token.upper === 'GO' && /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', token.start - 1) + 1, token.start));
}

interface Around {
  readonly next: Token | undefined;
  readonly previous: Token | undefined;
  readonly depth: number;
  readonly first: boolean;
  readonly isRoutine: boolean;
  readonly text: string;
}

const TRANSACTION: ReadonlySet<string> = new Set(['TRAN', 'TRANSACTION', 'WORK', 'ISOLATION', 'READ', '']);
const ENDS_OTHER: ReadonlySet<string> = new Set(['IF', 'LOOP', 'WHILE', 'FOR', 'REPEAT']);

function blockStep(token: Token, { next, depth, first, isRoutine }: Around): number {
  if (token.upper === 'BEGIN') return opensBlock(next, { depth, first, isRoutine }) ? 1 : 0;
  if (depth === 0) return 0;
  if (token.upper === 'CASE') return 1;
  return token.upper === 'END' && !ENDS_OTHER.has(next?.upper ?? '') ? -1 : 0;
}

/** `BEGIN;` and `BEGIN TRANSACTION` open no block. */
function opensBlock(next: Token | undefined, { depth, first, isRoutine }: Pick<Around, 'depth' | 'first' | 'isRoutine'>): boolean {
  if (first) return next !== undefined && next.kind === 'word' && !TRANSACTION.has(next.upper);
  return isRoutine || depth > 0;
}
