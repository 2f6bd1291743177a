import type { Preview } from '../../model/preview.ts';
import { exceptionWords, handoverWords, ownersLine, policyWords, previewGist, testsWords, weightWords } from '../preview/words.ts';
import { problemHeadline } from '../wording.ts';
import { item, say, sentence, text, type Markdown } from './markdown.ts';
import { placeOf, toldOf, type Telling } from './telling.ts';

/** What a change of the rules would change, below the verdict, which is by the rules as they are. Nobody reads more lines than these. */
export function previewSection(telling: Telling): readonly Markdown[] {
  const { preview } = telling;
  if (!preview) return [];
  const lines = [
    ...preview.policies.map((one) => item(text(policyWords(one)))),
    ...preview.exceptions.map((one) => item(sentence(exceptionWords(one)))),
    ...(preview.tests ? [item(text(testsWords(preview.tests)))] : []),
    ...preview.handovers.map((one) => item(text(handoverWords(one)))),
    ...preview.findings.map((one) =>
      item(say`${text(weightWords(one))}: ${toldOf(one.finding)}, ${placeOf(one.finding.location, telling)}`),
    ),
    ...preview.problems.map((one) => item(say`${placeOf(one.location, telling)}: ${sentence(problemHeadline(one))}`)),
  ];
  const left = lines.length - MOST_LINES;
  const more = left > 0 ? [say`- ${left} more: \`tollgate preview\` lists all.`] : [];
  return [say``, headOf(preview), ...(lines.length > 0 ? [say``] : []), ...lines.slice(0, MOST_LINES), ...more];
}

const MOST_LINES = 40;

function headOf(preview: Preview): Markdown {
  return say`This change is judged by the rules as they are. By its own, on the whole tree: ${text(previewGist(preview))}; ${text(ownersLine(preview))}.`;
}
