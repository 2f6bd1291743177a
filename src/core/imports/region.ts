import type { Location } from '../../model/source.ts';
import { lineIndexOf, lineStarts, type LineIndex } from '../text/line-index.ts';
import type { Region } from './report.ts';

/** A text that regions of a report are found in. */
export interface RegionText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly lines: LineIndex;
}

export function regionText(file: string, text: string): RegionText {
  const starts = lineStarts(text);
  return { text, starts, lines: lineIndexOf(file, starts) };
}

/**
 * Where a region is. Without columns it is its lines, from their first letter; without an end, its first line. `isOutside`: the text has
 * no such line, so the report was made of another one, and the end of the text stands for it.
 */
export function locate(region: Region, { text, starts, lines }: RegionText): { readonly location: Location; readonly isOutside: boolean } {
  const { charOffset, charLength = 0, startLine } = region;
  if (startLine === undefined && charOffset !== undefined) {
    const start = unitsOf(text, 0, charOffset, region);
    const end = unitsOf(text, start, charLength, region);
    return { location: lines.location(start, end), isOutside: charOffset > text.length };
  }
  const first = startLine ?? 1;
  const last = Math.max(first, region.endLine ?? first);
  const columnAt = (line: number, column: number): number =>
    Math.min(unitsOf(text, lineStart(text, starts, line), column - 1, region), endOfLine(text, starts, line));
  const { startColumn, endColumn } = region;
  const start = startColumn === undefined ? firstLetter(text, starts, first) : columnAt(first, startColumn);
  const end = endColumn === undefined ? endOfLine(text, starts, last) : columnAt(last, endColumn);
  return { location: lines.location(start, Math.max(start, end)), isOutside: first > starts.length };
}

/** The words of a location's first line: what stays the same when lines move. */
export function contextOf({ start }: Location, { text, starts }: RegionText): string {
  const from = starts[start.line - 1] ?? 0;
  return text
    .slice(from, Math.min(endOfLine(text, starts, start.line), from + LONGEST))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const LONGEST = 2000;

const lineStart = (text: string, starts: readonly number[], line: number): number =>
  line > starts.length ? text.length : (starts[Math.max(1, line) - 1] ?? 0);

function endOfLine(text: string, starts: readonly number[], line: number): number {
  if (line >= starts.length) return text.length;
  const end = (starts[line] ?? text.length) - 1;
  return text.charAt(end - 1) === '\r' ? end - 1 : end;
}

function firstLetter(text: string, starts: readonly number[], line: number): number {
  let at = lineStart(text, starts, line);
  const end = endOfLine(text, starts, line);
  while (at < end && /\s/.test(text.charAt(at))) at++;
  return at;
}

/** The offset of so many characters behind a place. Far ones are taken as UTF-16 units: counting each would be quadratic. */
function unitsOf(text: string, from: number, count: number, { inCodePoints }: Region): number {
  const plain = Math.min(text.length, from + Math.max(0, count));
  if (!inCodePoints || count > FAR) return plain;
  let at = from;
  for (let left = count; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

const FAR = 20_000;
