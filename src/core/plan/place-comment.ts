import type { ChangedFile, LineRange } from '../../model/change-set.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding } from '../../model/finding.ts';

/**
 * Where a comment goes: on a line, or on the file as a whole where `line` is missing. `away` means: the finding itself stands on another
 * line, so the comment has to say where.
 */
export interface Placement {
  readonly path: string;
  readonly line?: number;
  readonly away: boolean;
}

/**
 * The line of the diff nearest to a finding: its own line, else one of the asset's declaration, else one of the file. The file as a whole
 * where the diff shows no line of it (it was removed, or only moved). Null where the file is not in the diff: the check run says it then.
 */
export function placeComment(finding: Finding, evaluation: Evaluation): Placement | null {
  const file = evaluation.files.find(({ path }) => path === finding.file);
  const { line } = finding.location.start;
  if (!file) return null;
  if (file.shownLines.length === 0) return { path: file.path, away: true };
  if (isShown(line, file)) return { path: file.path, line, away: false };
  const asset = evaluation.assets.find(({ id }) => id === finding.asset);
  const extent = asset?.file === file.path ? { first: asset.extent.start.line, last: asset.extent.end.line } : undefined;
  const near = (extent && nearest(line, within(file.shownLines, extent))) ?? nearest(line, preferred(file));
  return near === undefined ? null : { path: file.path, line: near, away: true };
}

/** Whether one hunk of the diff shows all of these lines. */
export function showsAll({ shownLines }: ChangedFile, { first, last }: LineRange): boolean {
  return shownLines.some((shown) => shown.first <= first && last <= shown.last);
}

const isShown = (line: number, file: ChangedFile): boolean => showsAll(file, { first: line, last: line });

/** Changed lines rather than those that only surround them. */
const preferred = ({ changedLines, shownLines }: ChangedFile): readonly LineRange[] =>
  changedLines.length > 0 ? changedLines : shownLines;

function within(ranges: readonly LineRange[], { first, last }: LineRange): readonly LineRange[] {
  return ranges
    .map((range) => ({ first: Math.max(range.first, first), last: Math.min(range.last, last) }))
    .filter((range) => range.first <= range.last);
}

function nearest(line: number, ranges: readonly LineRange[]): number | undefined {
  let best: number | undefined;
  for (const { first, last } of ranges) {
    const candidate = Math.min(Math.max(line, first), last);
    if (best === undefined || Math.abs(candidate - line) < Math.abs(best - line)) best = candidate;
  }
  return best;
}
