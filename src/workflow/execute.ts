import { writtenAs } from '../core/plan/plan-issues.ts';
import type { GitHubPublisher, PublicationStore } from '../core/publish-ports.ts';
import type {
  Action,
  CommentOnFile,
  Published,
  PublishCheckRun,
  PublishedComment,
  PublishIssue,
  RequestReviewers,
  SettleThreads,
  SubmitReview,
  UpdateReviewComment,
} from '../model/action.ts';
import type { Repository } from '../model/trigger.ts';

export interface ExecutePorts {
  readonly github: GitHubPublisher;
  readonly store: PublicationStore;
}

/** Where actions take effect, and what is published there. */
export interface Place {
  readonly repository: Repository;
  readonly subject: string;
  readonly published: Published;
}

/**
 * Executes actions one after the other and records each: before it, that it is pending, after it, what came of it. After a crash or
 * an error the record says which one may or may not have taken effect.
 */
export async function execute(actions: readonly Action[], place: Place, { github, store }: ExecutePorts): Promise<Published> {
  let { published } = place;
  for (const action of actions) {
    await store.recordPublished(place.subject, { ...published, pending: action.key });
    published = await take(action, place.repository, published, github);
    await store.recordPublished(place.subject, published);
  }
  return published;
}

/** What is published when the action has taken effect. The compiler demands a line for each kind. */
function take(action: Action, repository: Repository, published: Published, github: GitHubPublisher): Promise<Published> {
  const { pending: _, ...before } = published;
  switch (action.kind) {
    case 'publish-check-run':
      return publishCheckRun(action, repository, before, github);
    case 'submit-review':
      return submitReview(action, repository, before, github);
    case 'comment-on-file':
      return commentOnFile(action, repository, before, github);
    case 'settle-threads':
      return settleThreads(action, repository, before, github);
    case 'update-review-comment':
      return updateComment(action, repository, before, github);
    case 'request-reviewers':
      return requestReviewers(action, repository, before, github);
    case 'publish-issue':
      return publishIssue(action, repository, before, github);
  }
}

async function publishCheckRun(action: PublishCheckRun, repository: Repository, before: Published, github: GitHubPublisher) {
  const { id } = await github.publishCheckRun(repository, action);
  const { headSha, status, digest, conclusion } = action;
  // While a head is judged once more, its verdict is still the one before.
  const verdict = status === 'in_progress' && before.checkRun?.headSha === headSha ? before.checkRun.verdict : undefined;
  const told = { ...(conclusion === undefined ? {} : { conclusion }), ...(verdict === undefined ? {} : { verdict }) };
  return { ...before, checkRun: { id, headSha, status, digest, ...told } };
}

async function submitReview(action: SubmitReview, repository: Repository, before: Published, github: GitHubPublisher) {
  const posted = await github.submitReview(repository, action);
  const titles = new Map(action.comments.map(({ marker, title }) => [marker, title]));
  const titled = posted.map((comment) => withTitle(comment, titles.get(comment.marker)));
  const taken = new Set(posted.map(({ marker }) => marker));
  const refused = action.comments.flatMap(({ marker }) => (taken.has(marker) ? [] : [marker]));
  return withRefused({ ...before, comments: [...before.comments, ...titled] }, action.headSha, refused);
}

async function commentOnFile(action: CommentOnFile, repository: Repository, before: Published, github: GitHubPublisher) {
  const { comment, headSha } = action;
  const posted = await github.commentOnFile(repository, action);
  if (!posted) return withRefused(before, headSha, [comment.marker]);
  return { ...before, comments: [...before.comments, withTitle(posted, comment.title)] };
}

function withRefused(published: Published, headSha: string, markers: readonly string[]): Published {
  if (markers.length === 0) return published;
  const known = published.refused?.headSha === headSha ? published.refused.markers : [];
  return { ...published, refused: { headSha, markers: [...known, ...markers] } };
}

/** Threads that people wrote in are left alone, and not asked about again. */
async function settleThreads(action: SettleThreads, repository: Repository, before: Published, github: GitHubPublisher) {
  await github.settleThreads(repository, action);
  const settled = (comment: PublishedComment): PublishedComment => {
    const { resolved: _, ...open } = comment;
    if (action.resolve.includes(comment.id)) return { ...open, resolved: true };
    return action.reopen.includes(comment.id) ? open : comment;
  };
  return { ...before, comments: before.comments.map(settled) };
}

async function updateComment(action: UpdateReviewComment, repository: Repository, before: Published, github: GitHubPublisher) {
  await github.updateReviewComment(repository, action);
  const { id, marker, title, digest, fixedIn } = action;
  const now = { id, marker, title, bodyDigest: digest, ...(fixedIn === undefined ? {} : { fixedIn }) };
  const kept = ({ resolved }: PublishedComment) => (resolved === undefined ? now : { ...now, resolved });
  return { ...before, comments: before.comments.map((comment) => (comment.id === id ? kept(comment) : comment)) };
}

/** All who were to be asked count as asked, also those whom GitHub refuses: asking again would be refused again. */
async function requestReviewers(action: RequestReviewers, repository: Repository, before: Published, github: GitHubPublisher) {
  const taken = await github.requestReviewers(repository, action);
  const teams = action.teams.map((team) => `${repository.owner}/${team}`);
  const names = new Set([...before.requestedReviewers, ...action.users, ...teams, ...taken]);
  return { ...before, requestedReviewers: [...names] };
}

async function publishIssue(action: PublishIssue, repository: Repository, before: Published, github: GitHubPublisher) {
  const issue = await github.publishIssue(repository, action);
  if (!issue) return before;
  const known = before.issues.find(({ marker }) => marker === issue.marker)?.items ?? [];
  const kept = issue.taken ? { ...issue, items: known } : { ...issue, items: action.items, written: writtenAs(action.body) };
  return { ...before, issues: [...before.issues.filter(({ marker }) => marker !== issue.marker), kept] };
}

function withTitle(comment: PublishedComment, title: string | undefined): PublishedComment {
  return title === undefined ? comment : { ...comment, title };
}
