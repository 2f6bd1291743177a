import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';
import { MOST_REPOSITORIES } from '../../model/backtest.ts';
import { repeat, statusOf, type Pace, type Request } from './call.ts';

/** Which repositories of an organisation are wanted. */
export interface ListRepositories {
  readonly organisation: string;
  /** ISO 8601: pushed to at this time or later. What nobody has pushed to has merged nothing. */
  readonly since?: string;
}

export interface ListedRepositories {
  /** `owner/name`, those that were pushed to last first. */
  readonly names: readonly string[];
  /** There are more than this lists. */
  readonly bounded: boolean;
}

/**
 * Lists the repositories of an organisation that the token sees, without those that are archived. Error: github-failed. Source: GitHub
 * Docs, "List organization repositories".
 */
export async function listRepositories(request: Request, wanted: ListRepositories, pace: Pace): Promise<ListedRepositories> {
  const { since = '' } = wanted;
  const names: string[] = [];
  for (let page = 1; ; page += 1) {
    const read = await readPage(request, wanted.organisation, page, pace);
    const fresh = read.filter(({ pushed_at }) => pushed_at !== null && pushed_at >= since);
    names.push(...fresh.flatMap(({ archived, full_name }) => (archived ? [] : [full_name])));
    if (names.length > MOST_REPOSITORIES) return { names: names.slice(0, MOST_REPOSITORIES), bounded: true };
    if (read.length < PER_PAGE || fresh.length < read.length) return { names, bounded: false };
  }
}

const PER_PAGE = 100;

async function readPage(request: Request, org: string, page: number, pace: Pace): Promise<readonly z.infer<typeof Repository>[]> {
  const order = { type: 'all', sort: 'pushed', direction: 'desc', per_page: PER_PAGE, page };
  try {
    const { data } = await repeat(() => request('GET /orgs/{org}/repos', { org, ...order }), pace);
    return z.array(Repository).parse(data);
  } catch (cause) {
    if (!(cause instanceof TollgateError) && statusOf(cause) === undefined) throw cause;
    throw new TollgateError('github-failed', `GitHub does not list the repositories of ${org}`, {
      lines: ['do:    name an organisation that GITHUB_TOKEN may see, or repositories with --repo owner/name'],
      cause,
    });
  }
}

const Repository = z.object({ full_name: z.string(), archived: z.boolean(), pushed_at: z.string().nullable() });
