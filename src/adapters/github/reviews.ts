import { z } from 'zod';
import { markersIn } from '../../core/plan/markdown.ts';
import type {
  CommentOnFile,
  PublishedComment,
  RequestReviewers,
  ReviewComment,
  SubmitReview,
  UpdateReviewComment,
} from '../../model/action.ts';
import { refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** Submits one review with all its comments, and reads back which comment is which. */
export async function submitReview(
  session: Session,
  action: SubmitReview,
  bot: () => Promise<string>,
): Promise<readonly PublishedComment[]> {
  try {
    const review = await session.create(Review, {
      route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      parameters: {
        pull_number: action.pull,
        commit_id: action.headSha,
        event: 'COMMENT',
        body: action.body,
        comments: action.comments.map(commentOf),
      },
      find: () => findReview(session, action, bot),
    });
    return published(await commentsOfReview(session, action.pull, review.id), action.comments);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return submitOneByOne(session, action);
  }
}

/** Undefined where GitHub refuses it: the file is not in the diff any more. */
export async function commentOnFile(session: Session, { pull, headSha, comment }: CommentOnFile): Promise<PublishedComment | undefined> {
  const { path, body, marker, digest } = comment;
  const parameters = { pull_number: pull, commit_id: headSha, path, body, subject_type: 'file' };
  const find = async () => (await commentsOfPull(session, pull)).find((one) => markersIn(one.body).includes(marker));
  const made = await unlessRefused(session.create(Comment, { route: COMMENT, parameters, find }));
  return made && { id: made.id, marker, bodyDigest: digest };
}

/** A comment that someone deleted stays deleted. */
export async function updateReviewComment(session: Session, { id, body }: UpdateReviewComment): Promise<void> {
  const route = 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}';
  await session.readOptional(Comment, route, { comment_id: id, body });
}

/** Asks all at once; where GitHub refuses one of them and so all, one by one. */
export async function requestReviewers(session: Session, action: RequestReviewers): Promise<readonly string[]> {
  const { pull, users, teams } = action;
  try {
    await session.set(Asked, REQUEST, { pull_number: pull, reviewers: users, team_reviewers: teams });
    return [...users, ...teams];
  } catch (error) {
    if (!isRefused(error) || users.length + teams.length === 1) return orThrow(error);
  }
  const taken: string[] = [];
  for (const user of users) taken.push(...(await requestReviewers(session, { ...action, users: [user], teams: [] })));
  for (const team of teams) taken.push(...(await requestReviewers(session, { ...action, users: [], teams: [team] })));
  return taken;
}

/** The comments on a pull request that are this app's, by their markers. */
export async function publishedComments(session: Session, pull: number, bot: string): Promise<readonly PublishedComment[]> {
  const comments = await commentsOfPull(session, pull);
  return comments
    .filter(({ user }) => user?.login === bot)
    .flatMap(({ id, body }) => markersIn(body).flatMap((marker) => (isOfFindings(marker) ? [{ id, marker, bodyDigest: '' }] : [])));
}

/** Answers to commands are marked, too, and are not about findings. */
const isOfFindings = (marker: string): boolean => /^(?:finding|group):/.test(marker);

const COMMENT = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments';
const REQUEST = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';

const Review = z.object({ id: z.number() });
const Comment = z.object({
  id: z.number(),
  body: z.string(),
  pull_request_review_id: z.number().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});
const Comments = z.array(Comment);
const Asked = z.object({ number: z.number() });

/** More than this, and nobody would find one of them. */
const MOST_PAGES = 10;

function commentOf({ path, line, startLine, body }: ReviewComment): Readonly<Record<string, unknown>> {
  return {
    path,
    body,
    ...(line === undefined ? {} : { line, side: 'RIGHT' }),
    ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
  };
}

function published(comments: z.infer<typeof Comments>, wanted: readonly ReviewComment[]): readonly PublishedComment[] {
  const digests = new Map(wanted.map(({ marker, digest }) => [marker, digest]));
  return comments.flatMap(({ id, body }) => markersIn(body).map((marker) => ({ id, marker, bodyDigest: digests.get(marker) ?? '' })));
}

/** The review whose comments carry these markers, when its answer was lost. */
async function findReview(session: Session, action: SubmitReview, bot: () => Promise<string>): Promise<z.infer<typeof Review> | undefined> {
  const wanted = new Set(action.comments.map(({ marker }) => marker));
  const comments = await commentsOfPull(session, action.pull);
  const login = await bot();
  const found = comments.find(({ user, body }) => user?.login === login && markersIn(body).some((marker) => wanted.has(marker)));
  return found?.pull_request_review_id ? { id: found.pull_request_review_id } : undefined;
}

function commentsOfReview(session: Session, pull: number, review: number): Promise<z.infer<typeof Comments>> {
  return allPages(session, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments', {
    pull_number: pull,
    review_id: review,
  });
}

function commentsOfPull(session: Session, pull: number): Promise<z.infer<typeof Comments>> {
  return allPages(session, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
    pull_number: pull,
    sort: 'created',
    direction: 'desc',
  });
}

async function allPages(session: Session, route: string, parameters: Readonly<Record<string, unknown>>): Promise<z.infer<typeof Comments>> {
  const all: z.infer<typeof Comments>[number][] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await session.read(Comments, route, { ...parameters, per_page: 100, page });
    all.push(...comments);
    if (comments.length < 100) break;
  }
  return all;
}

/**
 * GitHub refuses a whole review for one comment on a line that it does not show, as after a push in between. Each comment alone then,
 * and what is refused stays in the check run.
 */
async function submitOneByOne(session: Session, { pull, headSha, comments }: SubmitReview): Promise<readonly PublishedComment[]> {
  const posted: PublishedComment[] = [];
  for (const comment of comments.slice(0, MOST_ALONE)) {
    const parameters = { pull_number: pull, commit_id: headSha, ...commentOf(comment) };
    const made = await unlessRefused(
      session.create(Comment, {
        route: COMMENT,
        parameters,
        find: async () => (await commentsOfPull(session, pull)).find(({ body }) => markersIn(body).includes(comment.marker)),
      }),
    );
    if (made) posted.push({ id: made.id, marker: comment.marker, bodyDigest: comment.digest });
  }
  return posted;
}

/** Each costs a call that creates content, of which GitHub allows 80 a minute. */
const MOST_ALONE = 10;

async function unlessRefused<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

const isRefused = (error: unknown): boolean => refusal(error) === 422;

/** A person or team that cannot review is no failure of the check. */
function orThrow(error: unknown): [] {
  if (isRefused(error)) return [];
  throw error;
}
