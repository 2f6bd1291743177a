import type { GitHubPublisher, PublicationStore } from '../core/publish-ports.ts';
import type {
  Action,
  Published,
  PublishCheckRun,
  PublishedComment,
  PublishIssue,
  RequestReviewers,
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
  const { headSha, baseSha = null, status, digest } = action;
  return { ...before, checkRun: { id, headSha, baseSha, status, digest } };
}

async function submitReview(action: SubmitReview, repository: Repository, before: Published, github: GitHubPublisher) {
  const posted = await github.submitReview(repository, action);
  const titles = new Map(action.comments.map(({ marker, title }) => [marker, title]));
  const titled = posted.map((comment) => withTitle(comment, titles.get(comment.marker)));
  return { ...before, comments: [...before.comments, ...titled] };
}

async function updateComment(action: UpdateReviewComment, repository: Repository, before: Published, github: GitHubPublisher) {
  await github.updateReviewComment(repository, action);
  const { id, marker, title, digest, fixedIn } = action;
  const now = { id, marker, title, bodyDigest: digest, ...(fixedIn === undefined ? {} : { fixedIn }) };
  return { ...before, comments: before.comments.map((comment) => (comment.id === id ? now : comment)) };
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
  return { ...before, issues: [...before.issues.filter(({ marker }) => marker !== issue.marker), { ...issue, items: action.items }] };
}

function withTitle(comment: PublishedComment, title: string | undefined): PublishedComment {
  return title === undefined ? comment : { ...comment, title };
}
