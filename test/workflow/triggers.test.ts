import { describe, expect, it } from 'vitest';
import { jobsOf } from '../../src/workflow/triggers.ts';
import { RE_EVALUATE } from '../../src/core/plan/plan-check-run.ts';

const SOURCE = { installation: { id: 42 }, repository: { id: 1, name: 'warehouse', owner: { login: 'acme' }, default_branch: 'main' } };
const PULL = { ...SOURCE, number: 5, pull_request: { number: 5 } };
const PUSH = { ...SOURCE, ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40), deleted: false };
const RUN = {
  head_sha: 'a'.repeat(40),
  check_suite: { head_branch: 'feature' },
  pull_requests: [{ number: 5, base: { repo: { id: 1 } } }],
};
const SUITE = { head_sha: 'a'.repeat(40), head_branch: 'feature', pull_requests: [] };

describe('asks for work', () => {
  it.each([
    ['pull_request', 'opened', PULL, { kind: 'pull', pull: 5, fresh: true, rerun: false }],
    ['pull_request', 'synchronize', PULL, { kind: 'pull', fresh: false }],
    ['pull_request', 'reopened', PULL, { kind: 'pull' }],
    ['pull_request', 'ready_for_review', PULL, { kind: 'pull' }],
    ['pull_request', 'edited', { ...PULL, changes: { base: { ref: { from: 'old' } } } }, { kind: 'pull' }],
    ['check_run', 'rerequested', { ...SOURCE, check_run: RUN }, { kind: 'pull', pull: 5, rerun: true }],
    ['check_run', 'requested_action', { ...SOURCE, check_run: RUN, requested_action: RE_EVALUATE }, { kind: 'pull', rerun: true }],
    ['check_suite', 'rerequested', { ...SOURCE, check_suite: SUITE }, { kind: 'rerun', branch: 'feature', headSha: 'a'.repeat(40) }],
    ['installation', 'deleted', { installation: { id: 42 } }, { kind: 'installation', change: 'removed', repositories: [] }],
    [
      'installation_repositories',
      'removed',
      { installation: { id: 42 }, repositories_removed: [{ id: 1, full_name: 'acme/warehouse' }] },
      { kind: 'installation', repositories: [{ id: 1, owner: 'acme', name: 'warehouse' }] },
    ],
  ])('%s %s', (event, action, payload, trigger) => {
    expect(jobsOf(event, { action, ...payload })).toMatchObject([{ trigger }]);
  });

  it.each([
    ['a branch', PUSH, { branch: 'main', before: '1'.repeat(40) }],
    ['a new branch', { ...PUSH, before: '0'.repeat(40) }, { before: null }],
    ['a branch with slashes', { ...PUSH, ref: 'refs/heads/a/b' }, { branch: 'a/b' }],
    [
      'an older payload, whose owner has a name only',
      { ...PUSH, repository: { ...SOURCE.repository, owner: { name: 'acme' } } },
      { kind: 'push' },
    ],
  ])('push of %s', (_, payload, trigger) => {
    expect(jobsOf('push', payload)).toMatchObject([{ trigger }]);
  });
});

it('a closed pull request is judged no more, but others may have its head', () => {
  const [job] = jobsOf('pull_request', { action: 'closed', ...PULL });
  expect(job).toMatchObject({ key: expect.stringMatching(/^closed:/), trigger: { kind: 'closed' } });
});

describe('asks for nothing', () => {
  it.each([
    ['pull_request', { action: 'assigned', ...PULL }],
    ['pull_request', { action: 'edited', ...PULL, changes: { title: { from: 'old' } } }],
    ['pull_request', { action: 'opened', ...PULL, installation: undefined }],
    ['check_run', { action: 'created', ...SOURCE }],
    ['check_run', { action: 'requested_action', ...SOURCE, check_run: RUN, requested_action: { identifier: 'other' } }],
    ['check_suite', { action: 'requested', ...SOURCE }],
    ['push', { ...PUSH, deleted: true, after: '0'.repeat(40) }],
    ['push', { ...PUSH, ref: 'refs/tags/v1' }],
    ['installation', { action: 'created', installation: { id: 42 } }],
    ['__proto__', {}],
    ['issues', { action: 'opened' }],
  ])('%s %#', (event, payload) => {
    expect(jobsOf(event, payload)).toEqual([]);
  });
});

it('says so when a payload is not what GitHub documents', () => {
  expect(() => jobsOf('push', { ref: 1 })).toThrow('ref');
});

it('gives the events of one pull request one key, so that they meet in the queue', () => {
  const keys = ['opened', 'synchronize'].flatMap((action) => jobsOf('pull_request', { action, ...PULL }).map(({ key }) => key));
  expect(new Set(keys)).toEqual(new Set(['pull:1:5']));
});
