import type { Edit } from '../../model/remediation.ts';

/** The text with all edits made. They must not overlap; their order does not matter. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { location, text: inserted } of edits.toSorted((one, other) => other.location.start.offset - one.location.start.offset)) {
    result = result.slice(0, location.start.offset) + inserted + result.slice(location.end.offset);
  }
  return result;
}
