import { EXCEPTIONS_ISSUE, planExceptionsIssue } from '../core/plan/plan-exceptions-issue.ts';
import type { Published } from '../model/action.ts';
import type { CareTrigger } from '../model/trigger.ts';
import { execute } from './execute.ts';
import { mergePublished, NOTHING_PUBLISHED } from './merge-published.ts';
import type { JobPorts } from './job-ports.ts';

/** Judges the whole of the branch that governs, and says in one issue which of its exceptions end soon, and which may go. */
export async function lookAfterExceptions({ repository, branch }: CareTrigger, ports: JobPorts): Promise<void> {
  const head = await ports.github.branchHead(repository, branch);
  if (head === undefined) return;
  const subject = `exceptions:${repository.id}`;
  const published = await knownIssue({ repository, branch, kind: 'care' }, subject, head, ports);
  const now = new Date(ports.now()).toISOString();
  const { evaluation } = await ports.judge({ repository, event: 'push', branch, base: null, head, now }, () => undefined);
  const filesUrl = `${ports.webUrl}/${repository.owner}/${repository.name}/blob/${branch}`;
  const posted = published.issues.find(({ marker }) => marker === EXCEPTIONS_ISSUE);
  const issue = planExceptionsIssue({ exceptions: evaluation.exceptions, posted, subject, filesUrl, now });
  if (issue) await execute([issue], { repository, subject, published }, ports);
}

/** What the store knows; GitHub is asked where it does not, or not how posting ended. */
async function knownIssue({ repository }: CareTrigger, subject: string, headSha: string, { store, github }: JobPorts): Promise<Published> {
  const stored = await store.published(subject);
  if (stored && stored.pending === undefined) return stored;
  const { issues } = await github.published(repository, { subject, headSha });
  const own = { ...NOTHING_PUBLISHED, issues: issues.filter(({ marker }) => marker === EXCEPTIONS_ISSUE) };
  return mergePublished(stored ?? NOTHING_PUBLISHED, own);
}
