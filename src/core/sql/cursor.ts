import type { Location } from '../../model/source.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Dialect } from './dialect.ts';
import type { Token } from './tokens.ts';

/** A place in the tokens of one statement. It only moves forward, so reading is linear. */
export interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly lines: LineIndex;
  readonly dialect: Dialect;
  at: number;
  /** Behind the last token to be read. */
  end: number;
  /** Variables that statements before this one set to a literal, by their name in capitals. */
  readonly variables?: ReadonlyMap<string, string>;
}

export const peek = (cursor: Cursor, ahead = 0): Token | undefined =>
  cursor.at + ahead < cursor.end ? cursor.tokens[cursor.at + ahead] : undefined;
export const word = (cursor: Cursor, ahead = 0): string => peek(cursor, ahead)?.upper ?? '';
export const isDone = (cursor: Cursor): boolean => cursor.at >= cursor.end;
export const textOf = (cursor: Cursor, token: Token): string => cursor.text.slice(token.start, token.end);

/** Whether these words come next. */
export function isNext(cursor: Cursor, ...words: readonly string[]): boolean {
  return words.every((one, ahead) => word(cursor, ahead) === one);
}

/** Moves behind these words where they come next. */
export function take(cursor: Cursor, ...words: readonly string[]): boolean {
  const found = isNext(cursor, ...words);
  if (found) cursor.at += words.length;
  return found;
}

/** The first of several phrases that comes next, taken. */
export function takeAny(cursor: Cursor, phrases: readonly string[]): string | undefined {
  return phrases.find((phrase) => take(cursor, ...phrase.split(' ')));
}

export function isSign(cursor: Cursor, sign: string, ahead = 0): boolean {
  const token = peek(cursor, ahead);
  return token?.kind === 'punctuation' && cursor.text[token.start] === sign;
}

export function takeSign(cursor: Cursor, sign: string): boolean {
  const found = isSign(cursor, sign);
  if (found) cursor.at++;
  return found;
}

/** Tokens between two places, the second not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const OPENERS = '([{';
const CLOSERS = ')]}';

/** Moves behind the group that starts here and gives what is inside. One that never closes reaches to the end. */
export function takeGroup(cursor: Cursor): Span {
  const from = cursor.at + 1;
  const close = closersOf(cursor)[cursor.at] ?? -1;
  const to = close < 0 || close >= cursor.end ? cursor.end : close;
  cursor.at = Math.min(to + 1, cursor.end);
  return { from, to };
}

/** For each opening token the index of the one that closes it, -1 where none does. Found once for all tokens, so that nesting costs nothing. */
const closers = new WeakMap<readonly Token[], Int32Array>();

function closersOf({ tokens, text }: Cursor): Int32Array {
  const known = closers.get(tokens);
  if (known) return known;
  const found = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const sign = token.kind === 'punctuation' ? (text[token.start] ?? '') : '';
    if (sign !== '' && OPENERS.includes(sign)) open.push(at);
    else if (sign !== '' && CLOSERS.includes(sign)) found[open.pop() ?? at] = at;
  }
  closers.set(tokens, found);
  return found;
}

/** Moves over one token, or over a whole group where one starts. */
export function skip(cursor: Cursor): void {
  if (isSign(cursor, '(') || isSign(cursor, '[') || isSign(cursor, '{')) takeGroup(cursor);
  else cursor.at++;
}

/** Parts of a span between commas that are in no group and no `<…>` of a type. */
export function partsOf(cursor: Cursor, span: Span): readonly Span[] {
  return [...eachPart(cursor, span)];
}

/** The same parts one by one, for who stops early: nothing behind the last one taken is looked at. */
export function* eachPart(cursor: Cursor, { from, to }: Span): Generator<Span> {
  let start = from;
  let nesting: Nesting = { groups: 0, angles: 0 };
  for (let at = from; at < to; at++) {
    const token = cursor.tokens[at];
    if (token?.kind !== 'punctuation') continue;
    const sign = cursor.text[token.start] ?? '';
    nesting = nest(nesting, sign, cursor.tokens[at - 1]);
    if (sign !== ',' || nesting.groups + nesting.angles > 0) continue;
    if (at > start) yield { from: start, to: at };
    start = at + 1;
  }
  if (to > start) yield { from: start, to };
}

interface Nesting {
  readonly groups: number;
  readonly angles: number;
}

function nest({ groups, angles }: Nesting, sign: string, before: Token | undefined): Nesting {
  if (OPENERS.includes(sign)) return { groups: groups + 1, angles };
  if (CLOSERS.includes(sign)) return { groups: groups - 1, angles };
  if (sign === '<' && GENERIC.has(before?.upper ?? '')) return { groups, angles: angles + 1 };
  return { groups, angles: sign === '>' && angles > 0 ? angles - 1 : angles };
}

const GENERIC: ReadonlySet<string> = new Set(['STRUCT', 'ARRAY', 'MAP', 'RANGE', 'ROW', 'UNIONTYPE']);

/** A cursor over a part, with a place of its own. */
export function within(cursor: Cursor, { from, to }: Span): Cursor {
  return { ...cursor, at: from, end: to };
}

export function placeOf(cursor: Cursor, { from, to }: Span): Location {
  const first = cursor.tokens[from] ?? cursor.tokens.at(-1);
  const last = cursor.tokens[Math.max(from, to - 1)] ?? first;
  return cursor.lines.location(first?.start ?? 0, last?.end ?? 0);
}

export const sourceOf = (cursor: Cursor, span: Span): string => {
  const { start, end } = placeOf(cursor, span);
  return cursor.text.slice(start.offset, end.offset);
};

/** Letters before a quote: `N'…'`, `E'…'`, `U&'…'`. */
const PREFIX = /^[a-z]*&?/i;

/** A string without its quotes, doubled quotes and escapes undone; other tokens as they are written. */
export function valueOf(cursor: Cursor, token: Token): string {
  const written = textOf(cursor, token);
  if (token.kind === 'dollar') return written.replace(/^\$\w*\$|\$\w*\$$/g, '');
  if (token.kind !== 'string' && token.kind !== 'name') return written;
  const open = token.kind === 'string' ? (PREFIX.exec(written)?.[0].length ?? 0) : 0;
  const quote = written[open] === '[' ? ']' : (written[open] ?? '');
  return written.slice(open + 1, -1).replaceAll(quote + quote, quote);
}
