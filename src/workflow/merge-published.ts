import type { Published } from '../model/action.ts';

export const NOTHING_PUBLISHED: Published = { comments: [], issues: [], requestedReviewers: [] };

/** What is recorded, completed by what GitHub shows. The record knows more of each, GitHub knows of more. */
export function mergePublished(recorded: Published, shown: Published): Published {
  const { pending: _, ...rest } = recorded;
  const checkRun = newest(recorded.checkRun, shown.checkRun);
  return {
    ...rest,
    ...(checkRun ? { checkRun } : {}),
    comments: byMarker(recorded.comments, shown.comments),
    issues: byMarker(recorded.issues, shown.issues),
    requestedReviewers: [...new Set([...recorded.requestedReviewers, ...shown.requestedReviewers])],
  };
}

/** GitHub counts upwards. */
function newest<Run extends { readonly id: number }>(one: Run | undefined, other: Run | undefined): Run | undefined {
  if (!one || !other) return one ?? other;
  return other.id >= one.id ? other : one;
}

function byMarker<Item extends { readonly marker: string }>(recorded: readonly Item[], shown: readonly Item[]): readonly Item[] {
  const known = new Set(recorded.map(({ marker }) => marker));
  return [...recorded, ...shown.filter(({ marker }) => !known.has(marker))];
}
