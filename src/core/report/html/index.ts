import type { Evaluation } from '../../../model/evaluation.ts';
import type { Finding } from '../../../model/finding.ts';
import type { ReportContext, Reporter } from '../../plug-ins.ts';
import { groupAlike } from '../group-alike.ts';
import type { Group } from './card.ts';
import { changedFile, excerptOfFile, type ShownFile } from './file.ts';
import { html as write, join, type Markup, NOTHING } from './markup.ts';
import { STYLE, STYLE_HASH } from './style.ts';
import { problemList, summary, uncountedLists } from './summary.ts';

/** One file that shows the check run and the comments on the diff as a pull request would. It loads nothing and runs nothing. */
export const html: Reporter = { id: 'html', report };

function report(evaluation: Evaluation, context: ReportContext): string {
  const fresh = evaluation.findings.filter(({ disposition }) => disposition === 'new');
  const weighing = [...fresh.filter(({ phase }) => phase === 'enforce'), ...fresh.filter(({ phase }) => phase === 'advise')];
  const groups = groupAlike(weighing.toSorted(byPlace));
  const byFile = Map.groupBy(groups, ([{ location }]) => location.file);
  const changed = evaluation.base === null ? [] : evaluation.files;
  const files = changed.map((file) => changedFile(file, byFile.get(file.path) ?? [], evaluation, context));
  const placed = new Set(files.flatMap((file) => [...file.placed]));
  const body = [
    summary(evaluation, weighing, context.elapsed),
    problemList(evaluation.problems),
    filesOf(files),
    elsewhere(
      groups.filter((group) => !placed.has(group)),
      evaluation,
      context,
    ),
    uncountedLists(evaluation.findings),
  ];
  return document(evaluation, join(body)).markup;
}

const byPlace = (one: Finding, other: Finding): number =>
  Number(one.location.file > other.location.file) - Number(one.location.file < other.location.file) ||
  one.location.start.offset - other.location.start.offset;

function filesOf(files: readonly ShownFile[]): Markup {
  const shown = files.map(({ markup }) => markup).filter(({ markup }) => markup !== '');
  return shown.length === 0 ? NOTHING : write`<section><h2>Files changed</h2>${shown}</section>`;
}

/** Findings on lines that the diff does not show, or in a tree that is judged as it stands. */
function elsewhere(groups: readonly Group[], evaluation: Evaluation, { text }: ReportContext): Markup {
  if (groups.length === 0) return NOTHING;
  const files = [...Map.groupBy(groups, ([{ location }]) => location.file)];
  const title = evaluation.base === null ? 'Files' : 'Outside the diff';
  return write`<section><h2>${title}</h2>${files.map(([path, own]) => excerptOfFile(path, own, evaluation, text(path)))}</section>`;
}

function document(evaluation: Evaluation, body: Markup): Markup {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  return write`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="referrer" content="no-referrer" />
<title>${evaluation.decision.title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body><main>${body}</main></body>
</html>
`;
}
