import type { RequestReviewers } from '../../model/action.ts';
import type { Assignee } from '../../model/routing.ts';
import { hashText } from '../hash-text.ts';
import { MOST_REVIEWERS } from './limits.ts';
import { weighing, type Telling } from './telling.ts';

/** Asks the code owners of what was found for their review, each once; null where nobody is left to ask. */
export function planReviewers(telling: Telling): RequestReviewers | null {
  const { pull, subject, published, repositoryOwner } = telling;
  if (!pull || pull.draft) return null;
  const asked = new Set([pull.author, ...pull.requestedReviewers, ...published.requestedReviewers].map((name) => name.toLowerCase()));
  const names = [...ownersOf(telling)].filter((name) => !asked.has(name.toLowerCase())).slice(0, MOST_REVIEWERS);
  const users = names.filter((name) => !name.includes('/'));
  const teams = names
    .filter((name) => name.toLowerCase().startsWith(`${repositoryOwner.toLowerCase()}/`))
    .map((name) => name.slice(repositoryOwner.length + 1));
  if (users.length + teams.length === 0) return null;
  return {
    kind: 'request-reviewers',
    key: `${subject}:reviewers:${hashText(JSON.stringify([users, teams]))}`,
    pull: pull.number,
    users,
    teams,
  };
}

/** Users and teams without their `@`. E-mail addresses are named in the comment; GitHub cannot ask them. */
function ownersOf(telling: Telling): ReadonlySet<string> {
  const owners = weighing(telling).flatMap((finding) => finding.owners.filter(isCodeOwner));
  return new Set(owners.map(({ name }) => name.replace(/^@/, '')));
}

/** Others who answer, as a dbt group's owner, are named too, but need not be known to GitHub. */
const isCodeOwner = ({ kind, why }: Assignee): boolean => (kind === 'user' || kind === 'team') && why.startsWith('CODEOWNERS');
