import { peek, textOf, word } from '../sql/cursor.ts';
import type { Place } from './model.ts';
import { takeAlias } from './names.ts';
import { inGroup, isNamed, placeFrom, placeOfToken, signAt, type Reader } from './reader.ts';
import { ENDS, SOFT_ENDS } from './words.ts';

/** A name that a value is given, and where. */
export interface Alias {
  readonly name: string;
  readonly at: Place;
}

/** `AS a`, `a`, and Hive's `AS (a, b)` for a function that gives several columns. */
export function takeAliases(reader: Reader): readonly Alias[] {
  const isStated = word(reader) === 'AS';
  if (isStated) reader.at++;
  else if (!isNamed(peek(reader)) || ENDS.has(word(reader)) || SOFT_ENDS.has(word(reader))) return [];
  if (isStated && signAt(reader) === '(') return inGroup(reader, () => aliasList(reader));
  const from = reader.at;
  const name = takeAlias(reader);
  return name === undefined ? [] : [{ name, at: placeFrom(reader, from) }];
}

function aliasList(reader: Reader): readonly Alias[] {
  const names: Alias[] = [];
  for (; reader.at < reader.end; reader.at++) {
    const token = peek(reader);
    if (token && isNamed(token)) names.push({ name: textOf(reader, token).replaceAll(/["`]/g, ''), at: placeOfToken(reader, token) });
  }
  return names;
}
