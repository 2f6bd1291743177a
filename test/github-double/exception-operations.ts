import { execFileSync } from 'node:child_process';
import { inPull, inRepository, pullAnswer, type Answer, type Call, type Operation } from './answer-request.ts';
import { headOf, type DoublePull, type DoubleRepository, type World } from './world.ts';

/** What is asked about how files came into a branch, and who approved them. */
export const EXCEPTION_OPERATIONS: Readonly<Record<string, Operation>> = {
  'repos/list-commits': { creates: false, answer: inRepository(listCommits) },
  'repos/get-content': { creates: false, answer: inRepository(getContent) },
  'pulls/list-reviews': { creates: false, answer: inPull(listReviews) },
  'git/list-matching-refs': { creates: false, answer: inRepository(listMatchingRefs) },
  'repos/list-for-org': { creates: false, answer: listRepositories },
  'pulls/list': { creates: false, answer: inRepository(listPulls) },
};

function git({ gitDir }: DoubleRepository, args: readonly string[]): string {
  return execFileSync('git', args, { cwd: gitDir, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function listCommits({ query }: Call, repository: DoubleRepository): Answer {
  const head = headOf(repository, query.get('sha') ?? repository.defaultBranch);
  if (head === undefined) return [404, { message: 'Not Found' }];
  const most = Number(query.get('per_page') ?? 30);
  const found = git(repository, ['log', `--max-count=${most}`, '--format=%H', head, '--', query.get('path') ?? '.']);
  return [200, found.split('\n').flatMap((sha) => (sha === '' ? [] : [{ sha, commit: { message: 'A change' } }]))];
}

function listMatchingRefs({ values }: Call, repository: DoubleRepository): Answer {
  const found = git(repository, ['for-each-ref', '--format=%(refname) %(objectname)']).split('\n');
  const refs = found.map((line) => line.split(' ')).filter(([ref = '']) => ref.startsWith(`refs/${values['ref']}`));
  return [200, refs.map(([ref, sha]) => ({ ref, object: { type: 'commit', sha } }))];
}

function getContent({ values, query }: Call, repository: DoubleRepository): Answer {
  const sha = headOf(repository, `${query.get('ref') ?? repository.defaultBranch}:${values['path']}`);
  if (sha === undefined) return [404, { message: 'Not Found' }];
  if (git(repository, ['cat-file', '-t', sha]) === 'tree') return [200, []];
  const content = Buffer.from(execFileSync('git', ['cat-file', 'blob', sha], { cwd: repository.gitDir })).toString('base64');
  return [200, { type: 'file', path: values['path'], sha, encoding: 'base64', content }];
}

function listReviews(_: Call, __: DoubleRepository, { verdicts = [] }: DoublePull): Answer {
  return [200, verdicts.map(({ login, state, commit }, id) => ({ id, user: { login }, state, commit_id: commit }))];
}

function listRepositories({ values, query, authorization }: Call, world: World): Answer {
  const allowed = world.tokens.get(authorization.replace(/^(?:token|bearer) /i, ''));
  if (!allowed) return [401, { message: 'Bad credentials' }];
  const mine = [...world.repositories.values()].filter(({ id, owner }) => owner === values['org'] && allowed.includes(id));
  if (mine.length === 0) return [404, { message: 'Not Found' }];
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)];
  const told = mine.map(({ owner, name, archived = false, pushedAt = '2026-01-01T00:00:00Z' }) => ({
    full_name: `${owner}/${name}`,
    archived,
    pushed_at: pushedAt,
  }));
  return [200, told.sort((one, other) => (one.pushed_at < other.pushed_at ? 1 : -1)).slice((page - 1) * size, page * size)];
}

function listPulls({ query }: Call, repository: DoubleRepository): Answer {
  const wanted = [...repository.pulls.values()].filter(
    ({ state, base, headBranch }) =>
      state === query.get('state') &&
      [null, base].includes(query.get('base')) &&
      [null, `${repository.owner}:${headBranch}`].includes(query.get('head')),
  );
  return [200, wanted.map((pull) => pullAnswer(repository, pull))];
}
