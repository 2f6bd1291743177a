import { z } from 'zod';
import type { OpenPull, PullRequest } from '../../core/publish-ports.ts';
import type { Session } from './session.ts';

export async function readPull(session: Session, number: number): Promise<PullRequest | undefined> {
  const pull = await session.readOptional(Pull, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number });
  if (!pull) return undefined;
  return {
    number,
    ...(pull.base.repo.name === undefined ? {} : { home: { owner: pull.base.repo.owner.login, name: pull.base.repo.name } }),
    open: pull.state === 'open',
    draft: pull.draft ?? false,
    author: pull.user?.login ?? '',
    baseBranch: pull.base.ref,
    baseSha: pull.base.sha,
    headSha: pull.head.sha,
    ...(pull.head.repo?.id === pull.base.repo.id ? { headBranch: pull.head.ref } : {}),
    labels: pull.labels.map(({ name }) => name),
    requestedReviewers: [
      ...(pull.requested_reviewers ?? []).map(({ login }) => login),
      ...(pull.requested_teams ?? []).map(({ slug }) => `${pull.base.repo.owner.login}/${slug}`),
    ],
  };
}

export async function readBranchHead(session: Session, branch: string): Promise<string | undefined> {
  const ref = await session.readOptional(Ref, 'GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: `heads/${branch}` });
  return ref?.object.sha;
}

export async function pullsWithHead(session: Session, headSha: string): Promise<readonly number[]> {
  const pulls = await session.readOptional(Pulls, 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
    commit_sha: headSha,
    per_page: 100,
  });
  return (pulls ?? []).filter(({ state, head }) => state === 'open' && head.sha === headSha).map(({ number }) => number);
}

/** Source: GitHub Docs, "List pull requests": 100 in a page. */
export async function pullsInto(session: Session, base: string, most: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let page = 1; found.length < most; page += 1) {
    const order = { state: 'open', base, sort: 'updated', direction: 'desc', per_page: 100, page };
    const pulls = await session.read(z.array(z.object({ number: z.number() })), 'GET /repos/{owner}/{repo}/pulls', order);
    found.push(...pulls.map(({ number }) => number));
    if (pulls.length < 100) break;
  }
  return found.slice(0, most);
}

/** Those that moved last: one page of them. */
export async function openPulls(session: Session): Promise<readonly OpenPull[]> {
  const order = { state: 'open', sort: 'updated', direction: 'desc', per_page: 100 };
  const pulls = await session.read(Listed, 'GET /repos/{owner}/{repo}/pulls', order);
  return pulls.map(({ number, head, base, draft, labels, updated_at: updatedAt }) => ({
    number,
    headSha: head.sha,
    baseBranch: base.ref,
    draft: draft ?? false,
    labels: labels.map(({ name }) => name),
    updatedAt,
  }));
}

const Listed = z.array(
  z.object({
    number: z.number(),
    updated_at: z.string(),
    draft: z.boolean().nullish(),
    labels: z.array(z.object({ name: z.string() })),
    head: z.object({ sha: z.string() }),
    base: z.object({ ref: z.string() }),
  }),
);
const Login = z.object({ login: z.string() });
const Pull = z.object({
  state: z.string(),
  draft: z.boolean().nullish(),
  user: Login.nullish(),
  base: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number(), name: z.string().optional(), owner: Login }) }),
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.number() }).nullish() }),
  labels: z.array(z.object({ name: z.string() })),
  requested_reviewers: z.array(Login).nullish(),
  requested_teams: z.array(z.object({ slug: z.string() })).nullish(),
});
const Pulls = z.array(z.object({ number: z.number(), state: z.string(), head: z.object({ sha: z.string() }) }));
const Ref = z.object({ object: z.object({ sha: z.string() }) });
