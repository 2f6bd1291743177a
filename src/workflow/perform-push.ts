import type { Published } from '../model/action.ts';
import type { PushTrigger } from '../model/trigger.ts';
import type { JobPorts } from './job-ports.ts';
import { judgeAndTell, knownPublished, standingAt, type Attempt, type Standing } from './judge-and-tell.ts';
import type { JudgeRequest } from './judge-request.ts';
import { jobsForPullsInto } from './rejudge.ts';

/** A branch is judged, and what it holds as rules reaches the open pull requests that go into it. */
export async function performPush(trigger: PushTrigger, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository, branch, defaultBranch } = trigger;
  const head = await ports.github.branchHead(repository, branch);
  if (head === undefined) return;
  if (branch === defaultBranch) return performDefault(trigger, head, attempt, ports);
  await rejudgeInto(trigger, head, ports);
  await performBranch(trigger, head, attempt, ports);
}

/** The default branch is compared with the commit that was judged last, so that a push whose event was lost is judged with the next one. */
async function performDefault(trigger: PushTrigger, head: string, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository, branch, before, rerun } = trigger;
  const subject = `branch:${repository.id}:${branch}`;
  const known = await knownPublished({ repository, subject, headSha: head, fresh: false }, ports);
  const published = await withBeginning(known, subject, trigger, ports);
  const { judged } = published;
  const commit = judged?.head === head ? (judged.base ?? before) : (judged?.head ?? before);
  const base = commit === null ? null : { commit };
  const request: JudgeRequest = { repository, event: 'push', branch, base, head, now: isoNow(ports) };
  const standing = async (): Promise<Standing> => standingAt(head, await ports.github.branchHead(repository, branch));
  const again = { key: subject, trigger };
  const task = { subject, request, published, rerun, issues: base !== null, governs: true, standing, again };
  await judgeAndTell(task, attempt, ports);
}

/** Where the first push began is kept until a judgement is told, whatever overtakes it. */
async function withBeginning(known: Published, subject: string, { before, branch }: PushTrigger, { store }: JobPorts): Promise<Published> {
  if (known.judged || before === null) return known;
  const published = { ...known, judged: { head: before, base: null, branch } };
  await store.recordPublished(subject, published);
  return published;
}

/** Other branches are judged against the default one, unless a pull request does that already, or begins to meanwhile. */
async function performBranch(trigger: PushTrigger, head: string, attempt: Attempt, ports: JobPorts): Promise<void> {
  const { repository, branch, defaultBranch, rerun } = trigger;
  const hasPull = async (): Promise<boolean> => (await ports.github.pullsWithHead(repository, head)).length > 0;
  if (await hasPull()) return;
  const subject = `branch:${repository.id}:${branch}`;
  const published = await knownPublished({ repository, subject, headSha: head, fresh: true }, ports);
  const request = { repository, event: 'push', branch: defaultBranch, base: { branch: defaultBranch }, head, now: isoNow(ports) } as const;
  const standing = async (): Promise<Standing> => {
    const now = await ports.github.branchHead(repository, branch);
    return now === head && (await hasPull()) ? { kind: 'gone' } : standingAt(head, now);
  };
  const again = { key: subject, trigger };
  await judgeAndTell({ subject, request, published, rerun, issues: false, governs: false, standing, again }, attempt, ports);
}

/** One look whether pull requests go into this branch at all; Git says whether what judges them has changed. */
async function rejudgeInto({ repository, branch, before }: PushTrigger, head: string, ports: JobPorts): Promise<void> {
  if (before === null || before === head) return;
  const jobs = await jobsForPullsInto(repository, branch, ports.github);
  if (jobs.length > 0 && (await ports.rulesChanged(repository, before, head))) await ports.enqueue(jobs);
}

const isoNow = (ports: JobPorts): string => new Date(ports.now()).toISOString();
