import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';
import type { Session } from './session.ts';

/**
 * Those of the teams (`organisation/team`) that a person is in; undefined where this app may not see them: that takes "Members: read",
 * which it does not ask for. Source: GitHub Docs, "Get team membership for a user".
 */
export async function teamsOf(session: Session, login: string, teams: readonly string[]): Promise<readonly string[] | undefined> {
  try {
    const asked = await Promise.all(teams.map(async (team) => ((await isMember(session, login, team)) ? [team] : [])));
    return asked.flat();
  } catch (error) {
    if (error instanceof TollgateError && error.code === 'github-failed' && error.retryAfterMs === undefined) return undefined;
    throw error;
  }
}

async function isMember(session: Session, login: string, team: string): Promise<boolean> {
  const [org = '', slug = ''] = team.split('/', 2);
  const route = 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}';
  const membership = await session.readOptional(Membership, route, { org, team_slug: slug, username: login });
  return membership?.state === 'active';
}

const Membership = z.object({ state: z.string() });
