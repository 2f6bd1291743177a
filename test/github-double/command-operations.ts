import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPull, inRepository, pullAnswer, type Answer, type Call, type Operation } from './answer-request.ts';
import { headOf, type DoublePull, type DoubleRepository, type World } from './world.ts';

/** What people say to an app, how it answers, and what it writes for them. */
export const COMMAND_OPERATIONS: Readonly<Record<string, Operation>> = {
  'issues/get-comment': { creates: false, answer: inRepository(getIssueComment) },
  'pulls/get-review-comment': { creates: false, answer: inRepository(getReviewComment) },
  'issues/list-comments': { creates: false, answer: inRepository(listIssueComments) },
  'issues/create-comment': { creates: true, answer: inRepository(createIssueComment) },
  'pulls/create-reply-for-review-comment': { creates: true, answer: inPull(createReply) },
  'reactions/create-for-issue-comment': { creates: false, answer: inRepository(createReaction) },
  'reactions/create-for-pull-request-review-comment': { creates: false, answer: inRepository(createReaction) },
  'repos/get-collaborator-permission-level': { creates: false, answer: inRepository(getPermission) },
  'teams/get-membership-for-user-in-org': { creates: false, answer: getMembership },
  'issues/add-assignees': { creates: false, answer: inRepository(addAssignees) },
  'pulls/list-files': { creates: false, answer: inPull(listFiles) },
  'pulls/update': { creates: false, answer: inPull(updatePull) },
  'pulls/create': { creates: true, answer: inRepository(createPull) },
  'git/get-commit': { creates: false, answer: inRepository(getCommit) },
  'git/get-tree': { creates: false, answer: inRepository(getTree) },
  'git/create-tree': { creates: false, answer: inRepository(writing(createTree)) },
  'git/create-commit': { creates: false, answer: inRepository(writing(createCommit)) },
  'git/create-ref': { creates: false, answer: inRepository(writing(createRef)) },
  'git/update-ref': { creates: false, answer: inRepository(writing(updateRef)) },
};

const NOT_FOUND: Answer = [404, { message: 'Not Found' }];

type InRepository = Parameters<typeof inRepository>[0];

/** Needs "Contents: write". */
function writing(answer: InRepository): InRepository {
  return (call, repository, world) =>
    repository.contents === 'write' ? answer(call, repository, world) : [403, { message: 'Resource not accessible by integration' }];
}

function git({ gitDir }: DoubleRepository, args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): string {
  const identity = {
    GIT_AUTHOR_NAME: 'app',
    GIT_AUTHOR_EMAIL: 'app@acme.example',
    GIT_COMMITTER_NAME: 'app',
    GIT_COMMITTER_EMAIL: 'app@acme.example',
  };
  return execFileSync('git', args, {
    cwd: gitDir,
    encoding: 'utf8',
    stdio: 'pipe',
    input,
    env: { PATH: process.env['PATH'], ...identity, ...env },
  }).trim();
}

const commentOf = ({ talk = [] }: DoubleRepository, { values }: Call) => talk.find(({ id }) => id === Number(values['comment_id']));

const talkAnswer = ({ id, body, author, createdAt, updatedAt }: NonNullable<DoubleRepository['talk']>[number]): object => ({
  id,
  body,
  user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' },
  created_at: createdAt,
  updated_at: updatedAt ?? createdAt,
});

function getIssueComment(call: Call, repository: DoubleRepository): Answer {
  const comment = commentOf(repository, call);
  return comment ? [200, talkAnswer(comment)] : NOT_FOUND;
}

function getReviewComment({ values }: Call, repository: DoubleRepository): Answer {
  const comment = repository.comments.find(({ id }) => id === Number(values['comment_id']));
  if (!comment) return NOT_FOUND;
  const { id, body, author, inReplyTo, createdAt = '2026-01-01T00:00:00Z', updatedAt } = comment;
  return [
    200,
    { ...talkAnswer({ id, pull: comment.pull, body, author, createdAt, ...(updatedAt ? { updatedAt } : {}) }), in_reply_to_id: inReplyTo },
  ];
}

function listIssueComments({ values, query }: Call, { talk = [] }: DoubleRepository): Answer {
  const since = query.get('since') ?? '';
  return [200, talk.filter(({ pull, createdAt }) => pull === Number(values['issue_number']) && createdAt >= since).map(talkAnswer)];
}

function createIssueComment({ values, body }: Call, repository: DoubleRepository, world: World): Answer {
  const at = new Date().toISOString();
  const comment = {
    id: world.nextId++,
    pull: Number(values['issue_number']),
    author: `${world.app.slug}[bot]`,
    body: String(body['body']),
    createdAt: at,
  };
  repository.talk?.push(comment);
  return [201, talkAnswer(comment)];
}

function createReply({ values, body }: Call, repository: DoubleRepository, pull: DoublePull, world: World): Answer {
  const parent = repository.comments.find(({ id }) => id === Number(values['comment_id']));
  if (!parent) return NOT_FOUND;
  const comment = {
    id: world.nextId++,
    pull: pull.number,
    review: null,
    path: parent.path,
    line: parent.line,
    author: `${world.app.slug}[bot]`,
    body: String(body['body']),
    inReplyTo: parent.inReplyTo ?? parent.id,
    createdAt: new Date().toISOString(),
  };
  repository.comments.push(comment);
  return [201, { id: comment.id, body: comment.body }];
}

function createReaction({ values, body }: Call, repository: DoubleRepository): Answer {
  const id = Number(values['comment_id']);
  const reactions = repository.reactions ?? [];
  const same = reactions.find((one) => one.comment === id && one.content === body['content']);
  if (!same) reactions.push({ comment: id, content: String(body['content']) });
  return [same ? 200 : 201, { id: 1, content: body['content'] }];
}

function getPermission({ values }: Call, { permissions = {} }: DoubleRepository): Answer {
  const permission = permissions[values['username'] ?? ''] ?? 'read';
  if (permission === 'gone') return [404, { message: 'Not Found' }];
  return [200, { permission, role_name: permission, user: { login: values['username'] } }];
}

function getMembership({ values }: Call, { teams = {} }: World): Answer {
  const team = `${values['org']}/${values['team_slug']}`;
  return teams[team]?.includes(values['username'] ?? '') ? [200, { state: 'active', role: 'member' }] : NOT_FOUND;
}

function addAssignees({ values, body }: Call, repository: DoubleRepository): Answer {
  const number = Number(values['issue_number']);
  const logins = (body['assignees'] ?? []) as readonly string[];
  const assigned = (repository.assigned ??= new Map<number, Set<string>>());
  const there = assigned.get(number) ?? new Set<string>();
  for (const login of logins) if (repository.people.includes(login)) there.add(login);
  assigned.set(number, there);
  return [201, { number, assignees: [...there].map((login) => ({ login })) }];
}

function listFiles(_: Call, repository: DoubleRepository, pull: DoublePull): Answer {
  const range = `${headOf(repository, `refs/heads/${pull.base}`)}...${pull.headSha}`;
  const lines = git(repository, ['diff', '--name-status', range]).split('\n').filter(Boolean);
  const status = { A: 'added', M: 'modified', D: 'removed' } as Readonly<Record<string, string>>;
  return [200, lines.map((line) => ({ filename: line.split('\t').at(-1), status: status[line[0] ?? ''] ?? 'changed' }))];
}

function updatePull({ body }: Call, repository: DoubleRepository, pull: DoublePull): Answer {
  if (body['state'] === 'closed') pull.state = 'closed';
  return [200, pullAnswer(repository, pull)];
}

function createPull({ body }: Call, repository: DoubleRepository, world: World): Answer {
  const { head, base, title, body: words } = body as { head: string; base: string; title: string; body: string };
  const headSha = headOf(repository, `refs/heads/${head}`);
  const isThere = [...repository.pulls.values()].some((pull) => pull.headBranch === head && pull.state === 'open');
  if (headSha === undefined || isThere) return [422, { message: 'Validation Failed' }];
  const number = world.nextId++;
  const author = `${world.app.slug}[bot]`;
  const pull: DoublePull = {
    number,
    state: 'open',
    draft: false,
    author,
    base,
    headSha,
    headBranch: head,
    title,
    body: words,
    reviewers: [],
    teams: [],
  };
  repository.pulls.set(number, pull);
  return [201, pullAnswer(repository, pull)];
}

function getCommit({ values }: Call, repository: DoubleRepository): Answer {
  const tree = headOf(repository, `${values['commit_sha']}^{tree}`);
  return tree === undefined ? NOT_FOUND : [200, { sha: values['commit_sha'], tree: { sha: tree } }];
}

function getTree({ values }: Call, repository: DoubleRepository): Answer {
  const lines = git(repository, ['ls-tree', '-r', values['tree_sha'] ?? ''])
    .split('\n')
    .filter(Boolean);
  const tree = lines.map((line) => {
    const [head = '', path = ''] = line.split('\t');
    const [mode, type, sha] = head.split(' ');
    return { path, mode, type, sha };
  });
  return [200, { sha: values['tree_sha'], tree, truncated: false }];
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly content: string;
}

function createTree({ body }: Call, repository: DoubleRepository): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'double-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    git(repository, ['read-tree', String(body['base_tree'])], '', env);
    for (const { path, mode, content } of body['tree'] as readonly TreeEntry[]) {
      const blob = git(repository, ['hash-object', '-w', '--stdin'], content);
      git(repository, ['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`], '', env);
    }
    return [201, { sha: git(repository, ['write-tree'], '', env), tree: [] }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function createCommit({ body }: Call, repository: DoubleRepository): Answer {
  const parents = (body['parents'] as readonly string[]).flatMap((parent) => ['-p', parent]);
  return [201, { sha: git(repository, ['commit-tree', String(body['tree']), ...parents, '-m', String(body['message'])]) }];
}

function createRef({ body }: Call, repository: DoubleRepository): Answer {
  const [ref, sha] = [String(body['ref']), String(body['sha'])];
  if (headOf(repository, ref) !== undefined) return [422, { message: 'Reference already exists' }];
  git(repository, ['update-ref', ref, sha]);
  return [201, { ref, object: { type: 'commit', sha } }];
}

function updateRef({ values, body }: Call, repository: DoubleRepository): Answer {
  const [ref, sha] = [`refs/${values['ref']}`, String(body['sha'])];
  const old = headOf(repository, ref);
  if (old === undefined) return [422, { message: 'Reference does not exist' }];
  try {
    git(repository, ['merge-base', '--is-ancestor', old, sha]);
  } catch {
    return [422, { message: 'Update is not a fast forward' }];
  }
  git(repository, ['update-ref', ref, sha]);
  for (const pull of repository.pulls.values()) if (`refs/heads/${pull.headBranch ?? 'feature'}` === ref) pull.headSha = sha;
  return [200, { ref, object: { type: 'commit', sha } }];
}
