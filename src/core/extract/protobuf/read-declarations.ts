import {
  expect,
  fail,
  isEnd,
  isSign,
  recover,
  seen,
  since,
  startHere,
  take,
  takeName,
  takeWord,
  wordAt,
  kindAt,
  type Cursor,
} from './cursor.ts';
import type {
  Declaration,
  EnumDeclaration,
  ExtensionDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  NumberRange,
  Option,
  RpcDeclaration,
  ServiceDeclaration,
  Span,
  TypeUse,
  ValueDeclaration,
} from './part.ts';
import { commentOf, readExtensionRanges, readField, readName, readReserved, readValueOfEnum, type Named } from './read-members.ts';
import { readBracketed, readOptionStatement } from './read-options.ts';
import { WORD } from './tokens.ts';

/** Where declarations go, however deep they stand. */
export interface Found {
  readonly messages: MessageDeclaration[];
  readonly enums: EnumDeclaration[];
  readonly services: ServiceDeclaration[];
  readonly extensions: ExtensionDeclaration[];
}

/** Highest numbers that `max` stands for: of fields, and of enum values. */
const MAX_FIELD = 536_870_911;
const MAX_VALUE = 2_147_483_647;

/** Reads the statements of a block up to its end; one that cannot be read is left out alone. */
function readBlock(cursor: Cursor, opened: Span, statement: (word: string) => void): void {
  while (!isEnd(cursor) && !isSign(cursor, '}')) {
    const from = cursor.at;
    if (take(cursor, ';')) continue;
    statement(wordAt(cursor));
    if (cursor.at === from) recover(cursor);
  }
  if (!take(cursor, '}')) fail(cursor, 'this block has no end', opened);
}

/** Whether the word begins a declaration here, rather than being the type of a field: a name follows it. */
const begins = (cursor: Cursor, word: string): boolean => wordAt(cursor) === word && kindAt(cursor) === WORD && kindAt(cursor, 1) === WORD;

/** The start of a declaration: the token it begins at, and the message around it. */
interface Start {
  readonly token: number;
  readonly scope: string;
}

const inside = (scope: string, name: string): string => (scope === '' ? name : `${scope}.${name}`);

/** Message, enum, extension or service; false where none begins here. Editions say `export` or `local` before it. */
export function readDeclaration(cursor: Cursor, scope: string, found: Found): boolean {
  const start: Start = { token: cursor.at, scope };
  if ((begins(cursor, 'export') || begins(cursor, 'local')) && /^(?:message|enum|service)$/.test(wordAt(cursor, 1))) cursor.at++;
  if (begins(cursor, 'message')) return readNamed(cursor, 'a message', (named) => readMessage(cursor, start, named, found));
  if (begins(cursor, 'enum')) return readNamed(cursor, 'an enum', (named) => readEnum(cursor, start, named, found));
  if (wordAt(cursor) === 'extend') return readExtend(cursor, scope, found);
  if (scope === '' && begins(cursor, 'service')) return readNamed(cursor, 'a service', (named) => readService(cursor, start, named, found));
  return false;
}

function readNamed(cursor: Cursor, what: string, body: (named: Named) => void): boolean {
  cursor.at++;
  const named = readName(cursor, what);
  if (named && isSign(cursor, '{')) body(named);
  else {
    fail(cursor, `expected \`{\`${seen(cursor)}`);
    recover(cursor);
  }
  return true;
}

interface MessageParts {
  readonly fields: FieldDeclaration[];
  readonly oneofs: Declaration[];
  readonly options: Option[];
  readonly reserved: NumberRange[];
  readonly reservedNames: string[];
  readonly extensionRanges: NumberRange[];
}

function readMessage(cursor: Cursor, { token, scope }: Start, { name, at }: Named, found: Found): void {
  const full = inside(scope, name);
  const place = found.messages.length;
  const start = cursor.tokens.starts[token] ?? 0;
  const empty: MessageDeclaration = {
    name: full,
    at,
    extent: at,
    options: [],
    fields: [],
    oneofs: [],
    reserved: [],
    reservedNames: [],
    extensionRanges: [],
  };
  found.messages.push(empty);
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  cursor.at++;
  const parts: MessageParts = { fields: [], oneofs: [], options: [], reserved: [], reservedNames: [], extensionRanges: [] };
  readBlock(cursor, opened, () => readMember(cursor, full, parts, found));
  found.messages[place] = { name: full, at, extent: since(cursor, start), ...commentOf(cursor, token), ...parts };
}

function readMember(cursor: Cursor, scope: string, parts: MessageParts, found: Found): void {
  if (readDeclaration(cursor, scope, found)) return;
  if (begins(cursor, 'oneof')) readOneof(cursor, scope, parts, found);
  else if (isStatement(cursor, 'option')) readOptionStatement(cursor, parts.options);
  else if (isStatement(cursor, 'reserved')) readReserved(cursor, MAX_FIELD, parts);
  else if (isStatement(cursor, 'extensions')) readExtensionRanges(cursor, MAX_FIELD, parts.extensionRanges);
  else readFieldOrGroup(cursor, scope, undefined, { fields: parts.fields, found });
}

/** Takes the word where it begins a statement of its own; a type of that name has its field's name and `=` behind it. */
function isStatement(cursor: Cursor, word: string): boolean {
  if (wordAt(cursor) !== word) return false;
  const isField = kindAt(cursor, 1) === WORD && wordAt(cursor, 2) === '=' && word !== 'option';
  if (!isField) cursor.at++;
  return !isField;
}

interface FieldsInto {
  readonly fields: FieldDeclaration[];
  readonly found: Found;
}

function readFieldOrGroup(cursor: Cursor, scope: string, oneof: string | undefined, { fields, found }: FieldsInto): void {
  const token = cursor.at;
  const head = readField(cursor, oneof);
  if (!head) return recover(cursor);
  fields.push(head.field);
  if (head.isGroup) readMessage(cursor, { token, scope }, { name: head.field.type, at: head.field.at }, found);
}

function readOneof(cursor: Cursor, scope: string, parts: MessageParts, found: Found): void {
  const token = cursor.at;
  const start = startHere(cursor);
  cursor.at++;
  const named = readName(cursor, 'a oneof');
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  if (!named || !expect(cursor, '{')) return recover(cursor);
  const options: Option[] = [];
  readBlock(cursor, opened, () => {
    if (isStatement(cursor, 'option')) readOptionStatement(cursor, options);
    else readFieldOrGroup(cursor, scope, named.name, { fields: parts.fields, found });
  });
  parts.oneofs.push({ ...named, extent: since(cursor, start), options, ...commentOf(cursor, token) });
}

function readExtend(cursor: Cursor, scope: string, found: Found): boolean {
  const from = cursor.at;
  cursor.at++;
  const extendee = takeName(cursor);
  if (extendee === undefined || !isSign(cursor, '{')) {
    cursor.at = from;
    return false;
  }
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  cursor.at++;
  const fields: FieldDeclaration[] = [];
  readBlock(cursor, opened, () => readFieldOrGroup(cursor, scope, undefined, { fields, found }));
  found.extensions.push(...fields.map((field) => ({ scope, extendee, field })));
  return true;
}

function readEnum(cursor: Cursor, { token, scope }: Start, { name, at }: Named, found: Found): void {
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  cursor.at++;
  const values: ValueDeclaration[] = [];
  const options: Option[] = [];
  const ranges = { reserved: [] as NumberRange[], reservedNames: [] as string[] };
  readBlock(cursor, opened, () => {
    const value = isStatementOfEnum(cursor, 'option')
      ? readOptionStatement(cursor, options)
      : isStatementOfEnum(cursor, 'reserved')
        ? readReserved(cursor, MAX_VALUE, ranges)
        : readValueOfEnum(cursor);
    if (value) values.push(value);
  });
  const extent = since(cursor, cursor.tokens.starts[token] ?? 0);
  found.enums.push({ name: inside(scope, name), at, extent, options, ...commentOf(cursor, token), values, ...ranges });
}

function isStatementOfEnum(cursor: Cursor, word: string): boolean {
  const found = wordAt(cursor) === word && wordAt(cursor, 1) !== '=';
  if (found) cursor.at++;
  return found;
}

function readService(cursor: Cursor, { token }: Start, { name, at }: Named, found: Found): void {
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  cursor.at++;
  const rpcs: RpcDeclaration[] = [];
  const options: Option[] = [];
  readBlock(cursor, opened, (word) => {
    if (isStatement(cursor, 'option')) return readOptionStatement(cursor, options);
    const rpc = word === 'rpc' ? readRpc(cursor) : undefined;
    if (rpc) rpcs.push(rpc);
    else fail(cursor, `expected an rpc or option${seen(cursor)}`);
  });
  found.services.push({ name, at, extent: since(cursor, cursor.tokens.starts[token] ?? 0), options, ...commentOf(cursor, token), rpcs });
}

/** `rpc Get(GetRequest) returns (stream Order) { option …; }` */
function readRpc(cursor: Cursor): RpcDeclaration | undefined {
  const token = cursor.at;
  const start = startHere(cursor);
  cursor.at++;
  const named = readName(cursor, 'an rpc');
  const request = named && readTypeUse(cursor);
  if (!named || !request || !takeWord(cursor, 'returns')) return undefined;
  const response = readTypeUse(cursor);
  if (!response) return undefined;
  const options: Option[] = [...readBracketed(cursor)];
  const opened: Span = [startHere(cursor), startHere(cursor) + 1];
  if (take(cursor, '{'))
    readBlock(cursor, opened, () =>
      isStatement(cursor, 'option') ? readOptionStatement(cursor, options) : fail(cursor, `expected an option${seen(cursor)}`),
    );
  else expect(cursor, ';');
  return { ...named, extent: since(cursor, start), options, ...commentOf(cursor, token), request, response };
}

function readTypeUse(cursor: Cursor): TypeUse | undefined {
  if (!expect(cursor, '(')) return undefined;
  const stream = wordAt(cursor) === 'stream' && (kindAt(cursor, 1) === WORD || wordAt(cursor, 1) === '.') && takeWord(cursor, 'stream');
  const start = startHere(cursor);
  const type = takeName(cursor);
  const at = since(cursor, start);
  return type !== undefined && expect(cursor, ')') ? { type, at, stream } : undefined;
}
