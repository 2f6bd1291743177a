/** A stretch of a text that holds one definition, or what is left of one. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Words that begin a definition; those of the second list have no name behind them. */
const NAMED = new Set([
  'type',
  'interface',
  'input',
  'enum',
  'union',
  'scalar',
  'directive',
  'query',
  'mutation',
  'subscription',
  'fragment',
]);
const UNNAMED = new Set(['schema', 'extend']);

/**
 * Cuts a text before each definition, so that one with an error does not take the others along. A keyword at the start of a line also
 * begins one where a brace before it was never closed. One pass.
 */
export function splitDefinitions(text: string): readonly Piece[] {
  const starts: number[] = [];
  const state: State = { depth: 0, described: -1, before: '' };
  for (const token of tokensOf(text)) {
    const isFirst = token.start === 0 || text.charAt(token.start - 1) === '\n';
    const isBegun = (state.depth === 0 || isFirst) && begins(token.text, state.before);
    if (isBegun) {
      starts.push(state.described >= 0 ? state.described : token.start);
      state.depth = 0;
    }
    advance(state, token, isBegun);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

interface State {
  depth: number;
  /** Where a description began that nothing has followed yet. */
  described: number;
  before: string;
}

interface Token extends Piece {
  readonly text: string;
}

/** A keyword is a name behind another keyword, and goes on behind `extend`. */
const begins = (word: string, before: string): boolean =>
  (NAMED.has(word) || UNNAMED.has(word)) && !NAMED.has(before) && before !== 'extend' && !/^[@|&:=]$/.test(before);

function advance(state: State, { text, start }: Token, isBegun: boolean): void {
  if (text === '"') {
    if (state.depth === 0 && state.described < 0) state.described = start;
    return;
  }
  if (text === '{' || text === '(') state.depth++;
  else if (text === '}' || text === ')') state.depth = Math.max(0, state.depth - 1);
  state.described = -1;
  state.before = !isBegun && state.before !== 'extend' && /^\w/.test(text) ? '' : text;
}

/** Words and signs; a string counts as its quote, a comment as nothing. */
function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length;) {
    const end = tokenEnd(text, at);
    const character = text.charAt(at);
    if (!/[\s#]/.test(character)) yield { start: at, end, text: character === '"' ? character : text.slice(at, end) };
    at = end;
  }
}

const WORD = /\w+/y;

function tokenEnd(text: string, at: number): number {
  const character = text.charAt(at);
  if (character === '#') return lineEnd(text, at);
  if (character === '"') return stringEnd(text, at);
  WORD.lastIndex = at;
  return WORD.test(text) ? WORD.lastIndex : at + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Behind the string; an ordinary one ends with its line. */
function stringEnd(text: string, at: number): number {
  if (text.startsWith('"""', at)) {
    const end = text.indexOf('"""', at + 3);
    return end < 0 ? text.length : end + 3;
  }
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === '\\') end++;
    else if (character === '"') return end + 1;
    else if (character === '\n') return end;
  }
  return text.length;
}
