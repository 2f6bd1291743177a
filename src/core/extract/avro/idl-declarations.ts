import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import {
  ahead,
  entryOf,
  expect,
  fail,
  isAt,
  peek,
  readJson,
  readProperties,
  recover,
  take,
  takeName,
  type IdlCursor,
} from './idl-values.ts';
import { readIdlType } from './idl-types.ts';

/** A protocol, or the named types of a schema file, as the entries of a protocol's JSON. */
export function readIdlDeclarations(cursor: IdlCursor): readonly Entry[] {
  const into: Into = { head: [], types: [] };
  while (peek(cursor)) {
    const from = cursor.at;
    readStatement(cursor, into);
    if (cursor.at === from) cursor.at++;
  }
  const end = cursor.tokens.at(-1)?.end ?? 0;
  return [...into.head, entryOf('types', { kind: 'list', location: cursor.place(0, end), items: into.types })];
}

interface Into {
  readonly head: Entry[];
  readonly types: DocumentNode[];
}

function readStatement(cursor: IdlCursor, into: Into): void {
  if (take(cursor, ';') || take(cursor, '}')) return;
  const properties = readProperties(cursor);
  const word = ahead(cursor, 1)?.kind === 'name' ? (ahead(cursor)?.text ?? '') : '';
  const read = READERS.get(word);
  if (word === 'protocol') readProtocol(cursor, properties, into);
  else if (word === 'namespace') readNamespace(cursor, into);
  else if (read) readType(cursor, properties, { into, read });
  else readOther(cursor);
}

interface Reading {
  readonly into: Into;
  readonly read: (cursor: IdlCursor) => readonly Entry[] | undefined;
}

function readType(cursor: IdlCursor, properties: readonly Entry[], { into, read }: Reading): void {
  const start = peek(cursor)?.start ?? 0;
  const entries = read(cursor);
  if (!entries) return recover(cursor);
  const end = cursor.tokens[cursor.at - 1]?.end ?? start;
  into.types.push({ kind: 'map', location: cursor.place(start, end), entries: [...properties, ...entries] });
}

function readProtocol(cursor: IdlCursor, properties: readonly Entry[], { head }: Into): void {
  cursor.at++;
  const name = takeName(cursor);
  head.push(...properties, ...(name ? [entryOf('protocol', name)] : []));
  expect(cursor, '{');
}

function readNamespace(cursor: IdlCursor, { head }: Into): void {
  cursor.at++;
  const name = takeName(cursor);
  if (name) head.push(entryOf('namespace', name));
  expect(cursor, ';');
}

/** Messages of a protocol are no data at rest, and imports name other files: both are left out whole. */
function readOther(cursor: IdlCursor): void {
  if (ahead(cursor)?.kind !== 'name') fail(cursor, 'expected a record, enum, fixed or message');
  recover(cursor);
}

const READERS: ReadonlyMap<string, (cursor: IdlCursor) => readonly Entry[] | undefined> = new Map([
  ['record', readRecord],
  ['error', readRecord],
  ['enum', readEnum],
  ['fixed', readFixed],
]);

/** The kind of a declaration and its name, both with their places. */
function readHead(cursor: IdlCursor): readonly Entry[] | undefined {
  const kind = takeName(cursor);
  const name = takeName(cursor);
  return kind && name && [entryOf('type', kind), entryOf('name', name)];
}

function readRecord(cursor: IdlCursor): readonly Entry[] | undefined {
  const head = readHead(cursor);
  const start = peek(cursor)?.start ?? 0;
  if (!head || !expect(cursor, '{')) return undefined;
  const items: DocumentNode[] = [];
  while (peek(cursor) && !isAt(cursor, '}')) {
    const from = cursor.at;
    items.push(...readFields(cursor));
    if (cursor.at === from) recover(cursor);
  }
  expect(cursor, '}');
  const end = cursor.tokens[cursor.at - 1]?.end ?? start;
  return [...head, entryOf('fields', { kind: 'list', location: cursor.place(start, end), items })];
}

/** Properties that say what a type is; others are the field's, wherever they stand. */
const OF_TYPE: ReadonlySet<string> = new Set(['logicalType', 'precision', 'scale']);

/** `@pii(true) string email = "", alias;`: several fields may share a type. Properties of the type stand before it. */
function readFields(cursor: IdlCursor): readonly DocumentNode[] {
  const properties = readProperties(cursor);
  const plain = readIdlType(cursor);
  if (!plain) {
    recover(cursor);
    return [];
  }
  const ofType = properties.filter(({ key }) => OF_TYPE.has(key));
  const type: DocumentNode =
    ofType.length > 0 && plain.kind === 'scalar'
      ? { kind: 'map', location: plain.location, entries: [...ofType, entryOf('type', plain)] }
      : plain;
  const fields: DocumentNode[] = [];
  do {
    const field = readField(
      cursor,
      type,
      properties.filter(({ key }) => !OF_TYPE.has(key)),
    );
    if (field) fields.push(field);
  } while (take(cursor, ','));
  if (!expect(cursor, ';')) recover(cursor);
  return fields;
}

function readField(cursor: IdlCursor, type: DocumentNode, shared: readonly Entry[]): DocumentNode | undefined {
  const own = readProperties(cursor);
  const name = takeName(cursor);
  if (!name) {
    fail(cursor, 'expected the name of a field');
    return undefined;
  }
  const value = take(cursor, '=') ? readJson(cursor) : undefined;
  const end = cursor.tokens[cursor.at - 1]?.end ?? 0;
  const location = cursor.place(Math.min(type.location.start.offset, name.location.start.offset), end);
  const entries = [entryOf('name', name), entryOf('type', type), ...(value ? [entryOf('default', value)] : []), ...shared, ...own];
  return { kind: 'map', location, entries };
}

function readEnum(cursor: IdlCursor): readonly Entry[] | undefined {
  const head = readHead(cursor);
  const start = peek(cursor)?.start ?? 0;
  if (!head || !expect(cursor, '{')) return undefined;
  const items: DocumentNode[] = [];
  do {
    readProperties(cursor);
    const symbol = takeName(cursor);
    if (symbol) items.push(symbol);
  } while (take(cursor, ','));
  expect(cursor, '}');
  const location = cursor.place(start, cursor.tokens[cursor.at - 1]?.end ?? start);
  const unknown = take(cursor, '=') ? takeName(cursor) : undefined;
  take(cursor, ';');
  return [...head, entryOf('symbols', { kind: 'list', location, items }), ...(unknown ? [entryOf('default', unknown)] : [])];
}

function readFixed(cursor: IdlCursor): readonly Entry[] | undefined {
  const head = readHead(cursor);
  if (!head || !expect(cursor, '(')) return undefined;
  const size = readJson(cursor);
  expect(cursor, ')');
  expect(cursor, ';');
  return [...head, ...(size ? [entryOf('size', size)] : [])];
}
