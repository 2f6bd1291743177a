import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding } from '../../model/finding.ts';
import type { Edit, Patch } from '../../model/remediation.ts';
import type { ProposedFix } from './prove.ts';

/** Fixes that change the same lines, with all their edits as one. */
export interface SharedFix {
  readonly fixes: readonly ProposedFix[];
  readonly patch: Patch;
}

/** Where several findings that weigh would each change the same lines: a person can commit only one such change, so it has to be all of them. */
export function sharedFixes(fixes: readonly ProposedFix[]): readonly SharedFix[] {
  const weighing = fixes.filter(({ finding: { phase } }) => phase !== 'observe');
  const groups = [...Map.groupBy(weighing, ({ patch }) => `${linesOf(patch).join('-')} ${patch.file}`).values()];
  return groups.flatMap((group) => (group.length > 1 && group.length <= MOST_TOGETHER ? combined(group) : []));
}

/** A change of more findings than this is not read before it is committed. */
const MOST_TOGETHER = 50;

function linesOf({ edits }: Patch): readonly [first: number, last: number] {
  const first = Math.min(...edits.map(({ location }) => location.start.line));
  return [first, Math.max(...edits.map(({ location }) => location.end.line))];
}

/**
 * Nothing where edits overlap. What is inserted at one place becomes one insertion, in the order of the alphabet: that is the order in which
 * Snowflake takes the clauses of a column, MASKING POLICY before TAG. Source: Snowflake Docs, "CREATE TABLE".
 */
function combined(fixes: readonly ProposedFix[]): readonly SharedFix[] {
  const [first] = fixes;
  const merged: Edit[] = [];
  for (const edit of fixes.flatMap(({ patch }) => patch.edits).sort(byText)) {
    const { start, end } = edit.location;
    const same = merged.findIndex(({ location }) => location.start.offset === start.offset && location.end.offset === end.offset);
    const there = merged[same];
    if (there && there.text === edit.text) continue;
    if (there && start.offset === end.offset) merged[same] = { ...there, text: there.text + edit.text };
    else if (merged.some(({ location }) => start.offset < location.end.offset && location.start.offset < end.offset)) return [];
    else merged.push(edit);
  }
  return first ? [{ fixes, patch: { file: first.patch.file, edits: merged, title: fixes.map(({ patch }) => patch.title).join(' ') } }] : [];
}

const byText = (one: Edit, other: Edit): number => (one.text < other.text ? -1 : 1);

/** The evaluation whose findings carry the shared fix beside their own. */
export function withShared(evaluation: Evaluation, shared: readonly SharedFix[]): Evaluation {
  if (shared.length === 0) return evaluation;
  const bySubject = new Map<Finding, SharedFix>(shared.flatMap((one) => one.fixes.map(({ finding }) => [finding, one] as const)));
  const findings = evaluation.findings.map((finding) => {
    const own = bySubject.get(finding);
    if (!own) return finding;
    const others = own.fixes.flatMap((fix) => (fix.finding === finding ? [] : [fix.finding.fingerprint]));
    return { ...finding, remediation: { ...finding.remediation, together: { patch: own.patch, with: others } } };
  });
  return { ...evaluation, findings };
}
