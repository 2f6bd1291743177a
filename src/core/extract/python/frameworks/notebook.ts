import type { Cell, Framework, Run } from '../run.ts';
import { readSqlText } from '../flows/sql-flows.ts';
import { joined, textAt } from '../texts.ts';
import type { Text } from '../values.ts';

/** Notebooks of Databricks that are kept as Python: cells of SQL stand in comments. Source: Databricks, "Export and import notebooks". */
export const notebook: Framework = {
  id: 'notebook',
  words: /^\ufeff?# Databricks notebook source/,
  start: ({ found }) => {
    const [job] = found.at;
    if (job) job.platform = 'databricks';
  },
  cells,
};

const MAGIC = '# MAGIC';

function cells(run: Run): readonly Cell[] {
  const found: Cell[] = [];
  let at = 0;
  let lines: Line[] = [];
  for (const text of run.file.text.split('\n')) {
    const isMagic = text.startsWith(MAGIC);
    if (isMagic) lines.push({ start: at, text });
    else if (lines.length > 0) {
      found.push(...cellOf(lines, run));
      lines = [];
    }
    at += text.length + 1;
  }
  return [...found, ...(lines.length > 0 ? cellOf(lines, run) : [])];
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/** Only SQL is read: what other languages do in a notebook of Python is not told. */
function cellOf(lines: readonly Line[], run: Run): readonly Cell[] {
  const [first] = lines;
  const head = first && /^# MAGIC\s*%sql\b/.exec(first.text);
  if (!first || !head) return [];
  const parts = lines.flatMap(({ start, text }, index): readonly Text[] => {
    const skipped = index === 0 ? head[0].length : MAGIC.length;
    const inner = text.slice(skipped);
    const newline = textAt('\n', { start: start + text.length, end: start + text.length });
    return inner === '' ? [newline] : [textAt(inner, { start: start + skipped, end: start + text.length }, true), newline];
  });
  const sql = joined(parts, { start: first.start, end: (lines.at(-1) ?? first).start + (lines.at(-1) ?? first).text.length });
  return [{ at: first.start, follow: () => void readSqlText(sql, 'databricks', 'databricks', run) }];
}

/** Cells of SQL in a notebook of Jupyter. */
export function sqlCells(found: readonly { readonly at: number; readonly text: Text }[]): Framework {
  const follow = (text: Text, run: Run) => () => void readSqlText(text, 'databricks', 'spark', run);
  return { id: 'sql-cells', words: /(?:)/, cells: (run) => found.map(({ at, text }) => ({ at, follow: follow(text, run) })) };
}
