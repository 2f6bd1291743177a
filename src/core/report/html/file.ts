import type { ChangedFile } from '../../../model/change-set.ts';
import type { Evaluation } from '../../../model/evaluation.ts';
import type { Finding } from '../../../model/finding.ts';
import type { ReportContext } from '../../plug-ins.ts';
import { card, type Group } from './card.ts';
import { diffRows, excerptRows, nearRows, type Line, type Row } from './diff-rows.ts';
import { breakable, html, type Markup, NOTHING } from './markup.ts';
import { withoutReturn } from './suggestion.ts';

/** More rows than this are not read; only those near to a finding are shown then. */
const MOST_ROWS = 400;

/** A file as a pull request shows it, with the cards that found their line in it. */
export interface ShownFile {
  readonly markup: Markup;
  readonly placed: ReadonlySet<Group>;
}

/** The diff of a changed file, with each card under its line. Without texts, and without a difference, there is nothing to show. */
export function changedFile(file: ChangedFile, groups: readonly Group[], evaluation: Evaluation, context: ReportContext): ShownFile {
  const removed = file.status === 'removed';
  const head = removed ? '' : context.text(file.path);
  const base = file.status === 'added' ? '' : context.baseText(file.basePath);
  if (head === undefined || base === undefined) return { markup: NOTHING, placed: new Set() };
  const number = removed ? (line: Line) => line.base : (line: Line) => line.head;
  const rows = shortened(diffRows(base, head), groups, number);
  const under = Map.groupBy(groups, ([{ location }]) => location.start.line);
  const placed = rows.flatMap((row) => (row.kind === 'gap' ? [] : (under.get(number(row) ?? 0) ?? [])));
  const source = removed ? base : head;
  const body = rows.map((row) => withCards(row, row.kind === 'gap' ? [] : (under.get(number(row) ?? 0) ?? []), evaluation, source));
  return { markup: fileBox(file, body, placed.length > 0), placed: new Set(placed) };
}

/** Lines of a file that the diff does not show, with the cards about them. */
export function excerptOfFile(path: string, groups: readonly Group[], evaluation: Evaluation, source: string | undefined): Markup {
  const under = Map.groupBy(groups, ([{ location }]) => location.start.line);
  const rows = source === undefined ? [] : excerptRows(source, new Set(under.keys()));
  const seen = new Set(rows.flatMap((row) => (row.kind === 'gap' ? [] : [row.head])));
  const lost = groups.filter(([{ location }]) => !seen.has(location.start.line));
  const body = rows.map((row) => withCards(row, row.kind === 'gap' ? [] : (under.get(row.head ?? 0) ?? []), evaluation, source));
  return html`<details class="file" open>
    <summary><span class="path">${breakable(path)}</span></summary>
    ${body.length > 0 ? table(body) : NOTHING} ${lost.map((group) => card(group, evaluation, source))}
  </details>`;
}

function shortened(rows: readonly Row[], groups: readonly Group[], number: (line: Line) => number | undefined): readonly Row[] {
  if (rows.length <= MOST_ROWS) return rows;
  const lines = new Set(groups.map(([{ location }]) => location.start.line));
  return nearRows(rows, (line) => lines.has(number(line) ?? 0));
}

function fileBox({ path, basePath, status }: ChangedFile, body: readonly Markup[], hasCards: boolean): Markup {
  const from = status === 'renamed' ? html`<span class="from">${basePath} → </span>` : NOTHING;
  const told = body.length > 0 ? table(body) : html`<p class="quiet">No line to show.</p>`;
  return html`<details class="file" ${hasCards ? html`open` : NOTHING}>
    <summary>
      ${from}<span class="path">${breakable(path)}</span> <span class="status">${status === 'modified' ? '' : status}</span>
    </summary>
    ${told}
  </details>`;
}

const table = (body: readonly Markup[]): Markup =>
  html`<table>
    <colgroup>
      <col class="number" />
      <col class="number" />
      <col class="sign" />
      <col />
    </colgroup>
    <tbody>
      ${body}
    </tbody>
  </table>`;

const SIGNS = { same: ' ', added: '+', removed: '-' } as const;

function withCards(row: Row, groups: readonly Group[], evaluation: Evaluation, source: string | undefined): Markup {
  if (row.kind === 'gap')
    return html`<tr class="gap">
      <td colspan="4">⋯</td>
    </tr>`;
  const [group] = groups;
  const line = group ? marked(row, group[0]) : html`${withoutReturn(row.text)}`;
  const cards =
    groups.length > 0
      ? html`<tr class="cards">
          <td colspan="4">${groups.map((one) => card(one, evaluation, source))}</td>
        </tr>`
      : NOTHING;
  return html`<tr class="${row.kind}">
      <td class="number">${row.base ?? ''}</td>
      <td class="number">${row.head ?? ''}</td>
      <td class="sign">${SIGNS[row.kind]}</td>
      <td class="code">${line}</td>
    </tr>
    ${cards}`;
}

/** The line with the place that is meant. */
function marked({ text }: Line, { location: { start, end } }: Finding): Markup {
  const line = withoutReturn(text);
  const last = end.line === start.line ? end.column - 1 : line.length;
  return html`${line.slice(0, start.column - 1)}<mark>${line.slice(start.column - 1, last)}</mark>${line.slice(Math.max(last, start.column - 1))}`;
}
