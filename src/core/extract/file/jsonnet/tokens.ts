import { take, takeQuoted, Unreadable, type Cursor } from '../reading.ts';

export const SPACE = /(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;
export const WORD = /[A-Za-z_]\w*/y;
export const KEYWORDS: ReadonlySet<string> = new Set(
  'assert else error false for function if import importstr importbin in local null tailstrict then self super true'.split(' '),
);

export function sign(cursor: Cursor, mark: string): boolean {
  take(cursor, SPACE);
  if (!cursor.text.startsWith(mark, cursor.at)) return false;
  cursor.at += mark.length;
  return true;
}

export function need(cursor: Cursor, mark: string): void {
  if (!sign(cursor, mark)) throw new Unreadable(cursor.at, `\`${mark}\` is missing`);
}

export function word(cursor: Cursor, name: string): boolean {
  take(cursor, SPACE);
  const ahead = { ...cursor };
  if (take(ahead, WORD) !== name) return false;
  cursor.at = ahead.at;
  return true;
}

export function nameIn(cursor: Cursor): string {
  take(cursor, SPACE);
  const ahead = { ...cursor };
  const name = take(ahead, WORD);
  if (name === undefined || KEYWORDS.has(name)) throw new Unreadable(cursor.at, 'a name is missing');
  cursor.at = ahead.at;
  return name;
}

export function textIn(cursor: Cursor): string | undefined {
  const start = cursor.at;
  if (cursor.text.startsWith('|||', start)) return blockText(cursor);
  const verbatim = take(cursor, /@"(?:[^"]|"")*"|@'(?:[^']|'')*'/y);
  if (verbatim !== undefined) return verbatim.slice(2, -1).replaceAll(verbatim[1] === '"' ? '""' : "''", verbatim[1] ?? '');
  const single = take(cursor, /'(?:[^'\\]|\\[^])*'/y);
  if (single === undefined) return takeQuoted(cursor);
  const inner = single.slice(1, -1).replaceAll(/\\[^]|"/g, (one) => (one === '"' ? '\\"' : one === "\\'" ? "'" : one));
  return takeQuoted({ ...cursor, text: `"${inner}"`, at: 0 });
}

/** The indentation of the first line is left out of all. */
function blockText(cursor: Cursor): string {
  const start = cursor.at;
  const head = take(cursor, /\|\|\|(-?)[ \t]*\r?\n/y);
  const end = /^([ \t]*)\|\|\|/gm;
  end.lastIndex = cursor.at;
  const found = head === undefined ? null : end.exec(cursor.text);
  if (!found) throw new Unreadable(start, 'this text has no end');
  const body = cursor.text.slice(cursor.at, found.index);
  const indent = /^[ \t]*/.exec(body.replace(/^(?:[ \t]*\r?\n)+/, ''))?.[0] ?? '';
  cursor.at = found.index + found[0].length;
  const text = body
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
  return head?.startsWith('|||-') ? text.replace(/\n$/, '') : text;
}
