import type { GitHubReader, Job, LapsedSubject, PullRequest } from '../core/publish-ports.ts';
import type { Repository } from '../model/trigger.ts';

/** More open pull requests than that are judged by the new rules when they next move, or when the merge queue takes them. */
const MOST_REJUDGED = 200;

/** The open pull requests into a branch whose rules have changed, those that moved last first. */
export async function jobsForPullsInto(
  repository: Repository,
  branch: string,
  github: Pick<GitHubReader, 'pullsInto'>,
): Promise<readonly Job[]> {
  const pulls = await github.pullsInto(repository, branch, MOST_REJUDGED);
  return pulls.map((pull) => pullJob(repository, pull));
}

/** What a verdict on a pull request holds for: this head, into this branch, under these labels; a draft is told less. */
export function askedOf({ headSha, baseBranch, labels, draft }: Pick<PullRequest, 'headSha' | 'baseBranch' | 'labels' | 'draft'>): string {
  return JSON.stringify([headSha, baseBranch, draft, labels.toSorted()]);
}

/** What is judged again because time has passed or someone has approved. */
export function jobForSubject({ subject, repository, pull, branch }: LapsedSubject): Job {
  if (pull !== undefined) return pullJob(repository, pull);
  const name = subject.split(':').slice(2).join(':');
  const trigger = { kind: 'push', repository, branch: name, defaultBranch: branch ?? name, before: null, rerun: false } as const;
  return { key: subject, trigger };
}

/** The same verdict needs no new run: only one that has changed is told, unless `rerun` says otherwise. */
export function pullJob(repository: Repository, pull: number, rerun = false): Job {
  return { key: `pull:${repository.id}:${pull}`, trigger: { kind: 'pull', repository, pull, fresh: false, rerun } };
}
