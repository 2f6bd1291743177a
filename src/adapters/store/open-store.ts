import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { isTollgateError, TollgateError } from '../../core/errors.ts';
import type { CommandStore } from '../../core/command-ports.ts';
import type { ExceptionStore, Inbox, PublicationStore } from '../../core/publish-ports.ts';
import { commandsIn } from './commands.ts';
import { exceptionsIn } from './exceptions.ts';
import { inboxIn } from './inbox.ts';
import { freeLeases } from './lease-jobs.ts';
import { migrate } from './migrations.ts';
import { openEmbedded, type OpenDatabase } from './open-embedded.ts';
import { publicationsIn } from './publications.ts';
import type { Schema } from './schema.ts';

export interface StoreOptions {
  readonly dataFolder: string;
  /** A PostgreSQL, for several processes. Missing: the embedded one, in the folder, for this process alone. */
  readonly databaseUrl?: string;
}

export interface Store {
  readonly publications: PublicationStore;
  readonly exceptions: ExceptionStore;
  readonly commands: CommandStore;
  readonly inbox: Inbox;
  close(): Promise<void>;
}

/** Opens the store and brings its tables to this version. Errors: store-locked, store-failed. */
export async function openStore({ dataFolder, databaseUrl }: StoreOptions): Promise<Store> {
  const { pool, alone, close } = databaseUrl === undefined ? await openEmbedded(join(dataFolder, 'store')) : openServer(databaseUrl);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
    if (alone) await freeLeases(db);
  } catch (error) {
    await close().catch(() => undefined);
    throw isTollgateError(error) ? error : unreachable(error);
  }
  const timer = setInterval(() => void tidy(db).catch(() => undefined), TIDY_MS).unref();
  return {
    publications: publicationsIn(db),
    exceptions: exceptionsIn(db),
    commands: commandsIn(db),
    inbox: inboxIn(db),
    close: () => {
      clearInterval(timer);
      return close();
    },
  };
}

const TIDY_MS = 3_600_000;

/** GitHub sends a delivery again within three days; after a week its name is of no use. The embedded database tidies nothing by itself. */
async function tidy(db: Kysely<Schema>): Promise<void> {
  await db
    .deleteFrom('delivery')
    .where('received_at', '<', sql<Date>`now() - interval '7 days'`)
    .execute();
  await sql`vacuum (analyze)`.execute(db);
}

function openServer(connectionString: string): OpenDatabase {
  const pool = new Pool({ connectionString, max: 10, connectionTimeoutMillis: 5000, application_name: 'tollgate' });
  // A connection that breaks while idle is replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  return { pool, alone: false, close: () => pool.end() };
}

/** The address holds a password: it is never part of the words. */
function unreachable(cause: unknown): TollgateError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TollgateError('store-failed', `the database does not answer: ${why}`, {
    lines: ['do:    see that DATABASE_URL names a PostgreSQL 15 or later'],
    cause,
  });
}
