import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, Phase } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import type { Reporter } from '../plug-ins.ts';
import { countsLine, coverageLine, detailLines, problemHeadline } from '../wording.ts';
import { visible } from './excerpt.ts';

/** Workflow commands that GitHub Actions turns into annotations: new findings and problems, then the sums in plain words. */
export const github: Reporter = { id: 'github', report };

function report(evaluation: Evaluation, { elapsed }: { readonly elapsed?: number }): string {
  const fresh = evaluation.findings.filter(({ disposition }) => disposition === 'new');
  const weighty = PHASES.flatMap((phase) => fresh.filter((finding) => finding.phase === phase));
  const sums = [countsLine(evaluation.decision), coverageLine(evaluation, elapsed)].map(plainLine);
  return [...weighty.map(ofFinding), ...evaluation.problems.map(ofProblem), ...sums, ''].join('\n');
}

/** GitHub shows ten annotations of a kind for a step: what weighs most goes first. */
const PHASES: readonly Phase[] = ['enforce', 'advise', 'observe'];

const COMMANDS: Readonly<Record<Phase, string>> = { enforce: 'error', advise: 'warning', observe: 'notice' };

function ofFinding(finding: Finding): string {
  const [title = '', ...lines] = detailLines(finding);
  return command(COMMANDS[finding.phase], finding.location, title, [...lines, `Rule: ${finding.policy}, ${finding.title}`]);
}

function ofProblem(problem: Problem): string {
  return command(problem.undecided ? 'error' : 'notice', problem.location, problem.undecided ? 'Could not be judged' : 'Worth knowing', [
    problemHeadline(problem),
  ]);
}

function command(name: string, location: Location, title: string, lines: readonly string[]): string {
  const properties = [...placeOf(location), ['title', title] as const].map(([key, value]) => `${key}=${escapeProperty(visible(value))}`);
  return `::${name} ${properties.join(',')}::${escapeData(lines.map(visible).join('\n'))}`;
}

/** GitHub's end column is inclusive, and columns are for one line only. */
function placeOf({ file, start, end }: Location): readonly (readonly [string, string])[] {
  if (file === '') return [];
  const endLine = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const lines = { file, line: String(start.line), endLine: String(endLine) };
  if (end.line !== start.line) return Object.entries(lines);
  return Object.entries({ ...lines, col: String(start.column), endColumn: String(Math.max(start.column, end.column - 1)) });
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A line that is no command: GitHub still reads the old form, `##[name]`, anywhere in a line. */
const plainLine = (line: string): string => visible(line).replaceAll('##[', '## [');
