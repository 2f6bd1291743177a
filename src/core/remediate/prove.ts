import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Edit, Patch } from '../../model/remediation.ts';

/** A finding that comes with edits. */
export interface ProposedFix {
  readonly finding: Finding;
  readonly patch: Patch;
}

/** The new findings that come with edits: only these are offered to be fixed. */
export function fixesOf({ findings }: Pick<Evaluation, 'findings'>): readonly ProposedFix[] {
  return findings.flatMap((finding) => {
    const { patch } = finding.remediation;
    return patch && finding.disposition === 'new' ? [{ finding, patch }] : [];
  });
}

/**
 * Fixes in as few rounds as there can be: in one round at most one of each field, or of each asset as a whole, and no edits that overlap.
 * What finds no place in so many rounds is left out.
 */
export function roundsOf(fixes: readonly ProposedFix[], most = MOST_ROUNDS): readonly (readonly ProposedFix[])[] {
  const rounds: { readonly fixes: ProposedFix[]; readonly subjects: Set<string>; readonly edits: Map<string, Edit[]> }[] = [];
  for (const fix of fixes) {
    const subject = subjectOf(fix);
    const free = rounds.find((round) => !round.subjects.has(subject) && !overlaps(fix, round.edits));
    const round = free ?? { fixes: [], subjects: new Set<string>(), edits: new Map<string, Edit[]>() };
    if (!free && rounds.length === most) continue;
    if (!free) rounds.push(round);
    round.fixes.push(fix);
    round.subjects.add(subject);
    for (const [line, edit] of editsByLine(fix)) {
      const there = round.edits.get(line);
      if (there) there.push(edit);
      else round.edits.set(line, [edit]);
    }
  }
  return rounds.map((round) => round.fixes);
}

/** A field has two findings with edits, seldom three. What needs more was made to cost time. */
const MOST_ROUNDS = 6;

const subjectOf = ({ finding: { asset, field, file } }: ProposedFix): string => JSON.stringify([file, asset, field]);

function overlaps(fix: ProposedFix, taken: ReadonlyMap<string, readonly Edit[]>): boolean {
  const meets = (one: Edit, other: Edit): boolean =>
    one.location.start.offset <= other.location.end.offset && other.location.start.offset <= one.location.end.offset;
  const isTaken = (others: readonly Edit[], edit: Edit): boolean => others.length >= MOST_ON_LINE || others.some((one) => meets(edit, one));
  return editsByLine(fix).some(([line, edit]) => isTaken(taken.get(line) ?? [], edit));
}

/** A line with more edits than this is no line that people read. */
const MOST_ON_LINE = 200;

/** Edits meet only where they stand on the same lines. */
const editsByLine = ({ patch: { file, edits } }: ProposedFix): readonly (readonly [string, Edit])[] =>
  edits.flatMap((edit) => {
    const { start, end } = edit.location;
    return Array.from({ length: end.line - start.line + 1 }, (_, index) => [`${start.line + index} ${file}`, edit] as const);
  });

/** The fixes of a round that did not hold: the finding stands, or its file has a new problem or finding. */
export function failedFixes(round: readonly ProposedFix[], before: Evaluation, after: Evaluation): readonly ProposedFix[] {
  const standing = new Set(after.findings.filter(({ disposition }) => disposition !== 'fixed').map(({ fingerprint }) => fingerprint));
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const raised = after.findings.filter(({ fingerprint, disposition }) => disposition !== 'fixed' && !known.has(fingerprint));
  const troubled = new Set([...raised.map(({ file }) => file), ...newProblems(before, after).map(({ location }) => location.file)]);
  const edited = new Set(round.map(({ patch }) => patch.file));
  // Trouble in a file that nobody edited can come from any of them.
  if ([...troubled].some((file) => !edited.has(file))) return round;
  return round.filter(({ finding, patch }) => standing.has(finding.fingerprint) || troubled.has(patch.file));
}

function newProblems(before: Evaluation, after: Evaluation): readonly Problem[] {
  const key = ({ code, message, location }: Problem): string => JSON.stringify([code, message, location.file]);
  const known = new Set(before.problems.map(key));
  return after.problems.filter((problem) => !known.has(key(problem)));
}

/** The evaluation where these fixes are words only. */
export function withoutFixes(evaluation: Evaluation, failed: readonly ProposedFix[]): Evaluation {
  const refused = new Set(failed.map(({ finding }) => finding));
  const findings = evaluation.findings.map((finding) => (refused.has(finding) ? withoutPatch(finding) : finding));
  return { ...evaluation, findings };
}

function withoutPatch(finding: Finding): Finding {
  const { patch: _, together: __, ...remediation } = finding.remediation;
  return { ...finding, remediation };
}
