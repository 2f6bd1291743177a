import { isTollgateError } from '../core/errors.ts';
import { planActions } from '../core/plan/plan-actions.ts';
import { begunHead, planBegun, planFailed, planOvertaken } from '../core/plan/plan-check-run.ts';
import { planIssues } from '../core/plan/plan-issues.ts';
import type { Queued, Telling } from '../core/plan/telling.ts';
import type { Job, PullRequest } from '../core/publish-ports.ts';
import type { Judged, Published, PublishCheckRun } from '../model/action.ts';
import type { Conclusion } from '../model/decision.ts';
import type { Repository } from '../model/trigger.ts';
import { execute } from './execute.ts';
import type { JobPorts } from './job-ports.ts';
import type { JudgeAnswer, JudgeRequest } from './judge-request.ts';
import { mergePublished, NOTHING_PUBLISHED } from './merge-published.ts';
import { elsewhereAt, leftBehind, unsettled } from './shared-head.ts';
import { askedOf, jobsForPullsInto } from './rejudge.ts';

/** Whether this is the last try. */
export type Attempt = { readonly last: boolean };

/** A judgement to be told: everything that does not depend on its outcome. */
export interface Task {
  readonly subject: string;
  readonly request: JudgeRequest;
  readonly published: Published;
  readonly rerun: boolean;
  readonly issues: boolean;
  /** What judges other changes is what this branch holds. */
  readonly governs: boolean;
  readonly pull?: PullRequest;
  /** In the merge queue: what stands before it. */
  queue?(): Promise<Queued>;
  /** How it stands when the judgement is there. */
  standing(): Promise<Standing>;
  /** What judges it as it stands then: the event of what overtook it may never come. */
  readonly again?: Job;
}

/** Whether what was judged is still what is asked: the same head, into the same branch, under the same labels. */
export type Standing =
  | { readonly kind: 'same' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'moved'; /** Where it is now. */ readonly head: string };

/** For what is nothing but a head: undefined where there is none any more. */
export function standingAt(head: string, now: string | undefined): Standing {
  if (now === undefined) return { kind: 'gone' };
  return now === head ? { kind: 'same' } : { kind: 'moved', head: now };
}

/** What the store knows; GitHub is asked where it knows nothing, or not how an action ended. */
export async function knownPublished(
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
  // A sign that may stand at another commit is to be found and ended, too.
  const headSha = begunHead(stored?.pending ?? '') ?? of.headSha;
  const merged = mergePublished(stored ?? NOTHING_PUBLISHED, await github.published(of.repository, { ...of, headSha }));
  await store.recordPublished(of.subject, merged);
  return merged;
}

/** Judges, and tells of it what is new; a failure of ours is told, too, on the last try. */
export async function judgeAndTell(task: Task, attempt: Attempt, ports: JobPorts): Promise<void> {
  const run = { published: task.published, enforces: task.published.enforces };
  try {
    await endEarlier(task, run, ports);
    const answer = await judgeWithSign(task, run, ports);
    await tell(task, answer, run, ports);
  } catch (error) {
    // Who is told to wait has not failed, and could not say so either.
    if (isToWait(error)) throw error;
    const standing = await task.standing().catch((): Standing => ({ kind: 'same' }));
    // What went wrong is of no interest any more: a commit that is gone cannot be fetched, for one.
    if (standing.kind !== 'same') return endOvertaken(standing, task, run, ports);
    if (attempt.last) await tellFailure(task, run, ports);
    throw error;
  }
}

/** A sign that a killed process left at an earlier commit would stand there for ever. */
async function endEarlier(task: Task, run: Run, ports: JobPorts): Promise<void> {
  const { checkRun } = run.published;
  const { head } = task.request;
  if (checkRun?.status === 'in_progress' && checkRun.headSha !== head)
    await publish(planOvertaken(checkRun, task.subject, head), task, run, ports);
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
  const { subject, request, pull } = task;
  const { repository } = request;
  const { evaluation, elapsedMs } = answer;
  const standing = await task.standing();
  if (standing.kind !== 'same') return endOvertaken(standing, task, run, ports);
  const where = pull ? { pull: pull.number } : { branch: request.branch };
  await ports.store.saveEvaluation({ subject, repository, ...where, governs: request.branch, evaluation, at: request.now, elapsedMs });
  const head = { repository, head: request.head, ...(pull ? { pull: pull.number } : {}) };
  const elsewhere = task.queue ? [] : await elsewhereAt(head, ports);
  const telling = { ...(await tellingOf(task, answer, run, ports)), elsewhere };
  const published = { ...run.published, ...(run.enforces === undefined ? {} : { enforces: run.enforces }) };
  run.published = await execute(planActions(telling), { repository, subject, published }, ports);
  // Where a person had taken an issue over, what is new begins one of its own.
  const others = planIssues({ ...telling, published: run.published });
  run.published = await execute(others, { repository, subject, published: run.published }, ports);
  if (task.governs && answer.changesRules) await ports.enqueue(await jobsForPullsInto(repository, request.branch, ports.github));
  await recordJudged(answer, task, run, ports);
  if (task.queue) return;
  const again = [
    ...(await unsettled(head, run.published, evaluation.decision.conclusion, ports)),
    ...(await leftBehind(head, task.published, ports)),
  ];
  if (again.length > 0) await ports.enqueue(again);
}

async function tellingOf(task: Task, { evaluation, texts, preview }: JudgeAnswer, run: Run, ports: JobPorts): Promise<Telling> {
  const { subject, request, pull, issues, rerun } = task;
  const { repository } = request;
  return {
    evaluation,
    published: run.published,
    subject,
    repositoryUrl: `${ports.webUrl}/${repository.owner}/${repository.name}`,
    ...(ports.pagesUrl === undefined ? {} : { pagesUrl: ports.pagesUrl }),
    repositoryOwner: repository.owner,
    ...(pull ? { pull } : {}),
    ...(task.queue ? { queue: await task.queue() } : {}),
    ...(preview ? { preview } : {}),
    issues,
    rerun,
    text: (path) => texts.get(path),
    ...(pull ? { snoozes: await ports.commands.snoozes(subject), settles: await ports.github.mayWrite(repository) } : {}),
    now: request.now,
  };
}

/** Last of all, so that whatever was not told is judged and told again. */
async function recordJudged({ evaluation }: JudgeAnswer, { subject, request, pull }: Task, run: Run, { store }: JobPorts): Promise<void> {
  const { head, branch, base } = request;
  const compared = base !== null && 'commit' in base ? base.commit : (evaluation.base?.commit ?? null);
  const judged: Judged = { head, base: compared, branch, ...(pull ? { asked: askedOf(pull) } : {}) };
  const before = run.published;
  run.published = { ...withVerdict(before, head, evaluation.decision.conclusion), judged };
  if (isSame(before.judged, judged) && before.checkRun?.verdict === run.published.checkRun?.verdict) return;
  await store.recordPublished(subject, run.published);
}

const isSame = (before: Judged | undefined, { head, base, branch, asked }: Judged): boolean =>
  before?.head === head && before.base === base && before.branch === branch && before.asked === asked;

function withVerdict({ checkRun, ...rest }: Published, head: string, verdict: Conclusion): Published {
  return { ...rest, ...(checkRun ? { checkRun: checkRun.headSha === head ? { ...checkRun, verdict } : checkRun } : {}) };
}

/** Where only what it is compared with has changed, the sign stays for the next judgement of the same head. */
async function endOvertaken(standing: Exclude<Standing, { kind: 'same' }>, task: Task, run: Run, ports: JobPorts): Promise<void> {
  const { checkRun } = run.published;
  const head = standing.kind === 'moved' ? standing.head : undefined;
  if (checkRun?.status === 'in_progress' && checkRun.headSha === task.request.head && head !== checkRun.headSha)
    await publish(planOvertaken(checkRun, task.subject, head), task, run, ports);
  if (task.again && head !== undefined) await ports.enqueue([task.again]);
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
