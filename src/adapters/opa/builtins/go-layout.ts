/** A piece of a layout: what stands for a part of the time, or text that stands for itself. Source: Go, package time, constants. */
export interface Piece {
  readonly kind: 'part' | 'text';
  readonly text: string;
}

const PARTS =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|2006|[-Z]07(?::00:00|:00|0000|00)?|__2|_2(?!006)|PM|pm|[.,](?:0+|9+)(?!\d)|[1-5]/g;

/** The pieces of a layout, which is the moment of `Mon Jan 2 15:04:05 MST 2006` written as a time shall be. */
export function piecesOf(layout: string): readonly Piece[] {
  const named = Object.hasOwn(NAMED, layout) ? (NAMED[layout] ?? layout) : layout;
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: part, index } of named.matchAll(PARTS)) {
    if (index > from) pieces.push({ kind: 'text', text: named.slice(from, index) });
    pieces.push({ kind: 'part', text: part });
    from = index + part.length;
  }
  return from < named.length ? [...pieces, { kind: 'text', text: named.slice(from) }] : pieces;
}

export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const DAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const NAMED: Readonly<Record<string, string>> = {
  ANSIC: 'Mon Jan _2 15:04:05 2006',
  UnixDate: 'Mon Jan _2 15:04:05 MST 2006',
  RubyDate: 'Mon Jan 02 15:04:05 -0700 2006',
  RFC822: '02 Jan 06 15:04 MST',
  RFC822Z: '02 Jan 06 15:04 -0700',
  RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
  RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
  RFC3339: '2006-01-02T15:04:05Z07:00',
  RFC3339Nano: '2006-01-02T15:04:05.999999999Z07:00',
};
