import type { Json } from '../../../model/json.ts';
import { endBefore, expect, fail, isEnd, isSign, kindAt, seen, since, startHere, take, takeName, wordAt, type Cursor } from './cursor.ts';
import type { Option } from './part.ts';
import { readText } from './read-text.ts';
import { NUMBER, TEXT, WORD } from './tokens.ts';

/** `option java_package = "…";`, behind the word `option`. */
export function readOptionStatement(cursor: Cursor, into: Option[]): void {
  const option = readOption(cursor);
  if (option) into.push(option);
  expect(cursor, ';');
}

/** `[deprecated = true, (acme.pii) = "email"]`, where there is one. */
export function readBracketed(cursor: Cursor): readonly Option[] {
  const options: Option[] = [];
  if (!take(cursor, '[')) return options;
  while (!isEnd(cursor) && !isSign(cursor, ']')) {
    const option = readOption(cursor);
    if (!option) break;
    options.push(option);
    if (!take(cursor, ',')) break;
  }
  expect(cursor, ']');
  return options;
}

function readOption(cursor: Cursor): Option | undefined {
  const start = startHere(cursor);
  const custom = isSign(cursor, '(');
  const name = readOptionName(cursor);
  if (name === undefined) {
    fail(cursor, `expected the name of an option${seen(cursor)}`);
    return undefined;
  }
  const at = since(cursor, start);
  expect(cursor, '=');
  const from = startHere(cursor);
  const value = readValue(cursor);
  return { name, custom, at, value, valueAt: since(cursor, from) };
}

/** `(acme.gov).pii`, `features.(pb.cpp).string_type`: the parts, without parentheses. */
function readOptionName(cursor: Cursor): string | undefined {
  const parts: string[] = [];
  do {
    const inner = take(cursor, '(');
    const part = takeName(cursor);
    if (part === undefined) return undefined;
    parts.push(part.replace(/^\./, ''));
    if (inner && !take(cursor, ')')) return undefined;
  } while (take(cursor, '.'));
  return parts.join('.');
}

/** A scalar, or the text form of a message. The depth of the file is bounded. */
function readValue(cursor: Cursor): Json {
  if (take(cursor, '{')) return readMessage(cursor, '}');
  if (kindAt(cursor) === TEXT) return readStrings(cursor);
  const sign = take(cursor, '-') ? '-' : (take(cursor, '+'), '');
  const kind = kindAt(cursor);
  const word = wordAt(cursor);
  if (kind !== NUMBER && kind !== WORD) {
    fail(cursor, `expected the value of an option${seen(cursor)}`);
    return null;
  }
  if (kind === NUMBER) {
    cursor.at++;
    return numberOf(sign, word);
  }
  const name = takeName(cursor) ?? word;
  return name === 'true' || name === 'false' ? name === 'true' : sign + name;
}

/** What a float cannot hold exactly stays in its digits. */
export function numberOf(sign: string, word: string): number | string {
  const octal = /^0[0-7]+$/.test(word);
  const value = octal ? Number.parseInt(word, 8) : Number(/^0x/i.test(word) ? word : word.replace(/f$/i, ''));
  const exact = !/^\d+$/.test(word) || Number.isSafeInteger(value);
  return exact && Number.isFinite(value) ? (sign === '-' ? -value : value) : sign + word;
}

/** Strings that stand beside each other are one. */
export function readStrings(cursor: Cursor): string {
  let text = '';
  for (; kindAt(cursor) === TEXT; cursor.at++) text += readText(wordAt(cursor));
  return text;
}

/** `{ pii: true, kinds: ["a", "b"], owner { team: "x" } [acme.ext]: 1 }`. Keys that stand twice make a list. */
function readMessage(cursor: Cursor, end: string): Json {
  const entries = new Map<string, Json>();
  while (!isEnd(cursor) && !isSign(cursor, end)) {
    const from = cursor.at;
    const key = readKey(cursor);
    if (key === undefined) break;
    const colon = take(cursor, ':');
    const value = readFieldValue(cursor, colon);
    const before = entries.get(key);
    entries.set(key, before === undefined ? value : [...(Array.isArray(before) ? (before as readonly Json[]) : [before]), value]);
    if (!take(cursor, ',')) take(cursor, ';');
    if (cursor.at === from) break;
  }
  if (!expect(cursor, end)) skipTo(cursor, end);
  return Object.fromEntries(entries);
}

function readKey(cursor: Cursor): string | undefined {
  if (!take(cursor, '[')) return takeName(cursor);
  const from = startHere(cursor);
  while (!isEnd(cursor) && !isSign(cursor, ']')) cursor.at++;
  const key = cursor.tokens.text.slice(from, Math.max(from, endBefore(cursor)));
  return take(cursor, ']') ? key : undefined;
}

function readFieldValue(cursor: Cursor, colon: boolean): Json {
  if (take(cursor, '<')) return readMessage(cursor, '>');
  if (take(cursor, '[')) return readList(cursor);
  if (!colon && !isSign(cursor, '{')) fail(cursor, `expected \`:\`${seen(cursor)}`);
  return readValue(cursor);
}

function readList(cursor: Cursor): Json {
  const items: Json[] = [];
  while (!isEnd(cursor) && !isSign(cursor, ']')) {
    const from = cursor.at;
    items.push(take(cursor, '<') ? readMessage(cursor, '>') : readValue(cursor));
    if (!take(cursor, ',') || cursor.at === from) break;
  }
  expect(cursor, ']');
  return items;
}

/** Leaves a message of text that cannot be read at its end, so that what follows it can. */
function skipTo(cursor: Cursor, end: string): void {
  let depth = 0;
  for (; !isEnd(cursor); cursor.at++) {
    if (isSign(cursor, '{')) depth++;
    if (isSign(cursor, '}') && depth-- === 0) break;
    if (depth === 0 && isSign(cursor, ';')) return;
  }
  take(cursor, end);
}

/** A sign, then digits; undefined where no whole number stands here. */
export function readInteger(cursor: Cursor): number | undefined {
  const from = cursor.at;
  const sign = take(cursor, '-') ? '-' : '';
  const value = kindAt(cursor) === NUMBER ? Number(numberOf(sign, wordAt(cursor))) : Number.NaN;
  if (Number.isInteger(value)) {
    cursor.at++;
    return value;
  }
  cursor.at = from;
  return undefined;
}
