import type { Span } from './part.ts';
import { TEXT, WORD, type Tokens } from './tokens.ts';

/** A way through the tokens. Only the first fault is kept: what follows it is mostly its consequence. */
export interface Cursor {
  readonly tokens: Tokens;
  at: number;
  fault?: { readonly at: Span; readonly message: string };
}

export const isEnd = ({ tokens, at }: Cursor): boolean => at >= tokens.kinds.length;

export const kindAt = ({ tokens, at }: Cursor, ahead = 0): number => tokens.kinds[at + ahead] ?? 0;

/** The token as it stands; empty at the end. */
export function wordAt({ tokens, at }: Cursor, ahead = 0): string {
  const start = tokens.starts[at + ahead];
  return start === undefined ? '' : tokens.text.slice(start, tokens.ends[at + ahead]);
}

export function spanAt({ tokens, at }: Cursor): Span {
  const { length } = tokens.text;
  return [tokens.starts[at] ?? length, tokens.ends[at] ?? length];
}

/** The offset where the last token ended. */
export const endBefore = ({ tokens, at }: Cursor): number => tokens.ends[at - 1] ?? 0;

export const startHere = (cursor: Cursor): number => spanAt(cursor)[0];

export const since = (cursor: Cursor, start: number): Span => [start, Math.max(start, endBefore(cursor))];

/** Whether the token is this sign. */
export const isSign = ({ tokens, at }: Cursor, sign: string): boolean => {
  const start = tokens.starts[at];
  return start !== undefined && tokens.kinds[at] !== TEXT && tokens.ends[at] === start + 1 && tokens.text[start] === sign;
};

export function take(cursor: Cursor, sign: string): boolean {
  const found = isSign(cursor, sign);
  if (found) cursor.at++;
  return found;
}

export function takeWord(cursor: Cursor, word: string): boolean {
  const found = kindAt(cursor) === WORD && wordAt(cursor) === word;
  if (found) cursor.at++;
  return found;
}

export function fail(cursor: Cursor, message: string, at: Span = spanAt(cursor)): void {
  cursor.fault ??= { at, message };
}

/** Asks for a sign. What is missing is told; reading goes on as if it were there. */
export function expect(cursor: Cursor, sign: string): boolean {
  if (take(cursor, sign)) return true;
  fail(cursor, `expected \`${sign}\`${seen(cursor)}`);
  return false;
}

export const seen = (cursor: Cursor): string =>
  isEnd(cursor) ? ' before the end of the file' : `, found \`${wordAt(cursor).slice(0, 40)}\``;

/** A name with dots, also with one in front; undefined where none stands here. */
export function takeName(cursor: Cursor): string | undefined {
  const from = cursor.at;
  let name = take(cursor, '.') ? '.' : '';
  if (kindAt(cursor) !== WORD) {
    cursor.at = from;
    return undefined;
  }
  name += wordAt(cursor);
  cursor.at++;
  while (isSign(cursor, '.') && kindAt(cursor, 1) === WORD) {
    name += `.${wordAt(cursor, 1)}`;
    cursor.at += 2;
  }
  return name;
}

/** Leaves out what cannot be read: up to the end of the statement, blocks inside of it whole, never past the block that it stands in. */
export function recover(cursor: Cursor): void {
  let depth = 0;
  for (; !isEnd(cursor); cursor.at++) {
    if (isSign(cursor, '{')) depth++;
    if (isSign(cursor, '}')) {
      if (depth === 0) return;
      depth--;
      if (depth === 0) break;
    }
    if (depth === 0 && isSign(cursor, ';')) break;
  }
  cursor.at++;
}
