import type { Telling } from '../../src/core/plan/telling.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';

/** An evaluation of pull request 5 of acme/warehouse, with nothing posted yet. */
export function aTelling(evaluation: Evaluation, overrides: Partial<Telling> = {}): Telling {
  return {
    evaluation,
    published: { comments: [], issues: [], requestedReviewers: [] },
    subject: 'pull:1:5',
    repositoryUrl: 'https://github.com/acme/warehouse',
    repositoryOwner: 'acme',
    pull: { number: 5, draft: false, author: 'mona', requestedReviewers: [] },
    issues: false,
    rerun: false,
    text: () => undefined,
    ...overrides,
  };
}
