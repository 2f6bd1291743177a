import type { Span } from './part.ts';

export const WORD = 1;
export const NUMBER = 2;
export const TEXT = 3;
const SIGN = 4;

/** The tokens of a file, in arrays beside each other: comments and space are none. */
export interface Tokens {
  readonly text: string;
  readonly kinds: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The first thing that is no token: an open string or comment. */
  readonly fault?: { readonly at: Span; readonly message: string };
  /** How deep brackets nest. */
  readonly depth: number;
}

const SPACE = /[\s\uFEFF]+/y;
const NAME = /[A-Za-z_]\w*/y;
const FIGURE = /(?:0[xX][\dA-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fF]?/y;

/** One pass, linear: every character is looked at once. */
export function tokenize(text: string): Tokens {
  const into = { kinds: [] as number[], starts: [] as number[], ends: [] as number[] };
  const bound = { depth: 0, deepest: 0 };
  let fault: Tokens['fault'];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const skipped = skip(text, at, code);
    if (skipped !== at) {
      if (skipped < 0) fault ??= { at: [at, at + 2], message: 'this comment has no end' };
      at = skipped < 0 ? text.length : skipped;
      continue;
    }
    const [kind, end, open] = next(text, at, code);
    if (open) fault ??= { at: [at, end], message: 'this string has no end on its line' };
    if (kind === SIGN) deepen(bound, code);
    into.kinds.push(kind);
    into.starts.push(at);
    into.ends.push(end);
    at = end;
  }
  return { text, ...into, ...(fault ? { fault } : {}), depth: bound.deepest };
}

/** Behind a space or comment that begins here; -1 where a comment has no end. */
function skip(text: string, at: number, code: number): number {
  if (code === 0x2f && text[at + 1] === '/') {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end + 1;
  }
  if (code === 0x2f && text[at + 1] === '*') {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? -1 : end + 2;
  }
  return code <= 0x20 || code > 0x7f ? match(SPACE, text, at) : at;
}

function next(text: string, at: number, code: number): readonly [kind: number, end: number, open?: boolean] {
  const name = isLetter(code) ? match(NAME, text, at) : at;
  if (name > at) return [WORD, name];
  if (code === 0x22 || code === 0x27) return endOfText(text, at, code);
  const figure = isFigure(text, at, code) ? match(FIGURE, text, at) : at;
  return figure > at ? [NUMBER, figure] : [SIGN, at + 1];
}

const isLetter = (code: number): boolean => code === 0x5f || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isFigure = (text: string, at: number, code: number): boolean =>
  isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(at + 1)) && !isWordBefore(text, at));

/** `org.apache` and `a.1`: a dot behind a name is no number's. */
const isWordBefore = (text: string, at: number): boolean => at > 0 && /\w/.test(text[at - 1] ?? '');

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function endOfText(text: string, start: number, quote: number): readonly [number, number, boolean] {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return [TEXT, at + 1, false];
    if (code === 0x0a) return [TEXT, at, true];
    if (code === 0x5c) at++;
  }
  return [TEXT, text.length, true];
}

function deepen(bound: { depth: number; deepest: number }, code: number): void {
  const opens = code === 0x7b || code === 0x5b || code === 0x28 || code === 0x3c;
  const closes = code === 0x7d || code === 0x5d || code === 0x29 || code === 0x3e;
  if (opens) bound.depth++;
  if (closes && bound.depth > 0) bound.depth--;
  if (bound.depth > bound.deepest) bound.deepest = bound.depth;
}
