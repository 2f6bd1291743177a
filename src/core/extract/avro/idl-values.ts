import type { Location } from '../../../model/source.ts';
import type { DocumentNode, Entry, ScalarNode } from '../../text/document-tree.ts';
import type { IdlToken } from './idl-tokens.ts';

export interface IdlCursor {
  readonly tokens: readonly IdlToken[];
  at: number;
  fault?: { readonly start: number; readonly end: number; readonly message: string };
  readonly place: (start: number, end: number) => Location;
}

/** The next token, documentation included. */
export const peek = ({ tokens, at }: IdlCursor): IdlToken | undefined => tokens[at];

/** The tokens from here on that are no documentation: the first, or one behind it. */
export function ahead({ tokens, at }: IdlCursor, count = 0): IdlToken | undefined {
  let left = count;
  for (let index = at; index < tokens.length; index++) if (tokens[index]?.kind !== 'doc' && left-- === 0) return tokens[index];
  return undefined;
}

export const isAt = (cursor: IdlCursor, text: string): boolean => ahead(cursor)?.text === text && ahead(cursor)?.kind !== 'text';

/** Documentation may stand anywhere; where it describes nothing, it is passed over. */
export function skipDocs(cursor: IdlCursor): void {
  while (peek(cursor)?.kind === 'doc') cursor.at++;
}

export function take(cursor: IdlCursor, text: string): boolean {
  const found = isAt(cursor, text);
  if (found) {
    skipDocs(cursor);
    cursor.at++;
  }
  return found;
}

export function expect(cursor: IdlCursor, text: string): boolean {
  if (take(cursor, text)) return true;
  fail(cursor, `expected \`${text}\``);
  return false;
}

/** Only the first fault is kept: what follows it is mostly its consequence. */
export function fail(cursor: IdlCursor, message: string): void {
  const token = ahead(cursor);
  const end = cursor.tokens.at(-1)?.end ?? 0;
  const found = token ? `, found \`${token.text.slice(0, 40)}\`` : ' before the end of the file';
  cursor.fault ??= { start: token?.start ?? end, end: token?.end ?? end, message: message + found };
}

/** A name without its backticks; undefined where none stands here. */
export function takeName(cursor: IdlCursor): ScalarNode | undefined {
  const token = ahead(cursor);
  if (token?.kind !== 'name') return undefined;
  skipDocs(cursor);
  cursor.at++;
  return scalar(cursor, token, token.text.replaceAll('`', ''));
}

export const scalar = ({ place }: IdlCursor, { start, end }: IdlToken, value: ScalarNode['value']): ScalarNode => ({
  kind: 'scalar',
  location: place(start, end),
  value,
});

export const textNode = (location: Location, value: string): ScalarNode => ({ kind: 'scalar', location, value });

/** An entry that the IDL says in words of its own: its key has the value's place. */
export const entryOf = (key: string, value: DocumentNode): Entry => ({ key, keyLocation: value.location, value });

/** A value of JSON: a default, or what an annotation says. The depth of the file is bounded. */
export function readJson(cursor: IdlCursor): DocumentNode | undefined {
  skipDocs(cursor);
  const token = peek(cursor);
  if (!token) return undefined;
  cursor.at++;
  if (token.text === '[') return readList(cursor, token);
  if (token.text === '{') return readMap(cursor, token);
  if (token.kind === 'text') return scalar(cursor, token, unquoted(token.text));
  if (token.kind === 'number') return scalar(cursor, token, Number.isFinite(Number(token.text)) ? Number(token.text) : token.text);
  if (token.kind === 'name') return scalar(cursor, token, WORDS.has(token.text) ? (WORDS.get(token.text) ?? null) : token.text);
  cursor.at--;
  return undefined;
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function endOf({ tokens, at }: IdlCursor): number {
  return tokens[at - 1]?.end ?? 0;
}

function readList(cursor: IdlCursor, { start }: IdlToken): DocumentNode {
  const items: DocumentNode[] = [];
  while (peek(cursor) && !isAt(cursor, ']')) {
    const item = readJson(cursor);
    if (!item) break;
    items.push(item);
    if (!take(cursor, ',')) break;
  }
  expect(cursor, ']');
  return { kind: 'list', location: cursor.place(start, endOf(cursor)), items };
}

function readMap(cursor: IdlCursor, { start }: IdlToken): DocumentNode {
  const entries: Entry[] = [];
  while (ahead(cursor)?.kind === 'text') {
    const key = readJson(cursor);
    const value = expect(cursor, ':') ? readJson(cursor) : undefined;
    if (key?.kind !== 'scalar' || !value) break;
    entries.push({ key: String(key.value), keyLocation: key.location, value });
    if (!take(cursor, ',')) break;
  }
  expect(cursor, '}');
  return { kind: 'map', location: cursor.place(start, endOf(cursor)), entries };
}

/** `@namespace("crm") @pii(true)` and the documentation before a declaration, in any order. */
export function readProperties(cursor: IdlCursor): readonly Entry[] {
  const entries: Entry[] = [];
  for (let token = peek(cursor); token?.kind === 'doc' || token?.text === '@'; token = peek(cursor)) {
    cursor.at++;
    if (token.kind === 'doc') entries.push(entryOf('doc', scalar(cursor, token, docText(token.text))));
    else entries.push(...readAnnotation(cursor));
  }
  return entries;
}

function readAnnotation(cursor: IdlCursor): readonly Entry[] {
  const name = takeName(cursor);
  if (!name) fail(cursor, 'expected the name of an annotation');
  if (!name || !expect(cursor, '(')) return [];
  const value = readJson(cursor);
  expect(cursor, ')');
  return value ? [{ key: String(name.value), keyLocation: name.location, value }] : [];
}

const docText = (comment: string): string =>
  comment
    .slice(3, -2)
    .split('\n')
    .map((line) => line.trim().replace(/^\*\s?/, ''))
    .join(' ')
    .trim();

/** Leaves out what cannot be read: up to the end of the statement, blocks inside of it whole, never past the block that it stands in. */
export function recover(cursor: IdlCursor): void {
  let depth = 0;
  for (; peek(cursor); cursor.at++) {
    if (isAt(cursor, '}') && depth === 0) return;
    if (isAt(cursor, '{') || isAt(cursor, '(')) depth++;
    const closes = isAt(cursor, '}') || isAt(cursor, ')');
    if (closes && depth > 0) depth--;
    if (depth === 0 && (isAt(cursor, ';') || isAt(cursor, '}'))) break;
  }
  cursor.at++;
}
