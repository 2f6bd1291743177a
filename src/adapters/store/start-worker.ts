import type { Kysely } from 'kysely';
import { isTollgateError } from '../../core/errors.ts';
import type { Inbox } from '../../core/publish-ports.ts';
import { endJob, handBack, keepLease, LEASE_SECONDS, takeJob, type Leased, type Retry } from './lease-jobs.ts';
import type { Schema } from './schema.ts';

type Perform = Parameters<Inbox['work']>[1];

export interface Worker {
  /** There may be something to do. */
  wake(): void;
  stop(waitMs: number): Promise<void>;
}

/** A job is tried that often; between the tries it waits that many seconds. */
const PAUSES_SECONDS = [10, 60];
const MOST_ATTEMPTS = PAUSES_SECONDS.length + 1;

/** A job that was started more often has ended the process each time: it must not do so for ever. */
const MOST_STARTS = 6;

/** Jobs of other processes, of retries and of lost leases are looked for that often. */
const POLL_MS = 1000;

/** Does jobs until stopped, several at once, each under a lease that is kept while it runs. */
export function startWorker(db: Kysely<Schema>, atOnce: number, perform: Perform): Worker {
  const running = new Map<Leased, Promise<void>>();
  const state: { stopped: boolean; again: boolean; looking?: Promise<void> } = { stopped: false, again: false };
  const fill = async (): Promise<void> => {
    while (!state.stopped && running.size < atOnce) {
      state.again = false;
      const leased = await takeJob(db);
      if (leased) begin(leased);
      else if (!state.again) return;
    }
  };
  const look = (): void => {
    state.again = true;
    // When the database is away, the next look may find it back.
    state.looking ??= fill()
      .catch(() => undefined)
      .finally(() => delete state.looking);
  };
  const begin = (leased: Leased): void => {
    const done = doJob(db, leased, perform)
      .catch(() => undefined)
      .finally(() => {
        running.delete(leased);
        look();
      });
    running.set(leased, done);
  };
  const timer = setInterval(look, POLL_MS);
  look();
  return {
    wake: look,
    stop: async (waitMs) => {
      state.stopped = true;
      clearInterval(timer);
      // It may have taken one just now.
      await state.looking;
      await within(waitMs, Promise.allSettled(running.values()));
      await Promise.allSettled([...running.keys()].map((leased) => handBack(db, leased)));
    },
  };
}

async function doJob(db: Kysely<Schema>, leased: Leased, perform: Perform): Promise<void> {
  if (leased.attempts > MOST_STARTS) return endJob(db, leased);
  const keeping = setInterval(() => void keepLease(db, leased).catch(() => undefined), (LEASE_SECONDS * 1000) / 3);
  const retry = await attempt(leased, perform).finally(() => clearInterval(keeping));
  // When even this fails, the lease runs out and the job comes again.
  await endJob(db, leased, retry).catch(() => undefined);
}

/** What to do with a job that failed; undefined for one that is done, or was tried often enough. */
async function attempt({ job, attempts }: Leased, perform: Perform): Promise<Retry | undefined> {
  try {
    await perform(job, { last: attempts >= MOST_ATTEMPTS });
    return undefined;
  } catch (error) {
    if (isTollgateError(error) && error.retryAfterMs !== undefined) return { seconds: error.retryAfterMs / 1000, counts: false };
    const seconds = PAUSES_SECONDS[attempts - 1];
    return seconds === undefined ? undefined : { seconds, counts: true };
  }
}

function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  const limit = new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  return Promise.race([work, limit]);
}
