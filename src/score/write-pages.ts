import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { formatPages, type FormatText } from './format-pages.ts';
import type { ScoreRow } from './score-row.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = fileURLToPath(new URL('.github/formats/', ROOT));
const FIGURES = `${PAGES}figures.json`;

/** The formats in the order in which they are asked, each with the text of its folder. */
export function formatTexts(): readonly FormatText[] {
  return EXTRACTORS.map(({ id }) => ({ id, readme: readFileSync(new URL(`src/core/extract/${id}/README.md`, ROOT), 'utf8') }));
}

/** The figures that were written last. */
export function writtenFigures(): readonly ScoreRow[] {
  return JSON.parse(readFileSync(FIGURES, 'utf8')) as readonly ScoreRow[];
}

/** Writes the pages of all formats. Cases that were not scored now keep the figures that they had. */
export function writePages(rows: readonly ScoreRow[]): void {
  const scored = new Set(rows.map((row) => row.case));
  const kept = figuresSoFar().filter((row) => !scored.has(row.case));
  const figures = [...rows.filter(({ value }) => !value?.startsWith('absent')), ...kept].toSorted(
    (one, other) => Number(one.case > other.case) - Number(one.case < other.case),
  );
  mkdirSync(PAGES, { recursive: true });
  for (const name of readdirSync(PAGES)) rmSync(`${PAGES}${name}`);
  writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  for (const [name, text] of formatPages(formatTexts(), figures)) writeFileSync(`${PAGES}${name}`, text);
}

function figuresSoFar(): readonly ScoreRow[] {
  try {
    return writtenFigures();
  } catch {
    return [];
  }
}
