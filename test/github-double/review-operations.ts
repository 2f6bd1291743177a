import { inPull, inRepository, type Answer, type Call, type Operation } from './answer-request.ts';
import { isChanged, isInPull, isShown, type DoublePull, type DoubleRepository, type World } from './world.ts';

/** Reviews and their comments. */
export const REVIEW_OPERATIONS: Readonly<Record<string, Operation>> = {
  'pulls/create-review': { creates: true, answer: inPull(createReview) },
  'pulls/list-comments-for-review': { creates: false, answer: inPull(listCommentsOfReview) },
  'pulls/list-review-comments': { creates: false, answer: inPull(listComments) },
  'pulls/create-review-comment': { creates: true, answer: inPull(createComment) },
  'pulls/update-review-comment': { creates: false, answer: inRepository(updateComment) },
};

interface CommentBody {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly start_line?: number;
  readonly subject_type?: 'line' | 'file';
}

const outside = ({ path, line, start_line }: CommentBody, commit: string, repository: DoubleRepository, pull: DoublePull): boolean =>
  line === undefined || ![start_line ?? line, line].every((one) => isShown(repository, pull, commit, path, one));

const TOO_LONG: Answer = [422, { message: 'Validation Failed', errors: ['body is too long (maximum is 65536 characters)'] }];

const MOST_CHARACTERS = 65_536;

const REFUSED: Answer = [422, { message: 'Unprocessable Entity', errors: ['Pull request review thread line must be part of the diff'] }];

const NOT_IN_PULL: Answer = [422, { message: 'Unprocessable Entity', errors: ['commit_id is not part of the pull request'] }];

function createReview({ body }: Call, repository: DoubleRepository, pull: DoublePull, world: World): Answer {
  const comments = (body['comments'] ?? []) as readonly CommentBody[];
  const commit = String(body['commit_id'] ?? pull.headSha);
  if (!isInPull(repository, pull, commit)) return NOT_IN_PULL;
  if (comments.some((comment) => outside(comment, commit, repository, pull))) return REFUSED;
  if ([body, ...comments].some((one) => String(one['body'] ?? '').length > MOST_CHARACTERS)) return TOO_LONG;
  const review = { id: world.nextId++, pull: pull.number, body: String(body['body'] ?? '') };
  repository.reviews.push(review);
  for (const comment of comments) addComment(comment, review.id, repository, { pull, commit, world });
  return [200, { id: review.id, state: 'COMMENTED', body: review.body }];
}

function addComment(
  { path, body, line }: CommentBody,
  review: number | null,
  repository: DoubleRepository,
  at: { pull: DoublePull; commit: string; world: World },
) {
  const { pull, commit, world } = at;
  const comment = {
    commit,
    id: world.nextId++,
    pull: pull.number,
    review,
    path,
    line: line ?? null,
    author: `${world.app.slug}[bot]`,
    body,
  };
  repository.comments.push(comment);
  return comment;
}

const commentAnswer = ({ id, body, author, review, path, line, inReplyTo }: DoubleRepository['comments'][number]): object => ({
  in_reply_to_id: inReplyTo,
  id,
  body,
  path,
  line,
  pull_request_review_id: review,
  user: { login: author },
});

function listCommentsOfReview({ values }: Call, repository: DoubleRepository): Answer {
  return [200, repository.comments.filter(({ review }) => review === Number(values['review_id'])).map(commentAnswer)];
}

function listComments(_: Call, repository: DoubleRepository, pull: DoublePull): Answer {
  return [
    200,
    repository.comments
      .filter((comment) => comment.pull === pull.number)
      .map(commentAnswer)
      .toReversed(),
  ];
}

function createComment({ body }: Call, repository: DoubleRepository, pull: DoublePull, world: World): Answer {
  const comment = body as unknown as CommentBody;
  const commit = String(body['commit_id'] ?? pull.headSha);
  if (!isInPull(repository, pull, commit)) return NOT_IN_PULL;
  const isOnFile = comment.subject_type === 'file';
  const isRefused = isOnFile ? !isChanged(repository, pull, comment.path) : outside(comment, commit, repository, pull);
  if (isRefused) return REFUSED;
  if (comment.body.length > MOST_CHARACTERS) return TOO_LONG;
  return [201, commentAnswer(addComment(comment, null, repository, { pull, commit, world }))];
}

function updateComment({ values, body }: Call, repository: DoubleRepository): Answer {
  const comment = repository.comments.find(({ id }) => id === Number(values['comment_id']));
  if (!comment) return [404, { message: 'Not Found' }];
  comment.body = String(body['body']);
  return [200, commentAnswer(comment)];
}
