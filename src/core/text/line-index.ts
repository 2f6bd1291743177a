import type { Location, Position } from '../../model/source.ts';

/** Turns offsets of one text into positions. Building is linear, a look-up logarithmic. */
export interface LineIndex {
  readonly file: string;
  position(offset: number): Position;
  /** From `start` up to, not including, `end`. */
  location(start: number, end: number): Location;
}

export function lineIndex(file: string, text: string): LineIndex {
  return lineIndexOf(file, lineStarts(text));
}

/** The same from where each line begins, for those who keep that instead of the text. */
export function lineIndexOf(file: string, starts: readonly number[]): LineIndex {
  const position = (offset: number): Position => {
    const line = lastNotAfter(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1, offset };
  };
  return { file, position, location: (start, end) => ({ file, start: position(start), end: position(end) }) };
}

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastNotAfter(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
