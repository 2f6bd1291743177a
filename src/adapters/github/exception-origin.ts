import { z } from 'zod';
import type { Origin, Verdict } from '../../core/exceptions/approval.ts';
import type { Session } from './session.ts';

/**
 * The merged pull request that a file of a branch got its text from, with each person's last word on it; undefined where it came
 * without one. Sources: GitHub Docs, "List commits", "List pull requests associated with a commit", "List reviews for a pull request",
 * "Get repository content".
 */
export async function originOf(session: Session, { branch, file }: { branch: string; file: string }): Promise<Origin | undefined> {
  const [commit] = await session.read(Commits, 'GET /repos/{owner}/{repo}/commits', { sha: branch, path: file, per_page: 1 });
  if (!commit) return undefined;
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
  const pulls = (await session.readOptional(Pulls, route, { commit_sha: commit.sha, per_page: 100 })) ?? [];
  const pull = pulls.find(({ merged_at, base }) => typeof merged_at === 'string' && base.ref === branch);
  return pull && { author: pull.user?.login ?? '', verdicts: await verdictsOn(session, pull.number, file) };
}

async function verdictsOn(session: Session, pull: number, file: string): Promise<readonly Verdict[]> {
  const last = new Map<string, z.infer<typeof Review>>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
    const reviews = await session.read(z.array(Review), route, { pull_number: pull, per_page: 100, page });
    for (const review of reviews) if (review.user && review.state !== 'COMMENTED') last.set(review.user.login, review);
    if (reviews.length < 100) break;
  }
  const approving = [...last].filter(([, { state }]) => state === 'APPROVED');
  return Promise.all(approving.map(async ([login, review]) => ({ login, approves: true, digest: await digestAt(session, file, review) })));
}

/** GitHub lists reviews from the oldest to the newest. */
const MOST_PAGES = 10;

async function digestAt(session: Session, file: string, { commit_id }: z.infer<typeof Review>): Promise<string | undefined> {
  if (typeof commit_id !== 'string') return undefined;
  const route = 'GET /repos/{owner}/{repo}/contents/{path}';
  return (await session.readOptional(Content, route, { path: file, ref: commit_id }))?.sha;
}

const Login = z.object({ login: z.string() });
const Commits = z.array(z.object({ sha: z.string() }));
const Pulls = z.array(
  z.object({ number: z.number(), merged_at: z.string().nullish(), user: Login.nullish(), base: z.object({ ref: z.string() }) }),
);
const Review = z.object({ user: Login.nullish(), state: z.string(), commit_id: z.string().nullish() });
const Content = z.object({ sha: z.string() });
