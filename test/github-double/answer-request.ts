import { createVerify, randomUUID } from 'node:crypto';
import { headOf, isShown, type DoubleCheckRun, type DoublePull, type DoubleRepository, type World } from './world.ts';

/** A request that was found right, and who sends it. */
export interface Call {
  readonly operationId: string;
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly authorization: string;
}

type Body = Readonly<Record<string, unknown>>;

/** `creates`: GitHub counts it as creating content. */
export interface Operation {
  readonly creates: boolean;
  readonly answer: (call: Call, world: World) => Answer;
}

export type Answer = readonly [status: number, body: unknown];

/** The operations that the double serves. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'apps/get-authenticated': { creates: false, answer: asApp((_, { app }) => [200, { id: app.id, slug: app.slug }]) },
  'apps/create-installation-access-token': { creates: false, answer: asApp(createToken) },
  'pulls/get': { creates: false, answer: inPull((_, repository, pull) => [200, pullAnswer(repository, pull)]) },
  'git/get-ref': { creates: false, answer: inRepository(getRef) },
  'repos/list-pull-requests-associated-with-commit': { creates: false, answer: inRepository(listPullsOfCommit) },
  'checks/create': { creates: true, answer: inRepository(createCheckRun) },
  'checks/update': { creates: false, answer: inRepository(updateCheckRun) },
  'checks/get': { creates: false, answer: inRepository(getCheckRun) },
  'checks/list-for-ref': { creates: false, answer: inRepository(listCheckRuns) },
  'pulls/create-review': { creates: true, answer: inPull(createReview) },
  'pulls/list-comments-for-review': { creates: false, answer: inPull(listCommentsOfReview) },
  'pulls/list-review-comments': { creates: false, answer: inPull(listComments) },
  'pulls/create-review-comment': { creates: true, answer: inPull(createComment) },
  'pulls/update-review-comment': { creates: false, answer: inRepository(updateComment) },
  'pulls/request-reviewers': { creates: true, answer: inPull(requestReviewers) },
  'issues/create': { creates: true, answer: inRepository(createIssue) },
  'issues/update': { creates: false, answer: inRepository(updateIssue) },
  'issues/list-for-repo': { creates: false, answer: inRepository(listIssues) },
};

type InRepository = (call: Call, repository: DoubleRepository, world: World) => Answer;
type InPull = (call: Call, repository: DoubleRepository, pull: DoublePull, world: World) => Answer;

/** By the app's own key: a JSON web token, signed, valid now, for at most ten minutes. */
function asApp(answer: (call: Call, world: World) => Answer): (call: Call, world: World) => Answer {
  return (call, world) => {
    const [head = '', claims = '', signature = ''] = call.authorization.replace(/^bearer /i, '').split('.');
    const valid = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(world.app.publicKey, signature, 'base64url');
    if (!valid) return [401, { message: 'A JSON web token could not be decoded' }];
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: number | string; iat: number; exp: number };
    const now = Date.now() / 1000;
    const timely = iat <= now && exp > now && exp - now <= 600 && String(iss) === String(world.app.id);
    return timely ? answer(call, world) : [401, { message: "'Issued at' or 'Expiration' claim is wrong" }];
  };
}

/** By a token of the installation that is good for the repository. */
export function inRepository(answer: InRepository): (call: Call, world: World) => Answer {
  return (call, world) => {
    const allowed = world.tokens.get(call.authorization.replace(/^(?:token|bearer) /i, ''));
    if (!allowed) return [401, { message: 'Bad credentials' }];
    const repository = [...world.repositories.values()].find(
      ({ owner, name }) => owner === call.values['owner'] && name === call.values['repo'],
    );
    if (!repository || !allowed.includes(repository.id)) return [404, { message: 'Not Found' }];
    return answer(call, repository, world);
  };
}

export function inPull(answer: InPull): (call: Call, world: World) => Answer {
  return inRepository((call, repository, world) => {
    const pull = repository.pulls.get(Number(call.values['pull_number']));
    return pull ? answer(call, repository, pull, world) : [404, { message: 'Not Found' }];
  });
}

function createToken({ values, body }: Call, world: World): Answer {
  const all = [...world.repositories.values()].filter(({ installation }) => installation === Number(values['installation_id']));
  if (all.length === 0) return [404, { message: 'Not Found' }];
  const wanted = body['repository_ids'] as readonly number[] | undefined;
  const token = `ghs_${randomUUID()}`;
  world.tokens.set(
    token,
    all.map(({ id }) => id).filter((id) => !wanted || wanted.includes(id)),
  );
  return [
    201,
    {
      token,
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: { contents: all[0]?.contents ?? 'read' },
      repository_selection: 'selected',
    },
  ];
}

export function pullAnswer(repository: DoubleRepository, pull: DoublePull): object {
  const { number, state, draft, author, base, headSha, headBranch = 'feature', fork, reviewers, teams, merged } = pull;
  const repo = { id: repository.id, name: repository.name, owner: { login: repository.owner } };
  return {
    number,
    state,
    draft,
    merged_at: merged === undefined ? null : '2026-01-01T00:00:00Z',
    user: { login: author },
    base: { ref: base, sha: headOf(repository, `refs/heads/${base}`), repo },
    head: { sha: headSha, ref: headBranch, repo: fork ? { ...repo, id: -repository.id } : repo },
    labels: [],
    requested_reviewers: reviewers.map((login) => ({ login })),
    requested_teams: teams.map((slug) => ({ slug })),
  };
}

function getRef({ values }: Call, repository: DoubleRepository): Answer {
  const sha = headOf(repository, `refs/${values['ref']}`);
  return sha === undefined ? [404, { message: 'Not Found' }] : [200, { ref: `refs/${values['ref']}`, object: { type: 'commit', sha } }];
}

function listPullsOfCommit({ values }: Call, repository: DoubleRepository): Answer {
  const pulls = [...repository.pulls.values()].filter(({ headSha, merged }) => [headSha, merged].includes(values['commit_sha']));
  return [200, pulls.map((pull) => pullAnswer(repository, pull))];
}

function runAnswer(run: DoubleCheckRun, { app }: World): object {
  const { output, ...rest } = run;
  return {
    ...rest,
    app: { id: app.id },
    output: { title: output.title, summary: output.summary, annotations_count: output.annotations.length },
  };
}

function createCheckRun({ body }: Call, repository: DoubleRepository, world: World): Answer {
  if (headOf(repository, `${String(body['head_sha'])}^{commit}`) === undefined) return [422, { message: 'No commit found for SHA' }];
  const run: DoubleCheckRun = {
    id: world.nextId++,
    head_sha: String(body['head_sha']),
    name: String(body['name']),
    status: 'queued',
    conclusion: null,
    external_id: '',
    actions: [],
    output: { title: '', summary: '', annotations: [] },
  };
  change(run, body);
  repository.checkRuns.push(run);
  return [201, runAnswer(run, world)];
}

/** As GitHub does it: annotations are added to those that are there. */
function change(run: DoubleCheckRun, body: Body): void {
  const output = body['output'] as Partial<DoubleCheckRun['output']> | undefined;
  const { status, conclusion, external_id, actions } = body as Partial<DoubleCheckRun>;
  Object.assign(run, JSON.parse(JSON.stringify({ status, conclusion, external_id, actions })));
  if (conclusion) run.status = 'completed';
  if (output) run.output = { ...run.output, ...output, annotations: [...run.output.annotations, ...(output.annotations ?? [])] };
}

const runOf = (repository: DoubleRepository, { values }: Call): DoubleCheckRun | undefined =>
  repository.checkRuns.find(({ id }) => id === Number(values['check_run_id']));

function updateCheckRun(call: Call, repository: DoubleRepository, world: World): Answer {
  const run = runOf(repository, call);
  if (!run) return [404, { message: 'Not Found' }];
  change(run, call.body);
  return [200, runAnswer(run, world)];
}

function getCheckRun(call: Call, repository: DoubleRepository, world: World): Answer {
  const run = runOf(repository, call);
  return run ? [200, runAnswer(run, world)] : [404, { message: 'Not Found' }];
}

function listCheckRuns({ values, query }: Call, repository: DoubleRepository, world: World): Answer {
  const name = query.get('check_name');
  const runs = repository.checkRuns.filter((run) => run.head_sha === values['ref'] && (name === null || run.name === name));
  return [200, { total_count: runs.length, check_runs: runs.toReversed().map((run) => runAnswer(run, world)) }];
}

interface CommentBody {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly start_line?: number;
}

const outside = ({ path, line, start_line }: CommentBody, repository: DoubleRepository, pull: DoublePull): boolean =>
  line === undefined || ![start_line ?? line, line].every((one) => isShown(repository, pull, path, one));

const REFUSED: Answer = [422, { message: 'Unprocessable Entity', errors: ['Pull request review thread line must be part of the diff'] }];

function createReview({ body }: Call, repository: DoubleRepository, pull: DoublePull, world: World): Answer {
  const comments = (body['comments'] ?? []) as readonly CommentBody[];
  if (comments.some((comment) => outside(comment, repository, pull))) return REFUSED;
  const review = { id: world.nextId++, pull: pull.number, body: String(body['body'] ?? '') };
  repository.reviews.push(review);
  for (const comment of comments) addComment(comment, review.id, repository, { pull, world });
  return [200, { id: review.id, state: 'COMMENTED', body: review.body }];
}

function addComment(
  { path, body, line }: CommentBody,
  review: number | null,
  repository: DoubleRepository,
  at: { pull: DoublePull; world: World },
) {
  const { pull, world } = at;
  const comment = { id: world.nextId++, pull: pull.number, review, path, line: line ?? null, author: `${world.app.slug}[bot]`, body };
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
  if (outside(comment, repository, pull)) return REFUSED;
  return [201, commentAnswer(addComment(comment, null, repository, { pull, world }))];
}

function updateComment({ values, body }: Call, repository: DoubleRepository): Answer {
  const comment = repository.comments.find(({ id }) => id === Number(values['comment_id']));
  if (!comment) return [404, { message: 'Not Found' }];
  comment.body = String(body['body']);
  return [200, commentAnswer(comment)];
}

function requestReviewers({ body }: Call, repository: DoubleRepository, pull: DoublePull): Answer {
  const users = (body['reviewers'] ?? []) as readonly string[];
  const teams = (body['team_reviewers'] ?? []) as readonly string[];
  const unknown = [...users, ...teams].some((name) => !repository.people.includes(name));
  if (unknown || users.includes(pull.author)) return [422, { message: 'Reviews may only be requested from collaborators.' }];
  pull.reviewers.push(...users.filter((name) => !pull.reviewers.includes(name)));
  pull.teams.push(...teams.filter((name) => !pull.teams.includes(name)));
  return [201, pullAnswer(repository, pull)];
}

const issueAnswer = ({ byApp, labels, assignees, ...rest }: DoubleRepository['issues'][number], { app }: World): object => ({
  ...rest,
  labels: labels.map((name) => ({ name })),
  assignees: assignees.map((login) => ({ login })),
  performed_via_github_app: byApp ? { id: app.id } : null,
});

function createIssue({ body }: Call, repository: DoubleRepository, world: World): Answer {
  const assignees = (body['assignees'] ?? []) as readonly string[];
  if (assignees.some((name) => !repository.people.includes(name))) return [422, { message: 'Validation Failed' }];
  const labels = (body['labels'] ?? []) as readonly string[];
  const issue = {
    number: world.nextId++,
    byApp: true,
    title: String(body['title']),
    body: String(body['body']),
    state: 'open',
    labels,
    assignees,
  };
  repository.issues.push(issue);
  return [201, issueAnswer(issue, world)];
}

function updateIssue({ values, body }: Call, repository: DoubleRepository, world: World): Answer {
  const issue = repository.issues.find(({ number }) => number === Number(values['issue_number']));
  if (!issue) return [404, { message: 'Not Found' }];
  const { title, body: text, state } = body as { title?: string; body?: string; state?: string };
  Object.assign(issue, JSON.parse(JSON.stringify({ title, body: text, state })));
  return [200, issueAnswer(issue, world)];
}

function listIssues({ query }: Call, repository: DoubleRepository, world: World): Answer {
  const label = query.get('labels');
  const state = query.get('state') ?? 'open';
  const issues = repository.issues.filter(
    (issue) => (label === null || issue.labels.includes(label)) && (state === 'all' || issue.state === state),
  );
  return [200, issues.map((issue) => issueAnswer(issue, world)).toReversed()];
}
