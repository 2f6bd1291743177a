import { createVerify, randomUUID } from 'node:crypto';
import { headOf, type DoubleCheckRun, type DoublePull, type DoubleRepository, type World } from './world.ts';

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
  'pulls/request-reviewers': { creates: true, answer: inPull(requestReviewers) },
  'issues/create': { creates: true, answer: inRepository(createIssue) },
  'issues/get': { creates: false, answer: inRepository(getIssue) },
  'issues/update': { creates: false, answer: inRepository(updateIssue) },
  'issues/list-for-repo': { creates: false, answer: inRepository(listIssues) },
};

type InRepository = (call: Call, repository: DoubleRepository, world: World) => Answer;
type InPull = (call: Call, repository: DoubleRepository, pull: DoublePull, world: World) => Answer;

/** By the app's own key: a JSON web token, signed, valid now, for at most ten minutes. */
export function asApp(answer: (call: Call, world: World) => Answer): (call: Call, world: World) => Answer {
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
      ({ owner, name, formerly }) => owner === call.values['owner'] && [name, formerly].includes(call.values['repo']),
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
  const names = body['repositories'] as readonly string[] | undefined;
  if (names?.some((name) => !all.some((one) => one.name === name)))
    return [422, { message: 'There is at least one repository that does not exist or is not accessible to the parent installation.' }];
  const token = `ghs_${randomUUID()}`;
  const mine = all.filter(({ id, name }) => (!wanted || wanted.includes(id)) && (!names || names.includes(name)));
  world.tokens.set(
    token,
    mine.map(({ id }) => id),
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
    title: pull.title ?? 'A change',
    html_url: `https://github.com/${repository.owner}/${repository.name}/pull/${number}`,
    state,
    draft,
    updated_at: pull.updatedAt ?? '2026-01-01T00:00:00Z',
    merged_at: merged === undefined ? null : '2026-01-01T00:00:00Z',
    user: { login: author },
    base: { ref: base, sha: pull.baseSha ?? headOf(repository, `refs/heads/${base}`), repo },
    head: { sha: headSha, ref: headBranch, repo: fork ? { ...repo, id: -repository.id } : repo },
    labels: (pull.labels ?? []).map((name) => ({ name })),
    requested_reviewers: reviewers.map((login) => ({ login })),
    requested_teams: teams.map((slug) => ({ slug })),
  };
}

function getRef({ values }: Call, repository: DoubleRepository): Answer {
  const sha = headOf(repository, `refs/${values['ref']}`);
  return sha === undefined ? [404, { message: 'Not Found' }] : [200, { ref: `refs/${values['ref']}`, object: { type: 'commit', sha } }];
}

function listPullsOfCommit({ values }: Call, repository: DoubleRepository): Answer {
  const all = repository.hidesForks ? [] : [...repository.pulls.values()];
  const pulls = all.filter(({ headSha, merged }) => [headSha, merged].includes(values['commit_sha']));
  return [200, pulls.map((pull) => pullAnswer(repository, pull))];
}

function runAnswer(run: DoubleCheckRun, { app }: World): object {
  const { output, ...rest } = run;
  return {
    ...rest,
    app: { id: app.id, slug: app.slug, ...app.asks },
    output: { title: output.title, summary: output.summary, annotations_count: output.annotations.length },
  };
}

/** What GitHub's description says in words only. */
function isTooLong(body: Body): boolean {
  const output = body['output'] as { title?: string; annotations?: readonly { title?: string; message: string }[] } | undefined;
  const tooLong = ({ title = '', message }: { title?: string; message: string }): boolean =>
    title.length > 255 || Buffer.byteLength(message) > 65_536;
  return (output?.title?.length ?? 0) > 255 || (output?.annotations ?? []).some(tooLong);
}

const TOO_LONG: Answer = [422, { message: 'Invalid request.' }];

function createCheckRun({ body }: Call, repository: DoubleRepository, world: World): Answer {
  if (isTooLong(body)) return TOO_LONG;
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
  if (isTooLong(call.body)) return TOO_LONG;
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
  if (String(body['title']).length > 256 || String(body['body']).length > 65_536) return [422, { message: 'Validation Failed' }];
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

function getIssue({ values }: Call, repository: DoubleRepository, world: World): Answer {
  const issue = repository.issues.find(({ number }) => number === Number(values['issue_number']));
  return issue ? [200, issueAnswer(issue, world)] : [404, { message: 'Not Found' }];
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
