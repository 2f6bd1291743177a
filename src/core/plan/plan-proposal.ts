import type { ProposedChange, Rules } from '../command-ports.ts';
import { periodOf, usedIn } from '../exceptions/quota.ts';
import { exceptionPath, writeException, type ExceptionRequest } from '../exceptions/write-exception.ts';
import type { Finding } from '../../model/finding.ts';
import { cutText } from './cut-text.ts';
import { ISSUE_TITLE_UNITS, MOST_REVIEWERS } from './limits.ts';
import { item, join, marker, mention, quote, say, text, visible, type Markdown } from './markdown.ts';
import { LONGEST_LINE, nameOf, toldOf } from './telling.ts';

/** The pull request that adds an exception, and whom it asks. */
export interface Proposal {
  readonly change: ProposedChange;
  readonly users: readonly string[];
  /** Slugs. */
  readonly teams: readonly string[];
  /** `2 of 2 in 2026 Q4`. */
  readonly quota: Markdown;
  /** When it counts. */
  readonly counts: Markdown;
}

interface About {
  readonly rules: Rules;
  readonly pull: number;
  readonly base: string;
  readonly login: string;
  readonly findings: readonly Finding[];
  readonly owner: string;
}

export function planProposal(id: string, request: ExceptionRequest, about: About): Proposal {
  const { rules, base, login, owner } = about;
  const [policy = ''] = request.policies;
  const { approvers, quota } = rules.settings.exceptions;
  const period = periodOf(request.requested, quota.per);
  const used = say`${usedIn(period, policy, rules.used, quota.per).length + 1} of ${quota.policy} in ${text(period)}`;
  const some = say`${approvers.length > 1 ? say`one of ` : say``}${join(approvers.map(mention), ', ')}`;
  const counts = say`It counts once ${some} approves it and it is merged.`;
  const asked = approvers.map((name) => name.replace(/^@/, '')).filter((name) => name.toLowerCase() !== login.toLowerCase());
  const subject = about.findings.length === 1 && about.findings[0] ? nameOf(about.findings[0]) : `${about.findings.length} findings`;
  return {
    change: {
      branch: `tollgate/exceptions/${id}`,
      into: base,
      files: [{ path: exceptionPath(id), after: writeException(request) }],
      title: cutText(visible(`Except ${subject} from ${policy} until ${request.expires}`), ISSUE_TITLE_UNITS),
      body: bodyOf(request, about, used, counts),
    },
    users: asked.filter((name) => !name.includes('/')).slice(0, MOST_REVIEWERS),
    teams: asked
      .flatMap((name) => (name.toLowerCase().startsWith(`${owner.toLowerCase()}/`) ? [name.slice(owner.length + 1)] : []))
      .slice(0, MOST_REVIEWERS),
    quota: used,
    counts,
  };
}

function bodyOf(
  { justification, control, ticket, expires }: ExceptionRequest,
  { findings, pull, login }: About,
  used: Markdown,
  counts: Markdown,
): Markdown {
  const lines = findings.slice(0, MOST_LISTED).map((finding) => item(toldOf(finding)));
  const more = findings.length > MOST_LISTED ? [item(say`${findings.length - MOST_LISTED} more, in the file`)] : [];
  return join(
    [
      marker('exception'),
      say`${mention(`@${login}`)} asks in #${pull} that this does not count until ${text(expires)}:`,
      say``,
      ...lines,
      ...more,
      say``,
      quote(text(cutText(justification, LONGEST_LINE))),
      say``,
      ...(control === undefined ? [] : [say`Meanwhile: ${text(cutText(control, LONGEST_LINE))}`, say``]),
      ...(ticket === undefined ? [] : [say`Ticket: ${text(cutText(ticket, LONGEST_LINE))}`, say``]),
      say`${counts} This is ${used}. \`/tollgate approve\` and \`/tollgate deny\` work here, too.`,
    ],
    '\n',
  );
}

const MOST_LISTED = 20;
