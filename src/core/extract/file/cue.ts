import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import type { Parsed } from './parsed.ts';
import { readWhole, take, takeQuoted, Unreadable, type Cursor } from './reading.ts';
import { entryOf, list, map, scalar } from './trees.ts';

/** CUE that is plain data: fields, structs, lists and literals. What has to be computed (references, constraints, imports) is not read, and said. */
export function readCue(file: SourceFile): Parsed {
  return readWhole(file, 'CUE', (cursor) => {
    skip(cursor);
    if (take(cursor, /package\s+\w+/y) !== undefined) skip(cursor);
    if (/[{["\d]/.test(cursor.text[cursor.at] ?? '') && !isField(cursor)) return whole(cursor, valueIn(cursor));
    const start = cursor.at;
    const fields = fieldsIn(cursor, false);
    return map(fields, cursor.lines.location(start, cursor.at));
  });
}

const skip = (cursor: Cursor): void => void take(cursor, /(?:[\s,]+|\/\/[^\n]*)*/y);
const isField = (cursor: Cursor): boolean => {
  const ahead: Cursor = { ...cursor };
  return takeQuoted(ahead) !== undefined && take(ahead, /\s*:/y) !== undefined;
};

function whole(cursor: Cursor, value: DocumentNode): DocumentNode {
  skip(cursor);
  if (cursor.at < cursor.text.length) throw new Unreadable(cursor.at, 'nothing may follow the value');
  return value;
}

function fieldsIn(cursor: Cursor, isBraced: boolean): readonly Entry[] {
  const fields = new Map<string, Entry>();
  for (skip(cursor); ; skip(cursor)) {
    if (isBraced && take(cursor, /\}/y) !== undefined) return [...fields.values()];
    if (cursor.at >= cursor.text.length) {
      if (isBraced) throw new Unreadable(cursor.at, '`}` is missing');
      return [...fields.values()];
    }
    const { entry, hidden } = fieldIn(cursor);
    if (!hidden) fields.set(entry.key, merged(fields.get(entry.key), entry));
  }
}

/** A hidden field is no part of the data. */
function fieldIn(cursor: Cursor): { readonly entry: Entry; readonly hidden: boolean } {
  const start = cursor.at;
  const quoted = takeQuoted(cursor);
  const name = quoted ?? take(cursor, /[A-Za-z_$#][\w$]*/y);
  const at = cursor.lines.location(start, cursor.at);
  if (name === undefined || take(cursor, /\s*:/y) === undefined) throw new Unreadable(start, 'only plain fields are read');
  take(cursor, /(?:\s+|\/\/[^\n]*)*/y);
  const next = cursor.at;
  const isChain = take({ ...cursor }, /(?:[A-Za-z_$][\w$]*|"(?:[^"\\\n]|\\.)*")\s*:/y) !== undefined;
  const chained = isChain ? fieldIn(cursor) : undefined;
  const value = chained ? map(chained.hidden ? [] : [chained.entry], cursor.lines.location(next, cursor.at)) : valueIn(cursor);
  return { entry: entryOf(name, at, value), hidden: quoted === undefined && /^[_#]/.test(name) };
}

/** `a: b: 1` and `a: c: 2` are one struct; two values of one field are equal. */
function merged(known: Entry | undefined, entry: Entry): Entry {
  if (!known) return entry;
  if (known.value.kind === 'map' && entry.value.kind === 'map') {
    const fields = new Map(known.value.entries.map((one) => [one.key, one]));
    for (const one of entry.value.entries) fields.set(one.key, merged(fields.get(one.key), one));
    return { ...known, value: { ...known.value, entries: [...fields.values()] } };
  }
  const isSame = known.value.kind === 'scalar' && entry.value.kind === 'scalar' && known.value.value === entry.value.value;
  if (!isSame) throw new Unreadable(entry.keyLocation.start.offset, `\`${entry.key}\` has two values`);
  return known;
}

function valueIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const value = literalIn(cursor);
  if (take(cursor, /[ \t]*(?=[-+*/&|<>=!(.[]|div\b|mod\b)/y) !== undefined && cursor.text.slice(cursor.at, cursor.at + 2) !== '//')
    throw new Unreadable(start, 'this value has to be computed');
  return value;
}

function literalIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  if (take(cursor, /\{/y) !== undefined) {
    const fields = fieldsIn(cursor, true);
    return map(fields, cursor.lines.location(start, cursor.at));
  }
  if (take(cursor, /\[/y) !== undefined) {
    const items: DocumentNode[] = [];
    for (skip(cursor); take(cursor, /\]/y) === undefined; skip(cursor)) items.push(valueIn(cursor));
    return list(items, cursor.lines.location(start, cursor.at));
  }
  const long = take(cursor, /"""\r?\n(?:[^"]|"{1,2}(?!"))*"""/y);
  const raw = long ?? cursor.text.slice(start, start + 1);
  const text = long === undefined ? takeQuoted(cursor) : unindented(long);
  const told = cursor.text.slice(start, cursor.at);
  if (/(?<!\\)(?:\\\\)*\\\(/.test(told)) throw new Unreadable(start, 'this text has to be computed');
  if (text !== undefined && raw !== '') return scalar(text, cursor.lines.location(start, cursor.at));
  return wordIn(cursor, start);
}

/** Lines between the marks, without the space that stands before the last. */
function unindented(long: string): string {
  const lines = long.split(/\r?\n/).slice(1);
  const indent = (lines.pop() ?? '').slice(0, -3);
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}

const SUFFIXES: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

function wordIn(cursor: Cursor, start: number): DocumentNode {
  const word = take(cursor, /[-+]?[\w.$#]+(?:(?<=[eE])[-+]\d+)?/y) ?? '';
  const location = cursor.lines.location(start, cursor.at);
  const named: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
  if (Object.hasOwn(named, word)) return scalar(named[word] ?? null, location);
  const [, digits, suffix = ''] =
    /^([-+]?(?:0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.\d+))([KMGT]i?)?$/.exec(word) ?? [];
  if (digits === undefined) throw new Unreadable(start, 'this value has to be computed');
  const plain = digits.replaceAll('_', '').replace(/^\+/, '');
  const value = plain.startsWith('-0x') ? -Number(plain.slice(1)) : Number(plain);
  return scalar(value * (SUFFIXES[suffix] ?? 1), location);
}
