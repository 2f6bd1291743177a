import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';

/**
 * Makes this process the only one that uses a folder: the embedded database has no lock of its own, and a second process would
 * destroy it. Answers with the way to give it back. Error: store-locked.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    if (take(file)) return () => rmSync(file, { force: true });
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) throw locked(folder, holder);
    // Its process is gone, as after a crash.
    rmSync(file, { force: true });
  }
  throw locked(folder, holderOf(file));
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(holder) && holder > 0 ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Signal 0 only asks. Not allowed to signal it means: it lives, and belongs to someone else. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function locked(folder: string, holder: number | undefined): TollgateError {
  return new TollgateError('store-locked', `${folder} is in use by process ${holder ?? 'unknown'}`, {
    lines: ['do:    stop that process, name another folder in TOLLGATE_DATA, or set DATABASE_URL to a PostgreSQL for several processes'],
  });
}
