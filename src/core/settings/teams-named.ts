import type { PhaseCondition, Settings } from '../../model/settings.ts';

/** The teams that conditions ask about. */
export function teamsNamed({ phases }: Settings): readonly string[] {
  return [...new Set(Object.values(phases).flatMap(({ when }) => teamsIn(when)))];
}

function teamsIn(when: PhaseCondition | undefined): readonly string[] {
  return when ? [...(when.teams ?? []), ...teamsIn(when.not)] : [];
}
