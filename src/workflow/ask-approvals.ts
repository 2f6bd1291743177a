import { approvalName } from '../core/exceptions/approval-name.ts';
import { approvalBy, teamsIn, vouchers } from '../core/exceptions/approval.ts';
import type { ExceptionStore, GitHubReader } from '../core/publish-ports.ts';
import type { Approval, Exception } from '../model/exception.ts';
import type { Settings } from '../model/settings.ts';
import type { Repository } from '../model/trigger.ts';
import type { AskApprovals } from './gather-exceptions.ts';

export interface ApprovalPorts {
  readonly github: Pick<GitHubReader, 'originOf' | 'teamsOf'>;
  readonly exceptions: Pick<ExceptionStore, 'approved' | 'recordApproved'>;
}

/** Asks GitHub, once for each text: what was approved stays approved. `branch` is the one that governs. */
export function askApprovals(repository: Repository, branch: string, ports: ApprovalPorts): AskApprovals {
  return async (exceptions, settings) => {
    const known = await ports.exceptions.approved(repository.id);
    const ask = (one: Exception): Promise<Approval> => askOne(one, { repository, branch, settings }, ports);
    const answers: Approval[] = [];
    // One after the other: they are few, and GitHub asks for calls in a row.
    for (const one of exceptions) answers.push(known.has(approvalName(one, settings)) ? 'approved' : await ask(one));
    return answers;
  };
}

interface Where {
  readonly repository: Repository;
  readonly branch: string;
  readonly settings: Settings;
}

async function askOne(
  exception: Exception,
  { repository, branch, settings }: Where,
  { github, exceptions }: ApprovalPorts,
): Promise<Approval> {
  const { approvers } = settings.exceptions;
  if (approvers.length === 0) return 'missing';
  const origin = await github.originOf(repository, { branch, file: exception.location.file });
  const logins = origin ? vouchers(origin, exception) : [];
  const named = teamsIn(approvers);
  const teams = new Map<string, readonly string[] | undefined>();
  if (named.length > 0) for (const login of logins) teams.set(login, await github.teamsOf(repository, login, named));
  const approval = approvalBy(logins, approvers, teams);
  if (approval === 'approved') await exceptions.recordApproved(repository, approvalName(exception, settings), logins);
  return approval;
}
