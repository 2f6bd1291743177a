import type { Settings } from '../../model/settings.ts';

/** The users and teams that settings name, once each. Addresses and Slack channels are not GitHub's. */
export function peopleIn({ exceptions, owners }: Pick<Settings, 'exceptions' | 'owners'>): readonly string[] {
  const named = [...exceptions.approvers, ...owners.map(({ team }) => team)];
  return [...new Set(named)].filter((name) => /^@[\w-]+(?:\/[\w.-]+)?$/.test(name));
}
