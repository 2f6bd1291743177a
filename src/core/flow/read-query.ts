import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  skip,
  take,
  takeAny,
  takeGroup,
  takeSign,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from '../sql/cursor.ts';
import { takeName } from '../sql/names.ts';
import type { Column, Item, QueryFlow, Relation, Source } from './model.ts';
import { columnList, endsFrom, readFrom, relationOf, renameAll } from './read-from.ts';
import { readExpression } from './read-expression.ts';
import { readItems } from './read-items.ts';
import { MAX_DEPTH, mergeSources, tableItems, type Bound, type Gathering, type Scope } from './scope.ts';

/** Items that one statement may make: stars of stars multiply. */
const MAX_ITEMS = 50_000;

/** How the readers of clauses read a query that stands inside of them. */
export interface ReadNested {
  /** Whether the bracket here holds a query. */
  begins(cursor: Cursor): boolean;
  /** Reads the query in the bracket here, and moves behind it. */
  query(cursor: Cursor, outer: Scope): { readonly items: readonly Item[]; readonly partial: boolean };
  /** The same, for where only its value counts. */
  scalar(cursor: Cursor, outer: Scope): readonly Source[];
}

const NO_SCOPE: Scope = { bound: [], named: new Map() };

export const newGathering = (): Gathering => ({ reads: [], partial: false, budget: MAX_ITEMS });

/** Reads the query from here to the end of the cursor. Never throws; what it cannot follow makes it partial. Linear but for stars of stars. */
export function readFlow(cursor: Cursor): QueryFlow {
  const gathering = newGathering();
  const items = readQueryInto(cursor, NO_SCOPE, gathering, 0);
  return { items, reads: distinctReads(gathering.reads), partial: gathering.partial };
}

export function distinctReads(reads: readonly Relation[]): readonly Relation[] {
  return [...new Map([...reads].reverse().map((relation) => [relation.key, relation])).values()].reverse();
}

export function nestedReader(gathering: Gathering, depth: number): ReadNested {
  const query = (cursor: Cursor, outer: Scope): { readonly items: readonly Item[]; readonly partial: boolean } => {
    const before = gathering.partial;
    gathering.partial = false;
    const items = readQueryInto(within(cursor, takeGroup(cursor)), outer, gathering, depth + 1);
    const partial = gathering.partial;
    gathering.partial = before || partial;
    return { items, partial };
  };
  return {
    begins: beginsQuery,
    query,
    scalar: (cursor, outer) => mergeSources(query(cursor, outer).items.flatMap((item) => (item.kind === 'column' ? item.sources : []))),
  };
}

const QUERY: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'FROM', 'TABLE']);

/** `(SELECT …`, `((SELECT …`, `(WITH …`, `(VALUES …`. */
function beginsQuery(cursor: Cursor): boolean {
  let ahead = 0;
  while (isSign(cursor, '(', ahead) && ahead < MAX_DEPTH) ahead++;
  const upper = word(cursor, ahead);
  return ahead > 0 && (QUERY.has(upper) || (upper === 'VALUES' && isSign(cursor, '(', ahead + 1)));
}

/** A query with its set operations: the columns of the first, each fed by those of all. */
export function readQueryInto(cursor: Cursor, outer: Scope, gathering: Gathering, depth: number): readonly Item[] {
  if (depth > MAX_DEPTH) {
    gathering.partial = true;
    return [];
  }
  const scope = withNamed(cursor, outer, gathering, depth);
  return unionsOf(cursor, scope, gathering, depth, () => undefined);
}

function unionsOf(
  cursor: Cursor,
  scope: Scope,
  gathering: Gathering,
  depth: number,
  first: (items: readonly Item[]) => void,
): readonly Item[] {
  let items: Item[] = [...readBranch(cursor, scope, gathering, depth)];
  first(items);
  while (!isDone(cursor)) {
    if (!takeAny(cursor, ['UNION', 'EXCEPT', 'INTERSECT', 'MINUS'])) {
      if (isSign(cursor, '(') && beginsQuery(cursor)) nestedReader(gathering, depth).scalar(cursor, scope);
      else cursor.at++;
      continue;
    }
    const byName = setWords(cursor);
    const more = readBranch(cursor, scope, gathering, depth);
    items = byName && isCounted(items) && isCounted(more) ? bothByName(items, more) : both(items, more, gathering);
  }
  return items;
}

/** Moves behind ALL, DISTINCT and the like; true where columns go by name. Source: Snowflake, DuckDB, Databricks: UNION BY NAME. */
function setWords(cursor: Cursor): boolean {
  let byName = false;
  for (let found = takeAny(cursor, SET_WORDS); found; found = takeAny(cursor, SET_WORDS)) byName ||= found === 'BY NAME';
  return byName;
}

const SET_WORDS = ['ALL', 'DISTINCT', 'BY NAME', 'OUTER', 'CORRESPONDING'];

const isCounted = (items: readonly Item[]): items is readonly Column[] => items.every(({ kind }) => kind === 'column');

const onlyColumn = (item: Item): readonly Column[] => (item.kind === 'column' ? [item] : []);

function bothByName(items: readonly Column[], more: readonly Column[]): Item[] {
  const same = (one: Column, other: Column): boolean => one.name?.toLowerCase() === other.name?.toLowerCase();
  const merged = items.map((item): Item => {
    const other = more.find((one) => same(one, item));
    return other ? { ...item, sources: mergeSources([...item.sources, ...other.sources]) } : item;
  });
  return [...merged, ...more.filter((one) => !items.some((item) => same(one, item)))];
}

/** By position, where both can be counted; else once stars are known. */
function both(items: Item[], more: readonly Item[], gathering: Gathering): Item[] {
  if (items.length === 0 || more.length === 0) return items.length === 0 ? [...more] : items;
  const [first] = items;
  if (first?.kind === 'union' && items.length === 1) return [{ ...first, branches: [...first.branches, more] }];
  const [some, others] = [items.flatMap(onlyColumn), more.flatMap(onlyColumn)];
  if (some.length < items.length || others.length < more.length) return [{ kind: 'union', branches: [items, more] }];
  if (items.length !== more.length) gathering.partial = true;
  return some.map((item, at): Item => {
    const other = others[at];
    if (!other) return item;
    const how = item.how === 'same' && other.how === 'same' ? 'same' : 'computed';
    return { ...item, sources: mergeSources([...item.sources, ...other.sources]), how };
  });
}

function readBranch(cursor: Cursor, scope: Scope, gathering: Gathering, depth: number): readonly Item[] {
  if (isSign(cursor, '(')) return depth > MAX_DEPTH ? [] : readQueryInto(within(cursor, takeGroup(cursor)), scope, gathering, depth + 1);
  if (isNext(cursor, 'WITH')) return unionsOf(cursor, withNamed(cursor, scope, gathering, depth), gathering, depth, () => undefined);
  if (isNext(cursor, 'VALUES') || isNext(cursor, 'VALUE')) return valuesOf(cursor, scope, nestedReader(gathering, depth));
  if (take(cursor, 'TABLE')) return tableQuery(cursor, scope, gathering);
  if (isNext(cursor, 'FROM')) return fromFirst(cursor, scope, gathering, depth);
  if (!take(cursor, 'SELECT')) return [];
  return readSelect(cursor, scope, gathering, depth);
}

/** Rows of values: columns without names, fed by the queries that stand in them. */
function valuesOf(cursor: Cursor, scope: Scope, nested: ReadNested): readonly Item[] {
  cursor.at++;
  take(cursor, 'ROW');
  const location = placeOf(cursor, { from: cursor.at, to: cursor.at + 1 });
  let items: readonly Column[] = [];
  while (isSign(cursor, '(')) {
    const isRead = holdsQuery(cursor);
    const group = takeGroup(cursor);
    if (!isRead && items.length > 0) {
      if (!takeSign(cursor, ',')) break;
      continue;
    }
    const row = partsOf(cursor, group).slice(0, MOST_VALUES);
    const read = isRead ? row.map((part) => readExpression(cursor, part, scope, nested).sources) : [];
    items = row.map((_, at): Column => {
      const sources = mergeSources([...(items[at]?.sources ?? []), ...(read[at] ?? [])]);
      return { kind: 'column', location, extent: location, sources, how: 'computed' };
    });
    if (!takeSign(cursor, ',')) break;
    take(cursor, 'ROW');
  }
  return items;
}

const MOST_VALUES = 1000;

function tableQuery(cursor: Cursor, scope: Scope, gathering: Gathering): readonly Item[] {
  const name = takeName(cursor);
  const common = name && scope.named.get(name.key);
  if (!name || common) return common ?? [];
  const relation = relationOf(name);
  gathering.reads.push(relation);
  return tableItems(relation);
}

/** `FROM x SELECT …`, `FROM x |> …`, and `FROM x` alone. */
function fromFirst(cursor: Cursor, outer: Scope, gathering: Gathering, depth: number): readonly Item[] {
  cursor.at++;
  const nested = nestedReader(gathering, depth);
  const scope: Scope = { bound: readFrom(cursor, { outer, nested, gathering }), named: outer.named, outer };
  if (!take(cursor, 'SELECT'))
    return piped(
      cursor,
      scope.bound.flatMap(({ items }) => items),
      { outer: scope, gathering, depth },
    );
  const list = selectList(cursor);
  const items = readItems(cursor, list, { scope, nested, gathering });
  readRest(cursor, scope, nested);
  return items;
}

interface Piping {
  readonly outer: Scope;
  readonly gathering: Gathering;
  readonly depth: number;
}

/** BigQuery's pipes: each step reads what the one before gave. Source: BigQuery, "Pipe query syntax". */
function piped(cursor: Cursor, start: readonly Item[], { outer, gathering, depth }: Piping): readonly Item[] {
  let items = start;
  while (isSign(cursor, '|') && isSign(cursor, '>', 1)) {
    cursor.at += 2;
    const from = cursor.at;
    while (!isDone(cursor) && !(isSign(cursor, '|') && isSign(cursor, '>', 1))) skip(cursor);
    const step = within(cursor, { from, to: cursor.at });
    const aliases = outer.bound.map((bound): Bound => ({ ...bound }));
    const scope: Scope = { bound: [{ alias: '', items, partial: false }], named: outer.named, outer: { ...outer, bound: aliases } };
    items = pipeStep(step, items, { scope, gathering, depth });
  }
  return items;
}

function pipeStep(
  step: Cursor,
  items: readonly Item[],
  { scope, gathering, depth }: { readonly scope: Scope; readonly gathering: Gathering; readonly depth: number },
): readonly Item[] {
  const nested = nestedReader(gathering, depth);
  const rest = (): Span => ({ from: step.at, to: step.end });
  if (take(step, 'SELECT')) return readItems(step, rest(), { scope, nested, gathering });
  if (take(step, 'EXTEND')) return [...items, ...readItems(step, rest(), { scope, nested, gathering })];
  if (take(step, 'AGGREGATE')) return readItems(step, withoutGroup(step), { scope, nested, gathering });
  if (takeAny(step, ['JOIN', 'LEFT JOIN', 'INNER JOIN', 'CROSS JOIN', 'FULL JOIN', 'RIGHT JOIN', 'LEFT OUTER JOIN']))
    return [...items, ...readFrom(step, { outer: scope, nested, gathering }).flatMap((one) => one.items)];
  readExpression(step, rest(), scope, nested);
  return items;
}

/** `AGGREGATE sum(a) AS b GROUP BY c` gives c and b. */
function withoutGroup(step: Cursor): Span {
  for (let at = step.at; at < step.end; at++) if (step.tokens[at]?.upper === 'GROUP') return { from: step.at, to: at };
  return { from: step.at, to: step.end };
}

function readSelect(cursor: Cursor, outer: Scope, gathering: Gathering, depth: number): readonly Item[] {
  const nested = nestedReader(gathering, depth);
  const list = selectList(cursor);
  if (take(cursor, 'BULK', 'COLLECT')) cursor.at++;
  if (take(cursor, 'INTO')) while (!isDone(cursor) && !isNext(cursor, 'FROM') && !endsFrom(cursor)) cursor.at++;
  const bound = take(cursor, 'FROM') ? readFrom(cursor, { outer, nested, gathering }) : [];
  const scope: Scope = { bound, named: outer.named, outer };
  const items = readItems(cursor, list, { scope, nested, gathering });
  readRest(cursor, scope, nested);
  return piped(cursor, items, { outer: scope, gathering, depth });
}

/** From behind SELECT to the end of its list. */
function selectList(cursor: Cursor): Span {
  take(cursor, 'DISTINCT');
  if (take(cursor, 'ON') && isSign(cursor, '(')) takeGroup(cursor);
  takeAny(cursor, ['ALL', 'STREAM', 'STRAIGHT_JOIN']);
  if (take(cursor, 'TOP')) {
    skip(cursor);
    take(cursor, 'PERCENT');
    take(cursor, 'WITH', 'TIES');
  }
  if (isNext(cursor, 'AS', 'STRUCT') || isNext(cursor, 'AS', 'VALUE')) cursor.at += 2;
  const from = cursor.at;
  while (!isDone(cursor) && !endsList(cursor)) skip(cursor);
  return { from, to: cursor.at };
}

/** EXCEPT behind a star leaves out columns; FROM behind `IS DISTINCT` compares. */
function endsList(cursor: Cursor): boolean {
  const before = cursor.tokens[cursor.at - 1];
  const upper = word(cursor);
  if (isSign(cursor, '|') && isSign(cursor, '>', 1)) return true;
  if (upper === 'FROM') return before?.upper !== 'DISTINCT' || cursor.tokens[cursor.at - 2]?.upper === 'SELECT';
  if (upper === 'EXCEPT') return !(before?.kind === 'punctuation' && cursor.text[before.start] === '*');
  return LIST_ENDS.has(upper) && !(before?.kind === 'punctuation' && cursor.text[before.start] === '.') && !(before?.upper === 'AS');
}

const LIST_ENDS: ReadonlySet<string> = new Set('INTO WHERE GROUP UNION INTERSECT MINUS ORDER LIMIT HAVING QUALIFY BULK WINDOW'.split(' '));

/** WHERE, GROUP BY and all that follows, up to the next set operation: only queries inside matter. */
function readRest(cursor: Cursor, scope: Scope, nested: ReadNested): void {
  while (!isDone(cursor) && !SET_OPERATIONS.has(word(cursor)) && !(isSign(cursor, '|') && isSign(cursor, '>', 1))) {
    if (!isSign(cursor, '(')) cursor.at++;
    else if (nested.begins(cursor)) nested.scalar(cursor, scope);
    else if (holdsQuery(cursor)) readExpression(cursor, takeGroup(cursor), scope, nested);
    else takeGroup(cursor);
  }
}

const SET_OPERATIONS: ReadonlySet<string> = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS']);

function holdsQuery(cursor: Cursor): boolean {
  const look = { ...cursor };
  const { from, to } = takeGroup(look);
  for (let at = from; at < to; at++) if (cursor.tokens[at]?.upper === 'SELECT') return true;
  return false;
}

/** `WITH a AS (…), b (x) AS (…)`: moves behind it. A query that names itself is read again until nothing new comes. */
export function withNamed(cursor: Cursor, outer: Scope, gathering: Gathering, depth: number): Scope {
  if (!take(cursor, 'WITH')) return outer;
  take(cursor, 'RECURSIVE');
  const named = new Map(outer.named);
  const scope: Scope = { ...outer, named };
  while (!isDone(cursor) && !['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(word(cursor))) {
    const token = peek(cursor);
    cursor.at++;
    const columns = isSign(cursor, '(') && !beginsQuery(cursor) ? columnList(cursor) : [];
    take(cursor, 'AS');
    takeAny(cursor, ['NOT MATERIALIZED', 'MATERIALIZED']);
    if (!token || !isSign(cursor, '(')) break;
    const body = takeGroup(cursor);
    const key = valueOf(cursor, token).toLowerCase();
    named.set(key, commonItems(within(cursor, body), key, { scope, gathering, depth, columns }));
    if (!takeSign(cursor, ',') && !['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(word(cursor)) && !isSign(cursor, '(')) break;
    if (isSign(cursor, '(')) break;
  }
  return scope;
}

interface Common {
  readonly scope: Scope;
  readonly gathering: Gathering;
  readonly depth: number;
  readonly columns: ReturnType<typeof columnList>;
}

const MOST_ROUNDS = 4;

function commonItems(body: Cursor, key: string, { scope, gathering, depth, columns }: Common): readonly Item[] {
  const finish = (items: readonly Item[]): readonly Item[] =>
    columns.length > 0 ? renameAll(items, columns, undefined, gathering) : items;
  const read = (known: readonly Item[] | undefined): readonly Item[] => {
    const inner: Scope = known ? { ...scope, named: new Map([...scope.named, [key, known]]) } : scope;
    return finish(readQueryInto({ ...body }, inner, gathering, depth + 1));
  };
  if (!namesItself(body, key)) return read(undefined);
  let known: readonly Item[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = read(known);
    if (sizeOf(next) === sizeOf(known)) return next;
    known = next;
  }
  return known;
}

const sizeOf = (items: readonly Item[]): number =>
  items.reduce((sum, item) => sum + 1 + (item.kind === 'column' ? item.sources.length : 0), 0);

function namesItself(body: Cursor, key: string): boolean {
  for (let at = body.at; at < body.end; at++) {
    const token = body.tokens[at];
    const before = body.tokens[at - 1];
    if (
      token &&
      (token.kind === 'word' || token.kind === 'name') &&
      (before?.upper === 'FROM' || before?.upper === 'JOIN' || (before && body.text[before.start] === ',')) &&
      valueOf(body, token).toLowerCase() === key
    )
      return true;
  }
  return false;
}
