import type { GitHubReader, Job, OpenPull, PublicationStore } from '../core/publish-ports.ts';
import type { Repository } from '../model/trigger.ts';
import { askedOf, pullJob } from './rejudge.ts';

export interface ReconcilePorts {
  readonly github: Pick<GitHubReader, 'openPulls' | 'branchHead'>;
  readonly store: Pick<PublicationStore, 'published' | 'toReconcile'>;
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Finds what moved on GitHub and whose event never came: two reads for a repository, each at most every 15 minutes, at most 20
 * repositories at a time. GitHub does not send lost deliveries again by itself. Source: GitHub Docs, "Handling failed webhook deliveries".
 */
export async function reconcile(ports: ReconcilePorts): Promise<void> {
  const now = ports.now();
  const wanted = { before: isoAt(now - REST_MS), now: isoAt(now), most: MOST_REPOSITORIES };
  const failures: unknown[] = [];
  for (const { branch, ...repository } of await ports.store.toReconcile(wanted)) {
    try {
      const jobs = [...(await missedPulls(repository, now, ports)), ...(await missedPush(repository, branch, ports))];
      if (jobs.length > 0) await ports.enqueue(jobs);
    } catch (error) {
      failures.push(error);
    }
  }
  // One repository that does not answer keeps nobody from the others.
  if (failures.length > 0) throw failures[0];
}

const REST_MS = 15 * 60_000;
const MOST_REPOSITORIES = 20;

/** An event that is younger may still be on its way; GitHub keeps deliveries for three days, and what is older was not lost just now. */
const ON_ITS_WAY_MS = 2 * 60_000;
const MOST_AGE_MS = 3 * 86_400_000;

async function missedPulls(repository: Repository, now: number, { github, store }: ReconcilePorts): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const pull of await github.openPulls(repository)) {
    const age = now - Date.parse(pull.updatedAt);
    if (age < ON_ITS_WAY_MS || age > MOST_AGE_MS || (await isJudged(repository, pull, store))) continue;
    jobs.push(pullJob(repository, pull.number));
  }
  return jobs;
}

/** Told in full of it as it stands; or of a failure at this head, which comes again only when someone asks. */
async function isJudged({ id }: Repository, pull: OpenPull, store: ReconcilePorts['store']): Promise<boolean> {
  const { number, headSha } = pull;
  const known = await store.published(`pull:${id}:${number}`);
  if (known?.checkRun?.status !== 'completed' || known.checkRun.headSha !== headSha || known.pending !== undefined) return false;
  return known.judged?.head !== headSha || known.judged.asked === askedOf(pull);
}

/** Also what the rules of the default branch have become reaches the open pull requests by this. */
async function missedPush(repository: Repository, branch: string | undefined, { github, store }: ReconcilePorts): Promise<readonly Job[]> {
  if (branch === undefined) return [];
  const key = `branch:${repository.id}:${branch}`;
  const known = await store.published(key);
  const head = await github.branchHead(repository, branch);
  if (head === undefined || known === null || (known.checkRun?.status === 'completed' && known.checkRun.headSha === head)) return [];
  return [{ key, trigger: { kind: 'push', repository, branch, defaultBranch: branch, before: null, rerun: false } }];
}

const isoAt = (milliseconds: number): string => new Date(milliseconds).toISOString();
