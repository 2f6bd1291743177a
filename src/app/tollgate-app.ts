import type { Probot } from 'probot';
import type { Inbox } from '../core/publish-ports.ts';
import type { Log } from './log.ts';
import { jobsOf } from '../workflow/triggers.ts';

export interface AppPorts {
  readonly inbox: Pick<Inbox, 'accept'>;
  readonly log: Log;
  /** ISO 8601, UTC. */
  now(): string;
}

/** The app as Probot loads it. A handler only keeps what is to be done; the work itself waits in the queue. */
export function tollgateApp({ inbox, log, now }: AppPorts): (probot: Probot) => void {
  return (probot) => {
    probot.onAny(async ({ id, name, payload }) => {
      const jobs = jobsOf(name, payload);
      if (jobs.length === 0) return;
      const action = 'action' in payload && typeof payload.action === 'string' ? payload.action : null;
      const taken = await inbox.accept({ id, event: name, action, receivedAt: now(), jobs });
      log('info', taken === 'accepted' ? 'delivery accepted' : 'delivery known already', { delivery: id, event: name, jobs: jobs.length });
    });
  };
}
