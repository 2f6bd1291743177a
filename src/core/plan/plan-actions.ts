import type { Action } from '../../model/action.ts';
import { planCheckRun } from './plan-check-run.ts';
import { planIssues } from './plan-issues.ts';
import { planReview } from './plan-review.ts';
import { planReviewers } from './plan-reviewers.ts';
import type { Telling } from './telling.ts';

/**
 * What is to be done on GitHub, so that it shows this evaluation: only what differs from what is published. The verdict comes first,
 * the rest in the order in which people need it.
 */
export function planActions(telling: Telling): readonly Action[] {
  const checkRun = planCheckRun(telling);
  const reviewers = planReviewers(telling);
  return [...(checkRun ? [checkRun] : []), ...planReview(telling), ...(reviewers ? [reviewers] : []), ...planIssues(telling)];
}
