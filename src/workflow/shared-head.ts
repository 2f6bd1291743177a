import { newestRun, strictest } from '../core/plan/shared-head.ts';
import type { Elsewhere } from '../core/plan/telling.ts';
import type { Job, PublishedAt } from '../core/publish-ports.ts';
import type { Published } from '../model/action.ts';
import type { Conclusion } from '../model/decision.ts';
import type { ClosedTrigger, Repository } from '../model/trigger.ts';
import type { JobPorts } from './job-ports.ts';
import { pullJob } from './rejudge.ts';

/** A head that is judged for one pull request, branch or group. */
export interface JudgedHead {
  readonly repository: Repository;
  readonly head: string;
  /** Missing for a branch. */
  readonly pull?: number;
}

/** The other pull requests that have this head, as they stand now. For most heads GitHub is asked nothing. */
export async function elsewhereAt({ repository, head, pull: own }: JudgedHead, { store, github }: JobPorts): Promise<readonly Elsewhere[]> {
  const others = (await store.publishedAt(repository.id, head)).filter(({ pull }) => pull !== own);
  return Promise.all(
    others.map(async (one): Promise<Elsewhere> => {
      const now = await github.pull(repository, one.pull);
      const isOpen = now?.open === true && now.headSha === head;
      return { pull: one.pull, branch: now?.baseBranch ?? '', isOpen, verdict: verdictOf(one), run: one.checkRun };
    }),
  );
}

/** What was told without its own verdict is taken for one: that errs towards the stricter. Of what is in progress nothing is known yet. */
function verdictOf({ checkRun: { status, verdict, conclusion } }: PublishedAt): Conclusion | undefined {
  if (status === 'in_progress' || conclusion === 'cancelled') return verdict;
  return verdict ?? conclusion ?? 'failure';
}

/**
 * What has to be told anew, so that the newest run at the head shows the strictest verdict: two judgements of one head may have run side
 * by side, each without knowing of the other.
 */
export async function unsettled(own: JudgedHead, published: Published, verdict: Conclusion, ports: JobPorts): Promise<readonly Job[]> {
  const elsewhere = await elsewhereAt(own, ports);
  if (elsewhere.length === 0) return [];
  const { conclusion, of } = newestRun(published.checkRun, elsewhere);
  if (conclusion === strictest(verdict, elsewhere)) return [];
  if (of?.isOpen) return [pullJob(own.repository, of.pull)];
  return own.pull === undefined ? [] : [pullJob(own.repository, own.pull, true)];
}

/** A pull request has left a commit: those that still have it are told by their own verdicts. */
export async function leftBehind(own: JudgedHead, before: Published, ports: JobPorts): Promise<readonly Job[]> {
  const { checkRun } = before;
  return !checkRun || checkRun.headSha === own.head ? [] : othersAt({ ...own, head: checkRun.headSha }, ports);
}

/** Without a question to GitHub, where no other pull request has the head of this one. */
export async function leftByClosed({ repository, pull }: ClosedTrigger, ports: JobPorts): Promise<readonly Job[]> {
  const published = await ports.store.published(`pull:${repository.id}:${pull}`);
  return published?.checkRun ? othersAt({ repository, pull, head: published.checkRun.headSha }, ports) : [];
}

async function othersAt({ repository, pull: own, head }: JudgedHead, { store }: JobPorts): Promise<readonly Job[]> {
  const others = await store.publishedAt(repository.id, head);
  return own === undefined ? [] : others.filter(({ pull }) => pull !== own).map(({ pull }) => pullJob(repository, pull, true));
}
