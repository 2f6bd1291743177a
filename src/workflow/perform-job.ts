import { isTollgateError } from '../core/errors.ts';
import { planBegun, planFailed, planOvertaken } from '../core/plan/plan-check-run.ts';
import { planActions } from '../core/plan/plan-actions.ts';
import type { Job, PullRequest } from '../core/publish-ports.ts';
import type { Published, PublishCheckRun } from '../model/action.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { PullTrigger, PushTrigger, Repository, RerunTrigger } from '../model/trigger.ts';
import { performButton } from './command/perform-button.ts';
import { performCommand } from './command/perform-command.ts';
import type { CommandPorts } from './command/ports.ts';
import { execute } from './execute.ts';
import { lookAfterExceptions } from './look-after-exceptions.ts';
import { mergePublished, NOTHING_PUBLISHED } from './merge-published.ts';
import { jobForSubject, jobsForPullsInto } from './rejudge.ts';

/** What is to be judged: a head against the place where it left its base. */
export interface JudgeRequest {
  readonly repository: Repository;
  readonly event: 'pull_request' | 'push';
  /** The branch that governs. */
  readonly branch: string;
  /** A branch as it stands when it is fetched, or a commit. Null: everything, as it stands. */
  readonly base: { readonly branch: string } | { readonly commit: string } | null;
  readonly head: string;
  /** Of the pull request, where there is one. */
  readonly labels?: readonly string[];
  /** Who opened the pull request. */
  readonly author?: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

export interface JudgeAnswer {
  readonly evaluation: Evaluation;
  readonly texts: ReadonlyMap<string, string>;
  /** Whether the change touches what judges: settings, policies, exceptions, CODEOWNERS. */
  readonly changesRules: boolean;
}

export interface JobPorts extends CommandPorts {
  /** Fetches and judges. `governed` is called as soon as it is known whether any policy may block. */
  judge(request: JudgeRequest, governed: (enforces: boolean) => void): Promise<JudgeAnswer>;
  /** Resolves after that long, or when the signal says so. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Does what a webhook asked for. The event is only a hint: GitHub is asked how things stand now. */
export async function performJob({ trigger }: Job, attempt: { readonly last: boolean }, ports: JobPorts): Promise<void> {
  switch (trigger.kind) {
    case 'pull':
      return performPull(trigger, attempt, ports);
    case 'push':
      return performPush(trigger, attempt, ports);
    case 'rerun':
      return performRerun(trigger, ports);
    case 'review':
      return ports.enqueue((await ports.exceptions.waiting(trigger.repository.id)).map(jobForSubject));
    case 'care':
      return lookAfterExceptions(trigger, ports);
    case 'command':
      return performCommand(trigger, ports);
    case 'button':
      return performButton(trigger, ports);
    case 'installation':
      if (trigger.change !== 'removed') return;
      return ports.store.forget(
        trigger.installation,
        trigger.repositories.map(({ id }) => id),
      );
  }
}

type Attempt = { readonly last: boolean };

/** A judgement to be told: everything that does not depend on its outcome. */
interface Task {
  readonly subject: string;
  readonly request: JudgeRequest;
  readonly published: Published;
  readonly rerun: boolean;
  readonly issues: boolean;
  /** What judges other changes is what this branch holds. */
  readonly governs: boolean;
  readonly pull?: PullRequest;
  /** The head as it stands when the judgement is there; undefined where there is none any more. */
  headNow(): Promise<string | undefined>;
}

async function performPull(trigger: PullTrigger, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository } = trigger;
  const pull = await ports.github.pull(repository, trigger.pull);
  if (!pull?.open) return;
  const subject = `pull:${repository.id}:${pull.number}`;
  const published = await knownPublished({ repository, subject, pull: pull.number, headSha: pull.headSha, fresh: trigger.fresh }, ports);
  const { headSha: head, baseBranch: branch, labels, author } = pull;
  const request = { repository, event: 'pull_request', branch, base: { branch }, head, labels, author, now: isoNow(ports) } as const;
  const headNow = async (): Promise<string | undefined> => (await ports.github.pull(repository, pull.number))?.headSha;
  await judgeAndTell({ subject, request, published, rerun: trigger.rerun, issues: false, governs: false, pull, headNow }, attempt, ports);
}

/** Branches other than the default one are judged against it, unless a pull request does that already. */
async function performPush(trigger: PushTrigger, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository, branch, defaultBranch } = trigger;
  const head = await ports.github.branchHead(repository, branch);
  if (head === undefined) return;
  const isDefault = branch === defaultBranch;
  if (!isDefault && (await ports.github.pullsWithHead(repository, head)).length > 0) return;
  const subject = `branch:${repository.id}:${branch}`;
  const published = await knownPublished({ repository, subject, headSha: head, fresh: !isDefault }, ports);
  const base = isDefault ? baseOfDefault(trigger, head, published) : { branch: defaultBranch };
  const request = {
    repository,
    event: 'push',
    branch: defaultBranch,
    base,
    head,
    now: isoNow(ports),
  } as const;
  const headNow = (): Promise<string | undefined> => ports.github.branchHead(repository, branch);
  await judgeAndTell(
    { subject, request, published, rerun: trigger.rerun, issues: isDefault && base !== null, governs: isDefault, headNow },
    attempt,
    ports,
  );
}

/** From the commit that was judged last, so that a push whose event was lost is judged with the next one. The same head again: as before. */
function baseOfDefault({ before }: PushTrigger, head: string, { checkRun }: Published): { readonly commit: string } | null {
  const again = checkRun?.headSha === head ? (checkRun.baseSha ?? before) : undefined;
  const commit = again ?? (checkRun?.status === 'completed' && checkRun.headSha !== head ? checkRun.headSha : before);
  return commit === null ? null : { commit };
}

/** The work goes to the queue again, under the key that its other events have. */
async function performRerun({ repository, headSha, branch, defaultBranch }: RerunTrigger, ports: JobPorts): Promise<void> {
  const pulls = await ports.github.pullsWithHead(repository, headSha);
  const ofPulls = pulls.map((pull): Job => ({
    key: `pull:${repository.id}:${pull}`,
    trigger: { kind: 'pull', repository, pull, fresh: false, rerun: true },
  }));
  if (ofPulls.length > 0 || branch === null) return ports.enqueue(ofPulls);
  const trigger = { kind: 'push', repository, branch, defaultBranch, before: null, rerun: true } as const;
  return ports.enqueue([{ key: `branch:${repository.id}:${branch}`, trigger }]);
}

/** What the store knows; GitHub is asked where it knows nothing, or not how an action ended. */
async function knownPublished(
  of: {
    readonly repository: Repository;
    readonly subject: string;
    readonly pull?: number;
    readonly headSha: string;
    readonly fresh: boolean;
  },
  { store, github }: JobPorts,
): Promise<Published> {
  const stored = await store.published(of.subject);
  if (stored && stored.pending === undefined) return stored;
  if (!stored && of.fresh) return NOTHING_PUBLISHED;
  const merged = mergePublished(stored ?? NOTHING_PUBLISHED, await github.published(of.repository, of));
  await store.recordPublished(of.subject, merged);
  return merged;
}

async function judgeAndTell(task: Task, attempt: Attempt, ports: JobPorts): Promise<void> {
  const run = { published: task.published, enforces: task.published.enforces };
  try {
    const answer = await judgeWithSign(task, run, ports);
    await tell(task, answer, run, ports);
  } catch (error) {
    // Who is told to wait has not failed, and could not say so either.
    if (attempt.last && !isToWait(error)) await tellFailure(task, run, ports);
    throw error;
  }
}

function isToWait(error: unknown): boolean {
  return isTollgateError(error) && error.retryAfterMs !== undefined;
}

/** What changes while a task runs. */
interface Run {
  published: Published;
  enforces: boolean | undefined;
}

/** Judges; what takes longer than people wait without a sign shows one. */
async function judgeWithSign(task: Task, run: Run, ports: JobPorts): Promise<JudgeAnswer & { readonly elapsedMs: number }> {
  const done = new AbortController();
  const start = ports.now();
  const judged = ports
    .judge(task.request, (enforces) => {
      run.enforces = enforces;
    })
    .finally(() => done.abort());
  const signed = ports.wait(SILENCE_MS, done.signal).then(() => (done.signal.aborted ? undefined : showBegun(task, run, ports)));
  const [answer, sign] = await Promise.allSettled([judged, signed]);
  if (answer.status === 'rejected') throw answer.reason;
  if (sign.status === 'rejected') throw sign.reason;
  return { ...answer.value, elapsedMs: ports.now() - start };
}

/** Longer than this, and the check run says that something is happening. Shorter, and it would only cost a call. */
const SILENCE_MS = 2000;

async function showBegun(task: Task, run: Run, ports: JobPorts): Promise<void> {
  const { checkRun } = run.published;
  if (checkRun?.headSha === task.request.head && (checkRun.status === 'in_progress' || !task.rerun)) return;
  await publish(planBegun(task.subject, task.request.head, checkRun?.id ?? 0), task, run, ports);
}

async function tell(task: Task, answer: JudgeAnswer & { readonly elapsedMs: number }, run: Run, ports: JobPorts): Promise<void> {
  const { subject, request, pull, issues, rerun } = task;
  const { repository, head } = request;
  const { evaluation, elapsedMs, texts } = answer;
  const newer = await task.headNow();
  if (newer !== head) return endOvertaken(newer, task, run, ports);
  const where = pull ? { pull: pull.number } : { branch: request.branch };
  await ports.store.saveEvaluation({ subject, repository, ...where, governs: request.branch, evaluation, at: request.now, elapsedMs });
  const actions = planActions({
    evaluation,
    published: run.published,
    subject,
    repositoryUrl: `${ports.webUrl}/${repository.owner}/${repository.name}`,
    ...(ports.pagesUrl === undefined ? {} : { pagesUrl: ports.pagesUrl }),
    repositoryOwner: repository.owner,
    ...(pull ? { pull } : {}),
    issues,
    rerun,
    text: (path) => texts.get(path),
    ...(pull ? { snoozes: await ports.commands.snoozes(subject) } : {}),
    now: request.now,
  });
  const published = { ...run.published, ...(run.enforces === undefined ? {} : { enforces: run.enforces }) };
  await execute(actions, { repository, subject, published }, ports);
  if (task.governs && answer.changesRules) await ports.enqueue(await jobsForPullsInto(repository, request.branch, ports.github));
}

/** The newer head has an event, and so a job, of its own. */
async function endOvertaken(newer: string | undefined, task: Task, run: Run, ports: JobPorts): Promise<void> {
  const { checkRun } = run.published;
  if (newer === undefined || checkRun?.status !== 'in_progress' || checkRun.headSha !== task.request.head) return;
  await publish(planOvertaken(checkRun.id, checkRun.headSha, newer), task, run, ports);
}

/** Where it is not known whether anything may block, it blocks: a failure of ours must not open a gate. */
async function tellFailure(task: Task, run: Run, ports: JobPorts): Promise<void> {
  const { checkRun } = run.published;
  const headSha = task.request.head;
  const id = checkRun?.status === 'in_progress' && checkRun.headSha === headSha ? { id: checkRun.id } : {};
  await publish(
    planFailed({ subject: task.subject, headSha, published: checkRun?.id ?? 0, ...id }, run.enforces ?? true),
    task,
    run,
    ports,
  );
}

async function publish(action: PublishCheckRun, { subject, request }: Task, run: Run, ports: JobPorts): Promise<void> {
  run.published = await execute([action], { repository: request.repository, subject, published: run.published }, ports);
}

const isoNow = (ports: JobPorts): string => new Date(ports.now()).toISOString();
