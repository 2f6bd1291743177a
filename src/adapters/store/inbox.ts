import { sql, type Kysely, type Transaction } from 'kysely';
import type { Delivery, Inbox, Job } from '../../core/publish-ports.ts';
import { mergeTriggers } from './merge-triggers.ts';
import type { Schema } from './schema.ts';
import { startWorker } from './start-worker.ts';

/** Deliveries and the queue behind them, in the database: a delivery and its jobs are one transaction. */
export function inboxIn(db: Kysely<Schema>): Inbox {
  const listeners = new Set<() => void>();
  return {
    accept: async (delivery) => {
      const taken = await db.transaction().execute((transaction) => accept(transaction, delivery));
      if (taken === 'accepted') for (const wake of listeners) wake();
      return taken;
    },
    work: async ({ atOnce }, perform) => {
      const worker = startWorker(db, atOnce, perform);
      listeners.add(worker.wake);
      return {
        stop: async (waitMs) => {
          listeners.delete(worker.wake);
          await worker.stop(waitMs);
        },
      };
    },
    healthy: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
  };
}

async function accept(db: Transaction<Schema>, { id, event, action, receivedAt, jobs }: Delivery): Promise<'accepted' | 'duplicate'> {
  const inserted = await db
    .insertInto('delivery')
    .values({ id, event, action, received_at: receivedAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return 'duplicate';
  for (const job of jobs.toSorted((one, other) => (one.key < other.key ? -1 : 1))) await enqueue(db, job);
  return 'accepted';
}

/** One row for each key: the newest trigger waits; while the job is being done, it waits behind it. */
async function enqueue(db: Transaction<Schema>, { key, trigger }: Job): Promise<void> {
  // Changing nothing still locks the row: a job that ends just now cannot take it away before it is written below.
  const row = await db
    .insertInto('job')
    .values({ key, trigger: JSON.stringify(trigger), run_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(({ ref }) => ({ key: ref('excluded.key') })))
    .returning(['trigger', 'next_trigger', sql<boolean>`leased_until > now()`.as('held')])
    .executeTakeFirstOrThrow();
  const document = JSON.stringify(mergeTriggers(row.held ? row.next_trigger : row.trigger, trigger));
  const change = row.held ? { next_trigger: document } : { trigger: document, run_at: sql<Date>`now()`, attempts: 0 };
  await db.updateTable('job').set(change).where('key', '=', key).execute();
}
