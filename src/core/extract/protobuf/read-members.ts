import { leadingComment, trailingComment } from './comments.ts';
import {
  endBefore,
  expect,
  fail,
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
import type { FieldDeclaration, Label, NumberRange, Span, ValueDeclaration } from './part.ts';
import { readBracketed, readInteger, readStrings } from './read-options.ts';
import { TEXT, WORD } from './tokens.ts';

/** A simple name with its place; what stands in its way is left out up to the end of the statement. */
export interface Named {
  readonly name: string;
  readonly at: Span;
}

export function readName(cursor: Cursor, what: string): Named | undefined {
  if (kindAt(cursor) !== WORD) {
    fail(cursor, `expected the name of ${what}${seen(cursor)}`);
    return undefined;
  }
  const named = { name: wordAt(cursor), at: spanAt(cursor) };
  cursor.at++;
  return named;
}

/** What the comments around the token at `from` say; `till` is the offset where its declaration ends. */
export function commentOf({ tokens }: Cursor, from: number, till?: number): { readonly comment?: string } {
  const { text, starts, ends } = tokens;
  const before = from === 0 ? `\n${text.slice(0, starts[0])}` : text.slice(ends[from - 1], starts[from]);
  const comment = leadingComment(before) ?? (till === undefined ? undefined : trailingComment(lineBehind(text, till)));
  return comment === undefined ? {} : { comment };
}

function lineBehind(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? undefined : end);
}

const LABELS: ReadonlySet<string> = new Set(['optional', 'required', 'repeated']);

/** What a field says before its body, if it has one: a group does. */
export interface FieldHead {
  readonly field: FieldDeclaration;
  readonly isGroup: boolean;
}

/** `optional string email = 3 [(acme.pii) = true];`, a map, or the head of a group. */
export function readField(cursor: Cursor, oneof: string | undefined): FieldHead | undefined {
  const from = cursor.at;
  const start = startHere(cursor);
  const label = takeLabel(cursor);
  const type = readType(cursor);
  const named = type && readName(cursor, 'a field');
  if (!type || !named) {
    if (!type) fail(cursor, `expected a field, message or option${seen(cursor)}`);
    return undefined;
  }
  return fieldBehind(cursor, { from, start }, named, {
    ...type,
    ...(label === undefined ? {} : { label }),
    ...(oneof === undefined ? {} : { oneof }),
  });
}

type TypePart = Pick<FieldDeclaration, 'type' | 'typeAt' | 'key' | 'label' | 'oneof'>;

/** The rest of a field, behind its name. */
function fieldBehind(cursor: Cursor, { from, start }: { from: number; start: number }, { name, at }: Named, type: TypePart): FieldHead {
  expect(cursor, '=');
  const number = readInteger(cursor);
  if (number === undefined) fail(cursor, `expected the number of the field \`${name}\`${seen(cursor)}`);
  const options = readBracketed(cursor);
  const isGroup = type.type === 'group' && isSign(cursor, '{');
  if (!isGroup) expect(cursor, ';');
  const declared = {
    at,
    extent: since(cursor, start),
    options,
    ...commentOf(cursor, from, endBefore(cursor)),
    number: number ?? 0,
    ...type,
  };
  return { field: isGroup ? { name: name.toLowerCase(), ...declared, type: name, group: true } : { name, ...declared }, isGroup };
}

/** The word is the type where its name and a number follow: a message may be called `optional`. */
function takeLabel(cursor: Cursor): Label | undefined {
  const label = wordAt(cursor);
  if (!LABELS.has(label) || wordAt(cursor, 2) === '=') return undefined;
  cursor.at++;
  return label as Label;
}

function readType(cursor: Cursor): Pick<FieldDeclaration, 'type' | 'typeAt' | 'key'> | undefined {
  const start = startHere(cursor);
  if (wordAt(cursor) === 'map' && cursor.tokens.text[cursor.tokens.starts[cursor.at + 1] ?? -1] === '<') {
    cursor.at += 2;
    const key = takeName(cursor);
    expect(cursor, ',');
    const type = takeName(cursor);
    expect(cursor, '>');
    return key === undefined || type === undefined ? undefined : { type, typeAt: since(cursor, start), key };
  }
  const type = takeName(cursor);
  return type === undefined ? undefined : { type, typeAt: since(cursor, start) };
}

/** `RED = 1 [deprecated = true];` */
export function readValueOfEnum(cursor: Cursor): ValueDeclaration | undefined {
  const from = cursor.at;
  const start = startHere(cursor);
  const named = readName(cursor, 'a value');
  if (!named) return undefined;
  expect(cursor, '=');
  const numberAt = spanAt(cursor);
  const number = readInteger(cursor);
  if (number === undefined) fail(cursor, `expected the number of the value \`${named.name}\`${seen(cursor)}`);
  const till = endBefore(cursor);
  const options = readBracketed(cursor);
  expect(cursor, ';');
  return {
    ...named,
    extent: since(cursor, start),
    options,
    ...commentOf(cursor, from, endBefore(cursor)),
    number: number ?? 0,
    numberAt: [numberAt[0], Math.max(till, numberAt[0])],
  };
}

export interface Ranges {
  readonly reserved: NumberRange[];
  readonly reservedNames: string[];
}

/** `reserved 2, 9 to 11, 40 to max;`, `reserved "foo", "bar";` and, in editions, `reserved foo, bar;`. */
export function readReserved(cursor: Cursor, max: number, { reserved, reservedNames }: Ranges): void {
  do {
    if (kindAt(cursor) === TEXT) reservedNames.push(readStrings(cursor));
    else if (kindAt(cursor) === WORD) reservedNames.push(takeName(cursor) ?? '');
    else if (!readRange(cursor, max, reserved)) break;
  } while (take(cursor, ','));
  if (!expect(cursor, ';')) recover(cursor);
}

/** `extensions 100 to 199 [declaration = {…}];` */
export function readExtensionRanges(cursor: Cursor, max: number, into: NumberRange[]): void {
  while (readRange(cursor, max, into) && take(cursor, ',')) continue;
  readBracketed(cursor);
  if (!expect(cursor, ';')) recover(cursor);
}

function readRange(cursor: Cursor, max: number, into: NumberRange[]): boolean {
  const start = readInteger(cursor);
  if (start === undefined) {
    fail(cursor, `expected a number or a name${seen(cursor)}`);
    return false;
  }
  const end = !takeWord(cursor, 'to') ? start : takeWord(cursor, 'max') ? max : readInteger(cursor);
  if (end === undefined) fail(cursor, `expected a number or \`max\`${seen(cursor)}`);
  into.push({ start, end: end ?? start });
  return end !== undefined;
}
