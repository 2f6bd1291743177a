import type { Preview } from '../../model/preview.ts';
import { item, join, say, sentence, text } from '../plan/markdown.ts';
import { headline, problemHeadline } from '../wording.ts';
import { exceptionWords, handoverWords, ownersLine, policyWords, previewGist, testsWords, weightWords } from './words.ts';

/** For a comment or a page: the same two lines, then what and where as a list. Whatever files hold stands as text. */
export function previewMarkdown(preview: Preview): string {
  const { policies, exceptions, handovers, findings, problems, tests } = preview;
  const lists = [
    [
      ...policies.map((one) => item(text(policyWords(one)))),
      ...exceptions.map((one) => item(sentence(exceptionWords(one)))),
      ...(tests ? [item(text(testsWords(tests)))] : []),
    ],
    handovers.map((one) => item(text(handoverWords(one)))),
    findings.map((one) => {
      const { policy, file, location } = one.finding;
      return item(
        say`${text(weightWords(one))}: ${text(policy)} ${text(headline(one.finding))}, ${text(`${file}:${location.start.line}`)}`,
      );
    }),
    problems.map((one) => item(say`${text(`${one.location.file}:${one.location.start.line}`)}: ${sentence(problemHeadline(one))}`)),
  ];
  const gist = say`**${text(previewGist(preview))}**; ${text(ownersLine(preview))}.`;
  const told = lists.filter((lines) => lines.length > 0).map((lines) => join(lines, '\n'));
  return `${join([gist, ...told], '\n\n')}\n`;
}
