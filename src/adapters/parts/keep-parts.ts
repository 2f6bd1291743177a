import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReadAnswer } from '../../core/ports.ts';

/** What was read of files, kept between runs of the command line. */
export interface KeptParts {
  get(key: string): ReadAnswer | undefined;
  set(key: string, answer: ReadAnswer): void;
  /** Writes what is new. */
  close(): void;
}

/** Enough for several large repositories: about 200 MB. */
const MOST_ROWS = 40_000;

/**
 * Keeps parts in this user's cache folder, by content and reader: a file that did not change is not parsed again, in any run. Where the
 * folder cannot be written, or another run holds it, nothing is kept and nothing fails: the files are read anew. `edition` names the
 * readers themselves: what others have read is not used.
 */
export function keepParts(folder: string, edition: () => string): KeptParts {
  const memory = new Map<string, ReadAnswer>();
  const fresh: string[] = [];
  let opened: Rows | null | undefined;
  const rows = (): Rows | null => (opened === undefined ? (opened = open(folder, `parts-${edition()}.db`)) : opened);
  return {
    get: (key) => {
      const known = memory.get(key) ?? rows()?.get(key);
      if (known) memory.set(key, known);
      return known;
    },
    set: (key, answer) => {
      memory.set(key, answer);
      fresh.push(key);
    },
    close: () => {
      if (fresh.length > 0) rows()?.add(fresh.flatMap((key) => (memory.has(key) ? [[key, JSON.stringify(memory.get(key))] as const] : [])));
      opened?.close();
    },
  };
}

interface Rows {
  get(key: string): ReadAnswer | undefined;
  add(rows: readonly (readonly [string, string])[]): void;
  close(): void;
}

function open(folder: string, name: string): Rows | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const other of readdirSync(folder))
      if (/^parts-.*\.db/.test(other) && !other.startsWith(name)) rmSync(join(folder, other), { force: true });
    const database = new DatabaseSync(join(folder, name), { timeout: 200 });
    // Losing the last run's rows with the machine costs one reading; waiting for the disk costs every run.
    database.exec('pragma journal_mode = wal; pragma synchronous = off');
    database.exec('create table if not exists parts (key text primary key, answer text not null) strict');
    return rowsOf(database);
  } catch {
    return null;
  }
}

function rowsOf(database: DatabaseSync): Rows {
  const select = database.prepare('select answer from parts where key = ?');
  return {
    get: (key) => {
      const row = quietly(() => select.get(key)) as { readonly answer: string } | undefined;
      return row && (quietly(() => JSON.parse(row.answer)) as ReadAnswer | undefined);
    },
    add: (rows) => void quietly(() => write(database, rows)),
    close: () => void quietly(() => database.close()),
  };
}

function write(database: DatabaseSync, rows: readonly (readonly [string, string])[]): void {
  const insert = database.prepare('insert or replace into parts (key, answer) values (?, ?)');
  database.exec('begin immediate');
  for (const [key, answer] of rows) insert.run(key, answer);
  database.exec(`delete from parts where rowid <= (select max(rowid) from parts) - ${MOST_ROWS}`);
  database.exec('commit');
}

/** A cache that fails is no cache. */
function quietly<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
