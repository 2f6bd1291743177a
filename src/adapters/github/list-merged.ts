import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';
import type { MergedPull } from '../../model/backtest.ts';
import { repeat, statusOf, type Pace, type Request } from './call.ts';

/** Which merged pull requests of a repository (`owner/name`) are wanted. */
export interface ListMerged {
  readonly repository: string;
  /** ISO 8601: merged at this time or later. */
  readonly since?: string;
  readonly most: number;
}

export interface ListedMerged {
  /** The newest first. */
  readonly pulls: readonly MergedPull[];
  /** GitHub's number of the repository: the same when it is renamed. */
  readonly id: number | undefined;
  /** Older ones were not asked for, since that would have taken more calls than this may make. */
  readonly partial: boolean;
}

/** No more calls than this for one repository: 100 pull requests each. */
const MOST_PAGES = 20;

/**
 * Lists merged pull requests. Errors: github-failed, where the repository cannot be seen or GitHub gives no answer. Source: GitHub
 * Docs, "List pull requests": it cannot be asked for merged ones, nor sort by that time, so closed ones come by their last update.
 */
export async function listMerged(request: Request, wanted: ListMerged, pace: Pace): Promise<ListedMerged> {
  const { repository, since = '', most } = wanted;
  const found: z.infer<typeof Pull>[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const pulls = await readPage(request, repository, page, pace);
    found.push(...pulls.filter(({ merged_at }) => merged_at !== null && merged_at >= since));
    const isOlder = pulls.some(({ updated_at }) => updated_at < since);
    if (pulls.length < PER_PAGE || isOlder || found.length >= most) return listed(found, wanted, false);
  }
  return listed(found, wanted, true);
}

const PER_PAGE = 100;

async function readPage(request: Request, repository: string, page: number, pace: Pace): Promise<readonly z.infer<typeof Pull>[]> {
  const [owner = '', repo = ''] = repository.split('/', 2);
  const order = { state: 'closed', sort: 'updated', direction: 'desc', per_page: PER_PAGE, page };
  try {
    const { data } = await repeat(() => request('GET /repos/{owner}/{repo}/pulls', { owner, repo, ...order }), pace);
    return z.array(Pull).parse(data);
  } catch (cause) {
    if (!(cause instanceof TollgateError) && statusOf(cause) === undefined) throw cause;
    throw new TollgateError('github-failed', `GitHub does not list the pull requests of ${repository}`, {
      lines: ['do:    give GITHUB_TOKEN the permission “Pull requests: read” there'],
      cause,
    });
  }
}

function listed(found: readonly z.infer<typeof Pull>[], { repository, most }: ListMerged, partial: boolean): ListedMerged {
  const pulls = found.map(({ number, title, merged_at, base, head, html_url }): MergedPull => ({
    repository,
    number,
    title,
    base: base.sha,
    head: head.sha,
    mergedAt: new Date(merged_at ?? 0).toISOString(),
    url: html_url,
  }));
  const newest = pulls.sort((one, other) => (one.mergedAt < other.mergedAt ? 1 : -1)).slice(0, most);
  return { pulls: newest, id: found[0]?.base.repo.id, partial };
}

const Pull = z.object({
  number: z.number(),
  title: z.string(),
  merged_at: z.string().nullable(),
  updated_at: z.string(),
  html_url: z.string(),
  base: z.object({ sha: z.string(), repo: z.object({ id: z.number() }) }),
  head: z.object({ sha: z.string() }),
});
