import type { Lexis } from './dialect.ts';
import { outsideEnd } from './outside-sql.ts';
import type { Token, TokenKind } from './token.ts';

/** `break` ends a statement without a semicolon: the end of a notebook's cell. */
export type { Token, TokenKind } from './token.ts';

/** The tokens of a text, comments left out. Time linear in the text; a string or comment that never ends is one `broken` token. */
export function tokens(text: string, lexis: Lexis): readonly Token[] {
  const found: Token[] = [];
  const read = { found, statement: 0, hasNoRows: false };
  for (let at = 0; at < text.length;) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const outside = outsideEnd(text, at, lexis, read);
    if (outside) {
      at = outside.end;
      if (outside.breaks) read.statement = found.push({ kind: 'break', start: outside.start, end: at, upper: '' });
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
    if (text[token.start] === ';' && token.kind === 'punctuation') read.statement = found.length;
  }
  return found;
}

const broken = (start: number, end: number): Token => ({ kind: 'broken', start, end, upper: '' });

/** Spaces, and what shows as nothing: control characters, zero-width ones, marks of byte order. */
const isSpace = (code: number): boolean =>
  code <= 32 || code === 0xa0 || code === 0xfeff || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0x3000;

/** Where a comment that starts here ends; past the text where it never does; undefined where none starts. */
function commentEnd(text: string, at: number, lexis: Lexis): number | undefined {
  const two = text.slice(at, at + 2);
  if (lexis.executable && two === '*/') return at + 2;
  const line = two === '--' || (lexis.hashComment && two[0] === '#') || (lexis.slashComment && two === '//');
  if (line) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (two !== '/*') return undefined;
  if (lexis.executable && EXECUTABLE.test(text.slice(at, at + 5))) return versionEnd(text, text.indexOf('!', at) + 1);
  return lexis.nestedComment ? nestedEnd(text, at) : closing(text, '*/', at + 2);
}

/** MySQL runs what stands in `/*!`, MariaDB also in `/*M!`. Source: MySQL, "Comments". */
const EXECUTABLE = /^\/\*M?!/;

function versionEnd(text: string, from: number): number {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
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
  if (PREFIX.test(text.slice(at, end + 1))) return prefixed(text, at, lexis);
  return { kind: 'word', start: at, end, upper: text.slice(at, end).toUpperCase() };
}

/** `N'…'`, `E'…'`, `r"…"`: letters that are part of the string behind them. Only names start with a letter and a double quote elsewhere. */
const PREFIX = /^(?:[nebxr]|rb|br)["']$/i;

function prefixed(text: string, at: number, lexis: Lexis): Token {
  const quote = /["']/.exec(text.slice(at, at + 3))?.index ?? 1;
  if (text[at + quote] === '"' && lexis.doubleQuote === 'name')
    return { kind: 'word', start: at, end: at + quote, upper: text.slice(at, at + quote).toUpperCase() };
  const backslash = lexis.backslash || text[at] === 'E' || text[at] === 'e';
  return { ...quoted(text, at + quote, backslash === lexis.backslash ? lexis : { ...lexis, backslash }), start: at };
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
const isLetter = (code: number): boolean =>
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  (code > 127 && code !== 0xa0 && code !== 0x3000 && code !== 0xfeff);
/** `@` and `#` start names of T-SQL, `$` and `@` those of Snowflake's variables and stages. */
const isWordStart = (code: number): boolean => isLetter(code) || code === 64 || code === 35 || code === DOLLAR;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code);
const isNumberPart = (code: number): boolean => isDigit(code) || isLetter(code) || code === 46;
