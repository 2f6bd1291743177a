import { closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { Pool } from 'pg';
import { TollgateError } from '../../core/errors.ts';
import { lockFolder } from './lock-folder.ts';

export interface OpenDatabase {
  readonly pool: Pool;
  /** No other process is in it. */
  readonly alone: boolean;
  close(): Promise<void>;
}

/** Opens the embedded PostgreSQL in a folder, for this process alone. What it says is committed is on the disk. Errors: store-locked, store-failed. */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const unlock = lockFolder(folder);
  try {
    checkVersion(folder);
    const synced = { count: 0 };
    const lite = await start(folder, synced);
    const pool = new Pool({ ...createPgConfig(lite), max: 1 });
    const close = async (): Promise<void> => {
      await pool.end();
      await lite.close();
    };
    await checkSync(pool, synced).catch((error: unknown) => close().then(() => Promise.reject(error)));
    return { pool, alone: true, close: () => close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function start(folder: string, synced: { count: number }): Promise<PGlite> {
  try {
    return await PGlite.create({ fs: new SyncedNodeFS(join(folder, 'database'), synced), startParams: [...parameters()] });
  } catch (cause) {
    throw new TollgateError('store-failed', `the embedded database in ${folder} does not start`, {
      lines: ['do:    put its last backup there, or move the folder away to begin anew'],
      cause,
    });
  }
}

/** The major version of the PostgreSQL inside; another one cannot read its files. */
const POSTGRES = '18';

function checkVersion(folder: string): void {
  const file = join(folder, 'database', 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : POSTGRES;
  if (found === POSTGRES) return;
  throw new TollgateError('store-failed', `${folder} was written by PostgreSQL ${found}, and this is ${POSTGRES}`, {
    lines: ['do:    start the Tollgate that wrote it, or move the folder away to begin anew'],
  });
}

/** Commits wait for the disk, and the memory that it takes is bounded. */
function parameters(): readonly string[] {
  const settings = ['wal_sync_method=fsync', 'shared_buffers=16MB', 'max_wal_size=64MB'];
  return [...PGlite.defaultStartParams.filter((one) => one !== '-F'), ...settings.flatMap((one) => ['-c', one])];
}

interface EmscriptenFiles {
  readonly NODEFS: {
    readonly realPath: (node: unknown) => string;
    readonly stream_ops: { fsync?: (stream: { readonly nfd?: number; readonly node: unknown }) => number };
  };
}

/** PGlite's files on disk never reach it for sure: its fsync does nothing. This one does. */
class SyncedNodeFS extends NodeFS {
  readonly #synced: { count: number };

  constructor(folder: string, synced: { count: number }) {
    super(folder);
    this.#synced = synced;
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const preRun = made.emscriptenOpts.preRun as unknown as ((files: EmscriptenFiles) => void)[];
    preRun.push(({ NODEFS }) => {
      NODEFS.stream_ops.fsync = ({ nfd, node }) => {
        this.#synced.count += 1;
        if (nfd === undefined) syncFolder(NODEFS.realPath(node));
        else fsyncSync(nfd);
        return 0;
      };
    });
    return made;
  }
}

function syncFolder(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The shim above reaches into PGlite: whether it still takes hold is tried, not believed. */
async function checkSync(pool: Pool, synced: { readonly count: number }): Promise<void> {
  const before = synced.count;
  await pool.query('create table if not exists sync_probe (id int)');
  await pool.query('insert into sync_probe values (1)');
  await pool.query('delete from sync_probe');
  if (synced.count > before) return;
  throw new TollgateError('store-failed', 'the embedded database does not write to the disk when it commits', {
    lines: ['do:    set DATABASE_URL to a PostgreSQL'],
  });
}
