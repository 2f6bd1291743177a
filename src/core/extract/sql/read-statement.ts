import {
  isDone,
  isNext,
  peek,
  placeOf,
  sourceOf,
  take,
  takeAny,
  takeGroup,
  takeSign,
  isSign,
  valueOf,
  word,
  type Cursor,
} from '../../sql/cursor.ts';
import { factOf, tagFact } from './facts.ts';
import { parentLocation, takeName, type Name } from '../../sql/names.ts';
import type { Declared, Step } from './part.ts';
import { readAlter, takeTagList } from './read-alter.ts';
import { OBJECTS, readCreate } from './read-create.ts';
import { readGrant } from './read-grant.ts';
import { readPairs } from './read-options.ts';

/** What one statement declares or does; nothing where it is of no concern (queries, loads, settings of a session). */
export function readStatement(cursor: Cursor): readonly Declared[] {
  if (take(cursor, 'DROP')) return readDrop(cursor);
  if (take(cursor, 'TRUNCATE')) return readTruncate(cursor);
  const read = readSingle(cursor);
  return read ? [read] : [];
}

function readSingle(cursor: Cursor): Declared | null {
  if (take(cursor, 'CREATE')) return readCreate(cursor);
  if (take(cursor, 'ALTER')) return readAlter(cursor);
  if (take(cursor, 'GRANT')) return readGrant(cursor, 'GRANT');
  if (take(cursor, 'REVOKE')) return readGrant(cursor, 'REVOKE');
  if (take(cursor, 'COMMENT')) return readComment(cursor);
  if (take(cursor, 'RENAME', 'TABLE')) return readRename(cursor);
  return readMarking(cursor);
}

const OBJECT_WORDS = OBJECTS.map(([words]) => words);

function about(cursor: Cursor, object: string, name: Name, steps: readonly Step[]): Declared {
  const kind = OBJECTS.find(([words]) => words === object)?.[1] ?? 'table';
  return { kind, object, name, extent: placeOf(cursor, { from: 0, to: cursor.end }), steps };
}

function readDrop(cursor: Cursor): readonly Declared[] {
  takeAny(cursor, ['MATERIALIZED', 'EXTERNAL', 'DYNAMIC', 'TEMPORARY', 'FOREIGN', 'ICEBERG']);
  const object = takeAny(cursor, OBJECT_WORDS);
  take(cursor, 'IF', 'EXISTS');
  return object === undefined ? [] : namedEach(cursor, object, 'drop');
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

/** `COMMENT ON TABLE t IS '…'`, `COMMENT ON COLUMN t.c IS '…'`. */
function readComment(cursor: Cursor): Declared | null {
  take(cursor, 'IF', 'EXISTS');
  if (!take(cursor, 'ON')) return null;
  const object = takeAny(cursor, ['COLUMN', ...OBJECT_WORDS]);
  const name = object === undefined ? undefined : takeName(cursor);
  if (object === undefined || !name || !take(cursor, 'IS')) return null;
  const token = peek(cursor);
  if (token?.kind !== 'string') return null;
  const facts = { description: factOf(valueOf(cursor, token), placeOf(cursor, { from: cursor.at, to: cursor.at + 1 })) };
  return object === 'COLUMN' ? onColumn(cursor, name, facts) : about(cursor, object, name, [{ do: 'set', facts, unset: [] }]);
}

function onColumn(cursor: Cursor, column: Name, facts: Extract<Step, { do: 'change-field' }>['facts']): Declared | null {
  const table = parentOf(cursor, column);
  if (!table) return null;
  const name = column.parts.at(-1)?.toLowerCase() ?? '';
  return about(cursor, 'TABLE', table, [{ do: 'change-field', name, location: column.last, facts, unset: [] }]);
}

/** The table of a column's full name. */
function parentOf(cursor: Cursor, column: Name): Name | null {
  if (column.parts.length < 2) return null;
  const cut = (text: string): string => text.slice(0, text.lastIndexOf('.'));
  const location = parentLocation(cursor, column);
  return { ...column, location, last: location, parts: column.parts.slice(0, -1), key: cut(column.key), shown: cut(column.shown) };
}

function readRename(cursor: Cursor): Declared | null {
  const [name, , to] = [takeName(cursor), take(cursor, 'TO'), takeName(cursor)];
  return name && to ? about(cursor, 'TABLE', name, [{ do: 'rename', to }]) : null;
}

/** Ways to mark columns that are statements of their own, by platform. */
function readMarking(cursor: Cursor): Declared | null {
  if (take(cursor, 'SET', 'TAG', 'ON')) return readSetTagOn(cursor);
  if (take(cursor, 'ADD', 'SENSITIVITY', 'CLASSIFICATION', 'TO')) return readSensitivity(cursor);
  if (take(cursor, 'SECURITY', 'LABEL')) return readSecurityLabel(cursor);
  return take(cursor, 'ATTACH', 'MASKING', 'POLICY') ? readAttached(cursor) : null;
}

/** Databricks: `SET TAG ON COLUMN c.s.t.email pii = email`. */
function readSetTagOn(cursor: Cursor): Declared | null {
  const object = takeAny(cursor, ['COLUMN', 'TABLE', 'VIEW', 'SCHEMA', 'CATALOG', 'VOLUME']) ?? 'TABLE';
  const name = takeName(cursor);
  if (!name) return null;
  const facts = takeTagList(cursor);
  return object === 'COLUMN' ? onColumn(cursor, name, facts) : about(cursor, object, name, [{ do: 'set', facts, unset: [] }]);
}

/** T-SQL: `ADD SENSITIVITY CLASSIFICATION TO dbo.t.email WITH (LABEL = '…', INFORMATION_TYPE = '…')`. */
function readSensitivity(cursor: Cursor): Declared | null {
  const name = takeName(cursor);
  if (!name || !take(cursor, 'WITH') || !isSign(cursor, '(')) return null;
  const pairs = readPairs(cursor, takeGroup(cursor));
  const said = (key: string) => pairs.find((pair) => pair.key.toUpperCase() === key);
  const label = said('LABEL');
  const type = said('INFORMATION_TYPE');
  return onColumn(cursor, name, {
    ...(label ? { classification: factOf(label.value ?? '', label.location) } : {}),
    ...(type ? tagFact('information_type', type.value ?? true, type.location) : {}),
  });
}

/** PostgreSQL Anonymizer: `SECURITY LABEL FOR anon ON COLUMN t.c IS 'MASKED WITH FUNCTION …'`. */
function readSecurityLabel(cursor: Cursor): Declared | null {
  if (take(cursor, 'FOR')) cursor.at++;
  if (!take(cursor, 'ON', 'COLUMN')) return null;
  const name = takeName(cursor);
  if (!name || !take(cursor, 'IS')) return null;
  const token = peek(cursor);
  const location = placeOf(cursor, { from: cursor.at, to: cursor.at + 1 });
  const label = token ? valueOf(cursor, token) : '';
  return onColumn(cursor, name, /^MASKED\b/i.test(label) ? { masking: factOf(label, location) } : tagFact('label', label, location));
}

/** Redshift: `ATTACH MASKING POLICY p ON t (email) TO …`. */
function readAttached(cursor: Cursor): Declared | null {
  const policy = takeName(cursor);
  if (!policy || !take(cursor, 'ON')) return null;
  const table = takeName(cursor);
  if (!table || !isSign(cursor, '(')) return null;
  const from = cursor.at;
  const names = sourceOf(cursor, takeGroup(cursor))
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const location = placeOf(cursor, { from, to: cursor.at });
  const facts = { masking: { value: policy.shown, location: policy.location } };
  return about(
    cursor,
    'TABLE',
    table,
    names.map((name) => ({ do: 'change-field', name, location, facts, unset: [] })),
  );
}

const STATEMENT_WORDS: ReadonlySet<string> = new Set(
  `SELECT WITH INSERT UPDATE DELETE MERGE REPLACE UPSERT COPY PUT GET UNLOAD LOAD EXPORT IMPORT USE SET UNSET RESET SHOW DESCRIBE DESC EXPLAIN ANALYZE ANALYSE VACUUM
   OPTIMIZE REFRESH CALL EXECUTE EXEC BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE END ABORT DECLARE LET IF FOR WHILE LOOP CASE RETURN PRINT RAISE DO VALUES TABLE
   FROM LOCK UNLOCK CLUSTER REINDEX LISTEN NOTIFY UNLISTEN PREPARE DEALLOCATE DISCARD CHECKPOINT FETCH CLOSE OPEN MOVE SECURITY REASSIGN UNDROP LIST LS REMOVE RM CACHE
   UNCACHE CLEAR MSCK FSCK RESTORE CONVERT GENERATE ADD ATTACH DETACH DENY RENAME COMMENT TRUNCATE GO BULK DBCC KILL WAITFOR THROW BACKUP BREAK CONTINUE GOTO DISABLE ENABLE
   HANDLER FLUSH PURGE OPTIMIZE CHECK CHECKSUM REPAIR INSTALL UNINSTALL SIGNAL RESIGNAL XA STOP CHANGE ASSERT PRAGMA PIVOT UNPIVOT SUMMARIZE EXISTS DROP ALTER CREATE GRANT REVOKE
   CANCEL SUSPEND RESUME APPLY DELIMITER REVERT RECONFIGURE UPDATETEXT WRITETEXT READTEXT APPEND VALIDATE SOURCE CONNECT SYNC INSPECT COMPUTE RECOVER INVALIDATE EVOLVE DEFINE
   UNSET ROLLUP EXCEPTION ELSE ELSEIF ELSIF WHEN THEN`.split(/\s+/),
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
