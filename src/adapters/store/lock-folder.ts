import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TollgateError } from '../../core/errors.ts';

/**
 * Makes this process the only one that uses a folder: the embedded database has no lock of its own, and a second process would
 * destroy it. Answers with the way to give it back. Error: store-locked.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holder = join(folder, 'holder');
  const lock = take(join(folder, 'lock'));
  if (!lock) throw locked(folder, holderOf(holder));
  writeFileSync(holder, String(process.pid), { mode: 0o600 });
  return () => {
    rmSync(holder, { force: true });
    lock.close();
  };
}

/**
 * The lock that SQLite takes on a file belongs to the process and ends with it, however it ends. A process id in a file would not do:
 * in a container that starts again it is the same one, and in two containers with one volume it means different processes.
 */
function take(file: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

const SQLITE_BUSY = 5;

/** Only for people: the lock itself knows nobody. */
function holderOf(file: string): string {
  try {
    return `process ${Number(readFileSync(file, 'utf8'))}`;
  } catch {
    return 'another process';
  }
}

function locked(folder: string, holder: string): TollgateError {
  return new TollgateError('store-locked', `${folder} is in use by ${holder}`, {
    lines: ['do:    stop that process, name another folder in TOLLGATE_DATA, or set DATABASE_URL to a PostgreSQL for several processes'],
  });
}
