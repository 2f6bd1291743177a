import { HOLE } from '../../sql/mask-jinja.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Span } from './syntax/tree.ts';
import type { Piece, Text, Value } from './values.ts';

/** Texts that a file makes of itself stay small; a longer one is not told. */
const MOST_LETTERS = 400_000;
const MOST_PIECES = 4000;

/** A text that stands at one place, letter by letter (`exact`) or not. */
export function textAt(value: string, place: Span, exact = false, at: Span = place): Text {
  return { is: 'text', value, pieces: [{ from: 0, start: place.start, end: place.end, exact }], at };
}

/** A hole, for an expression that cannot be told. */
export const holeAt = (text: string, at: Span): Text => ({ ...textAt(HOLE, at), unknown: text });

/** One text after the other. */
export function joined(texts: readonly Text[], at: Span): Text {
  const pieces: Piece[] = [];
  const values: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (length > MOST_LETTERS || pieces.length > MOST_PIECES) return holeAt('a long text', at);
    for (const piece of text.pieces) pieces.push(length === 0 ? piece : { ...piece, from: piece.from + length });
    values.push(text.value);
    length += text.value.length;
  }
  const hole = texts.find((text) => text.unknown !== undefined)?.unknown;
  const from = texts.flatMap((text) => text.from ?? []);
  return {
    is: 'text',
    value: values.join(''),
    pieces,
    at,
    ...(hole === undefined ? {} : { unknown: hole }),
    ...(from.length > 0 ? { from } : {}),
  };
}

/** The letters between two places, with where they come from. */
export function sliced(text: Text, from: number, to: number): Text {
  const value = text.value.slice(from, to);
  const kept = text.pieces.filter((piece, index) => piece.from < to && (text.pieces[index + 1]?.from ?? text.value.length) > from);
  const pieces = kept.map((piece): Piece => {
    const cut = Math.max(0, from - piece.from);
    return { ...piece, from: Math.max(0, piece.from - from), start: piece.exact ? piece.start + cut : piece.start };
  });
  const { unknown: hole, ...rest } = text;
  return { ...rest, value, pieces, ...(hole !== undefined && value.includes(HOLE) ? { unknown: hole } : {}) };
}

/** The same letters changed one by one (`lower`), so that each keeps its place; otherwise only the whole has one. */
export function changed(text: Text, value: string): Text {
  if (value.length === text.value.length) return { ...text, value };
  return { ...text, value, pieces: [{ from: 0, start: text.at.start, end: text.at.end, exact: false }] };
}

/** Where the letters between two places stand in the file. */
export function placeOf(text: Text, from = 0, to = text.value.length): Span {
  const [first, last] = [pieceAt(text.pieces, from), pieceAt(text.pieces, Math.max(from, to - 1))];
  if (!first || !last) return text.at;
  if (first !== last && !(isWithin(first, text.at) && isWithin(last, text.at) && last.end >= first.start)) return longest(text, from, to);
  const start = first.exact ? first.start + (from - first.from) : first.start;
  return { start, end: last.exact ? last.start + (to - last.from) : last.end };
}

const isWithin = (piece: Piece, { start, end }: Span): boolean => piece.start >= start && piece.end <= end;

/** Pieces from all over the file make no stretch of it: the longest tells best where the name comes from. */
function longest({ pieces, at, value }: Text, from: number, to: number): Span {
  let best: Span | undefined;
  for (const [index, piece] of pieces.entries()) {
    const [first, last] = [Math.max(piece.from, from), Math.min(pieces[index + 1]?.from ?? value.length, to)];
    if (!piece.exact || last <= first || (best && best.end - best.start > last - first)) continue;
    best = { start: piece.start + (first - piece.from), end: piece.start + (last - piece.from) };
  }
  return best ?? at;
}

function pieceAt(pieces: readonly Piece[], at: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.from ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

/** A value as the text that `str` makes of it; a hole where that cannot be told. */
export function asText(value: Value, source: string): Text {
  if (value.is === 'text') return value;
  if (value.is === 'plain') return textAt(value.value === null ? 'None' : pythonBoolean(value.value), value.at);
  const hole = holeAt(value.is === 'unknown' ? value.text : source, value.at);
  return value.from ? { ...hole, from: value.from } : hole;
}

const pythonBoolean = (value: number | boolean): string => (value === true ? 'True' : value === false ? 'False' : String(value));

/** As a person writes it: holes as `?`. */
export const shown = (value: string): string => value.replaceAll(/\ue000+/g, '?');

export const hasHole = (value: string): boolean => value.includes(HOLE);

/** Offsets of a text's letters, as places of the file. */
export function linesThrough(text: Text, lines: LineIndex): LineIndex {
  const position: LineIndex['position'] = (offset) => lines.position(placeOf(text, offset, offset + 1).start);
  const location: LineIndex['location'] = (start, end) => {
    const place = placeOf(text, start, end);
    return lines.location(place.start, place.end);
  };
  return { file: lines.file, position, location };
}
