import type { Job } from '../core/publish-ports.ts';
import type { Published } from '../model/action.ts';
import type { PullTrigger, PushTrigger, RerunTrigger } from '../model/trigger.ts';
import { performButton } from './command/perform-button.ts';
import { performCommand } from './command/perform-command.ts';
import type { JobPorts } from './job-ports.ts';
import { judgeAndTell, knownPublished, type Attempt } from './judge-and-tell.ts';
import { lookAfterExceptions } from './look-after-exceptions.ts';
import { performQueue } from './perform-queue.ts';
import { jobForSubject } from './rejudge.ts';

/** Does what a webhook asked for. The event is only a hint: GitHub is asked how things stand now. */
export async function performJob({ trigger }: Job, attempt: Attempt, ports: JobPorts): Promise<void> {
  switch (trigger.kind) {
    case 'pull':
      return performPull(trigger, attempt, ports);
    case 'push':
      return performPush(trigger, attempt, ports);
    case 'queue':
      return performQueue(trigger, attempt, ports);
    case 'rerun':
      return performRerun(trigger, ports);
    case 'review':
      return ports.enqueue((await ports.exceptions.waiting(trigger.repository.id)).map(jobForSubject));
    case 'care':
      return lookAfterExceptions(trigger, ports);
    case 'command':
      return performCommand(trigger, attempt, ports);
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

const isoNow = (ports: JobPorts): string => new Date(ports.now()).toISOString();
