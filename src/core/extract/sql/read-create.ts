import type { Facts, Field } from '../../../model/asset.ts';
import { isDone, isNext, isSign, peek, placeOf, sourceOf, take, takeAny, takeGroup, valueOf, word, type Cursor } from '../../sql/cursor.ts';
import { factOf, mergeFacts, tagFact } from './facts.ts';
import { takeName, type Name } from '../../sql/names.ts';
import type { Declared, Step } from './part.ts';
import { readQueryBody } from '../../query/query-body.ts';
import { readFields } from './read-columns.ts';
import { takeTableOption } from './read-options.ts';
import { kindOf, takeObject } from './objects.ts';
import { guardedBy } from './read-policy.ts';

/** Words between CREATE and the kind of thing. */
const MODIFIERS: ReadonlySet<string> = new Set(
  'OR REPLACE ALTER LOCAL GLOBAL TEMP TEMPORARY VOLATILE TRANSIENT EXTERNAL DYNAMIC HYBRID ICEBERG EVENT FOREIGN UNLOGGED SECURE MATERIALIZED RECURSIVE LIVE STREAMING REFRESH PRIVATE INTERACTIVE IMMUTABLE FORCE PUBLIC MANAGED DELTA SHARED SNAPSHOT MULTISET SET'.split(
    ' ',
  ),
);

/** Reads `CREATE …`, Snowflake's `DEFINE …` and Iceberg's `REPLACE TABLE …`; nothing where it declares nothing that is governed. */
export function readCreate(cursor: Cursor): readonly Declared[] {
  const from = cursor.at;
  const replaces = word(cursor) === 'REPLACE';
  cursor.at++;
  const start = cursor.at;
  takeModifiers(cursor);
  if (take(cursor, 'PUBLIC')) return [];
  const object = takeObject(cursor);
  const modifiers = cursor.tokens.slice(start, cursor.at).map(({ upper }) => upper);
  const kind = object === undefined ? undefined : kindOf(object);
  if (object === undefined || kind === undefined) return [];
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const name = takeName(cursor);
  if (!name) return [];
  const extent = placeOf(cursor, { from, to: cursor.end });
  const behind = cursor.at;
  const read = kind === 'table' || kind === 'view' ? readRelation(cursor) : readOther(cursor, object, name);
  const facts = { ...read.facts, ...sortFacts(cursor, modifiers, kind, name) };
  const also = kind === 'policy' ? guardedBy({ ...cursor, at: behind }, object, name) : [];
  const step: Step = {
    do: 'declare',
    ...(read.like ? { like: read.like } : {}),
    fields: read.fields,
    facts,
    partial: read.partial,
    replace: replaces || modifiers.includes('REPLACE'),
  };
  return [{ kind, object, name, extent, steps: [step] }, ...also];
}

/** Sorts of tables that live elsewhere or differently. */
const SORTS: ReadonlySet<string> = new Set(
  'EXTERNAL DYNAMIC HYBRID ICEBERG EVENT FOREIGN TRANSIENT STREAMING UNLOGGED SNAPSHOT INTERACTIVE'.split(' '),
);

function sortFacts({ dialect }: Cursor, modifiers: readonly string[], kind: string, { shown, location }: Name): Facts {
  const sort = modifiers.find((one) => SORTS.has(one));
  const isTemporary = modifiers.some((one) => one.startsWith('TEMP')) || (dialect === 'tsql' && shown.startsWith('#'));
  return {
    ...(isTemporary ? { temporary: { value: true, location } } : {}),
    ...(sort === undefined || kind !== 'table' ? {} : { table_kind: { value: sort.toLowerCase(), location } }),
  };
}

/** Words between CREATE and the kind of thing, and what MySQL says there of who runs it. */
function takeModifiers(cursor: Cursor): void {
  for (let more = true; more;) {
    const [one, next] = [word(cursor), word(cursor, 1)];
    if (['ALGORITHM', 'DEFINER'].includes(one) && isSign(cursor, '=', 1)) skipDefiner(cursor);
    else if (take(cursor, 'SQL', 'SECURITY') || take(cursor, 'READ', 'ONLY')) cursor.at += Number(next === 'SECURITY');
    else if (MODIFIERS.has(one) && kindOf(`${one} ${next}`) === undefined) cursor.at++;
    else more = false;
  }
}

/** `DEFINER = 'admin'@'%'` */
function skipDefiner(cursor: Cursor): void {
  cursor.at += 3;
  while (!isDone(cursor) && sourceOf(cursor, { from: cursor.at, to: cursor.at + 1 }).startsWith('@')) cursor.at += 2;
  if (isSign(cursor, '(')) takeGroup(cursor);
}

interface Read {
  readonly fields: readonly Field[];
  readonly facts: Facts;
  readonly partial: boolean;
  readonly like?: NonNullable<Extract<Step, { do: 'declare' }>['like']>;
}

/** A table or view: its fields, its options in any order, and the query that fills it. */
function readRelation(cursor: Cursor): Read {
  let fields: readonly Field[] = [];
  let facts: Facts = {};
  let stated = false;
  if (take(cursor, 'ON', 'CLUSTER')) takeName(cursor);
  while (!isDone(cursor)) {
    if (startsQuery(cursor)) return withQuery(cursor, { fields, facts, partial: false });
    const copy = takeAny(cursor, COPIES);
    if (copy !== undefined) return copied(cursor, { fields, facts, partial: true }, copy);
    if (take(cursor, 'PARTITIONED', 'BY')) fields = [...fields, ...partitionFields(cursor)];
    else if (take(cursor, 'CLUSTER', 'BY') || take(cursor, 'PARTITION', 'BY')) skipExpression(cursor);
    else if (!stated && isSign(cursor, '(') && !isQueryWord(word(cursor, 1))) {
      fields = readFields(cursor, takeGroup(cursor));
      stated = true;
    } else facts = mergeFacts(facts, takeTableOption(cursor));
  }
  return { fields, facts, partial: !stated };
}

/** Hive and Athena: `PARTITIONED BY (day string)` adds columns to the table; without a type it names columns that are there. */
function partitionFields(cursor: Cursor): readonly Field[] {
  return isSign(cursor, '(') ? readFields(cursor, takeGroup(cursor)).filter(({ type }) => type !== undefined) : [];
}

function skipExpression(cursor: Cursor): void {
  if (isSign(cursor, '(', 1)) cursor.at++;
  if (isSign(cursor, '(')) takeGroup(cursor);
}

const isQueryWord = (one: string): boolean => one === 'SELECT' || one === 'WITH' || one === 'VALUES' || one === 'TABLE';

function startsQuery(cursor: Cursor): boolean {
  if (isNext(cursor, 'SELECT')) return true;
  return isNext(cursor, 'AS') && (isQueryWord(word(cursor, 1)) || isSign(cursor, '(', 1));
}

const COPIES = ['LIKE', 'CLONE', 'SHALLOW CLONE', 'DEEP CLONE', 'PARTITION OF', 'INHERITS', 'COPY'];

/** Made like another table: its fields are that one's, which this statement does not say. */
function copied(cursor: Cursor, { fields, facts }: Read, how: string): Read {
  if (isSign(cursor, '(')) cursor.at++;
  const source = takeName(cursor);
  let told = facts;
  while (!isDone(cursor)) told = mergeFacts(told, takeTableOption(cursor));
  if (!source) return { fields, facts: told, partial: true };
  const upstream: Facts =
    how === 'INHERITS' || how === 'PARTITION OF' ? {} : { upstream: { value: [source.shown], location: source.location } };
  return { fields, facts: { ...told, ...upstream }, partial: true, like: { name: source, whole: /CLONE|COPY/.test(how) } };
}

function withQuery(cursor: Cursor, { fields, facts }: Read): Read {
  take(cursor, 'AS');
  const query = readQueryBody(cursor);
  const upstream: Facts = query.upstream.length > 0 ? { upstream: query.fact } : {};
  const own = fields.length > 0 ? fields : query.fields;
  return { fields: own, facts: { ...facts, ...upstream }, partial: fields.length === 0 && query.partial };
}

/** Everything that has no columns: its options, and what its kind says besides. */
function readOther(cursor: Cursor, object: string, name: Name): Read {
  const from = cursor.at;
  let facts: Facts = {};
  const isOver = (): boolean => isDone(cursor) || (object === 'TASK' && isNext(cursor, 'AS'));
  while (!isOver()) facts = mergeFacts(facts, optionOf(cursor, object));
  return { fields: [], facts: { ...facts, ...policyFacts(cursor, object, name, from) }, partial: false };
}

function optionOf(cursor: Cursor, object: string): Facts {
  if (object === 'SCHEMA' && take(cursor, 'LOCATION')) return regionOrPath(cursor);
  if (take(cursor, 'AS', 'REPLICA', 'OF')) return namedFact(cursor, 'replica_of');
  if (object.endsWith('POLICY')) {
    const told = takePolicyWord(cursor);
    if (told) return told;
  }
  return takeTableOption(cursor);
}

/** What stands in a policy's own clauses: names of parameters and columns are no options. */
function takePolicyWord(cursor: Cursor): Facts | undefined {
  if (isNext(cursor, 'ON') && !isNext(cursor, 'ON', 'COLUMN')) {
    cursor.at++;
    return namedFact(cursor, 'protects');
  }
  if (isNext(cursor, 'COMMENT') || isSign(cursor, '=', 1)) return undefined;
  if (isSign(cursor, '(')) takeGroup(cursor);
  else cursor.at++;
  return {};
}

function namedFact(cursor: Cursor, fact: string): Facts {
  takeAny(cursor, ['TABLE', 'SCHEMA', 'CATALOG']);
  const name = takeName(cursor);
  return name ? { [fact]: factOf(name.shown, name.location) } : {};
}

function regionOrPath(cursor: Cursor): Facts {
  const token = peek(cursor);
  const from = cursor.at++;
  return token ? { location: factOf(valueOf(cursor, token), placeOf(cursor, { from, to: cursor.at })) } : {};
}

/** A policy object's own words: what it hides, for whoever asks. */
function policyFacts(cursor: Cursor, object: string, name: Name, from: number): Facts {
  if (!object.endsWith('POLICY')) return object === 'TAG' ? tagFact('tag', true, name.location) : {};
  return {
    policy_kind: { value: object.toLowerCase(), location: name.location },
    body: { value: sourceOf(cursor, { from, to: cursor.end }).length, location: name.location },
  };
}
