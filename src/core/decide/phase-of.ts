import type { Phase, PolicyMetadata } from '../../model/finding.ts';
import type { Settings } from '../../model/settings.ts';
import type { Circumstance } from '../circumstance.ts';
import { conditionHolds } from './condition.ts';

/**
 * How much a finding of this policy weighs here: by settings, else by the policy's own default. Where it is not known whether
 * a condition holds, the stricter of both phases counts: what is unknown never weakens.
 */
export function phaseOf(policy: PolicyMetadata, circumstance: Circumstance, settings: Settings): Phase {
  const setting = settings.phases[policy.id];
  if (!setting) return policy.phase;
  const holds = setting.when ? conditionHolds(setting.when, circumstance, settings) : 'yes';
  const otherwise = setting.otherwise ?? policy.phase;
  if (holds === 'unknown') return stricter(setting.phase, otherwise);
  return holds === 'yes' ? setting.phase : otherwise;
}

const ORDER: readonly Phase[] = ['observe', 'advise', 'enforce'];

/** The phase that weighs more. */
export function stricter(one: Phase, other: Phase): Phase {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}
