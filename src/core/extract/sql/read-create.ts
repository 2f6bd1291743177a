import type { Facts, Field } from '../../../model/asset.ts';
import { isDone, isNext, isSign, peek, placeOf, sourceOf, take, takeAny, takeGroup, valueOf, word, type Cursor } from '../../sql/cursor.ts';
import { factOf, mergeFacts, tagFact } from './facts.ts';
import { takeName, type Name } from '../../sql/names.ts';
import type { Declared, Step } from './part.ts';
import { readQuery } from '../../sql/query.ts';
import { readFields } from './read-columns.ts';
import { takeTableOption } from './read-options.ts';
import { kindOf, takeObject } from './objects.ts';

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
  const modifiers = takeModifiers(cursor);
  if (take(cursor, 'PUBLIC')) return [];
  const object = takeObject(cursor);
  const kind = object === undefined ? undefined : kindOf(object);
  if (object === undefined || kind === undefined) return [];
  take(cursor, 'IF', 'NOT', 'EXISTS');
  const name = takeName(cursor);
  if (!name) return [];
  const extent = placeOf(cursor, { from, to: cursor.end });
  const read = kind === 'table' || kind === 'view' ? readRelation(cursor) : readOther(cursor, object, name);
  const isTemporary = modifiers.some((one) => one.startsWith('TEMP')) || (cursor.dialect === 'tsql' && name.shown.startsWith('#'));
  const facts = isTemporary ? { ...read.facts, temporary: { value: true, location: name.location } } : read.facts;
  const step: Step = {
    do: 'declare',
    fields: read.fields,
    facts,
    partial: read.partial,
    replace: replaces || modifiers.includes('REPLACE'),
  };
  return [{ kind, object, name, extent, steps: [step] }, ...(read.also ?? [])];
}

/** Words between CREATE and the kind of thing, and what MySQL says there of who runs it. */
function takeModifiers(cursor: Cursor): readonly string[] {
  const start = cursor.at;
  for (let more = true; more;) {
    const [one, next] = [word(cursor), word(cursor, 1)];
    if (['ALGORITHM', 'DEFINER'].includes(one) && isSign(cursor, '=', 1)) skipDefiner(cursor);
    else if (take(cursor, 'SQL', 'SECURITY') || take(cursor, 'READ', 'ONLY')) cursor.at += Number(next === 'SECURITY');
    else if (MODIFIERS.has(one) && kindOf(`${one} ${next}`) === undefined) cursor.at++;
    else more = false;
  }
  return cursor.tokens.slice(start, cursor.at).map(({ upper }) => upper);
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
  /** What the statement says of other things. */
  readonly also?: readonly Declared[];
}

/** A table or view: its fields, its options in any order, and the query that fills it. */
function readRelation(cursor: Cursor): Read {
  let fields: readonly Field[] = [];
  let facts: Facts = {};
  let stated = false;
  if (take(cursor, 'ON', 'CLUSTER')) takeName(cursor);
  while (!isDone(cursor)) {
    if (startsQuery(cursor)) return withQuery(cursor, { fields, facts, partial: false });
    if (take(cursor, 'LIKE') || take(cursor, 'CLONE') || take(cursor, 'SHALLOW', 'CLONE') || take(cursor, 'DEEP', 'CLONE'))
      return copied(cursor, facts);
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

/** Made like another table: its fields are that one's, which this text does not say. */
function copied(cursor: Cursor, facts: Facts): Read {
  const source = takeName(cursor);
  return {
    fields: [],
    facts: source ? { ...facts, upstream: { value: [source.shown], location: source.location } } : facts,
    partial: true,
  };
}

function withQuery(cursor: Cursor, { fields, facts }: Read): Read {
  take(cursor, 'AS');
  const query = readQuery(cursor);
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
  if (object === 'POLICY' && take(cursor, 'ON')) return namedFact(cursor, 'protects');
  return takeTableOption(cursor);
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
