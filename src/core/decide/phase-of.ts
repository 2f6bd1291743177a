import type { Phase, PolicyMetadata } from '../../model/finding.ts';
import type { Environment, PhaseCondition, Settings } from '../../model/settings.ts';
import { matchesPath } from '../pattern/matches-path.ts';

/** What the phase of a finding may depend on. */
export interface Circumstance {
  readonly file: string;
  readonly branch: string;
  readonly surface: string;
  readonly classification?: string;
}

/** How much a finding of this policy weighs here: by settings, else by the policy's own default. */
export function phaseOf(policy: PolicyMetadata, circumstance: Circumstance, settings: Settings): Phase {
  const setting = settings.phases[policy.id];
  if (!setting) return policy.phase;
  const holds = !setting.when || conditionHolds(setting.when, circumstance, settings);
  return holds ? setting.phase : (setting.otherwise ?? policy.phase);
}

/** The first environment whose branches and paths match; one that names neither matches all. */
export function environmentOf({ file, branch }: Pick<Circumstance, 'file' | 'branch'>, settings: Settings): string | undefined {
  const covers = ({ branches, paths }: Environment): boolean =>
    (branches.length === 0 || branches.some((pattern) => matchesPath(`/${pattern}`, branch))) &&
    (paths.length === 0 || paths.some((pattern) => matchesPath(pattern, file)));
  return settings.environments.find(covers)?.name;
}

/** All parts of a condition hold. Classification means: this sensitive or more, by the ladder. */
function conditionHolds(when: PhaseCondition, circumstance: Circumstance, settings: Settings): boolean {
  const environment = environmentOf(circumstance, settings);
  return (
    (!when.environment || (environment !== undefined && when.environment.includes(environment))) &&
    (!when.paths || when.paths.some((pattern) => matchesPath(pattern, circumstance.file))) &&
    (!when.surface || when.surface.includes(circumstance.surface)) &&
    (!when.classification || when.classification.some((level) => reaches(circumstance.classification, level, settings)))
  );
}

function reaches(level: string | undefined, wanted: string, settings: Settings): boolean {
  const { ladder } = settings.classification;
  const rank = level === undefined ? -1 : ladder.indexOf(level);
  return rank >= 0 && rank >= ladder.indexOf(wanted);
}
