import type { CheckAnnotation } from '../../model/action.ts';
import type { Finding, Phase } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import { detailLines } from '../wording.ts';
import { cutBytes, cutText } from './cut-text.ts';
import { MESSAGE_BYTES, MOST_ANNOTATIONS, TITLE_UNITS } from './limits.ts';
import { visible } from './markdown.ts';
import { watched, weighing, type Telling } from './telling.ts';

/** A mark in the diff for each new finding and each problem, the weightiest first. The last one counts those that are left out. */
export function annotationsOf(telling: Telling): readonly CheckAnnotation[] {
  const all = [
    ...weighing(telling).map(ofFinding),
    ...telling.evaluation.problems.filter(hasPlace).map((problem) => ofProblem(problem, telling)),
    ...watched(telling).map(ofFinding),
  ];
  if (all.length <= MOST_ANNOTATIONS) return all;
  const shown = all.slice(0, MOST_ANNOTATIONS - 1);
  const [first] = all.slice(MOST_ANNOTATIONS - 1);
  return first
    ? [...shown, { ...first, title: `${all.length - shown.length} more`, message: moreWords(all.length - shown.length) }]
    : shown;
}

const moreWords = (left: number): string => `${left} more findings and problems are not marked here. The command tollgate check lists all.`;

const LEVELS: Readonly<Record<Phase, CheckAnnotation['level']>> = { enforce: 'failure', advise: 'warning', observe: 'notice' };

function ofFinding(finding: Finding): CheckAnnotation {
  const [title = '', ...lines] = detailLines(finding);
  lines.push(`Rule: ${finding.policy}, ${finding.title}`);
  // What the title has no room for stands in the message, whole.
  if (visible(title).length > TITLE_UNITS) lines.unshift(title);
  const message = cutBytes(lines.map(visible).join('\n'), MESSAGE_BYTES);
  return { ...placed(finding.location), level: LEVELS[finding.phase], title: titled(title), message };
}

function ofProblem(problem: Problem, { evaluation }: Telling): CheckAnnotation {
  const level = problem.undecided ? (evaluation.decision.conclusion === 'failure' ? 'failure' : 'warning') : 'notice';
  const title = problem.undecided ? 'Could not be judged' : 'Worth knowing';
  return { ...placed(problem.location), level, title: titled(title), message: cutBytes(visible(problem.message), MESSAGE_BYTES) };
}

/** GitHub marks lines of files; what stands in no file of the repository is in the summary alone. */
const hasPlace = ({ location }: Problem): boolean => location.file !== '';

const titled = (title: string): string => cutText(visible(title).replace(/\s+/g, ' '), TITLE_UNITS);

/** GitHub takes columns for one line only, and its end column is inclusive. */
function placed({ file, start, end }: Location): Pick<CheckAnnotation, 'path' | 'startLine' | 'endLine' | 'startColumn' | 'endColumn'> {
  const lastLine = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const lines = { path: file, startLine: start.line, endLine: lastLine };
  if (lastLine !== start.line || end.line !== start.line) return lines;
  return { ...lines, startColumn: start.column, endColumn: Math.max(start.column, end.column - 1) };
}
