import type { Conclusion, Counts, Decision } from '../../model/decision.ts';
import type { Disposition, Finding, Phase } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { decisionTitle } from '../wording.ts';

/**
 * The conclusion of a judgement: the worst of all new findings decides. What went unjudged weighs as the strictest phase in force:
 * "could not decide" is never a pass where a policy enforces.
 */
export function decide(findings: readonly Finding[], problems: readonly Problem[], strictest: Phase, looked: number): Decision {
  const counts = countsOf(findings, problems);
  return { conclusion: conclude(counts, strictest), title: decisionTitle(counts, looked), counts };
}

function countsOf(findings: readonly Finding[], problems: readonly Problem[]): Counts {
  const fresh = (phase: Phase): number => findings.filter((one) => one.disposition === 'new' && one.phase === phase).length;
  const as = (disposition: Disposition): number => findings.filter((one) => one.disposition === disposition).length;
  return {
    blocks: fresh('enforce'),
    consider: fresh('advise'),
    watched: fresh('observe'),
    existing: as('existing'),
    fixed: as('fixed'),
    excepted: as('excepted'),
    suppressed: as('suppressed'),
    baselined: as('baselined'),
    undecided: problems.filter((problem) => problem.undecided).length,
  };
}

function conclude(counts: Counts, strictest: Phase): Conclusion {
  if (counts.blocks > 0) return 'failure';
  if (counts.undecided > 0 && strictest !== 'observe') return strictest === 'enforce' ? 'failure' : 'neutral';
  return counts.consider > 0 ? 'neutral' : 'success';
}
