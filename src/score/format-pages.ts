import type { ScoreRow } from './score-row.ts';

/** A format as its folder tells it: the README beside its extractor. The line `Cases: a, b` names what measures it. */
export interface FormatText {
  readonly id: string;
  readonly readme: string;
}

const CASES = /^Cases: (.*)\n+/m;

/** The page of each format and their index, by file name: what the README says, and the figures of the last score. */
export function formatPages(formats: readonly FormatText[], rows: readonly ScoreRow[]): ReadonlyMap<string, string> {
  const pages = formats.map(({ id, readme }): readonly [string, string] => [`${id}.md`, page(readme, rows)]);
  return new Map([...pages, ['README.md', index(formats)]]);
}

function page(readme: string, rows: readonly ScoreRow[]): string {
  const cases = (CASES.exec(readme)?.[1] ?? '').split(',').map((name) => name.trim());
  const own = rows.filter((row) => cases.includes(row.case));
  const body = `${readme.replace(CASES, '').trimEnd()}\n`;
  return own.length === 0 ? body : `${body}\n${coverage(own)}`;
}

function coverage(rows: readonly ScoreRow[]): string {
  const lines = rows.map(({ case: name, measure, precision, recall, value, note }) => {
    const told = [value, note].filter((one) => one !== undefined).join(' · ');
    return `| ${[`\`${name}\``, measure, figure(precision), figure(recall), told].map(cell).join(' | ')} |`;
  });
  const names = [...new Set(rows.map((row) => row.case))].join(' ');
  return [
    '## Coverage',
    `Measured by \`npm run score -- ${names}\` on files that others wrote:`,
    '',
    '| cases | measure | precision | recall | |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

const figure = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(3));
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function index(formats: readonly FormatText[]): string {
  const lines = formats.map(({ id, readme }) => {
    const [title = id, , about = ''] = readme.replace(CASES, '').split('\n');
    return `| [${title.replace(/^#\s*/, '')}](${id}.md) | ${cell(about)} |`;
  });
  return ['# What Tollgate reads', '', '| format | what of it |', '| --- | --- |', ...lines, ''].join('\n');
}
