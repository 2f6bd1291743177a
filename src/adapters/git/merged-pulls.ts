import type { MergedPull } from '../../model/backtest.ts';
import { TollgateError } from '../../core/errors.ts';
import { findRepository, requireGit } from './find-repository.ts';
import { runGit } from './run-git.ts';

/** Which of a branch's merged pull requests are wanted, the newest first. */
export interface MergedRequest {
  readonly path: string;
  /** ISO 8601: merged at this time or later. */
  readonly since?: string;
  readonly most: number;
}

/**
 * The pull requests that HEAD has, from its own history: a merge commit is one, and so is a commit that ends in `(#12)`, as GitHub
 * writes squashed ones. Errors: no-repository, git-failed.
 */
export async function mergedPulls({ path, since, most }: MergedRequest): Promise<readonly MergedPull[]> {
  const repository = findRepository(path);
  if (!repository) throw new TollgateError('no-repository', `\`${path}\` is in no Git repository, so it has no history`);
  requireGit();
  const place = { gitDir: repository.gitDir };
  const web = await webAddress(place);
  const format = '--format=%H%x09%P%x09%cI%x09%s%x09%b%x00';
  const args = [
    'log',
    '--first-parent',
    `--max-count=${most * COMMITS_PER_PULL}`,
    ...(since === undefined ? [] : [`--since=${since}`]),
    format,
    'HEAD',
  ];
  const log = (await runGit(place, args)).toString('utf8');
  return log
    .split('\0')
    .flatMap((entry) => pullOf(entry.trimStart(), web))
    .filter(({ mergedAt }) => since === undefined || mergedAt >= since)
    .slice(0, most);
}

/** Commits that are no pull request stand between those that are. */
const COMMITS_PER_PULL = 10;

interface Web {
  readonly name: string;
  readonly address?: string;
}

function pullOf(entry: string, { name, address }: Web): readonly MergedPull[] {
  const [head = '', parents = '', mergedAt = '', subject = '', body = ''] = entry.split('\t');
  const [base, second] = parents.split(' ');
  const number = numberIn(subject);
  if (!base || (number === null && second === undefined)) return [];
  const url = number !== null && address !== undefined ? { url: `${address}/pull/${number}` } : {};
  const at = new Date(mergedAt).toISOString();
  return [{ repository: name, number, title: titleOf(subject, body), base, head, mergedAt: at, ...url }];
}

function numberIn(subject: string): number | null {
  const [, number] = /^Merge pull request #(\d+)/.exec(subject) ?? /\(#(\d+)\)$/.exec(subject) ?? [];
  return number === undefined ? null : Number(number);
}

/** GitHub puts the title of a merged one into the body of its merge commit. */
function titleOf(subject: string, body: string): string {
  if (!subject.startsWith('Merge pull request')) return subject.replace(/ \(#\d+\)$/, '');
  return body.trim().split('\n')[0] || subject;
}

/** Where people open the repository, from its remote; nothing where it has none. */
async function webAddress(place: { readonly gitDir: string }): Promise<Web> {
  const answer = await runGit(place, ['config', '--get', 'remote.origin.url'], { allowed: [1] });
  const [, host, name] =
    /^(?:https?:\/\/|git@|ssh:\/\/git@)(?:[^@/]*@)?([\w.-]+)[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(answer.toString('utf8').trim()) ??
    [];
  return host === undefined || name === undefined ? { name: '' } : { name, address: `https://${host}/${name}` };
}
