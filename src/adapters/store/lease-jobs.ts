import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Job } from '../../core/publish-ports.ts';
import type { Trigger } from '../../model/trigger.ts';
import { mergeTriggers } from './merge-triggers.ts';
import type { Schema } from './schema.ts';

/** A job that this process does until the lease is over. */
export interface Leased {
  readonly job: Job;
  readonly lease: string;
  readonly attempts: number;
}

/** How long a process that died keeps a job from the others. */
export const LEASE_SECONDS = 45;

export async function takeJob(db: Kysely<Schema>): Promise<Leased | undefined> {
  const lease = randomUUID();
  const row = await db
    .updateTable('job')
    .set({ lease, leased_until: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`, attempts: sql<number>`attempts + 1` })
    .where('key', '=', (query) =>
      query
        .selectFrom('job')
        .select('key')
        .where('run_at', '<=', sql<Date>`now()`)
        .where((or) => or.or([or('leased_until', 'is', null), or('leased_until', '<=', sql<Date>`now()`)]))
        .orderBy('run_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['key', 'trigger', 'attempts'])
    .executeTakeFirst();
  return row && { job: { key: row.key, trigger: row.trigger }, lease, attempts: row.attempts };
}

/** Whoever held a lease is gone for sure: nobody has to wait for it to run out. */
export async function freeLeases(db: Kysely<Schema>): Promise<void> {
  await db.updateTable('job').set({ lease: null, leased_until: null }).where('lease', 'is not', null).execute();
}

export async function keepLease(db: Kysely<Schema>, { job, lease }: Leased): Promise<void> {
  const until = sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`;
  await db.updateTable('job').set({ leased_until: until }).where('key', '=', job.key).where('lease', '=', lease).execute();
}

/** When a job is to be done again. One that was only told to wait has used up no attempt. */
export interface Retry {
  readonly seconds: number;
  readonly counts: boolean;
}

/** What came meanwhile is next, except where all have to wait; otherwise the job is gone, or waits for its retry. */
export async function endJob(db: Kysely<Schema>, { job, lease }: Leased, retry?: Retry): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const own = transaction.selectFrom('job').select('next_trigger').where('key', '=', job.key).where('lease', '=', lease).forUpdate();
    const row = await own.executeTakeFirst();
    if (!row) return;
    const change = changeOf(job, row.next_trigger, retry);
    if (change) await transaction.updateTable('job').set(change).where('key', '=', job.key).execute();
    else await transaction.deleteFrom('job').where('key', '=', job.key).execute();
  });
}

function changeOf(job: Job, next: Trigger | null, retry: Retry | undefined) {
  if (!next && !retry) return undefined;
  const trigger = next ? JSON.stringify(retry ? mergeTriggers(job.trigger, next) : next) : JSON.stringify(job.trigger);
  const waits = retry && (!next || !retry.counts) ? retry.seconds : 0;
  const attempts = next ? 0 : sql<number>`attempts - ${retry?.counts ? 0 : 1}`;
  return {
    trigger,
    next_trigger: null,
    attempts,
    lease: null,
    leased_until: null,
    run_at: sql<Date>`now() + make_interval(secs => ${waits})`,
  };
}

/** Gives a job back untouched, as when the process stops. */
export async function handBack(db: Kysely<Schema>, { job, lease }: Leased): Promise<void> {
  const free = { lease: null, leased_until: null, attempts: sql<number>`greatest(attempts - 1, 0)`, run_at: sql<Date>`now()` };
  await db.updateTable('job').set(free).where('key', '=', job.key).where('lease', '=', lease).execute();
}
