import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import { at, itemsOf, textAt as stringAt, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import type { Piece, Text } from './values.ts';

/** The code of a notebook of Jupyter as one text, each letter with its place in the file. */
export interface Notebook {
  readonly code: Text;
  /** Cells of SQL, and where between the code they stand. */
  readonly sql: readonly SqlCell[];
  readonly problems: readonly Problem[];
}

export interface SqlCell {
  readonly at: number;
  readonly text: Text;
}

/** Null where it is no notebook of Python. Source: Jupyter, "The Notebook file format". */
export function readNotebook(file: SourceFile): Notebook | null {
  const { root, problems } = parseJson(file);
  const language = stringAt(root, 'metadata', 'kernelspec', 'language') ?? stringAt(root, 'metadata', 'language_info', 'name') ?? 'python';
  if (!/^i?python/i.test(language)) return null;
  const code: Written = { values: [], pieces: [], length: 0 };
  const sql: SqlCell[] = [];
  for (const cell of itemsOf(at(root, 'cells'))) {
    if (stringAt(cell, 'cell_type') !== 'code') continue;
    const own: Written = { values: [], pieces: [], length: 0 };
    for (const line of linesOf(cell)) addString(line, file.text, own);
    const head = /^\s*%%?sql\b/.exec(own.values.join(''))?.[0];
    if (head === undefined) append(own, code);
    else sql.push({ at: code.length, text: addSql(own, head.length, code) });
  }
  const text = textOf(code);
  // Commands to the notebook are no Python: `%pip install x`, `!ls`.
  return { code: { ...text, value: text.value.replaceAll(/^([ \t]*)[%!]/gm, '$1#') }, sql, problems };
}

/** A text that is put together, piece by piece. */
interface Written {
  readonly values: string[];
  readonly pieces: Piece[];
  length: number;
}

/** The source of a cell is a list of lines, or one string. */
function linesOf(cell: DocumentNode): readonly DocumentNode[] {
  const source = at(cell, 'source');
  return source?.kind === 'list' ? source.items : source ? [source] : [];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The letters of a string of JSON; an escape is one letter that stands on several. */
function addString({ location }: DocumentNode, text: string, into: Written): void {
  const [from, to] = [location.start.offset + 1, location.end.offset - 1];
  for (const found of text.slice(from, to).matchAll(/\\(?:u([0-9a-fA-F]{4})|(.))|[^\\]+/g)) {
    const start = from + found.index;
    const [written, code, letter] = found;
    const isEscape = (code ?? letter) !== undefined;
    const value =
      code === undefined ? (letter === undefined ? written : (ESCAPES[letter] ?? letter)) : String.fromCharCode(Number.parseInt(code, 16));
    add(value, { from: into.length, start, end: start + written.length, exact: !isEscape }, into);
  }
}

function add(value: string, piece: Piece, into: Written): void {
  into.pieces.push(piece);
  into.values.push(value);
  into.length += value.length;
}

/** Behind what is there, on a line of its own. */
function append(cell: Written, into: Written): void {
  for (const piece of cell.pieces) into.pieces.push({ ...piece, from: piece.from + into.length });
  into.values.push(cell.values.join(''));
  into.length += cell.length;
  const end = cell.pieces.at(-1)?.end ?? 0;
  add('\n', { from: into.length, start: end, end, exact: false }, into);
}

/** SQL becomes one comment of the code, letter by letter; it is told by its places in that. */
function addSql(cell: Written, skipped: number, into: Written): Text {
  const value = cell.values.join('');
  const start = cell.pieces[0]?.start ?? 0;
  add('#', { from: into.length, start, end: start, exact: false }, into);
  const place = { start: into.length, end: into.length + value.length };
  append({ ...cell, values: [value.replaceAll(/[\r\n]/g, ' ')] }, into);
  return { is: 'text', value: ' '.repeat(skipped) + value.slice(skipped), pieces: [{ from: 0, ...place, exact: true }], at: place };
}

function textOf({ values, pieces }: Written): Text {
  const place = { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 };
  return { is: 'text', value: values.join(''), pieces, at: place };
}
