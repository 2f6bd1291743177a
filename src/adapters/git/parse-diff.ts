import type { LineRange } from '../../model/change-set.ts';

/** Where a file's head differs: lines that were added or rewritten, and all lines that the diff shows. */
export interface DiffLines {
  readonly changed: readonly LineRange[];
  readonly shown: readonly LineRange[];
}

/** Reads a unified diff with context, by the head's path. Hunks are counted, so that a line of content never passes for a header. */
export function parseDiff(diff: string): ReadonlyMap<string, DiffLines> {
  const files = new Map<string, DiffLines>();
  let file: { changed: LineRange[]; shown: LineRange[] } | undefined;
  let hunk = { line: 0, before: 0, after: 0 };
  for (const text of diff.split('\n')) {
    if (hunk.before + hunk.after > 0) {
      if (text.startsWith('+') && file) addLine(file.changed, hunk.line);
      hunk = step(hunk, text);
      continue;
    }
    if (text.startsWith('+++ ')) file = startFile(text, files);
    const found = HUNK.exec(text);
    if (!found || !file) continue;
    hunk = { line: Number(found[2]), before: Number(found[1] ?? 1), after: Number(found[3] ?? 1) };
    if (hunk.after > 0) file.shown.push({ first: hunk.line, last: hunk.line + hunk.after - 1 });
  }
  return files;
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

interface Hunk {
  readonly line: number;
  readonly before: number;
  readonly after: number;
}

/** What is left of a hunk behind one of its lines. A `\ No newline` line counts on neither side. */
function step({ line, before, after }: Hunk, text: string): Hunk {
  if (text.startsWith('+')) return { line: line + 1, before, after: after - 1 };
  if (text.startsWith('-')) return { line, before: before - 1, after };
  if (text.startsWith('\\')) return { line, before, after };
  return { line: line + 1, before: before - 1, after: after - 1 };
}

function addLine(ranges: LineRange[], line: number): void {
  const last = ranges.at(-1);
  if (last && last.last + 1 === line) ranges[ranges.length - 1] = { first: last.first, last: line };
  else ranges.push({ first: line, last: line });
}

function startFile(line: string, files: Map<string, DiffLines>): { changed: LineRange[]; shown: LineRange[] } | undefined {
  const path = unquote(line.slice('+++ '.length).replace(/\t$/, ''));
  if (!path.startsWith('b/')) return undefined;
  const lines = { changed: [], shown: [] };
  files.set(path.slice(2), lines);
  return lines;
}

/** Git quotes a path with control characters, quotes or backslashes like a C string. */
function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes = [...path.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]/gsu)].flatMap(([token]) => bytesOf(token));
  return Buffer.from(bytes).toString('utf8');
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

function bytesOf(token: string): readonly number[] {
  if (!token.startsWith('\\')) return [...Buffer.from(token)];
  return [token.length === 4 ? Number.parseInt(token.slice(1), 8) : (ESCAPES[token[1] ?? ''] ?? 0)];
}
