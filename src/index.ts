import type { Probot } from 'probot';
import { compose } from './app/compose.ts';
import { tollgateApp } from './app/tollgate-app.ts';
import { performJob } from './workflow/perform-job.ts';

/**
 * Tollgate as a Probot app, for servers that run Probot apps themselves (`probot run`). Such a server has no limit on what strangers
 * send and no second secret; `npm start` has.
 */
export default async function tollgate(probot: Probot): Promise<void> {
  const { open, log } = compose(process.env);
  const { inbox, jobs } = await open();
  await inbox.work({ atOnce: 1 }, (job, attempt) => performJob(job, attempt, jobs));
  tollgateApp({ inbox, log, now: () => new Date(jobs.now()).toISOString() })(probot);
}
