import type { SourceFile } from '../../../model/source.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { refused } from './trees.ts';

/** Where a text stops being what its name says. */
export class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** A text that is read from its start to its end, once. `skip` matches what stands between tokens. */
export interface Cursor {
  readonly text: string;
  readonly lines: LineIndex;
  at: number;
}

/** The document of a file, or nothing and a problem at the place where it cannot be read. `name` is the format as people call it. */
export function readWhole(file: SourceFile, name: string, read: (cursor: Cursor) => DocumentNode): Parsed {
  const lines = lineIndex(file.path, file.text);
  const code = `${name.toLowerCase()}-unreadable`;
  if (isTooDeep(file.text)) return refused(lines, [0, 0], code, `This ${name} nests over 100 levels, so it was not judged.`);
  try {
    return { documents: [read({ text: file.text, lines, at: 0 })], problems: [] };
  } catch (error) {
    // Signs without brackets nest, too: `a: a: a:`. Nothing is half done here, so that running out of stack is only a refusal.
    if (error instanceof RangeError) return refused(lines, [0, 0], code, `This ${name} nests too deep, so it was not judged.`);
    if (!(error instanceof Unreadable)) throw error;
    const at = Math.min(error.at, file.text.length);
    return refused(lines, [at, Math.min(at + 1, file.text.length)], code, `This ${name} cannot be read here: ${error.message}.`);
  }
}

/** What a sticky pattern matches here, taken; undefined where it does not. */
export function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

export function expect(cursor: Cursor, mark: string): void {
  if (!cursor.text.startsWith(mark, cursor.at)) throw new Unreadable(cursor.at, `\`${mark}\` is missing`);
  cursor.at += mark.length;
}

/** A text in double quotes, its escapes as JSON has them. */
export function takeQuoted(cursor: Cursor): string | undefined {
  const start = cursor.at;
  const raw = take(cursor, /"(?:[^"\\]|\\[^])*"/y);
  if (raw === undefined) {
    if (cursor.text[start] === '"') throw new Unreadable(start, 'this text has no end');
    return undefined;
  }
  return raw.slice(1, -1).replaceAll(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, told: string) => unescaped(told));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unescaped = (told: string): string =>
  told.length === 5 ? String.fromCharCode(Number.parseInt(told.slice(1), 16)) : (ESCAPES[told] ?? told);
