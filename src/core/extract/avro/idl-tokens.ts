/** A token of Avro IDL with its place. */
export interface IdlToken {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'doc';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[\s\uFEFF]+/y;
const NAME = /(?:`[\p{L}\p{N}_-]+`|[\p{L}_][\p{L}\p{N}_-]*)(?:\.(?:`[\p{L}\p{N}_-]+`|[\p{L}_][\p{L}\p{N}_-]*))*/uy;
const FIGURE = /-?(?:0[xX][\dA-Fa-f]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|Infinity|NaN)/y;

/** One pass: every character is looked at once. Documentation is a token, the last of a run; other comments are none. */
export function idlTokens(text: string): readonly IdlToken[] {
  const tokens: IdlToken[] = [];
  for (let at = 0; at < text.length;) {
    const [kind, end] = next(text, at);
    if (kind === 'doc' && tokens.at(-1)?.kind === 'doc') tokens.pop();
    if (kind) tokens.push({ kind, text: text.slice(at, end), start: at, end });
    at = Math.max(end, at + 1);
  }
  return tokens;
}

type Found = readonly [kind: IdlToken['kind'] | undefined, end: number];

function next(text: string, at: number): Found {
  const space = match(SPACE, text, at);
  if (space > at) return [undefined, space];
  if (text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) return comment(text, at);
  if (text[at] === '"') return ['text', endOfText(text, at)];
  const figure = match(FIGURE, text, at);
  if (figure > at) return ['number', figure];
  const name = match(NAME, text, at);
  return name > at ? ['name', name] : ['sign', at + 1];
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** One without an end takes the rest of the file. */
function comment(text: string, at: number): Found {
  const isLine = text[at + 1] === '/';
  const found = text.indexOf(isLine ? '\n' : '*/', at + 2);
  const end = found < 0 ? text.length : found + (isLine ? 0 : 2);
  const isDoc = !isLine && text[at + 2] === '*' && end > at + 4;
  return [isDoc ? 'doc' : undefined, end];
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\n') return at;
    if (text[at] === '\\') at++;
  }
  return text.length;
}
