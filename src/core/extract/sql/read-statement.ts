import { isDone, isNext, isSign, peek, sourceOf, take, takeSign, word, type Cursor } from '../../sql/cursor.ts';
import { takeName, type Name } from '../../sql/names.ts';
import { about, takeObject } from './objects.ts';
import type { Declared } from './part.ts';
import { readAlter } from './read-alter.ts';
import { readCreate } from './read-create.ts';
import { readDefaultPrivileges, readGrant, readOwner, sharedIn } from './read-grant.ts';
import { readComment, readMarking } from './read-marking.ts';
import { unguarded } from './read-policy.ts';

/** What one statement declares or does; nothing where it is of no concern (queries, loads, settings of a session). */
export function readStatement(cursor: Cursor): readonly Declared[] {
  const first = word(cursor);
  if (first === 'DROP' && !isNext(cursor, 'DROP', 'SENSITIVITY')) return readDrop(cursor);
  if (take(cursor, 'TRUNCATE')) return readTruncate(cursor);
  if (take(cursor, 'GRANT')) return readGrant(cursor, 'GRANT');
  if (take(cursor, 'REVOKE') || take(cursor, 'DENY')) return readGrant(cursor, 'REVOKE');
  if (take(cursor, 'ALTER', 'DEFAULT', 'PRIVILEGES')) return readDefaultPrivileges(cursor);
  if (first === 'CREATE' || first === 'DEFINE' || isNext(cursor, 'REPLACE', 'TABLE')) return readCreate(cursor);
  const shared = sharedIn(cursor);
  const read = readSingle(cursor);
  return read ? [read, ...shared] : shared;
}

function readSingle(cursor: Cursor): Declared | null {
  if (take(cursor, 'ALTER', 'AUTHORIZATION', 'ON')) return readOwner(cursor);
  if (take(cursor, 'ALTER')) return readAlter(cursor);
  if (take(cursor, 'UNDROP')) return readUndrop(cursor);
  if (take(cursor, 'COMMENT')) return readComment(cursor);
  if (take(cursor, 'RENAME', 'TABLE')) return readRename(cursor);
  return readMarking(cursor);
}

function readDrop(cursor: Cursor): readonly Declared[] {
  cursor.at++;
  const object = takeObject(cursor);
  take(cursor, 'IF', 'EXISTS');
  if (object === undefined) return [];
  const look = { ...cursor };
  const policy = object.endsWith('POLICY') ? takeName(look) : undefined;
  const also = policy ? unguarded(look, object, policy) : [];
  return [...namedEach(cursor, object, 'drop'), ...also];
}

/** Snowflake, Databricks and BigQuery: what was dropped is there again. */
function readUndrop(cursor: Cursor): Declared | null {
  const object = takeObject(cursor);
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const name = object === undefined ? undefined : takeName(cursor);
  return object !== undefined && name ? about(cursor, object, name, [{ do: 'undrop' }]) : null;
}

function readTruncate(cursor: Cursor): readonly Declared[] {
  take(cursor, 'TABLE');
  take(cursor, 'IF', 'EXISTS');
  take(cursor, 'ONLY');
  return namedEach(cursor, 'TABLE', 'truncate');
}

/** `DROP TABLE a, b CASCADE`: the same for each name. */
function namedEach(cursor: Cursor, object: string, what: 'drop' | 'truncate'): readonly Declared[] {
  const names: Name[] = [];
  do {
    const name = takeName(cursor);
    if (name) names.push(name);
  } while (takeSign(cursor, ','));
  const cascade = cursor.tokens.slice(cursor.at, cursor.end).some(({ upper }) => upper === 'CASCADE');
  return names.map((name) => about(cursor, object, name, [{ do: what, cascade }]));
}

function readRename(cursor: Cursor): Declared | null {
  const [name, , to] = [takeName(cursor), take(cursor, 'TO'), takeName(cursor)];
  return name && to ? about(cursor, 'TABLE', name, [{ do: 'rename', to }]) : null;
}

const STATEMENT_WORDS: ReadonlySet<string> = new Set(
  `SELECT WITH INSERT UPDATE DELETE MERGE REPLACE UPSERT COPY PUT GET UNLOAD LOAD EXPORT IMPORT USE SET UNSET RESET SHOW DESCRIBE DESC EXPLAIN ANALYZE ANALYSE VACUUM
   OPTIMIZE REFRESH CALL EXECUTE EXEC BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE END ABORT DECLARE LET IF FOR WHILE LOOP CASE RETURN PRINT RAISE DO VALUES TABLE
   FROM LOCK UNLOCK CLUSTER REINDEX LISTEN NOTIFY UNLISTEN PREPARE DEALLOCATE DISCARD CHECKPOINT FETCH CLOSE OPEN MOVE SECURITY REASSIGN UNDROP LIST LS REMOVE RM CACHE
   UNCACHE CLEAR MSCK FSCK RESTORE CONVERT GENERATE ADD ATTACH DETACH DENY RENAME COMMENT TRUNCATE GO BULK DBCC KILL WAITFOR THROW BACKUP BREAK CONTINUE GOTO DISABLE ENABLE
   HANDLER FLUSH PURGE OPTIMIZE CHECK CHECKSUM REPAIR INSTALL UNINSTALL SIGNAL RESIGNAL XA STOP CHANGE ASSERT PRAGMA PIVOT UNPIVOT SUMMARIZE EXISTS DROP ALTER CREATE GRANT REVOKE
   CANCEL SUSPEND RESUME APPLY DELIMITER REVERT RECONFIGURE UPDATETEXT WRITETEXT READTEXT APPEND VALIDATE SOURCE CONNECT SYNC INSPECT COMPUTE RECOVER INVALIDATE EVOLVE DEFINE
   SAVE HELP ITERATE LEAVE UNTIL REPEAT USING CONSTRAINT UNSET ROLLUP EXCEPTION ELSE ELSEIF ELSIF WHEN THEN`.split(/\s+/),
);

/** Whether a statement starts as some statement of SQL does. What does not is no SQL, or none of any dialect known here. */
export function isSql(cursor: Cursor): boolean {
  const first = peek(cursor);
  if (!first || isDone(cursor)) return true;
  if (first.kind === 'word') return STATEMENT_WORDS.has(first.upper) || startsUsual(cursor);
  return (
    takeSign({ ...cursor }, '(') ||
    isSign(cursor, '{') ||
    isSign(cursor, '<') ||
    isSign(cursor, '!') ||
    isSign(cursor, '\\') ||
    isSign(cursor, '@') ||
    isSign(cursor, '&') ||
    isSign(cursor, ':')
  );
}

/** Assignments and labels of scripts, holes of templates, and variables that hold a statement. */
function startsUsual(cursor: Cursor): boolean {
  const text = sourceOf(cursor, { from: cursor.at, to: cursor.at + 1 });
  return (
    isSign(cursor, ':', 1) ||
    isSign(cursor, '=', 1) ||
    /^[\ue000$@#&]/.test(text) ||
    isNext(cursor, 'NOT') ||
    (isSign(cursor, '(', 1) && word(cursor) !== '')
  );
}
