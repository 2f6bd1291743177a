import { isSign, partsOf, peek, placeOf, take, takeGroup, textOf, valueOf, within, type Cursor, type Span } from '../sql/cursor.ts';
import type { Column, Item, Star } from './model.ts';
import { readExpression } from './read-expression.ts';
import type { ReadNested } from './read-query.ts';
import type { Location } from '../../model/source.ts';
import { findBound, joinedColumn, type Bound, type Gathering, type Scope } from './scope.ts';

/** What reading a select list needs. */
export interface Reading {
  readonly scope: Scope;
  readonly nested: ReadNested;
  readonly gathering: Gathering;
}

/** The items of a select list, stars over queries written out. An alias is known to the items behind it. */
export function readItems(cursor: Cursor, list: Span, reading: Reading): readonly Item[] {
  const items: Item[] = [];
  const made = new Map<string, Column>();
  for (const part of partsOf(cursor, list)) {
    const told = starItems(cursor, part, reading) ?? [columnItem(cursor, part, reading, made)];
    for (const item of told)
      if (item.kind === 'column' && item.name !== undefined && !made.has(item.name.toLowerCase())) made.set(item.name.toLowerCase(), item);
    reading.gathering.budget -= told.length;
    if (reading.gathering.budget < 0) {
      reading.gathering.partial = true;
      return items;
    }
    items.push(...told);
  }
  return items;
}

function columnItem(cursor: Cursor, part: Span, { scope, nested }: Reading, made: ReadonlyMap<string, Column>): Column {
  const { alias, value } = splitAlias(cursor, part);
  const lateral = lateralAlias(cursor, value, scope, made);
  if (lateral && alias) return { ...lateral, name: alias.name, location: placeOf(cursor, alias.span), extent: placeOf(cursor, part) };
  const read = readExpression(cursor, value, withAliases(scope, made), nested);
  const name = alias?.name ?? read.name;
  const location = alias ? placeOf(cursor, alias.span) : placeOf(cursor, { from: Math.max(value.from, value.to - 1), to: value.to });
  return {
    kind: 'column',
    ...(name === undefined ? {} : { name }),
    location,
    extent: placeOf(cursor, part),
    sources: read.sources,
    how: read.bare ? 'same' : 'computed',
  };
}

/** A name that no relation here surely has may be an item before it. Source: Snowflake, BigQuery, Databricks, Redshift: lateral column alias. */
function withAliases(scope: Scope, made: ReadonlyMap<string, Column>): Scope {
  if (made.size === 0) return scope;
  const open = scope.bound.some(({ items, any }) => any !== undefined || items.some(({ kind }) => kind !== 'column'));
  return open && scope.bound.length > 0
    ? scope
    : {
        bound: scope.bound,
        named: scope.named,
        outer: {
          bound: [{ alias: '', items: [...made.values()], partial: false }],
          named: scope.named,
          ...(scope.outer ? { outer: scope.outer } : {}),
        },
      };
}

function lateralAlias(cursor: Cursor, { from, to }: Span, scope: Scope, made: ReadonlyMap<string, Column>): Column | undefined {
  const token = to - from === 1 ? cursor.tokens[from] : undefined;
  const found = token && made.get(valueOf(cursor, token).toLowerCase());
  if (!token || !found) return undefined;
  const isColumn = scope.bound.some(({ items }) =>
    items.some((item) => item.kind !== 'column' || item.name?.toLowerCase() === found.name?.toLowerCase()),
  );
  return isColumn ? undefined : found;
}

interface Alias {
  readonly name: string;
  readonly span: Span;
}

/** `value AS name`, `value name`, and T-SQL's `name = value`. */
function splitAlias(cursor: Cursor, { from, to }: Span): { readonly alias?: Alias; readonly value: Span } {
  const last = cursor.tokens[to - 1];
  const before = cursor.tokens[to - 2];
  const second = cursor.tokens[from + 1];
  if (cursor.dialect === 'tsql' && second && cursor.text[second.start] === '=' && to - from > 2)
    return { alias: aliasAt(cursor, from), value: { from: from + 2, to } };
  if (!last || !before || to - from < 2) return { value: { from, to } };
  if (before.upper === 'AS' && isName(last)) return { alias: aliasAt(cursor, to - 1), value: { from, to: to - 2 } };
  const behind = before.kind === 'punctuation' ? (cursor.text[before.start] ?? '') : '';
  const follows = behind === '' ? !NO_VALUE.has(before.upper) : behind === ')' || behind === ']' || behind === '}';
  const named = last.kind === 'name' || (last.kind === 'word' && !NO_ALIAS.has(last.upper));
  if (follows && named && !endsValue(cursor, to - 1)) return { alias: aliasAt(cursor, to - 1), value: { from, to: to - 1 } };
  return { value: { from, to } };
}

const isName = ({ kind }: { readonly kind: string }): boolean => kind === 'word' || kind === 'name' || kind === 'string';

/** In `a::date` and `interval '1' day` the last word is no alias. */
function endsValue(cursor: Cursor, at: number): boolean {
  const before = cursor.tokens[at - 1];
  const two = cursor.tokens[at - 2];
  return (
    (before?.kind === 'string' && ['INTERVAL'].includes(two?.upper ?? '')) || (before !== undefined && cursor.text[before.start] === ':')
  );
}

function aliasAt(cursor: Cursor, at: number): Alias {
  const token = cursor.tokens[at];
  return { name: token ? valueOf(cursor, token) : '', span: { from: at, to: at + 1 } };
}

const NO_VALUE: ReadonlySet<string> = new Set(
  'AND OR NOT IS IN LIKE BETWEEN THEN ELSE WHEN CASE AS BY FROM DISTINCT ALL ON RLIKE ILIKE REGEXP DIV INTERVAL'.split(' '),
);
const NO_ALIAS: ReadonlySet<string> = new Set(['END', 'NULL', 'TRUE', 'FALSE', 'CURRENT_DATE', 'CURRENT_TIMESTAMP', 'DESC', 'ASC']);

/** The items that a star stands for; undefined where the part is none. */
function starItems(cursor: Cursor, part: Span, { scope, gathering, nested }: Reading): readonly Item[] | undefined {
  const look = within(cursor, part);
  const from = look.at;
  const qualifier: string[] = [];
  while (!isSign(look, '*')) {
    const token = peek(look);
    if (!token || (token.kind !== 'word' && token.kind !== 'name') || !isSign(look, '.', 1)) return undefined;
    qualifier.push(...(textOf(look, token).startsWith('`') ? valueOf(look, token).split('.') : [valueOf(look, token)]));
    look.at += 2;
  }
  if (look.at > from && qualifier.length === 0) return undefined;
  look.at++;
  const bound = qualifier.length === 0 ? scope.bound : [findBound(scope, qualifier.join('.')) ?? findBound(scope, qualifier.at(-1) ?? '')];
  const known = bound.flatMap((one) => (one ? [one] : []));
  if (known.length === 0 || known.some(({ partial, any }) => partial || any !== undefined)) gathering.partial = true;
  return modified(qualifier.length === 0 ? joinedItems(known, placeOf(cursor, part)) : known.flatMap(({ items }) => items), look, {
    scope,
    gathering,
    nested,
  });
}

/** Columns by which relations were joined come first and once. Source: SQL standard, joined table with USING. */
function joinedItems(known: readonly Bound[], location: Location): readonly Item[] {
  const using = [...new Set(known.flatMap((one) => one.using ?? []))];
  const shared = using.map((name): Column => ({
    kind: 'column',
    name,
    location,
    extent: location,
    sources: joinedColumn(known, name, location) ?? [],
    how: 'same',
  }));
  const rest = known.flatMap(({ items, natural }) =>
    natural ? items.map((item): Item => (item.kind === 'star' ? { ...item, natural } : item)) : items,
  );
  return using.length === 0 ? rest : [...shared, ...without(rest, new Set(using))];
}

/** EXCEPT and EXCLUDE leave columns out, RENAME and REPLACE give them another name or value. */
function modified(items: readonly Item[], look: Cursor, reading: Reading): readonly Item[] {
  let told = items;
  while (look.at < look.end) {
    if (take(look, 'EXCEPT') || take(look, 'EXCLUDE')) told = without(told, namesIn(look));
    else if (take(look, 'ILIKE')) told = alike(told, look);
    else if (take(look, 'RENAME')) told = renamed(told, pairsIn(look));
    else if (take(look, 'REPLACE') && isSign(look, '(')) told = replaced(told, readItems(look, takeGroup(look), reading));
    else look.at++;
  }
  return told;
}

function alike(items: readonly Item[], look: Cursor): readonly Item[] {
  const token = peek(look);
  const like = token?.kind === 'string' ? valueOf(look, token).toLowerCase() : '%';
  return items.map((item): Item => (item.kind === 'star' ? { ...item, like } : item));
}

function namesIn(look: Cursor): ReadonlySet<string> {
  const group = isSign(look, '(') ? takeGroup(look) : { from: look.at, to: ++look.at };
  const tokens = look.tokens.slice(group.from, group.to);
  return new Set(tokens.flatMap((token) => (token.kind === 'word' || token.kind === 'name' ? [valueOf(look, token).toLowerCase()] : [])));
}

function pairsIn(look: Cursor): ReadonlyMap<string, string> {
  const group = isSign(look, '(') ? takeGroup(look) : { from: look.at, to: (look.at += 3) };
  return new Map(
    partsOf(look, group).flatMap(({ from, to }): [string, string][] => {
      const [old, now] = [look.tokens[from], look.tokens[to - 1]];
      return old && now ? [[valueOf(look, old).toLowerCase(), valueOf(look, now).toLowerCase()]] : [];
    }),
  );
}

function without(items: readonly Item[], names: ReadonlySet<string>): readonly Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (item.kind === 'union') return [{ ...item, branches: item.branches.map((branch) => without(branch, names)) }];
    if (item.kind === 'star') return [{ ...item, except: [...item.except, ...names] }];
    return names.has(item.name?.toLowerCase() ?? '') ? [] : [item];
  });
}

function renamed(items: readonly Item[], names: ReadonlyMap<string, string>): readonly Item[] {
  return items.map((item): Item => {
    if (item.kind === 'union') return { ...item, branches: item.branches.map((branch) => renamed(branch, names)) };
    if (item.kind === 'star') return { ...item, renamed: { ...item.renamed, ...Object.fromEntries(names) } } satisfies Star;
    const now = names.get(item.name?.toLowerCase() ?? '');
    return now === undefined ? item : { ...item, name: now };
  });
}

function replaced(items: readonly Item[], values: readonly Item[]): readonly Item[] {
  const names = new Set(values.flatMap((item) => (item.kind === 'column' && item.name !== undefined ? [item.name.toLowerCase()] : [])));
  return [...without(items, names), ...values];
}
