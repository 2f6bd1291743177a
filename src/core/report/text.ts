import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import type { ReportContext, Reporter } from '../plug-ins.ts';
import {
  countsLine,
  coverageLine,
  exceptedLine,
  fixLine,
  headline,
  knownLines,
  ownerLine,
  problemHeadline,
  ruleLine,
  weight,
} from '../wording.ts';
import { excerptOf, visible } from './excerpt.ts';
import { groupAlike } from './group-alike.ts';
import { paintFor, type Paint } from './paint.ts';

/** For a person at a terminal: what is wrong, where, how we know, how to fix it, who answers and why it is a rule. */
export const text: Reporter = { id: 'text', report };

function report(evaluation: Evaluation, context: ReportContext): string {
  const page: Page = { evaluation, context, paint: paintFor(context.color) };
  const fresh = evaluation.findings.filter(({ disposition, phase }) => disposition === 'new' && phase !== 'observe');
  const told = groupAlike(fresh).map((group) => (group.length > 1 ? groupBlock(group, page) : findingBlock(group[0], page)));
  const fixed = evaluation.findings
    .filter(({ disposition }) => disposition === 'fixed')
    .map((one) => visible(`fixed[${one.policy}]: ${headline(one)}`));
  const problems = inOrder(evaluation.problems).map((problem) => problemBlock(problem, page));
  const excepted = evaluation.findings
    .filter(({ disposition }) => disposition === 'excepted')
    .map((one) => visible([`excepted[${one.policy}]: ${headline(one)}`, ...asked(exceptedLine(one))].join(', ')));
  const lists = [excepted, fixed].flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : []));
  const blocks = [...told, ...problems, ...lists];
  const sums = [countsLine(evaluation.decision), coverageLine(evaluation, context.elapsed)].map((line) => visible(line));
  return `${[...blocks, sums.join('\n')].join('\n\n')}\n`;
}

const asked = (line: string | undefined): readonly string[] => (line === undefined ? [] : [line]);

interface Page {
  readonly evaluation: Evaluation;
  readonly context: ReportContext;
  readonly paint: Paint;
}

function findingBlock(finding: Finding, page: Page): string {
  const { paint, context } = page;
  const policy = page.evaluation.policies.find(({ id }) => id === finding.policy);
  const blocks = finding.phase === 'enforce';
  const mark = blocks ? paint.error('error') : paint.warning('advice');
  const state = paint.dim(`${weight(finding)} · new`);
  const title = `${mark}${paint.bold(visible(`[${finding.policy}]: ${headline(finding)}`))}`;
  return [`${title}    ${state}`, ...placeLines(finding.location, page), ...notes(finding, policy, context).map(note(paint))].join('\n');
}

type Note = readonly [string, string];

function notes(finding: Finding, policy: PolicyMetadata | undefined, { command }: ReportContext): readonly Note[] {
  const owner = ownerLine(finding);
  const fix = fixLine(finding, command);
  return [
    ...knownLines(finding).map((line): Note => ['known', line]),
    ...(fix === undefined ? [] : [['fix', fix] as const]),
    ...(owner === undefined ? [] : [['owner', owner] as const]),
    ['rule', ruleLine(finding, policy)],
  ];
}

const note =
  (paint: Paint) =>
  ([name, line]: Note): string =>
    `  ${paint.dim('=')} ${paint.dim(name.padEnd(6))}${visible(line)}`;

/** The place, its line of text, and under it the marker; the place alone where the text is not there. */
function placeLines(location: Location, { context, paint }: Page): readonly string[] {
  const found = context.text(location.file);
  const excerpt = found === undefined ? undefined : excerptOf(location, found);
  const place = `${visible(location.file)}:${location.start.line}:${location.start.column}`;
  if (!excerpt) return [`  ${paint.dim('┌─')} ${place}`];
  const margin = ' '.repeat(excerpt.number.length);
  return [
    `${margin}${paint.dim('┌─')} ${place}`,
    `${paint.dim(`${excerpt.number}│`)} ${excerpt.line}`,
    `${margin}${paint.dim('│')} ${paint.mark(excerpt.marker)}`,
  ];
}

function groupBlock([first, ...others]: readonly [Finding, ...Finding[]], page: Page): string {
  const head = findingBlock(first, page);
  const rest = others.map(
    (one) => `    ${visible(one.file)}:${one.location.start.line}:${one.location.start.column}  ${visible(headline(one))}`,
  );
  return [head, `  ${page.paint.dim('=')} and ${rest.length} more of the same:`, ...rest].join('\n');
}

/** Those of one file in the order of its lines; files in the order in which they came up. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const byFile = Map.groupBy(problems, ({ location }) => location.file);
  return [...byFile.values()].flatMap((own) => own.toSorted((one, other) => one.location.start.offset - other.location.start.offset));
}

function problemBlock(problem: Problem, page: Page): string {
  const mark = problem.undecided ? page.paint.error('error') : page.paint.warning('note');
  const title = `${mark}${page.paint.bold(visible(`[${problem.code}]`))}: ${visible(problemHeadline(problem))}`;
  return [title, ...placeLines(problem.location, page)].join('\n');
}
