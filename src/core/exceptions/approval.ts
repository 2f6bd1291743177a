import type { Approval, Exception } from '../../model/exception.ts';

/** The last word of one person on the pull request that made an exception stand as it does. */
export interface Verdict {
  readonly login: string;
  readonly approves: boolean;
  /** Names the text of the exception at the commit that the person looked at; undefined where it was not there. */
  readonly digest: string | undefined;
}

/** The merged pull request that an exception's text came with. */
export interface Origin {
  readonly author: string;
  readonly verdicts: readonly Verdict[];
}

/** Those who approved this very text and are neither who wrote the pull request nor who asks for the exception. */
export function vouchers({ author, verdicts }: Origin, { digest, requestedBy }: Exception): readonly string[] {
  const own = [author, requestedBy].map(plain);
  return verdicts
    .filter((verdict) => verdict.approves && verdict.digest === digest && !own.includes(plain(verdict.login)))
    .map(({ login }) => login);
}

/** Whether one of the approvers that settings list vouches. `teams` are those that each person is in; undefined where nobody may know. */
export function approvalBy(
  logins: readonly string[],
  approvers: readonly string[],
  teams: ReadonlyMap<string, readonly string[] | undefined>,
): Approval {
  if (logins.some((login) => peopleIn(approvers).includes(plain(login)))) return 'approved';
  const named = teamsIn(approvers);
  if (logins.some((login) => teams.get(login)?.some((team) => named.includes(plain(team))))) return 'approved';
  return named.length > 0 && logins.some((login) => teams.has(login) && teams.get(login) === undefined) ? 'hidden' : 'missing';
}

/** The teams among the approvers, as `organisation/team`. */
export function teamsIn(approvers: readonly string[]): readonly string[] {
  return approvers.map(plain).filter((name) => name.includes('/'));
}

function peopleIn(approvers: readonly string[]): readonly string[] {
  return approvers.map(plain).filter((name) => !name.includes('/'));
}

/** Logins and slugs have no case on GitHub, and people write them with and without `@`. */
function plain(name: string): string {
  return name.replace(/^@/, '').toLowerCase();
}
