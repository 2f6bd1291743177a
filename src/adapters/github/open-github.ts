import { ProbotOctokit } from 'probot';
import { z } from 'zod';
import type { GitHubConversation } from '../../core/command-ports.ts';
import type { GitHubExaminer } from '../../core/doctor/facts.ts';
import type { GitHubPublisher, GitHubReader } from '../../core/publish-ports.ts';
import type { Repository } from '../../model/trigger.ts';
import { openBeside } from './beside.ts';
import { repeat, statusOf, UnreadableAnswer, type Pace, type Request } from './call.ts';
import { publishCheckRun, publishedCheckRun } from './check-runs.ts';
import { examineRepository, type Examined } from './examine-repository.ts';
import { originOf } from './exception-origin.ts';
import { answer, assign, closePull, exceptionsIn, react, readComment, readPermission } from './conversation.ts';
import { publishedIssues, publishIssue } from './issues.ts';
import { openPulls, pullsInto, pullsWithHead, readBranchHead, readPull } from './pull-requests.ts';
import { commentOnFile, publishedComments, requestReviewers, submitReview, updateReviewComment } from './reviews.ts';
import { queueBefore } from './merge-queue.ts';
import { teamsOf } from './teams.ts';
import { commitFiles, proposeChange } from './write-changes.ts';
import { settleThreads } from './threads.ts';
import { openSession, type Session } from './session.ts';

/** An app on GitHub, and where GitHub is. */
export interface GitHubOptions {
  readonly appId: number;
  readonly privateKey: string;
  /** `https://api.github.com`. */
  readonly apiUrl: string;
  /** `https://github.com`: where Git fetches from. */
  readonly gitUrl: string;
  readonly pace: Pace;
}

/**
 * GitHub as this app sees it. Octokit's own retries and pacing are off: it repeats writes whose answer was lost, and does not wait when
 * told to. Each token is good for one repository only.
 */
export function openGitHub(options: GitHubOptions): GitHubReader & GitHubPublisher & GitHubConversation & GitHubExaminer {
  const { appId, gitUrl, pace } = options;
  const octokit = octokitWith({ appId, privateKey: options.privateKey }, options);
  const tokenFor = tokens(octokit, pace);
  const session = (repository: Repository): Session => openSession(requestFor(repository, tokenFor, options), repository, pace);
  const bot = remembered(() => botLogin(octokit, pace));
  const beside = openBeside({
    mint: async (installation, name) => Token.parse(await octokit.auth(wantedBeside(installation, name))),
    sessionBy: (token, owner, name) => openSession(requestBy(token, options), { owner, name }, pace),
    pace,
  });
  return {
    pull: (repository, number) => readPull(session(repository), number),
    branchHead: (repository, name) => readBranchHead(session(repository), name),
    pullsWithHead: (repository, headSha) => pullsWithHead(session(repository), headSha),
    originOf: (repository, of) => originOf(session(repository), of),
    pullsInto: (repository, branch, most) => pullsInto(session(repository), branch, most),
    openPulls: (repository) => openPulls(session(repository)),
    queueBefore: (repository, branch, baseSha) => queueBefore(session(repository), branch, baseSha),
    teamsOf: (repository, login, teams) => teamsOf(session(repository), login, teams),
    published: async (repository, { subject, pull, headSha }) => {
      const open = session(repository);
      const checkRun = await publishedCheckRun(open, { subject, headSha }, appId);
      const comments = pull === undefined ? [] : await publishedComments(open, pull, await bot());
      const issues = pull === undefined ? await publishedIssues(open, appId) : [];
      return { ...(checkRun ? { checkRun } : {}), comments, issues, requestedReviewers: [] };
    },
    gitAccess: async (repository) => {
      const { token } = await tokenFor(repository);
      return { url: `${gitUrl}/${repository.owner}/${repository.name}.git`, token };
    },
    mayWrite: async (repository) => (await tokenFor(repository)).permissions?.['contents'] === 'write',
    publishCheckRun: (repository, action) => publishCheckRun(session(repository), action),
    submitReview: (repository, action) => submitReview(session(repository), action, bot),
    commentOnFile: (repository, action) => commentOnFile(session(repository), action),
    settleThreads: (repository, action) => settleThreads(session(repository), repository, action),
    updateReviewComment: (repository, action) => updateReviewComment(session(repository), action),
    requestReviewers: (repository, action) => requestReviewers(session(repository), action),
    publishIssue: (repository, action) => publishIssue(session(repository), action, appId),
    comment: (repository, place) => readComment(session(repository), place),
    permission: (repository, login) => readPermission(session(repository), login),
    react: (repository, place, content) => react(session(repository), place, content),
    answer: (repository, pull, said) => answer(session(repository), pull, said, bot),
    exceptionsIn: (repository, pull) => exceptionsIn(session(repository), pull),
    commit: (repository, change) => commitFiles(session(repository), change),
    propose: (repository, change) => proposeChange(session(repository), repository.owner, change),
    close: (repository, pull) => closePull(session(repository), pull),
    defaultBranch: async (repository) => (await session(repository).read(DefaultBranch, 'GET /repos/{owner}/{repo}')).default_branch,
    examine: async (repository, people) => {
      const { owner, name, installation } = repository;
      const self = await selfOf(octokit, installation, pace);
      const request = requestFor(repository, tokenFor, options);
      return examineRepository(request, { owner, name, url: `${gitUrl}/${owner}/${name}`, people, self });
    },
    assign: (repository, number, logins) => assign(session(repository), number, logins),
    ...beside,
  };
}

/** GitHub itself answers within ten seconds, or not at all. */
const TIMEOUT_MS = 10_000;

const API_VERSION = '2022-11-28';

type AppOctokit = InstanceType<typeof ProbotOctokit>;

function octokitWith(auth: object, { apiUrl }: GitHubOptions): AppOctokit {
  const Octokit = ProbotOctokit.defaults((given: object) => ({ ...given, throttle: { enabled: false }, retry: { enabled: false } }));
  return new Octokit({ auth, baseUrl: apiUrl, request: { fetch: timedFetch }, log: SILENT });
}

const timedFetch: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** Octokit would write requests and answers to the log. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Tokens last an hour; one with less than five minutes left is not begun with. */
const SPARE_MS = 5 * 60_000;

const Token = z.object({
  token: z.string().min(1),
  expiresAt: z.string(),
  permissions: z.record(z.string(), z.string()).optional(),
});
type Token = z.infer<typeof Token>;

/** The token of a repository; with `refused`, another one than that. */
type TokenFor = (repository: Repository, refused?: string) => Promise<Token>;

function tokens(octokit: AppOctokit, pace: Pace): TokenFor {
  const kept = new Map<number, Token>();
  return async ({ id, installation }, refused) => {
    const there = kept.get(id);
    if (there && there.token !== refused && Date.parse(there.expiresAt) - SPARE_MS > pace.now()) return there;
    const wanted = { type: 'installation', installationId: installation, repositoryIds: [id], refresh: true } as const;
    const token = Token.parse(await repeat(() => octokit.auth(wanted), pace));
    kept.set(id, token);
    return token;
  };
}

/** A server of one's own has GraphQL beside REST, not below it. A token that is refused, as after a change of permissions, is replaced once. */
function requestFor(repository: Repository, tokenFor: TokenFor, options: GitHubOptions): Request {
  return async (route, parameters) => {
    const { token } = await tokenFor(repository);
    const ask = (by: string) => requestBy(by, options)(route, parameters);
    try {
      return await ask(token);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      return ask((await tokenFor(repository, token)).token);
    }
  };
}

/** GraphQL stands elsewhere on a server of one's own. */
const requestBy =
  (token: string, options: GitHubOptions): Request =>
  (route, parameters) =>
    octokitWith({ token }, options).request(route, {
      ...parameters,
      ...(route === 'POST /graphql' ? { baseUrl: options.apiUrl.replace(/\/api\/v3$/, '/api') } : {}),
      headers: { 'x-github-api-version': API_VERSION },
    });

/** No more than to read files. */
const wantedBeside = (installationId: number, name: string) =>
  ({ type: 'installation', installationId, repositoryNames: [name], permissions: { contents: 'read' }, refresh: true }) as const;

const DefaultBranch = z.object({ default_branch: z.string() });
const Granted = z.object({
  app_id: z.number(),
  app_slug: z.string(),
  permissions: z.record(z.string(), z.string()),
  events: z.array(z.string()),
});

/** The app as this installation has it. Source: GitHub Docs, "Get an installation for the authenticated app". */
async function selfOf(octokit: AppOctokit, installation: number, pace: Pace): Promise<NonNullable<Examined['self']>> {
  const parameters = { installation_id: installation, headers: { 'x-github-api-version': API_VERSION } };
  const { data } = await repeat(() => octokit.request('GET /app/installations/{installation_id}', parameters), pace);
  const read = Granted.safeParse(data);
  if (!read.success) throw new UnreadableAnswer('GET /app/installations gave an answer of another shape');
  const { app_id: id, app_slug: slug, permissions, events } = read.data;
  return { app: { id, slug, permissions, events }, granted: { permissions, events } };
}

async function botLogin(octokit: AppOctokit, pace: Pace): Promise<string> {
  const App = z.object({ slug: z.string() });
  const { data } = await repeat(() => octokit.request('GET /app', { headers: { 'x-github-api-version': API_VERSION } }), pace);
  const app = App.safeParse(data);
  if (!app.success) throw new UnreadableAnswer('GET /app gave an answer of another shape');
  return `${app.data.slug}[bot]`;
}

/** The first answer that came, for good. */
function remembered<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let kept: Promise<Result> | undefined;
  return () => {
    kept ??= ask().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
