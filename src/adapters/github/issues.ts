import { z } from 'zod';
import { writtenAs } from '../../core/plan/plan-issues.ts';
import { markersIn } from '../../core/plan/markdown.ts';
import type { PublishedIssue, PublishIssue } from '../../model/action.ts';
import { refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** Opens or changes an issue; null where the repository has no issues. One that a person has changed since stays as it is. */
export async function publishIssue(session: Session, action: PublishIssue, appId: number): Promise<PublishedIssue | null> {
  if (action.number !== undefined && (await isTaken(session, action, action.number)))
    return {
      number: action.number,
      marker: action.marker,
      state: action.left?.state ?? action.state,
      bodyDigest: action.digest,
      taken: true,
    };
  const issue = action.number === undefined ? await openIssue(session, action, appId) : await changeIssue(session, action, action.number);
  return issue ? { number: issue.number, marker: action.marker, state: action.state, bodyDigest: action.digest } : null;
}

/** The issues of this app, by their markers. */
export async function publishedIssues(session: Session, appId: number): Promise<readonly PublishedIssue[]> {
  const issues = await listIssues(session);
  const own = issues.filter((issue) => issue.performed_via_github_app?.id === appId);
  // The newest of a name comes first, and counts: older ones were taken over by people.
  const all = own.flatMap(({ number, state, body }) =>
    markersIn(body ?? '').map((marker) => ({
      number,
      marker,
      state: state === 'closed' ? ('closed' as const) : ('open' as const),
      bodyDigest: '',
    })),
  );
  return [...new Map(all.toReversed().map((issue) => [issue.marker, issue])).values()];
}

const Issue = z.object({
  number: z.number(),
  state: z.string(),
  body: z.string().nullish(),
  performed_via_github_app: z.object({ id: z.number() }).nullish(),
});
const Issues = z.array(Issue);
type Issue = z.infer<typeof Issue>;

const LABEL = 'tollgate';

async function openIssue(session: Session, action: PublishIssue, appId: number): Promise<Issue | undefined> {
  const { title, body, labels, assignees } = action;
  const find = async (): Promise<Issue | undefined> =>
    (await listIssues(session)).find(
      (issue) =>
        issue.number !== action.instead &&
        issue.performed_via_github_app?.id === appId &&
        markersIn(issue.body ?? '').includes(action.marker),
    );
  const create = (names: readonly string[]): Promise<Issue> =>
    session.create(Issue, {
      route: 'POST /repos/{owner}/{repo}/issues',
      parameters: { title, body, labels, ...(names.length === 0 ? {} : { assignees: names }) },
      find,
    });
  try {
    return await create(assignees);
  } catch (error) {
    const status = refusal(error);
    if (status === 404 || status === 410) return undefined;
    // An owner who cannot be assigned is named in the body all the same.
    if (status === 422 && assignees.length > 0) return create([]);
    throw error;
  }
}

async function isTaken(session: Session, { left }: PublishIssue, number: number): Promise<boolean> {
  if (!left) return false;
  const issue = await session.readOptional(Issue, 'GET /repos/{owner}/{repo}/issues/{issue_number}', { issue_number: number });
  if (!issue) return false;
  return issue.state !== left.state || (left.written !== undefined && writtenAs(issue.body ?? '') !== left.written);
}

function changeIssue(session: Session, { title, body, state }: PublishIssue, number: number): Promise<Issue | undefined> {
  const reason = state === 'closed' ? 'completed' : 'reopened';
  const parameters = { issue_number: number, title, body, state, state_reason: reason };
  return session.readOptional(Issue, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', parameters);
}

async function listIssues(session: Session): Promise<readonly Issue[]> {
  const parameters = { labels: LABEL, state: 'all', sort: 'created', direction: 'desc', per_page: 100 };
  return (await session.readOptional(Issues, 'GET /repos/{owner}/{repo}/issues', parameters)) ?? [];
}
