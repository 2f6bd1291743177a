import { TollgateError } from '../../core/errors.ts';
import type { Revision } from '../../model/change-set.ts';
import { askGit, type GitPlace } from './run-git.ts';

/** The commit that a revision names. Error: unknown-revision. */
export async function commitOf(place: GitPlace, revision: string): Promise<Revision> {
  const commit = await askGit(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit !== undefined) return { commit, name: revision };
  throw new TollgateError('unknown-revision', `\`${revision}\` names no commit here`, {
    lines: ['do:    name a branch, tag or commit that exists; in a shallow clone fetch it first (git fetch origin BRANCH)'],
  });
}

/** HEAD with the name of its branch; undefined before the first commit. */
export async function headOf(place: GitPlace): Promise<Revision | undefined> {
  const commit = await askGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const branch = await askGit(place, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return commit === undefined ? undefined : { commit, name: branch ?? 'HEAD' };
}

/** The base of a comparison: where both sides parted. Error: unknown-revision, where they never met. */
export async function mergeBase(place: GitPlace, base: Revision, head: Revision): Promise<Revision> {
  const commit = await askGit(place, ['merge-base', '--end-of-options', base.commit ?? '', head.commit ?? '']);
  if (commit !== undefined) return { commit, name: base.name };
  throw new TollgateError('unknown-revision', `\`${base.name}\` and \`${head.name}\` have no common commit`, {
    lines: ['do:    name revisions of one history; in a shallow clone deepen it first (git fetch --unshallow)'],
  });
}

/** Where changes are meant to go, the likeliest first. */
const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/** The branch that changes are meant for, unless HEAD is on it. One question for all of them. */
export async function defaultBase(place: GitPlace, head: Revision): Promise<Revision | undefined> {
  const answer = await askGit(place, ['for-each-ref', '--format=%(objectname) %(refname)', ...DEFAULT_BRANCHES]);
  const found = new Map((answer ?? '').split('\n').map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
  const ref = DEFAULT_BRANCHES.find((name) => found.get(name) !== undefined);
  const commit = ref === undefined ? undefined : found.get(ref);
  if (ref === undefined || commit === undefined || commit === head.commit) return undefined;
  return { commit, name: ref.replace(/^refs\/(?:remotes|heads)\//, '') };
}

/** The first parent; null where the commit is the first of its history. Error: unknown-revision, where a shallow clone has cut it off. */
export async function parentOf(place: GitPlace, { commit, name }: Revision): Promise<string | null> {
  const parent = await askGit(place, ['rev-parse', '--verify', '--quiet', `${commit}^1`]);
  if (parent !== undefined) return parent;
  const document = await askGit(place, ['cat-file', 'commit', commit ?? '']);
  if (!/^parent /m.test(document?.split('\n\n')[0] ?? '')) return null;
  throw new TollgateError('unknown-revision', `this shallow clone ends at \`${name}\`, so there is nothing to compare it with`, {
    lines: ['do:    fetch the commit before it (git fetch --deepen=1), or name --base, or judge all there is with --all'],
  });
}
