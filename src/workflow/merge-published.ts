import type { Published, PublishedComment, PublishedIssue } from '../model/action.ts';

export const NOTHING_PUBLISHED: Published = { comments: [], issues: [], requestedReviewers: [] };

/** What is recorded, completed by what GitHub shows. The record knows more of each, GitHub knows of more. */
export function mergePublished(recorded: Published, shown: Published): Published {
  const { pending, ...rest } = recorded;
  const touched = touchedBy(pending ?? '');
  const checkRun = newest(recorded.checkRun, shown.checkRun);
  return {
    ...rest,
    ...(checkRun ? { checkRun } : {}),
    comments: byMarker(recorded.comments.map(touched.comment), shown.comments),
    issues: byMarker(
      recorded.issues.map((issue) => touched.issue(issue, shown)),
      shown.issues,
    ),
    requestedReviewers: [...new Set([...recorded.requestedReviewers, ...shown.requestedReviewers])],
  };
}

/** What an action may have changed whose end is not known is written again, whatever is to stand there then: so its digest is forgotten. */
function touchedBy(key: string) {
  const comment = /:comment:(\d+):/.exec(key)?.[1];
  const issue = /:(issue:[0-9a-f]+):/.exec(key)?.[1];
  const isThreads = key.includes(':threads:');
  return {
    comment: (one: PublishedComment): PublishedComment => {
      const { fixedIn: _, ...open } = one;
      const known = String(one.id) === comment ? { ...open, bodyDigest: '' } : one;
      return isThreads ? { ...known, resolved: 'unknown' } : known;
    },
    issue: (one: PublishedIssue, shown: Published): PublishedIssue => {
      if (one.marker !== issue) return one;
      const now = shown.issues.find(({ number }) => number === one.number);
      const { written: _, ...rest } = one;
      return { ...rest, bodyDigest: '', state: now?.state ?? one.state };
    },
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
