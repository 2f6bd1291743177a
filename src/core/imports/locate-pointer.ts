/**
 * Where the values of these JSON pointers stand in a text that is valid JSON: offsets of start and end. One pass without recursion, since
 * reports are large and their depth is a stranger's choice. Source: RFC 6901.
 */
export function locatePointers(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>();
  const deepest = Math.max(0, ...[...wanted].map((pointer) => pointer.split('/').length - 1));
  const scan: Scan = { text, at: 0, open: [], deepest };
  while (found.size < wanted.size) {
    const token = nextToken(scan);
    if (token === undefined) break;
    const end = step(scan, token);
    if (end === undefined) continue;
    if (wanted.has(end.pointer)) found.set(end.pointer, [end.start, end.end]);
  }
  return found;
}

interface Container {
  readonly pointer: string;
  readonly start: number;
  readonly isMap: boolean;
  /** The next index of a list, or the key that was read last. */
  index: number;
  key: string | undefined;
}

interface Scan {
  readonly text: string;
  at: number;
  readonly open: Container[];
  /** What nests deeper than anything that is wanted has no name: names of names would be quadratic. */
  readonly deepest: number;
}

interface Token {
  readonly start: number;
  readonly end: number;
}

interface Ended extends Token {
  readonly pointer: string;
}

/** What ends with this token, where something does. */
function step(scan: Scan, { start, end }: Token): Ended | undefined {
  const { text, open } = scan;
  const top = open.at(-1);
  const first = text.charAt(start);
  if (first === '{' || first === '[') {
    open.push({ pointer: pointerOf(scan), start, isMap: first === '{', index: 0, key: undefined });
    return undefined;
  }
  if (first === '}' || first === ']') {
    const closed = open.pop();
    valueEnds(open.at(-1));
    return closed && { pointer: closed.pointer, start: closed.start, end };
  }
  if (top?.isMap && top.key === undefined) {
    top.key = unquoted(text.slice(start, end));
    return undefined;
  }
  const pointer = pointerOf(scan);
  valueEnds(top);
  return { pointer, start, end };
}

function pointerOf({ open, deepest }: Scan): string {
  const top = open.at(-1);
  if (!top) return '';
  if (open.length > deepest) return TOO_DEEP;
  const name = top.isMap ? (top.key ?? '') : String(top.index);
  return `${top.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** No pointer begins like this. */
const TOO_DEEP = '-';

function valueEnds(top: Container | undefined): void {
  if (!top) return;
  top.key = undefined;
  top.index += 1;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

const GAP = /[\s,:\uFEFF]*/y;
const PLAIN = /[^\s,:{}[\]"]+/y;

function nextToken(scan: Scan): Token | undefined {
  const { text } = scan;
  const start = endOf(GAP, text, scan.at);
  if (start >= text.length) return undefined;
  const first = text.charAt(start);
  if ('{}[]'.includes(first)) scan.at = start + 1;
  else scan.at = first === '"' ? endOfString(text, start) : endOf(PLAIN, text, start);
  return { start, end: scan.at };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) return at + 1;
    if (letter === BACKSLASH) at++;
  }
  return text.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
