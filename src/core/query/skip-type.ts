import { peek, takeGroup, word } from '../sql/cursor.ts';
import { isNamed, signAt, type Reader } from './reader.ts';
import { TYPE_TAILS } from './words.ts';

/** Goes over a type: `numeric(10, 2)`, `timestamp with time zone`, `ARRAY<STRUCT<a INT64>>`, `"s"."t"[]`. */
export function skipType(reader: Reader): void {
  if (!isNamed(peek(reader))) return;
  reader.at++;
  while (signAt(reader) === '.' && isNamed(peek(reader, 1))) reader.at += 2;
  for (let more = true; more;) {
    const { at } = reader;
    if (signAt(reader) === '(') takeGroup(reader);
    else if (signAt(reader) === '<' && /^(?:ARRAY|STRUCT|MAP|ROW|RANGE|TABLE)$/.test(reader.tokens[at - 1]?.upper ?? ''))
      skipAngles(reader);
    else if (signAt(reader) === '[') takeGroup(reader);
    else if (TYPE_TAILS.has(word(reader)) && !isClause(reader)) reader.at++;
    more = reader.at > at;
  }
}

/** `WITH` and `SET` belong to a type only in a phrase. */
function isClause(reader: Reader): boolean {
  const next = word(reader, 1);
  if (word(reader) === 'WITH' || word(reader) === 'WITHOUT') return next !== 'TIME' && next !== 'LOCAL';
  if (word(reader) === 'SET' || word(reader) === 'OBJECT' || word(reader) === 'TYPE')
    return !/^(?:CHARACTER|LARGE)$/.test(reader.tokens[reader.at - 1]?.upper ?? '');
  if (word(reader) === 'TIME') return !/^(?:WITH|WITHOUT|LOCAL)$/.test(reader.tokens[reader.at - 1]?.upper ?? '');
  return word(reader) === 'ZONE' && reader.tokens[reader.at - 1]?.upper !== 'TIME';
}

function skipAngles(reader: Reader): void {
  let depth = 0;
  do {
    const sign = signAt(reader);
    depth += Number(sign === '<') - Number(sign === '>');
    reader.at++;
  } while (depth > 0 && reader.at < reader.end);
}
