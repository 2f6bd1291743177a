import type { Token } from '../../sql/tokens.ts';

/** Where the reading of T-SQL stands within a statement. */
export interface Batch {
  /** Blocks and CASE that are open. */
  depth: number;
  parens: number;
  /** A routine reaches to the end of its batch. */
  isRoutine: boolean;
  /** The verb of the statement. */
  head: string;
  /** A verb is still to come: behind a condition, WITH, INSERT INTO or UPDATE. */
  awaits: boolean;
}

export const newBatch = (): Batch => ({ depth: 0, parens: 0, isRoutine: false, head: '', awaits: false });

interface Around {
  readonly token: Token;
  readonly text: string;
  readonly all: readonly Token[];
  readonly at: number;
  readonly current: readonly Token[];
}

/**
 * Whether a statement of T-SQL starts here though no semicolon ended the one before; where none does, the batch is moved over the token.
 * Source: Microsoft, "Transact-SQL syntax conventions": the semicolon is optional behind most statements.
 */
export function startsUnmarked(batch: Batch, around: Around): boolean {
  const { token, text, all, at, current } = around;
  const isFree = batch.depth === 0 && batch.parens === 0 && token.kind === 'word';
  if (isFree && STARTS.has(token.upper)) {
    if (current.length > 0 && !batch.isRoutine && !continues(batch, around)) return true;
    enter(batch, token.upper, current.length === 0);
  }
  if (isRoutineWord(token, current)) batch.isRoutine = true;
  if (isFree && token.upper === 'WITH' && isNamedQuery(all, at, text)) batch.awaits = true;
  if (token.kind === 'punctuation') stepParens(batch, text[token.start]);
  batch.depth = Math.max(0, batch.depth + depthStep(batch, token, all[at + 1]));
  return false;
}

function isRoutineWord({ upper }: Token, current: readonly Token[]): boolean {
  if (current.length === 0 || current.length >= 5 || !ROUTINES.has(upper)) return false;
  return MAKES.has(current[0]?.upper ?? '') && current[1]?.upper !== 'PARTITION';
}

function stepParens(batch: Batch, sign: string | undefined): void {
  if (sign === '(') batch.parens++;
  if (sign === ')' && batch.parens > 0) batch.parens--;
}

const MAKES: ReadonlySet<string> = new Set(['CREATE', 'ALTER']);
const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER']);
const STARTS: ReadonlySet<string> = new Set(
  `CREATE ALTER DROP TRUNCATE GRANT REVOKE DENY INSERT UPDATE DELETE MERGE SELECT DECLARE SET EXEC EXECUTE PRINT IF WHILE USE BEGIN COMMIT ROLLBACK
   SAVE OPEN CLOSE DEALLOCATE FETCH RAISERROR THROW RETURN GOTO WAITFOR BACKUP RESTORE DBCC BULK`.split(/\s+/),
);

/** Behind these words a verb belongs to the statement that is being read. */
const BINDERS: ReadonlySet<string> = new Set(
  `AS OF FOR AFTER BEFORE UNION ALL EXCEPT INTERSECT GRANT REVOKE DENY TO FROM THEN ELSE WHEN AND OR NOT EXISTS IN INTO WITH WITHOUT BY SELECT ROW ROWS
   DISTINCT TOP WHERE HAVING JOIN CASE LIKE BETWEEN IS ANY SOME IF WHILE TRY CATCH DEFAULT TABLE ENABLE DISABLE BULK`.split(/\s+/),
);
const ACTIONS: ReadonlySet<string> = new Set(['ALTER', 'DROP', 'SET']);
const OBJECTS: ReadonlySet<string> = new Set(
  'TABLE VIEW PROCEDURE PROC FUNCTION TRIGGER DATABASE SCHEMA USER LOGIN ROLE EXTERNAL SEQUENCE SYNONYM SECURITY AUTHORIZATION TYPE'.split(
    ' ',
  ),
);
const SESSION: ReadonlySet<string> = new Set(
  'NOCOUNT ANSI_NULLS ANSI_PADDING ANSI_WARNINGS QUOTED_IDENTIFIER XACT_ABORT IDENTITY_INSERT ARITHABORT NUMERIC_ROUNDABORT CONCAT_NULL_YIELDS_NULL'.split(
    ' ',
  ),
);

function continues(batch: Batch, around: Around): boolean {
  return isBound(around) || isPart(batch.head, around) || (batch.awaits && isAwaited(batch.head, around.token.upper));
}

/** The word before, or the one behind, says that no statement starts. */
function isBound({ token: { upper }, text, all, at }: Around): boolean {
  const [before, next] = [all[at - 1], all[at + 1]];
  if (before?.kind === 'punctuation' && !/[);]/.test(text[before.start] ?? '')) return true;
  if (before && BINDERS.has(before.upper) && !endsTry(before, { upper, all, at })) return true;
  if (before?.upper === 'ON' && /^(?:UPDATE|DELETE|INSERT)$/.test(upper)) return true;
  return next?.upper === 'JOIN' || next?.upper === 'RANGE';
}

/** `END TRY` binds nothing but its `BEGIN CATCH`. */
function endsTry(
  { upper }: Token,
  { upper: verb, all, at }: { readonly upper: string; readonly all: readonly Token[]; readonly at: number },
): boolean {
  if (upper !== 'TRY' && upper !== 'CATCH') return false;
  return all[at - 2]?.upper === 'END' && !(verb === 'BEGIN' && all[at + 1]?.upper === 'CATCH');
}

/** Verbs that are also words within other statements. */
function isPart(head: string, { token: { upper }, text, all, at }: Around): boolean {
  const next = all[at + 1];
  const behind = next?.upper ?? '';
  if (upper === 'BULK') return behind !== 'INSERT';
  if (upper === 'SET' && isChange(all[at - 1])) return true;
  if (upper === 'IF' && behind === 'EXISTS') return text[all[at + 2]?.start ?? 0] !== '(';
  if (head === 'ALTER' && ACTIONS.has(upper)) return isAction(upper, behind);
  return NAMES.has(upper) && next?.kind === 'punctuation';
}

const isChange = (token: Token | undefined): boolean => token?.upper === 'UPDATE' || token?.upper === 'DELETE';

/** What an ALTER does, and no statement of its own. */
const isAction = (verb: string, next: string): boolean => (verb === 'SET' ? !SESSION.has(next) : !OBJECTS.has(next));

/** These name columns too. */
const NAMES: ReadonlySet<string> = new Set(['OPEN', 'CLOSE', 'PRINT', 'USE']);

/** `UPDATE t SET`, `INSERT INTO t SELECT`; a condition and WITH take any verb. */
function isAwaited(head: string, verb: string): boolean {
  if (head === 'UPDATE') return verb === 'SET';
  if (head === 'INSERT') return /^(?:SELECT|EXEC|EXECUTE)$/.test(verb);
  return true;
}

function enter(batch: Batch, verb: string, isFirst: boolean): void {
  const takes = isFirst || batch.awaits || batch.head === '';
  batch.awaits = verb === 'IF' || verb === 'WHILE' || verb === 'UPDATE' || verb === 'INSERT';
  if (takes) batch.head = verb;
}

/** `WITH name AS (` and `WITH name (a) AS (`: a query follows. */
function isNamedQuery(all: readonly Token[], at: number, text: string): boolean {
  const [name, behind] = [all[at + 1], all[at + 2]];
  return (name?.kind === 'word' || name?.kind === 'name') && (behind?.upper === 'AS' || text[behind?.start ?? 0] === '(');
}

const TRANSACTION: ReadonlySet<string> = new Set(['TRAN', 'TRANSACTION', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION']);

function depthStep({ depth }: Batch, { upper }: Token, next: Token | undefined): number {
  if (upper === 'BEGIN') return TRANSACTION.has(next?.upper ?? '') ? 0 : 1;
  if (upper === 'CASE') return 1;
  return upper === 'END' && depth > 0 && next?.upper !== 'CONVERSATION' ? -1 : 0;
}
