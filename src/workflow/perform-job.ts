import type { Job, PullRequest } from '../core/publish-ports.ts';
import type { PullTrigger, Repository, RerunTrigger } from '../model/trigger.ts';
import { performButton } from './command/perform-button.ts';
import { performCommand } from './command/perform-command.ts';
import type { JobPorts } from './job-ports.ts';
import { judgeAndTell, knownPublished, type Attempt, type Standing } from './judge-and-tell.ts';
import { lookAfterExceptions } from './look-after-exceptions.ts';
import { performPush } from './perform-push.ts';
import { performQueue } from './perform-queue.ts';
import { askedOf, jobForSubject } from './rejudge.ts';
import { leftByClosed } from './shared-head.ts';

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
    case 'closed':
      return ports.enqueue(await leftByClosed(trigger, ports));
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
  const pull = await ports.github.pull(trigger.repository, trigger.pull);
  if (!pull?.open) return;
  const repository = { ...trigger.repository, ...pull.home };
  const subject = `pull:${repository.id}:${pull.number}`;
  const published = await knownPublished({ repository, subject, pull: pull.number, headSha: pull.headSha, fresh: trigger.fresh }, ports);
  const { headSha: head, baseBranch: branch, labels, author } = pull;
  const fork = pull.headBranch === undefined;
  const request = { repository, event: 'pull_request', branch, base: { branch }, head, labels, author, fork, now: isoNow(ports) } as const;
  const standing = async (): Promise<Standing> => standingOf(pull, await ports.github.pull(repository, pull.number));
  const again: Job = { key: subject, trigger: { ...trigger, fresh: false } };
  const task = { subject, request, published, rerun: trigger.rerun, issues: false, governs: false, pull, standing, again };
  await judgeAndTell(task, attempt, ports);
}

function standingOf(judged: PullRequest, now: PullRequest | undefined): Standing {
  if (!now?.open) return { kind: 'gone' };
  return askedOf(now) === askedOf(judged) ? { kind: 'same' } : { kind: 'moved', head: now.headSha };
}

/** The work goes to the queue again, under the key that its other events have. */
async function performRerun({ repository, headSha, branch, defaultBranch }: RerunTrigger, ports: JobPorts): Promise<void> {
  const found = await ports.github.pullsWithHead(repository, headSha);
  const pulls = found.length > 0 || branch !== null ? found : await pullsOfForks(repository, headSha, ports);
  const ofPulls = pulls.map((pull): Job => ({
    key: `pull:${repository.id}:${pull}`,
    trigger: { kind: 'pull', repository, pull, fresh: false, rerun: true },
  }));
  if (ofPulls.length > 0 || branch === null) return ports.enqueue(ofPulls);
  const trigger = { kind: 'push', repository, branch, defaultBranch, before: null, rerun: true } as const;
  return ports.enqueue([{ key: `branch:${repository.id}:${branch}`, trigger }]);
}

/** GitHub does not find pull requests by a commit that only a fork has. Source: GitHub Docs, webhook `check_suite`: `head_branch`. */
async function pullsOfForks(repository: Repository, headSha: string, { github }: JobPorts): Promise<readonly number[]> {
  const open = await github.openPulls(repository);
  return open.flatMap((pull) => (pull.headSha === headSha ? [pull.number] : []));
}

const isoNow = (ports: JobPorts): string => new Date(ports.now()).toISOString();
