import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Octokit } from '@octokit/rest';
import { remoteSourceControl } from '../adapters/git/fetch-range.ts';
import type { Request } from '../adapters/github/call.ts';
import { listRepositories, type ListedRepositories, type ListRepositories } from '../adapters/github/list-repositories.ts';
import { listMerged, type ListedMerged, type ListMerged } from '../adapters/github/list-merged.ts';
import { cacheFolder } from '../adapters/opa/cache-folder.ts';
import { TollgateError } from '../core/errors.ts';
import type { Checkout } from '../core/ports.ts';
import type { MergedPull } from '../model/backtest.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Merged pull requests of repositories on GitHub, with the token of whoever asks. */
export interface Replays {
  list(wanted: ListMerged): Promise<ListedMerged>;
  repositories(wanted: ListRepositories): Promise<ListedRepositories>;
  /** What one that was listed has changed; its repository is mirrored in the cache. */
  open(pull: MergedPull): Promise<Checkout>;
}

/** `GITHUB_TOKEN` or `GH_TOKEN`; `GITHUB_API_URL` and `GITHUB_SERVER_URL` as GitHub's own tools read them. Error: bad-use, without a token. */
export function composeReplays(variables: Variables): Replays {
  const token = variables['GITHUB_TOKEN'] || variables['GH_TOKEN'];
  if (!token)
    throw new TollgateError('bad-use', '`--repo` and `--org` need a token', {
      lines: ['do:    GITHUB_TOKEN=… tollgate preview --repo owner/name --last 50'],
    });
  const web = (variables['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
  const octokit = new Octokit({ auth: token, baseUrl: variables['GITHUB_API_URL'] || 'https://api.github.com', log: SILENT });
  const pace = { now: Date.now, pause: (milliseconds: number) => setTimeout(milliseconds) };
  const fetchRange = remoteSourceControl(join(cacheFolder(variables), 'mirrors'));
  const ids = new Map<string, number>();
  const request: Request = (route, parameters) => octokit.request(route, { ...parameters });
  return {
    repositories: (wanted) => listRepositories(request, wanted, pace),
    list: async (wanted) => {
      const found = await listMerged(request, wanted, pace);
      if (found.id !== undefined) ids.set(wanted.repository, found.id);
      return found;
    },
    open: ({ repository, base, head }) =>
      fetchRange({ id: ids.get(repository) ?? 0, url: `${web}/${repository}.git`, token, base: { commit: base }, head }),
  };
}

/** Octokit would write refusals to the log. */
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
