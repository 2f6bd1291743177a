import type { Location, SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import type { Parsed } from './parsed.ts';
import { readWhole, take, takeQuoted, Unreadable, type Cursor } from './reading.ts';
import { entryOf, map, scalar } from './trees.ts';

type Value =
  | { readonly is: 'object'; readonly entries: Map<string, Slot> }
  | { readonly is: 'list'; readonly items: readonly Value[] }
  | { readonly is: 'parts'; readonly parts: readonly Part[] };

type Part = { readonly text: string } | { readonly path: string; readonly optional: boolean } | { readonly value: Value };

interface Slot {
  readonly key: Location;
  readonly at: Location;
  readonly value: Value;
  /** What stood there before: an optional substitution that finds nothing leaves it. */
  readonly before: Slot | undefined;
}

/**
 * HOCON: objects merged, substitutions of the file itself resolved, numbers and booleans as such. A text that is empty or has spaces keeps
 * quotes, a list is text, and a substitution that finds nothing is `<<unknown value>>`: what conftest gives its policies.
 * Source: conftest, parser/hocon; HOCON.md of lightbend/config.
 */
export function readHocon(file: SourceFile): Parsed {
  return readWhole(file, 'HOCON', (cursor) => {
    skip(cursor);
    const root: Map<string, Slot> = new Map();
    if (take(cursor, /\{/y) === undefined) members(cursor, root, false);
    else members(cursor, root, true);
    skip(cursor);
    if (cursor.at < cursor.text.length) throw new Unreadable(cursor.at, 'nothing may follow the object');
    return new Resolver(root, cursor).document();
  });
}

const skip = (cursor: Cursor): void => void take(cursor, /(?:[\s,]+|#[^\n]*|\/\/[^\n]*)*/y);

function members(cursor: Cursor, into: Map<string, Slot>, isBraced: boolean): void {
  for (;;) {
    skip(cursor);
    if (isBraced && take(cursor, /\}/y) !== undefined) return;
    if (cursor.at >= cursor.text.length) {
      if (isBraced) throw new Unreadable(cursor.at, '`}` is missing');
      return;
    }
    member(cursor, into);
  }
}

function member(cursor: Cursor, into: Map<string, Slot>): void {
  const start = cursor.at;
  if (take(cursor, /include\s+(?=["(a-z])/y) !== undefined) throw new Unreadable(start, '`include` names another file');
  const keys = keysIn(cursor);
  const key = cursor.lines.location(start, cursor.at);
  take(cursor, /[ \t]*/y);
  const isObject = cursor.text[cursor.at] === '{';
  const mark = isObject ? '' : take(cursor, /\+=|[=:]/y);
  if (mark === undefined) throw new Unreadable(cursor.at, '`=` is missing');
  if (mark === '+=') throw new Unreadable(start, '`+=` is not read');
  take(cursor, /\s*/y);
  const from = cursor.at;
  const value = valueIn(cursor);
  const at = cursor.lines.location(from, cursor.at);
  const last = keys.pop() ?? '';
  let here = into;
  for (const name of keys) here = objectAt(here, name, key);
  put(here, last, { key, at, value, before: here.get(last) });
}

function keysIn(cursor: Cursor): string[] {
  const keys: string[] = [];
  do {
    const quoted = takeQuoted(cursor);
    const plain = quoted ?? take(cursor, /[^\s"{}[\]:=,+#`^?!@*&\\.$]+(?:[ \t]+[^\s"{}[\]:=,+#`^?!@*&\\.$]+)*/y);
    if (plain === undefined) throw new Unreadable(cursor.at, 'a key is missing');
    keys.push(plain);
  } while (take(cursor, /\./y) !== undefined);
  return keys;
}

function objectAt(from: Map<string, Slot>, name: string, key: Location): Map<string, Slot> {
  const known = from.get(name)?.value;
  if (known?.is === 'object') return known.entries;
  const made: Value = { is: 'object', entries: new Map() };
  from.set(name, { key, at: key, value: made, before: undefined });
  return made.entries;
}

/** Objects of one key are merged; all else takes the place of what was there. */
function put(into: Map<string, Slot>, name: string, slot: Slot): void {
  const known = into.get(name)?.value;
  if (known?.is === 'object' && slot.value.is === 'object')
    for (const [key, inner] of slot.value.entries) put(known.entries, key, { ...inner, before: known.entries.get(key) });
  else into.set(name, slot);
}

function valueIn(cursor: Cursor): Value {
  const parts: Part[] = [];
  for (let part = partIn(cursor); part; part = partIn(cursor)) parts.push(part);
  const [only] = parts;
  if (!only) throw new Unreadable(cursor.at, 'a value is missing');
  return parts.length === 1 && 'value' in only ? only.value : { is: 'parts', parts };
}

function partIn(cursor: Cursor): Part | undefined {
  const long = take(cursor, /"""(?:[^"]|"{1,2}(?!"))*"""+/y);
  if (long !== undefined) return { text: long.slice(3, -3) };
  const quoted = takeQuoted(cursor);
  if (quoted !== undefined) return { text: quoted };
  const named = take(cursor, /\$\{\??[^}\n]*\}/y);
  if (named !== undefined) return { path: named.replaceAll(/^\$\{\??\s*|\s*\}$/g, ''), optional: named[2] === '?' };
  if (take(cursor, /\{/y) !== undefined) {
    const entries = new Map<string, Slot>();
    members(cursor, entries, true);
    return { value: { is: 'object', entries } };
  }
  if (take(cursor, /\[/y) !== undefined) return { value: listIn(cursor) };
  const text = take(cursor, /(?:[^\s"{}[\]:=,#$/]|\/(?!\/))+|[ \t]+(?![\s#,}\]]|\/\/|$)/y);
  return text === undefined ? undefined : { text };
}

function listIn(cursor: Cursor): Value {
  const items: Value[] = [];
  for (skip(cursor); take(cursor, /\]/y) === undefined; skip(cursor)) items.push(valueIn(cursor));
  return { is: 'list', items };
}

const UNKNOWN = '<<unknown value>>';
/** What substitutions may make in all, so that they cannot grow from each other without bound. */
const MAX_NODES = 100_000;

class Resolver {
  readonly root: Map<string, Slot>;
  readonly cursor: Cursor;
  readonly open = new Set<string>();
  left = MAX_NODES;

  constructor(root: Map<string, Slot>, cursor: Cursor) {
    this.root = root;
    this.cursor = cursor;
  }

  document(): DocumentNode {
    return this.object(this.root, this.cursor.lines.location(0, this.cursor.text.length));
  }

  object(entries: ReadonlyMap<string, Slot>, at: Location): DocumentNode {
    return map(
      [...entries].map(([name, slot]): Entry => entryOf(name, slot.key, this.node(slot))),
      at,
    );
  }

  node(slot: Slot): DocumentNode {
    if (--this.left < 0) throw new Unreadable(0, 'its substitutions make it too large');
    const { value, at, before } = slot;
    if (value.is === 'object') return this.object(value.entries, at);
    if (value.is === 'list') return scalar(`[${value.items.map((item) => this.text(item)).join(',')}]`, at);
    const objects = this.objectsOf(value.parts);
    if (objects) return this.object(objects, at);
    const told = this.joined(value.parts);
    if (told === undefined && before) return this.node(before);
    return scalar(told === undefined ? UNKNOWN : typed(told), at);
  }

  /** `${base} { p = 3 }`: objects one after the other are merged. */
  objectsOf(parts: readonly Part[]): Map<string, Slot> | undefined {
    const merged = new Map<string, Slot>();
    const objects = parts.filter((part) => !('text' in part) || part.text.trim() !== '').map((part) => this.entriesOf(part));
    for (const entries of objects) {
      if (!entries) return undefined;
      for (const [name, slot] of entries) put(merged, name, slot);
    }
    return objects.length > 0 ? merged : undefined;
  }

  entriesOf(part: Part): ReadonlyMap<string, Slot> | undefined {
    const value = 'value' in part ? part.value : 'path' in part ? this.slotAt(part.path)?.value : undefined;
    return value?.is === 'object' ? value.entries : undefined;
  }

  joined(parts: readonly Part[]): string | undefined {
    const told = parts.map((part) => ('text' in part ? part.text : 'value' in part ? this.text(part.value) : this.named(part.path)));
    if (told.every((one) => one === undefined)) return undefined;
    return told
      .map((one) => one ?? '')
      .join('')
      .trim();
  }

  text(value: Value): string {
    if (value.is === 'list') return `[${value.items.map((item) => this.text(item)).join(',')}]`;
    return value.is === 'object' ? '{}' : quoted(this.joined(value.parts) ?? UNKNOWN);
  }

  /** Undefined where nothing is there, or only what leads back here. */
  named(path: string): string | undefined {
    if (--this.left < 0) throw new Unreadable(0, 'its substitutions make it too large');
    const slot = this.open.has(path) ? undefined : this.slotAt(path);
    if (!slot) return undefined;
    this.open.add(path);
    const told = this.told(slot);
    this.open.delete(path);
    return told;
  }

  told(slot: Slot): string | undefined {
    for (let one: Slot | undefined = slot; one; one = one.before) {
      const told = one.value.is === 'parts' ? this.joined(one.value.parts) : this.text(one.value);
      if (told !== undefined) return told;
    }
    return undefined;
  }

  slotAt(path: string): Slot | undefined {
    let entries: ReadonlyMap<string, Slot> | undefined = this.root;
    let slot: Slot | undefined;
    for (const name of path.split('.')) {
      slot = entries?.get(name);
      entries = slot?.value.is === 'object' ? slot.value.entries : undefined;
    }
    return slot;
  }
}

const quoted = (text: string): string => (text === '' || /[ \t]/.test(text) ? `"${text}"` : text);

function typed(text: string): string | number | boolean {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return /^(?:t|T|true|True|TRUE|f|F|false|False|FALSE)$/.test(text) ? /^t/i.test(text) : quoted(text);
}
