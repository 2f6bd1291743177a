import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { openEmbedded } from '../../../src/adapters/store/open-embedded.ts';
import { openStore, type Store } from '../../../src/adapters/store/open-store.ts';
import type { Schema } from '../../../src/adapters/store/schema.ts';
import { aServer, HAS_SERVER } from './a-server.ts';

/** The two databases that a store can have; `skip`: there is no PostgreSQL on this machine. */
export interface TestDatabase {
  readonly name: string;
  readonly skip: boolean;
  /** The store as the app has it. */
  openStore(): Promise<{ readonly store: Store; close(): Promise<void> }>;
  /** The tables themselves, not yet made, with the pool that reaches them. */
  open(): Promise<{ readonly db: Kysely<Schema>; readonly pool: Pool; close(): Promise<void> }>;
}

/** `folder` is where the embedded one keeps its files; it is its user's to remove. */
export function databasesIn(folder: string): readonly TestDatabase[] {
  return [embedded(folder), onServer(folder)];
}

const tables = (pool: Pool): Kysely<Schema> => new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });

const embedded = (folder: string): TestDatabase => ({
  name: 'embedded',
  skip: false,
  openStore: async () => {
    const store = await openStore({ dataFolder: folder });
    return { store, close: () => store.close() };
  },
  open: async () => {
    const { pool, close } = await openEmbedded(folder);
    return { db: tables(pool), pool, close };
  },
});

const onServer = (folder: string): TestDatabase => ({
  name: HAS_SERVER ? 'PostgreSQL' : 'PostgreSQL (none here)',
  skip: !HAS_SERVER,
  openStore: async () => {
    const server = await aServer();
    const store = await openStore({ dataFolder: folder, databaseUrl: server.url });
    return { store, close: () => store.close().then(() => server.stop()) };
  },
  open: async () => {
    const server = await aServer();
    const pool = new Pool({ connectionString: server.url });
    return { db: tables(pool), pool, close: () => pool.end().then(() => server.stop()) };
  },
});
