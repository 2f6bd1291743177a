import type { PublishedIssue, PublishIssue } from '../../model/action.ts';
import type { ExceptionStanding } from '../../model/exception.ts';
import { hashText } from '../hash-text.ts';
import { daysBetween } from '../is-over.ts';
import { fitParts } from './cut-text.ts';
import { BODY_UNITS, MOST_ASSIGNEES } from './limits.ts';
import { code, item, join, link, marker, mention, pathInAddress, say, sentence, text, type Markdown } from './markdown.ts';

/** What an issue about exceptions is made from. */
export interface Care {
  readonly exceptions: readonly ExceptionStanding[];
  /** The issue as it was posted last. */
  readonly posted: PublishedIssue | undefined;
  /** `exceptions:<repository id>`. */
  readonly subject: string;
  /** Where the files stand: `https://github.com/acme/warehouse/blob/main`. */
  readonly filesUrl: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

export const EXCEPTIONS_ISSUE = 'exceptions';

/** People are reminded from this many days before an exception ends. */
const SOON_DAYS = 14;

/** One issue says which exceptions end soon, and which may go; it closes when there is nothing left to do. Null where it says so already. */
export function planExceptionsIssue(care: Care): PublishIssue | null {
  const groups = groupsOf(care);
  const { posted } = care;
  if (groups.length === 0) return posted?.state === 'open' ? { ...issueOf([], care), state: 'closed', number: posted.number } : null;
  const issue = issueOf(groups, care);
  if (!posted) return issue;
  return posted.state === 'open' && posted.bodyDigest === issue.digest ? null : { ...issue, number: posted.number };
}

interface Group {
  readonly title: Markdown;
  readonly gist: string;
  readonly lines: readonly Markdown[];
}

function groupsOf(care: Care): readonly Group[] {
  const { exceptions, now } = care;
  const inForce = exceptions.filter(({ state }) => state === 'in force');
  const soon = inForce.filter(({ expires }) => daysBetween(now, expires) <= SOON_DAYS);
  const unused = inForce.filter((one) => one.covers === 0 && !soon.includes(one));
  const over = exceptions.filter(({ state }) => state === 'over');
  const idle = exceptions.filter(({ state }) => state === 'not counting');
  const told: readonly (readonly [Markdown, string, readonly ExceptionStanding[], (one: ExceptionStanding) => Markdown])[] = [
    [say`End soon. Fix what they cover, or ask anew:`, 'end soon', soon, (one) => endsLine(one, care)],
    [say`Cover nothing any more. Remove their files:`, 'unused', unused, (one) => policiesLine(one)],
    [say`Are over. Remove their files; they count to the quota all the same:`, 'over', over, (one) => say`ended on ${text(one.expires)}`],
    [say`Do not count:`, 'not counting', idle, (one) => sentence(one.why ?? '')],
  ];
  return told
    .filter(([, , those]) => those.length > 0)
    .map(([title, words, those, line]) => ({
      title,
      gist: `${those.length} ${words}`,
      lines: those.map((one) => item(say`${nameOf(one, care)}: ${line(one)}`)),
    }));
}

const nameOf = ({ id, file }: ExceptionStanding, { filesUrl }: Care): Markdown => link(code(id), `${filesUrl}/${pathInAddress(file)}`);

const policiesLine = ({ policies, expires }: ExceptionStanding): Markdown =>
  say`for ${join(policies.map(text), ', ')}, until ${text(expires)}`;

/** The day is told, not how far it is: the text stays the same while nothing happens. */
function endsLine(one: ExceptionStanding, { now }: Care): Markdown {
  const last = daysBetween(now, one.expires) <= 1 ? say`, tomorrow at the latest` : say``;
  const covers = one.covers === 1 ? say`1 finding` : say`${one.covers} findings`;
  return say`for ${join(one.policies.map(text), ', ')}, ends on ${text(one.expires)}${last}; it covers ${covers}, asked for by ${mention(one.requestedBy)}`;
}

function issueOf(groups: readonly Group[], care: Care): PublishIssue {
  const foot = [say``, say`This issue follows the files of exceptions: it closes when nothing is left to do.`];
  const head = [marker(EXCEPTIONS_ISSUE)];
  const lines = groups.flatMap(({ title, lines: items }) => [say``, title, say``, ...items]);
  const room = BODY_UNITS - [...head, ...foot].reduce((sum, part) => sum + part.length + 1, 0);
  const body = join([...head, ...fitParts(lines, room, (left) => say`- ${left} more lines`), ...foot], '\n');
  const digest = hashText(body);
  return {
    kind: 'publish-issue',
    key: `${care.subject}:${digest}`,
    state: 'open',
    title: groups.length === 0 ? 'Exceptions: nothing to do' : `Exceptions: ${groups.map(({ gist }) => gist).join(', ')}`,
    body,
    digest,
    labels: ['tollgate'],
    assignees: askersOf(care),
    marker: EXCEPTIONS_ISSUE,
    items: [],
  };
}

/** Who asked for what ends soon; only people can be assigned. */
function askersOf({ exceptions, now }: Care): readonly string[] {
  const soon = exceptions.filter(({ state, expires }) => state === 'in force' && daysBetween(now, expires) <= SOON_DAYS);
  const names = soon.map(({ requestedBy }) => requestedBy.replace(/^@/, '')).filter((name) => /^[\w-]+$/.test(name));
  return [...new Set(names)].slice(0, MOST_ASSIGNEES);
}
