import type { QueueTrigger } from '../model/trigger.ts';
import type { JobPorts } from './job-ports.ts';
import { judgeAndTell, knownPublished, standingAt, type Attempt } from './judge-and-tell.ts';

/**
 * Judges what the merge queue would merge, on its real base: the pull request's own verdict was about another tree. It gets the check
 * run alone; comments and issues belong to the pull request.
 */
export async function performQueue(trigger: QueueTrigger, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository, branch, ref, headSha, baseSha } = trigger;
  const headNow = (): Promise<string | undefined> => ports.github.branchHead(repository, ref);
  const standing = async () => standingAt(headSha, await headNow());
  // The queue has given up on it, or it is merged: nobody waits any more.
  if ((await headNow()) !== headSha) return;
  const number = Number(/\/pr-(\d+)-/.exec(ref)?.[1] ?? 0);
  const pull = number > 0 ? await ports.github.pull(repository, number) : undefined;
  const subject = `queue:${repository.id}:${headSha}`;
  const published = await knownPublished({ repository, subject, headSha, fresh: true }, ports);
  const asked = pull ? { labels: pull.labels, author: pull.author } : {};
  const now = new Date(ports.now()).toISOString();
  const request = { repository, event: 'merge_group', branch, base: { commit: baseSha }, head: headSha, ...asked, now } as const;
  const queue = async () => ({
    pull: number,
    before: await ports.github.queueBefore(repository, branch, baseSha),
    alone: await ports.store.newFindings(`pull:${repository.id}:${number}`),
  });
  await judgeAndTell({ subject, request, published, rerun: false, issues: false, governs: false, queue, standing }, attempt, ports);
}
