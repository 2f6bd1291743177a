import { approvalBy, teamsIn } from '../../core/exceptions/approval.ts';
import { approvalName } from '../../core/exceptions/approval-name.ts';
import { parseException } from '../../core/exceptions/parse-exception.ts';
import { join, say, text } from '../../core/plan/markdown.ts';
import { shortSha } from '../../core/plan/telling.ts';
import type { Exception } from '../../model/exception.ts';
import type { Settings } from '../../model/settings.ts';
import { done, notAllowed, refused } from './outcome.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';

/** A listed approver, who is neither who asks nor who wrote the pull request, vouches for the exceptions as they stand in its head. */
export const approve: Handler = (asked, ports) =>
  asApprover(asked, ports, async (exceptions, settings) => {
    for (const exception of exceptions)
      await ports.exceptions.recordApproved(asked.repository, approvalName(exception, settings), [asked.login]);
    const until = exceptions.map(({ expires }) => text(expires));
    return done(
      say`Approved at ${shortSha(asked.pull.headSha)} until ${join(until, ', ')}. It counts when this is merged; another text needs another approval.`,
    );
  });

/** The request is closed; what it was about stands. */
export const deny: Handler = (asked, ports) =>
  asApprover(asked, ports, async () => {
    await ports.github.close(asked.repository, asked.pull.number);
    const { because } = asked.command;
    const why = because === undefined ? [] : [say`${text(because)}`];
    return done(join([say`Denied. What it was about stands.`, ...why], ' '));
  });

async function asApprover(
  asked: Asked,
  ports: CommandPorts,
  act: (exceptions: readonly Exception[], settings: Settings) => Promise<Outcome>,
): Promise<Outcome> {
  const { repository, pull, login, command } = asked;
  const files = await ports.github.exceptionsIn(repository, pull);
  const read = files.map(parseException);
  const wrong = read.flatMap(({ problems }) => problems)[0];
  const exceptions = read.flatMap(({ exception }) => (exception ? [exception] : []));
  if (files.length === 0) return refused(`\`${command.name}\` is for pull requests that ask for an exception; this one does not.`);
  if (wrong) return refused(`${wrong.location.file} cannot count as it stands: ${wrong.message}`);
  const own = [pull.author, ...exceptions.map(({ requestedBy }) => requestedBy)].map((name) => name.replace(/^@/, '').toLowerCase());
  if (own.includes(login.toLowerCase())) return refused('Who asks for an exception cannot approve or deny it.');
  const { settings } = await ports.rules(repository, pull.baseBranch);
  const { approvers } = settings.exceptions;
  const named = teamsIn(approvers);
  const teams = named.length === 0 ? [] : await ports.github.teamsOf(repository, login, named);
  const approval = approvalBy([login], approvers, new Map([[login, teams]]));
  if (approval === 'approved') return act(exceptions, settings);
  const list = approvers.length === 0 ? 'nobody' : approvers.map((name) => `\`${name}\``).join(', ');
  const hidden =
    approval === 'hidden' ? ' Whether you are in a team of these, Tollgate may not see: give it “Members: read”, or name people.' : '';
  return notAllowed(`Settings let ${list} approve exceptions.${hidden}`);
}
