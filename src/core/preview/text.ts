import type { Preview, WeightChange } from '../../model/preview.ts';
import { headline, problemHeadline } from '../wording.ts';
import { exceptionWords, handoverWords, ownersLine, policyWords, previewGist, testsWords, weightWords } from './words.ts';

/** For a person at a terminal: two lines that say what it comes to, then what and where. */
export function previewText(preview: Preview): string {
  const { policies, exceptions, handovers, findings, problems, tests } = preview;
  const blocks = [
    [...policies.map(policyWords), ...exceptions.map(exceptionWords), ...(tests ? [testsWords(tests)] : [])],
    handovers.map(handoverWords),
    findings.map(findingLine),
    problems.map((one) => `${one.location.file}:${one.location.start.line}:${one.location.start.column}  ${problemHeadline(one)}`),
  ];
  const told = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${[`${previewGist(preview)}\n${ownersLine(preview)}`, ...told].join('\n\n')}\n`;
}

function findingLine(change: WeightChange): string {
  const { finding } = change;
  const owners = finding.owners.map(({ name }) => name).join(', ') || 'nobody';
  return `${weightWords(change)}  ${finding.policy}  ${headline(finding)}  ${finding.file}:${finding.location.start.line}  ${owners}`;
}
