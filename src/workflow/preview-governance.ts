import type { Governance } from '../core/conclude-evaluation.ts';
import type { ChangeContext } from '../core/evaluate/policy-input.ts';
import type { Checkout } from '../core/ports.ts';
import { compareEvaluations } from '../core/preview/compare-evaluations.ts';
import type { Preview } from '../model/preview.ts';
import { judgeOnce, type JudgePorts } from './judge-change.ts';

/** The rules as they are, and as they would be. */
export interface GovernanceChange {
  readonly before: Governance;
  readonly after: Governance;
}

/**
 * Judges one checkout, as a rule a whole tree, by both. What was read and assembled for the first is kept for the second,
 * unless settings change how files are read.
 */
export async function previewGovernance(
  checkout: Checkout,
  { before, after }: GovernanceChange,
  context: ChangeContext,
  ports: JudgePorts,
): Promise<Preview> {
  const old = await judgeOnce(checkout, before, context, ports);
  const now = await judgeOnce(checkout, after, context, ports);
  return compareEvaluations(old.evaluation, now.evaluation);
}
