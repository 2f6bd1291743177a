import type { LineRange } from '../../model/change-set.ts';
import type { Finding } from '../../model/finding.ts';
import type { Edit } from '../../model/remediation.ts';
import { fence, type Markdown } from './markdown.ts';
import { showsAll } from './place-comment.ts';
import type { Telling } from './telling.ts';

/** A change that GitHub applies at a click: the lines it replaces, and the block that replaces them. */
export interface Suggestion {
  readonly lines: LineRange;
  readonly block: Markdown;
}

/** The patch of a finding as a suggested change. Null where there is none, or where the diff does not show all the lines it replaces. */
export function suggestChange(finding: Finding, telling: Pick<Telling, 'evaluation' | 'text'>): Suggestion | null {
  const { patch } = finding.remediation.together ?? finding.remediation;
  const source = patch && telling.text(patch.file);
  if (!patch || source === undefined || patch.edits.length === 0 || patch.file !== finding.file) return null;
  const lines = linesOf(patch.edits);
  const file = telling.evaluation.files.find(({ path }) => path === patch.file);
  if (!file || lines.last - lines.first >= MOST_LINES || !showsAll(file, lines)) return null;
  const block = fence('suggestion', replaced(source, lines, patch.edits));
  return block && { lines, block };
}

/** A suggestion longer than this is no longer read before it is applied. */
const MOST_LINES = 30;

function linesOf(edits: readonly Edit[]): LineRange {
  const first = Math.min(...edits.map(({ location }) => location.start.line));
  const last = Math.max(
    ...edits.map(({ location: { start, end } }) => (end.column === 1 && end.line > start.line ? end.line - 1 : end.line)),
  );
  return { first, last };
}

/** The lines with the edits made, without the last line's end. */
function replaced(source: string, { first, last }: LineRange, edits: readonly Edit[]): string {
  const from = startOfLine(source, first);
  const to = startOfLine(source, last + 1);
  let result = '';
  let at = from;
  for (const { location, text } of [...edits].sort((a, b) => a.location.start.offset - b.location.start.offset)) {
    result += source.slice(at, location.start.offset) + text;
    at = location.end.offset;
  }
  return (result + source.slice(at, to)).replace(/\n$/, '');
}

function startOfLine(source: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at++) {
    const end = source.indexOf('\n', offset);
    if (end < 0) return source.length;
    offset = end + 1;
  }
  return offset;
}
