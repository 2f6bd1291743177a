import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding } from '../../model/finding.ts';
import { findingMarker } from '../plan/comment-body.ts';
import { groupMarker } from '../plan/plan-review.ts';
import { nameOf } from '../plan/telling.ts';
import { nearestName } from '../text/nearest-name.ts';

/** The findings that a command is about, or what is wrong with how it names them. */
export type Selection = { readonly findings: readonly [Finding, ...Finding[]] } | { readonly wrong: string };

/**
 * Policies and names narrow each other down: `PII002 mart.customers.email` is that policy's finding on that field. Without any, it is what
 * the comment that was answered is about; elsewhere everything new.
 */
export function selectFindings(
  subjects: readonly string[],
  thread: string | undefined,
  { findings }: Pick<Evaluation, 'findings'>,
): Selection {
  const open = findings.filter(({ disposition }) => disposition === 'new');
  const here = thread === undefined ? open : open.filter((finding) => isAbout(finding, thread));
  if (subjects.length === 0)
    return chosen(here, thread === undefined ? 'There is no new finding here.' : 'What this comment was about is no longer a new finding.');
  const unknown = subjects.find((subject) => !open.some((finding) => names(finding, subject)));
  if (unknown !== undefined) return { wrong: unknownSubject(unknown, open) };
  const kinds = AXES.map((axis) => ({
    axis,
    own: subjects.filter((one) => open.some((finding) => axis(finding).some((name) => same(name, one)))),
  }));
  const meant = open.filter((finding) => kinds.every(({ axis, own }) => isMeant(finding, own, axis)));
  return chosen(meant, `No new finding is all of ${subjects.join(', ')}.`);
}

/** The one finding that is meant, where several would be too many to decide on at once. */
export function selectOne(selection: Selection): Selection {
  if ('wrong' in selection || selection.findings.length === 1) return selection;
  const { findings } = selection;
  const examples = findings.slice(0, 3).map((finding) => `\`${finding.policy} ${nameOf(finding)}\``);
  return { wrong: `${findings.length} findings could be meant. Name one, as ${examples.join(', ')}.` };
}

function chosen([first, ...others]: readonly Finding[], otherwise: string): Selection {
  return first ? { findings: [first, ...others] } : { wrong: otherwise };
}

const isAbout = (finding: Finding, thread: string): boolean => thread === findingMarker(finding) || thread === groupMarker(finding);

type Axis = (finding: Finding) => readonly string[];

const AXES: readonly Axis[] = [
  ({ policy }) => [policy],
  ({ fingerprint }) => [fingerprint],
  (finding) => [nameOf(finding), finding.assetName ?? '', finding.asset ?? '', finding.file],
];

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const names = (finding: Finding, subject: string): boolean => AXES.some((axis) => axis(finding).some((name) => same(name, subject)));

/** Whether one of the subjects of this kind fits the finding, or there are none of this kind. What is of a kind, the findings say. */
function isMeant(finding: Finding, ofKind: readonly string[], axis: Axis): boolean {
  return ofKind.length === 0 || ofKind.some((subject) => axis(finding).some((name) => same(name, subject)));
}

function unknownSubject(subject: string, open: readonly Finding[]): string {
  const known = [...new Set(open.flatMap((finding) => [finding.policy, nameOf(finding), finding.assetName ?? finding.file]))];
  const meant = nearestName(subject, known);
  return `No new finding here is called \`${subject.slice(0, 100)}\`${meant ? `: did you mean \`${meant}\`?` : '.'}`;
}
