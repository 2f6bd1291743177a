import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import type { Parsed } from './parsed.ts';
import { readWhole, take, takeQuoted, Unreadable, type Cursor } from './reading.ts';
import { entryOf, list, map, scalar } from './trees.ts';

/**
 * EDN: maps and vectors as such, all else as text, keywords with their colon; a set is `map[:a:true]`, as conftest prints it.
 * Source: conftest, parser/edn.
 */
export function readEdn(file: SourceFile): Parsed {
  return readWhole(file, 'EDN', (cursor) => {
    const value = valueIn(cursor);
    if (!value) throw new Unreadable(cursor.at, 'there is no value');
    return value;
  });
}

const SPACE = /(?:[\s,]+|;[^\n]*)*/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#{': '}' };

/** Undefined at the end of what is open. */
function valueIn(cursor: Cursor): DocumentNode | undefined {
  take(cursor, SPACE);
  while (take(cursor, /#_/y) !== undefined) {
    if (!valueIn(cursor)) throw new Unreadable(cursor.at, 'nothing follows `#_`');
    take(cursor, SPACE);
  }
  const start = cursor.at;
  const open = take(cursor, /#\{|[([{]/y);
  if (open !== undefined) return collection(cursor, open, start);
  const text = takeQuoted(cursor);
  const place = (): DocumentNode['location'] => cursor.lines.location(start, cursor.at);
  if (text !== undefined) return scalar(text, place());
  const tag = take(cursor, /#[A-Za-z][\w./-]*/y);
  if (tag !== undefined) return tagged(cursor, tag, start);
  const character = take(cursor, /\\(?:newline|space|tab|return|u[0-9a-fA-F]{4}|[^\s])/y);
  if (character !== undefined) return scalar(String(codeOf(character.slice(1))), place());
  const atom = take(cursor, /[^\s,;"()[\]{}]+/y);
  return atom === undefined ? undefined : scalar(atomText(atom), place());
}

const NAMED: Readonly<Record<string, number>> = { newline: 10, space: 32, tab: 9, return: 13 };
const codeOf = (name: string): number =>
  NAMED[name] ?? (name.length === 5 ? Number.parseInt(name.slice(1), 16) : (name.codePointAt(0) ?? 0));

function atomText(atom: string): string {
  if (atom === 'nil') return '<nil>';
  const number = /^([+-]?\d+)N?$/.exec(atom)?.[1];
  if (number !== undefined) return number.replace(/^\+/, '');
  return /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?M?$/.test(atom) ? goFloat(Number(atom.replace(/M$/, ''))) : atom;
}

/** As Go prints a float: an exponent of two digits from 1e+06 on and below 1e-04. */
function goFloat(value: number): string {
  const text = Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4) ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function collection(cursor: Cursor, open: string, start: number): DocumentNode {
  const items: DocumentNode[] = [];
  for (let item = valueIn(cursor); item; item = valueIn(cursor)) items.push(item);
  if (take(cursor, /[)\]}]/y) !== CLOSING[open]) throw new Unreadable(cursor.at, `\`${open}\` has no end`);
  const location = cursor.lines.location(start, cursor.at);
  if (open === '{') return map(pairs(items, start), location);
  if (open !== '#{') return list(items, location);
  const members = items.map((item) => `${printed(item)}:true`).toSorted();
  return scalar(`map[${members.join(' ')}]`, location);
}

const printed = (node: DocumentNode): string =>
  node.kind === 'scalar' ? String(node.value) : node.kind === 'list' ? `[${node.items.map(printed).join(' ')}]` : 'map[]';

function pairs(items: readonly DocumentNode[], start: number): readonly Entry[] {
  if (items.length % 2 === 1) throw new Unreadable(start, 'a key of this map has no value');
  return items.flatMap((key, index) => {
    const value = items[index + 1];
    return index % 2 === 0 && value ? [entryOf(printed(key), key.location, value)] : [];
  });
}

function tagged(cursor: Cursor, tag: string, start: number): DocumentNode {
  const value = valueIn(cursor);
  if (!value) throw new Unreadable(cursor.at, `nothing follows \`${tag}\``);
  const location = cursor.lines.location(start, cursor.at);
  const text = printed(value);
  return scalar(tag === '#inst' ? instant(text) : `${tag} ${text}`, location);
}

/** As Go prints a time. */
function instant(text: string): string {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]00:00)$/.exec(text) ?? [];
  return zone === undefined ? text : `${day} ${time?.replace(/\.?0+$/, (zeros) => (time.includes('.') ? '' : zeros))} +0000 UTC`;
}
