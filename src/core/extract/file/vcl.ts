import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import type { Parsed } from './parsed.ts';
import { expect, readWhole, take, takeQuoted, Unreadable, type Cursor } from './reading.ts';
import { entryOf, list, map, scalar } from './trees.ts';

/**
 * VCL as the blocks that declare: `backend` and `probe` with their attributes, durations as their number, `acl` as lists of addresses.
 * What subroutines do is not told. Source: conftest, parser/vcl.
 */
export function readVcl(file: SourceFile): Parsed {
  return readWhole(file, 'VCL', (cursor) => {
    const blocks = new Map<string, Entry[]>();
    for (take(cursor, SPACE); cursor.at < cursor.text.length; take(cursor, SPACE)) declaration(cursor, blocks);
    const location = cursor.lines.location(0, cursor.text.length);
    return map(
      [...blocks].map(([type, entries]) => entryOf(type, entries[0]?.keyLocation ?? location, map(entries, location))),
      location,
    );
  });
}

const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;
const NAME = /[A-Za-z_][\w.-]*/y;

function declaration(cursor: Cursor, blocks: Map<string, Entry[]>): void {
  const from = cursor.at;
  const type = take(cursor, NAME);
  if (type === undefined) throw new Unreadable(from, 'a declaration is missing');
  take(cursor, SPACE);
  if (type === 'vcl' || type === 'import' || type === 'include') return void toSemicolon(cursor);
  const start = cursor.at;
  const name = take(cursor, NAME) ?? '';
  const at = cursor.lines.location(start, cursor.at);
  take(cursor, SPACE);
  expect(cursor, '{');
  if (type === 'sub') return skipBlock(cursor);
  const body = type === 'acl' ? addressesIn(cursor) : attributesIn(cursor);
  const own = blocks.get(type) ?? [];
  own.push(entryOf(name, at, body));
  blocks.set(type, own);
}

function toSemicolon(cursor: Cursor): void {
  if (take(cursor, /[^;]*;/y) === undefined) throw new Unreadable(cursor.at, '`;` is missing');
}

function addressesIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const items: DocumentNode[] = [];
  for (take(cursor, SPACE); take(cursor, /\}/y) === undefined; take(cursor, SPACE)) {
    take(cursor, /!\s*/y);
    const from = cursor.at;
    const address = takeQuoted(cursor);
    if (address === undefined) throw new Unreadable(from, 'an address in quotes is missing');
    const mask = take(cursor, /\s*\/\s*\d+/y) ?? '';
    items.push(scalar(`${address}${mask.replaceAll(/\s/g, '')}`, cursor.lines.location(from, cursor.at)));
    take(cursor, SPACE);
    expect(cursor, ';');
  }
  return list(items, cursor.lines.location(start, cursor.at));
}

function attributesIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const entries: Entry[] = [];
  for (take(cursor, SPACE); take(cursor, /\}/y) === undefined; take(cursor, SPACE)) {
    expect(cursor, '.');
    const from = cursor.at;
    const name = take(cursor, NAME) ?? '';
    const at = cursor.lines.location(from, cursor.at);
    take(cursor, SPACE);
    expect(cursor, '=');
    take(cursor, SPACE);
    const isBlock = take(cursor, /\{/y) !== undefined;
    entries.push(entryOf(isBlock ? `.${name}` : name, at, isBlock ? attributesIn(cursor) : valueIn(cursor)));
    take(cursor, SPACE);
    if (take(cursor, /;/y) === undefined && !isBlock) throw new Unreadable(cursor.at, '`;` is missing');
  }
  return map(entries, cursor.lines.location(start, cursor.at));
}

function valueIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const text = takeQuoted(cursor);
  const raw = text ?? take(cursor, /[^;\s}]+/y) ?? '';
  const number = text === undefined ? /^-?\d+/.exec(raw)?.[0] : undefined;
  const value = number !== undefined ? Number(number) : text === undefined && /^(?:true|false)$/.test(raw) ? raw === 'true' : raw;
  return scalar(value, cursor.lines.location(start, cursor.at));
}

function skipBlock(cursor: Cursor): void {
  const start = cursor.at;
  for (let depth = 1; depth > 0;) {
    const mark = take(cursor, /(?:[^{}"#/]|\/(?![/*])|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|"(?:[^"\n])*")*[{}]/y);
    if (mark === undefined) throw new Unreadable(start, 'this block has no end');
    depth += mark.endsWith('{') ? 1 : -1;
  }
}
