import { lineStarts } from '../../text/line-index.ts';
import {
  expect,
  fail,
  isEnd,
  isSign,
  kindAt,
  recover,
  seen,
  since,
  spanAt,
  startHere,
  take,
  takeName,
  takeWord,
  wordAt,
  type Cursor,
} from './cursor.ts';
import type { ImportDeclaration, Option, ProtoFile, Span, Syntax } from './part.ts';
import { commentOf } from './read-members.ts';
import { readDeclaration, type Found } from './read-declarations.ts';
import { readOptionStatement, readStrings } from './read-options.ts';
import { TEXT, tokenize } from './tokens.ts';

/** Deeper than any schema people write; compilers give up at a third of it. */
const MAX_DEPTH = 100;

export interface ReadProto {
  readonly file: ProtoFile;
  /** The first thing that cannot be read. Everything else of the file is there. */
  readonly fault?: { readonly at: Span; readonly message: string };
  readonly isTooDeep: boolean;
}

/** Reads proto2, proto3 and editions, time linear in the text. */
export function readProto(text: string): ReadProto {
  const tokens = tokenize(text);
  const cursor: Cursor = { tokens, at: 0, ...(tokens.fault ? { fault: tokens.fault } : {}) };
  const isTooDeep = tokens.depth > MAX_DEPTH;
  const head: Head = { syntax: 'proto2', package: '', imports: [], options: [] };
  const found: Found = { messages: [], enums: [], services: [], extensions: [] };
  if (!isTooDeep) readStatements(cursor, head, found);
  return {
    file: { lines: lineStarts(text), ...head, ...found },
    ...(cursor.fault ? { fault: cursor.fault } : {}),
    isTooDeep,
  };
}

function readStatements(cursor: Cursor, head: Head, found: Found): void {
  while (!isEnd(cursor)) {
    const from = cursor.at;
    if (take(cursor, ';') || readDeclaration(cursor, '', found) || readStatement(cursor, head)) continue;
    fail(cursor, `expected a message, enum, service or option${seen(cursor)}`);
    if (cursor.at === from) recover(cursor);
    if (cursor.at === from) cursor.at++;
  }
}

interface Head {
  syntax: Syntax;
  edition?: string;
  syntaxAt?: Span;
  package: string;
  packageAt?: Span;
  comment?: string;
  readonly imports: ImportDeclaration[];
  readonly options: Option[];
}

function readStatement(cursor: Cursor, head: Head): boolean {
  const token = cursor.at;
  const word = wordAt(cursor);
  if (word === 'syntax' || word === 'edition') readSyntax(cursor, head, word);
  else if (word === 'package') readPackage(cursor, head, token);
  else if (word === 'import') readImport(cursor, head);
  else if (takeWord(cursor, 'option')) readOptionStatement(cursor, head.options);
  else return false;
  return true;
}

function readSyntax(cursor: Cursor, head: Head, word: string): void {
  const start = startHere(cursor);
  cursor.at++;
  expect(cursor, '=');
  const at = spanAt(cursor);
  const value = kindAt(cursor) === TEXT ? readStrings(cursor) : '';
  if (word === 'edition') {
    head.syntax = 'editions';
    head.edition = value;
  } else if (value === 'proto2' || value === 'proto3') head.syntax = value;
  else fail(cursor, 'this syntax is neither `proto2` nor `proto3`', at);
  expect(cursor, ';');
  head.syntaxAt = since(cursor, start);
}

function readPackage(cursor: Cursor, head: Head, token: number): void {
  const start = startHere(cursor);
  cursor.at++;
  const name = takeName(cursor);
  if (name === undefined) fail(cursor, `expected the name of a package${seen(cursor)}`);
  if (!expect(cursor, ';') && name === undefined) recover(cursor);
  head.package = name ?? '';
  head.packageAt = since(cursor, start);
  Object.assign(head, commentOf(cursor, token));
}

function readImport(cursor: Cursor, head: Head): void {
  cursor.at++;
  if (!isSign(cursor, ';') && kindAt(cursor) !== TEXT) cursor.at++;
  const at = spanAt(cursor);
  const path = readStrings(cursor);
  if (path === '') fail(cursor, `expected the file to import${seen(cursor)}`);
  else head.imports.push({ path, at });
  if (!expect(cursor, ';') && path === '') recover(cursor);
}
