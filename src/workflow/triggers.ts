import { z } from 'zod';
import { parseCommands } from '../core/command/parse-commands.ts';
import { APPLY_FIXES, RE_EVALUATE, REQUEST_EXCEPTION } from '../core/plan/plan-check-run.ts';
import type { Job } from '../core/publish-ports.ts';
import type { CommentPlace } from '../model/command.ts';
import type { Repository, Trigger } from '../model/trigger.ts';

/** The events that are read at all. GitHub sends an app some that nobody can switch off. */
export function isKnownEvent(event: string): boolean {
  return TABLE.some(([name]) => name === event);
}

/** The work that a webhook asks for: none, for most. Throws where the payload is not what GitHub documents. */
export function jobsOf(event: string, payload: unknown): readonly Job[] {
  const action = Action.parse(payload).action ?? null;
  const row = TABLE.find(([name, actions]) => name === event && (actions === null || (action !== null && actions.includes(action))));
  return row ? row[2](payload) : [];
}

type Read = (payload: unknown) => readonly Job[];

/** Event, actions (null: it has none), and what they ask for. Every other event and action asks for nothing. */
const TABLE: readonly (readonly [event: string, actions: readonly string[] | null, read: Read])[] = [
  ['pull_request', ['opened'], (payload) => pullJobs(payload, true)],
  ['pull_request', ['synchronize', 'reopened', 'ready_for_review', 'labeled', 'unlabeled'], (payload) => pullJobs(payload, false)],
  ['pull_request', ['closed'], closedJobs],
  ['pull_request', ['edited'], (payload) => (Edited.parse(payload).changes.base ? pullJobs(payload, false) : [])],
  ['pull_request_review', ['submitted', 'dismissed'], reviewJobs],
  ['push', null, pushJobs],
  ['merge_group', ['checks_requested'], queueJobs],
  ['check_run', ['rerequested'], (payload) => rerunJobs(payload, CheckRun.parse(payload).check_run)],
  ['check_run', ['requested_action'], buttonJobs],
  ['issue_comment', ['created'], (payload) => commandJobs(payload, 'issue')],
  ['pull_request_review_comment', ['created'], (payload) => commandJobs(payload, 'review')],
  ['check_suite', ['rerequested'], (payload) => rerunJobs(payload, CheckSuite.parse(payload).check_suite)],
  ['installation', ['deleted'], (payload) => removedJobs(payload, [])],
  ['installation_repositories', ['removed'], (payload) => removedJobs(payload, Removed.parse(payload).repositories_removed)],
];

const Action = z.object({ action: z.string().optional() });

const InRepository = z.object({
  installation: z.object({ id: z.number() }).optional(),
  repository: z.object({
    id: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string().optional(), name: z.string().optional() }),
    default_branch: z.string(),
  }),
});
const Pull = z.object({ pull_request: z.object({ number: z.number() }) });
const Edited = z.object({ changes: z.object({ base: z.unknown().optional() }) });
const Review = z.object({ review: z.object({ state: z.string() }) });
const Push = z.object({ ref: z.string(), before: z.string(), after: z.string(), deleted: z.boolean() });
const Group = z.object({
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string(), base_ref: z.string() }),
});
const Rerun = z.object({
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  pull_requests: z.array(z.object({ number: z.number(), base: z.object({ repo: z.object({ id: z.number() }) }) })),
});
const CheckRun = z.object({
  check_run: z.object({
    head_sha: z.string(),
    check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
    pull_requests: Rerun.shape.pull_requests,
  }),
});
const CheckSuite = z.object({ check_suite: Rerun });
const Requested = z.object({ requested_action: z.object({ identifier: z.string() }) });
const Button = z.object({
  sender: z.object({ login: z.string() }),
  check_run: z.object({ id: z.number(), head_sha: z.string(), completed_at: z.string().nullish() }),
});
const Spoken = z.object({
  comment: z.object({ id: z.number(), body: z.string(), user: z.object({ type: z.string() }).nullish() }),
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }).optional(),
  pull_request: z.object({ number: z.number() }).optional(),
});
const Installation = z.object({ installation: z.object({ id: z.number() }) });
const Removed = z.object({ repositories_removed: z.array(z.object({ id: z.number(), full_name: z.string() })) });

/** Undefined where the event does not come from an installation: nothing can be read or written then. */
function repositoryOf(payload: unknown): (Repository & { readonly defaultBranch: string }) | undefined {
  const { installation, repository } = InRepository.parse(payload);
  const owner = repository.owner.login ?? repository.owner.name;
  if (!installation || owner === undefined) return undefined;
  return { installation: installation.id, id: repository.id, owner, name: repository.name, defaultBranch: repository.default_branch };
}

function pullJobs(payload: unknown, fresh: boolean): readonly Job[] {
  const found = repositoryOf(payload);
  if (!found) return [];
  const { defaultBranch: _, ...repository } = found;
  return [pullJob(repository, Pull.parse(payload).pull_request.number, { fresh, rerun: false })];
}

function closedJobs(payload: unknown): readonly Job[] {
  const found = repositoryOf(payload);
  if (!found) return [];
  const { defaultBranch: _, ...repository } = found;
  const pull = Pull.parse(payload).pull_request.number;
  return [job(`closed:${repository.id}:${pull}`, { kind: 'closed', repository, pull })];
}

function pullJob(repository: Repository, pull: number, how: { readonly fresh: boolean; readonly rerun: boolean }): Job {
  return job(`pull:${repository.id}:${pull}`, { kind: 'pull', repository, pull, ...how });
}

/** A comment alone settles nothing. */
function reviewJobs(payload: unknown): readonly Job[] {
  const found = repositoryOf(payload);
  if (!found || Review.parse(payload).review.state === 'commented') return [];
  const { defaultBranch: _, ...repository } = found;
  return [job(`review:${repository.id}`, { kind: 'review', repository })];
}

/** Neither tags nor branches that are gone are judged. */
function pushJobs(payload: unknown): readonly Job[] {
  const { ref, before, after, deleted } = Push.parse(payload);
  const found = repositoryOf(payload);
  if (!found || deleted || isNoCommit(after) || !ref.startsWith(BRANCHES) || isQueue(ref)) return [];
  const { defaultBranch, ...repository } = found;
  const branch = ref.slice(BRANCHES.length);
  const from = isNoCommit(before) ? null : before;
  return [job(`branch:${repository.id}:${branch}`, { kind: 'push', repository, branch, defaultBranch, before: from, rerun: false })];
}

const BRANCHES = 'refs/heads/';

/** The merge queue's branches come with an event of their own. Source: GitHub Docs, "Managing a merge queue". */
const isQueue = (ref: string): boolean => ref.startsWith(`${BRANCHES}gh-readonly-queue/`);

function queueJobs(payload: unknown): readonly Job[] {
  const found = repositoryOf(payload);
  if (!found) return [];
  const { head_sha: headSha, base_sha: baseSha, head_ref, base_ref } = Group.parse(payload).merge_group;
  const { defaultBranch: _, ...repository } = found;
  const [ref, branch] = [head_ref, base_ref].map((name) => name.replace(BRANCHES, '')) as [string, string];
  return [job(`queue:${repository.id}:${headSha}`, { kind: 'queue', repository, branch, ref, headSha, baseSha })];
}

/** Git's way to say: there was none. */
const isNoCommit = (sha: string): boolean => /^0*$/.test(sha);

type Rerequested = z.infer<typeof CheckRun>['check_run'] & { readonly head_branch?: string | null | undefined };

/** A pull request from a fork is not named in these events; then it is looked up by its commit. */
function rerunJobs(payload: unknown, { head_sha, head_branch, check_suite, pull_requests }: Rerequested): readonly Job[] {
  const found = repositoryOf(payload);
  if (!found) return [];
  const { defaultBranch, ...repository } = found;
  const own = pull_requests.filter(({ base }) => base.repo.id === repository.id);
  if (own.length > 0) return own.map(({ number }) => pullJob(repository, number, { fresh: false, rerun: true }));
  const branch = head_branch ?? check_suite?.head_branch ?? null;
  return [job(`rerun:${repository.id}:${head_sha}`, { kind: 'rerun', repository, headSha: head_sha, branch, defaultBranch })];
}

function buttonJobs(payload: unknown): readonly Job[] {
  const { identifier } = Requested.parse(payload).requested_action;
  if (identifier === RE_EVALUATE.identifier) return rerunJobs(payload, CheckRun.parse(payload).check_run);
  const button = [APPLY_FIXES.identifier, REQUEST_EXCEPTION.identifier].find((one) => one === identifier);
  const found = repositoryOf(payload);
  if (!button || !found) return [];
  const { sender, check_run: run } = Button.parse(payload);
  const { defaultBranch: _, ...repository } = found;
  const pressed = { headSha: run.head_sha, checkRun: run.id, login: sender.login, at: run.completed_at ?? BEGINNING };
  return [job(`button:${repository.id}:${run.id}:${button}`, { kind: 'button', repository, button, ...pressed })];
}

const BEGINNING = '1970-01-01T00:00:00Z';

/** Only what was just written by a person, and speaks to Tollgate. A short form does only in a thread. */
function commandJobs(payload: unknown, kind: CommentPlace['kind']): readonly Job[] {
  const { comment, issue, pull_request } = Spoken.parse(payload);
  const number = issue?.number ?? pull_request?.number;
  const isIssue = issue !== undefined && !issue.pull_request;
  const found = repositoryOf(payload);
  if (!found || number === undefined || comment.user?.type === 'Bot') return [];
  if (parseCommands(comment.body, { inThread: kind === 'review' }).length === 0) return [];
  const { defaultBranch: _, ...repository } = found;
  return [
    job(`command:${repository.id}:${kind}:${comment.id}`, {
      kind: 'command',
      repository,
      number,
      isIssue,
      place: { kind, id: comment.id },
    }),
  ];
}

function removedJobs(payload: unknown, gone: z.infer<typeof Removed>['repositories_removed']): readonly Job[] {
  const installation = Installation.parse(payload).installation.id;
  const repositories = gone.map(({ id, full_name }) => {
    const [owner = '', name = ''] = full_name.split('/', 2);
    return { installation, id, owner, name };
  });
  return [job(`installation:${installation}`, { kind: 'installation', installation, change: 'removed', repositories })];
}

const job = (key: string, trigger: Trigger): Job => ({ key, trigger });
