import type { Edit } from '../../model/remediation.ts';

/** The text with all edits made. They must not overlap; only where several insert at one place does their order matter. Linear. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { location, text: inserted } of edits.toSorted((one, other) => one.location.start.offset - other.location.start.offset)) {
    pieces.push(text.slice(at, location.start.offset), inserted);
    at = location.end.offset;
  }
  return [...pieces, text.slice(at)].join('');
}
