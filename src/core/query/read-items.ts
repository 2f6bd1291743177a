import { peek, skip, take, valueOf, word } from '../sql/cursor.ts';
import type { Item, Mention, Place, StarItem, ValueItem } from './model.ts';
import { takeMention, takeNames, takePairs } from './names.ts';
import { placeOfToken, inGroup, isHole, isNamed, isOpening, placeFrom, signAt, startsQuery, type Reader } from './reader.ts';
import { readValue, type ReadValue } from './read-value.ts';
import { ENDS, SOFT_ENDS, STARTS } from './words.ts';

/** Items of a list, and which of them are made by a window that is described elsewhere. */
export interface ReadItems {
  readonly items: readonly Item[];
  readonly windows: readonly { readonly item: number; readonly window: string }[];
}

/** The items of a select list, up to the clause behind it. */
export function readItems(reader: Reader): ReadItems {
  const items: Item[] = [];
  const windows: { item: number; window: string }[] = [];
  while (reader.at < reader.end && !isListEnd(reader)) {
    const { at } = reader;
    const before = items.length;
    const star = starAt(reader);
    if (star) items.push(star);
    else if (isLoneHole(reader)) items.push({ do: 'hole', at: placeOfHole(reader) });
    else if (signAt(reader) !== ',') windows.push(...readItem(reader, items));
    if (!toNextItem(reader, at)) break;
    reader.gathered.items -= items.length - before;
    if (reader.gathered.items <= 0) return cut(reader, { items, windows });
  }
  return { items, windows };
}

/** Goes behind the list without keeping the rest of it. */
function cut(reader: Reader, told: ReadItems): ReadItems {
  reader.gathered.partial = true;
  while (reader.at < reader.end && !isListEnd(reader)) skip(reader);
  return told;
}

function readItem(reader: Reader, items: Item[]): ReadItems['windows'] {
  const from = reader.at;
  const named = assignedName(reader);
  const read = readValue(reader, true);
  const told = itemsOf(reader, read, named ? { ...named, from } : { from });
  items.push(...told);
  return read.windows.map((window) => ({ item: items.length - 1, window }));
}

/** Behind the comma; false where none comes. What stands behind an alias is left out. */
function toNextItem(reader: Reader, at: number): boolean {
  while (reader.at < reader.end && signAt(reader) !== ',' && !isListEnd(reader)) skip(reader);
  if (signAt(reader) !== ',') return false;
  reader.at = Math.max(reader.at + 1, at + 1);
  return true;
}

function isListEnd(reader: Reader): boolean {
  const sign = signAt(reader);
  if (sign === ')' || sign === ';' || (sign === '|' && signAt(reader, 1) === '>')) return true;
  const upper = word(reader);
  if (ENDS.has(upper)) return signAt(reader, 1) !== '.' && word(reader, 1) !== 'AS';
  const before = reader.tokens[reader.at - 1];
  const isBehind = before !== undefined && !/^(?:SELECT|DISTINCT|ALL)$/.test(before.upper) && reader.text[before.start] !== ',';
  return isBehind && (SOFT_ENDS.has(upper) || (reader.dialect === 'tsql' && STARTS.has(upper)));
}

/** T-SQL's `name = value`. */
function assignedName(reader: Reader): { readonly name: string; readonly at: Place } | undefined {
  const token = peek(reader);
  if (reader.dialect !== 'tsql' || !token || !isNamed(token) || signAt(reader, 1) !== '=') return undefined;
  reader.at += 2;
  return { name: valueOf(reader, token), at: placeOfToken(reader, token) };
}

interface Around {
  readonly from: number;
  readonly name?: string;
  readonly at?: Place;
}

function itemsOf(reader: Reader, { value, aliases, end, call }: ReadValue, { from, name, at }: Around): readonly ValueItem[] {
  const extent = placeFrom(reader, from);
  if (name !== undefined && at) return [{ do: 'value', name, at, extent, ...value }];
  const named = aliases.map((alias): ValueItem => ({
    do: 'value',
    ...(isHoleName(alias.name) ? { dynamic: true } : { name: alias.name }),
    at: alias.at,
    extent,
    ...value,
  }));
  if (named.length > 0) return named;
  const own =
    ownName(reader, value.bare === true ? value.of?.[0] : undefined, end, from) ??
    (call === undefined ? undefined : labelOf(reader, call, extent));
  return [{ do: 'value', at: own?.at ?? extent, extent, ...(own ? { name: own.name } : {}), ...value }];
}

const isHoleName = (name: string): boolean => name.includes('\ue000');

/** A column alone gives its name; a cast of one does where the platform says so. Source: PostgreSQL, "Select Lists", column labels. */
function ownName(
  reader: Reader,
  mention: Mention | undefined,
  end: number,
  from: number,
): { readonly name: string; readonly at: Place } | undefined {
  const name = mention?.at(-1);
  if (mention === undefined || typeof name !== 'string' || name === '*') return undefined;
  const isPlain = mention[0][0] === reader.tokens[from]?.start && mention[0][1] === reader.tokens[end - 1]?.end;
  if (!isPlain && !isPostgres(reader)) return undefined;
  return { name, at: lastPart(reader, mention, from, end) };
}

const isPostgres = ({ dialect }: Reader): boolean => dialect === 'postgres' || dialect === 'redshift';

function lastPart(reader: Reader, [whole]: Mention, from: number, end: number): Place {
  for (let at = end - 1; at >= from; at--) {
    const token = reader.tokens[at];
    if (token?.end === whole[1]) return placeOfToken(reader, token);
  }
  return whole;
}

function labelOf(reader: Reader, call: string, at: Place): { readonly name: string; readonly at: Place } | undefined {
  return isPostgres(reader) ? { name: call.toLowerCase(), at } : undefined;
}

/** A template that stands alone gives any number of columns. */
function isLoneHole(reader: Reader): boolean {
  const token = peek(reader);
  if (!isHole(reader, token)) return false;
  let ahead = 1;
  while (isHole(reader, peek(reader, ahead))) ahead++;
  const next = signAt(reader, ahead);
  const upper = word(reader, ahead);
  return next === ',' || next === ')' || ENDS.has(upper) || reader.at + ahead >= reader.end;
}

function placeOfHole(reader: Reader): Place {
  const from = reader.at;
  while (isHole(reader, peek(reader))) reader.at++;
  return placeFrom(reader, from);
}

/** `*`, `a.b.*` and what may follow one; undefined where none stands here. */
function starAt(reader: Reader): StarItem | undefined {
  const from = reader.at;
  const of = isNamed(peek(reader)) && signAt(reader, 1) === '.' ? takeMention(reader).slice(1).map(String) : [];
  const isStar = of.length > 0 ? signAt(reader) === '.' && signAt(reader, 1) === '*' : signAt(reader) === '*';
  if (!isStar) {
    reader.at = from;
    return undefined;
  }
  reader.at += of.length > 0 ? 2 : 1;
  const at = placeFrom(reader, from);
  return { do: 'star', at, ...(of.length > 0 ? { of } : {}), ...readModifiers(reader) };
}

/** Source: BigQuery, "SELECT * EXCEPT", "SELECT * REPLACE"; Snowflake, "SELECT", EXCLUDE, RENAME, REPLACE and ILIKE. */
function readModifiers(reader: Reader): Partial<StarItem> {
  const told: {
    except?: readonly string[];
    rename?: readonly (readonly [string, string])[];
    replace?: readonly ValueItem[];
    like?: string;
  } = {};
  for (let more = true; more;) {
    const { at } = reader;
    const isSetOperator = word(reader) === 'EXCEPT' && (!isOpening(reader, at + 1) || startsQuery(reader, at + 2));
    if (!isSetOperator && (take(reader, 'EXCEPT') || take(reader, 'EXCLUDE'))) told.except = [...(told.except ?? []), ...takeNames(reader)];
    else if (take(reader, 'RENAME')) told.rename = takePairs(reader);
    else if (take(reader, 'REPLACE')) told.replace = replacements(reader);
    else if ((word(reader) === 'ILIKE' || word(reader) === 'LIKE') && peek(reader, 1)?.kind === 'string') told.like = likeOf(reader);
    more = reader.at > at;
  }
  return told;
}

function replacements(reader: Reader): readonly ValueItem[] {
  const values = (): readonly ValueItem[] => readItems(reader).items.filter((item) => item.do === 'value');
  return signAt(reader) === '(' ? inGroup(reader, values) : values();
}

function likeOf(reader: Reader): string {
  const token = peek(reader, 1);
  reader.at += 2;
  return token ? valueOf(reader, token) : '';
}
