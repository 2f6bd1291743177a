import type { Lexis } from './dialect.ts';

export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'punctuation' | 'dollar' | 'broken';

/** A piece of SQL; offsets are UTF-16 units. `upper` is the word in capitals, empty for all that is no word. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly upper: string;
}

/** The tokens of a text, comments left out. Time linear in the text; a string or comment that never ends is one `broken` token. */
export function tokens(text: string, lexis: Lexis): readonly Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
      continue;
    }
    const comment = commentEnd(text, at, lexis);
    if (comment !== undefined && comment <= text.length) {
      at = comment;
      continue;
    }
    const token = comment === undefined ? tokenAt(text, at, lexis) : broken(at, text.length);
    found.push(token);
    at = token.end;
  }
  return found;
}

const broken = (start: number, end: number): Token => ({ kind: 'broken', start, end, upper: '' });

const isSpace = (code: number): boolean => code <= 32 || code === 0xa0 || code === 0xfeff || code === 0x200b;

/** Where a comment that starts here ends; past the text where it never does; undefined where none starts. */
function commentEnd(text: string, at: number, lexis: Lexis): number | undefined {
  const two = text.slice(at, at + 2);
  const line = two === '--' || (lexis.hashComment && two[0] === '#') || (lexis.slashComment && two === '//');
  if (line) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (two !== '/*') return undefined;
  return lexis.nestedComment ? nestedEnd(text, at) : closing(text, '*/', at + 2);
}

function closing(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length + 1 : end + mark.length;
}

function nestedEnd(text: string, at: number): number {
  let depth = 1;
  for (let i = at + 2; i < text.length; i++) {
    const opens = text[i] === '/' && text[i + 1] === '*';
    const closes = text[i] === '*' && text[i + 1] === '/';
    if (opens || closes) i++;
    depth += Number(opens) - Number(closes);
    if (depth === 0) return i + 1;
  }
  return text.length + 1;
}

function tokenAt(text: string, at: number, lexis: Lexis): Token {
  const character = text[at] ?? '';
  if (character === "'" || character === '"' || character === '`') return quoted(text, at, lexis);
  if (character === '[' && lexis.brackets) return delimited(text, at, ']', 'name');
  const dollar = character === '$' && lexis.dollar !== 'none' ? dollarQuoted(text, at, lexis) : undefined;
  if (dollar) return dollar;
  if (isDigit(text.charCodeAt(at))) return { kind: 'number', start: at, end: run(text, at, isNumberPart), upper: '' };
  if (!isWordStart(text.charCodeAt(at))) return { kind: 'punctuation', start: at, end: at + 1, upper: '' };
  const end = run(text, at, isWordPart);
  return { kind: 'word', start: at, end, upper: text.slice(at, end).toUpperCase() };
}

function quoted(text: string, at: number, lexis: Lexis): Token {
  const mark = text[at] ?? '';
  if (lexis.tripleQuote && mark !== '`' && text.startsWith(mark.repeat(3), at)) return delimited(text, at, mark.repeat(3), 'string');
  const isName = mark === '`' || (mark === '"' && lexis.doubleQuote === 'name');
  const escapes = lexis.backslash && !isName;
  for (let i = at + 1; i < text.length; i++) {
    if (escapes && text[i] === '\\') i++;
    else if (text[i] === mark && text[i + 1] === mark) i++;
    else if (text[i] === mark) return { kind: isName ? 'name' : 'string', start: at, end: i + 1, upper: '' };
  }
  return broken(at, text.length);
}

function delimited(text: string, at: number, mark: string, kind: TokenKind): Token {
  const end = closing(text, mark, at + mark.length);
  return end > text.length ? broken(at, text.length) : { kind, start: at, end, upper: '' };
}

/** `$$ … $$`, and `$tag$ … $tag$` where the dialect has tags. */
function dollarQuoted(text: string, at: number, lexis: Lexis): Token | undefined {
  const end = lexis.dollar === 'tagged' ? run(text, at + 1, (code) => (isWordStart(code) && code !== DOLLAR) || isDigit(code)) : at + 1;
  return text[end] === '$' ? delimited(text, at, text.slice(at, end + 1), 'dollar') : undefined;
}

const DOLLAR = 36;

function run(text: string, at: number, fits: (code: number) => boolean): number {
  let end = at + 1;
  while (end < text.length && fits(text.charCodeAt(end))) end++;
  return fits(text.charCodeAt(at)) || end > at + 1 ? end : at;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127;
/** `@` and `#` start names of T-SQL, `$` and `@` those of Snowflake's variables and stages. */
const isWordStart = (code: number): boolean => isLetter(code) || code === 64 || code === 35 || code === DOLLAR;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code);
const isNumberPart = (code: number): boolean => isDigit(code) || isLetter(code) || code === 46;
