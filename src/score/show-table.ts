import type { ScoreRow } from './score-row.ts';

/** Rows as a table for a terminal. Precision and recall stand side by side; a dash says that there is no such figure. */
export function showTable(rows: readonly ScoreRow[]): string {
  const cells = [['cases', 'measure', 'precision', 'recall', ''], ...rows.map(cellsOf)];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(column < 4 ? (widths[column] ?? 0) : 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cellsOf({ case: name, measure, precision, recall, value, note }: ScoreRow): readonly string[] {
  return [name, measure, figure(precision), figure(recall), [value, note].filter((one) => one !== undefined).join(' · ')];
}

const figure = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3));
