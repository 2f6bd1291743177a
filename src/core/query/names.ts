import { partsOf, peek, valueOf, type Cursor } from '../sql/cursor.ts';
import { inGroup, isNamed, placeFrom, signAt, type Reader } from './reader.ts';
import type { Mention } from './model.ts';

/** `a.b.c`, quoted or not, and `a.*` where it stands inside of a function. */
export function takeMention(reader: Reader): Mention {
  const from = reader.at;
  const parts: string[] = [];
  for (let token = peek(reader); token && isNamed(token); token = peek(reader)) {
    const value = valueOf(reader, token);
    if (token.kind === 'name' && reader.text[token.start] === '`') parts.push(...value.split('.'));
    else parts.push(value);
    reader.at++;
    if (signAt(reader) !== '.' || !isNamed(peek(reader, 1))) break;
    reader.at++;
  }
  return [placeFrom(reader, from), ...parts];
}

/** `(a, b, c)`, or one name alone; what is no name counts as one without text. */
export function takeNames(reader: Reader): readonly string[] {
  if (signAt(reader) === '(') return inGroup(reader, () => listedNames(reader));
  const token = peek(reader);
  reader.at++;
  return token ? [valueOf(reader, token).toLowerCase()] : [];
}

/** The last part of each name of a list: types and other words behind a name are not looked at. */
export function listedNames(reader: Reader): readonly string[] {
  return partsOf(reader, { from: reader.at, to: reader.end }).map(({ from }) => {
    const look = { ...reader, at: from };
    return takeMention(look).at(-1)?.toString().toLowerCase() ?? '';
  });
}

/** `(a AS b, c AS d)`, or one such pair. */
export function takePairs(reader: Reader): readonly (readonly [string, string])[] {
  if (signAt(reader) === '(')
    return inGroup(reader, () =>
      partsOf(reader, { from: reader.at, to: reader.end }).flatMap((part) => pairOf(reader, part.from, part.to)),
    );
  const { at } = reader;
  reader.at += 3;
  return pairOf(reader, at, at + 3);
}

function pairOf(cursor: Cursor, from: number, to: number): readonly (readonly [string, string])[] {
  const [old, now] = [cursor.tokens[from], cursor.tokens[to - 1]];
  return old && now ? [[valueOf(cursor, old).toLowerCase(), valueOf(cursor, now).toLowerCase()]] : [];
}

/** A name as an alias: in the letters of its author, without quotes. */
export function takeAlias(reader: Reader): string | undefined {
  const token = peek(reader);
  if (!token || (!isNamed(token) && token.kind !== 'string')) return undefined;
  reader.at++;
  return valueOf(reader, token);
}
