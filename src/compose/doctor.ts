import { readFileSync } from 'node:fs';
import { Octokit } from '@octokit/rest';
import { parse } from 'yaml';
import { z } from 'zod';
import { originOf } from '../adapters/git/origin-of.ts';
import { CHECK_NAME } from '../adapters/github/check-runs.ts';
import { examineRepository, type Examined } from '../adapters/github/examine-repository.ts';
import type { Wanted } from '../core/doctor/examine-github.ts';
import type { GitHubFacts } from '../core/doctor/facts.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What `tollgate doctor` needs of GitHub, as the person whose token is in the environment. */
export interface Doctor {
  /** What the app has to have. */
  readonly wanted: Wanted;
  /** `owner/name` of the remote that a folder's repository was cloned from; undefined where there is none on GitHub. */
  originOf(folder: string): string | undefined;
  /** Undefined without a token. */
  readonly examine?: (repository: string, people: readonly string[]) => Promise<GitHubFacts>;
}

/** `GITHUB_TOKEN` or `GH_TOKEN`; `GITHUB_API_URL` and `GITHUB_SERVER_URL` for GitHub Enterprise, as GitHub's own tools read them. */
export function composeDoctor(variables: Variables): Doctor {
  const token = variables['GITHUB_TOKEN'] || variables['GH_TOKEN'];
  const web = (variables['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
  const wanted = wantedOfApp();
  const origin = (folder: string): string | undefined => originOf(folder, web);
  if (!token) return { wanted, originOf: origin };
  const octokit = new Octokit({ auth: token, baseUrl: variables['GITHUB_API_URL'] || 'https://api.github.com', log: SILENT });
  const request = (route: string, parameters: Readonly<Record<string, unknown>>): Promise<{ readonly data: unknown }> =>
    octokit.request(route, { ...parameters, request: { signal: AbortSignal.timeout(TIMEOUT_MS) } });
  const examine = (repository: string, people: readonly string[]): Promise<GitHubFacts> => {
    const [owner = '', name = ''] = repository.split('/', 2);
    const examined: Examined = { owner, name, url: `${web}/${repository}`, people };
    return examineRepository(request, examined);
  };
  return { wanted, originOf: origin, examine };
}

const TIMEOUT_MS = 10_000;

/** Octokit would write refusals to the log. */
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const AppFile = z.object({ default_permissions: z.record(z.string(), z.string()), default_events: z.array(z.string()) });

/** What `app.yml` asks for, and the name of the check. */
export function wantedOfApp(): Wanted {
  const file = AppFile.parse(parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')));
  return { permissions: file.default_permissions, events: file.default_events, check: CHECK_NAME };
}
