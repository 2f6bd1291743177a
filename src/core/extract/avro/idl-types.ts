import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import {
  ahead,
  entryOf,
  expect,
  fail,
  isAt,
  peek,
  readProperties,
  skipDocs,
  take,
  takeName,
  textNode,
  type IdlCursor,
} from './idl-values.ts';

/** Words of IDL for a plain type with a logical one (Avro IDL, "Logical Types"). */
const LOGICAL: ReadonlyMap<string, readonly [type: string, logical: string]> = new Map([
  ['date', ['int', 'date']],
  ['time_ms', ['int', 'time-millis']],
  ['timestamp_ms', ['long', 'timestamp-millis']],
  ['local_timestamp_ms', ['long', 'local-timestamp-millis']],
  ['uuid', ['string', 'uuid']],
]);

/** A type with the properties before it; `string?` is a union with null. Undefined where none stands here. */
export function readIdlType(cursor: IdlCursor): DocumentNode | undefined {
  const properties = readProperties(cursor);
  const token = peek(cursor);
  const bare = token?.kind === 'name' ? readBare(cursor) : undefined;
  if (!bare || !token) {
    fail(cursor, 'expected a type');
    return undefined;
  }
  const type = withProperties(bare, properties);
  const end = cursor.tokens[cursor.at - 1]?.end ?? token.end;
  if (!take(cursor, '?')) return type;
  const location = cursor.place(token.start, end + 1);
  return { kind: 'list', location, items: [textNode(location, 'null'), type] };
}

function withProperties(type: DocumentNode, properties: readonly Entry[]): DocumentNode {
  if (properties.length === 0 || type.kind === 'list') return type;
  const entries = type.kind === 'map' ? type.entries : [entryOf('type', type)];
  return { kind: 'map', location: type.location, entries: [...properties, ...entries] };
}

function readBare(cursor: IdlCursor): DocumentNode | undefined {
  const start = peek(cursor)?.start ?? 0;
  const name = takeName(cursor);
  if (!name) return undefined;
  const word = String(name.value);
  const place = (): DocumentNode['location'] => cursor.place(start, cursor.tokens[cursor.at - 1]?.end ?? start);
  if (word === 'array' || word === 'map') {
    if (!isAt(cursor, '<')) return name;
    cursor.at++;
    const held = readIdlType(cursor);
    expect(cursor, '>');
    return (
      held && { kind: 'map', location: place(), entries: [entryOf('type', name), entryOf(word === 'array' ? 'items' : 'values', held)] }
    );
  }
  if (word === 'union' && isAt(cursor, '{')) return { kind: 'list', items: readMembers(cursor), location: place() };
  if (word === 'decimal' && isAt(cursor, '(')) return readDecimal(cursor, name, place);
  const logical = LOGICAL.get(word);
  if (!logical) return name;
  return {
    kind: 'map',
    location: name.location,
    entries: [entryOf('type', textNode(name.location, logical[0])), entryOf('logicalType', textNode(name.location, logical[1]))],
  };
}

function readMembers(cursor: IdlCursor): readonly DocumentNode[] {
  cursor.at++;
  const members: DocumentNode[] = [];
  while (peek(cursor) && !isAt(cursor, '}')) {
    const member = readIdlType(cursor);
    if (!member) break;
    members.push(member);
    if (!take(cursor, ',')) break;
  }
  expect(cursor, '}');
  return members;
}

/** `decimal(9, 2)`, whose scale may be left out. */
function readDecimal(cursor: IdlCursor, name: DocumentNode, place: () => DocumentNode['location']): DocumentNode {
  cursor.at++;
  const numbers: number[] = [];
  while (ahead(cursor)?.kind === 'number') {
    numbers.push(Number(ahead(cursor)?.text));
    skipDocs(cursor);
    cursor.at++;
    if (!take(cursor, ',')) break;
  }
  expect(cursor, ')');
  const [precision = 0, scale = 0] = numbers;
  const { location } = name;
  const figure = (value: number): DocumentNode => ({ kind: 'scalar', location, value });
  return {
    kind: 'map',
    location: place(),
    entries: [
      entryOf('type', textNode(location, 'bytes')),
      entryOf('logicalType', textNode(location, 'decimal')),
      entryOf('precision', figure(precision)),
      entryOf('scale', figure(scale)),
    ],
  };
}
