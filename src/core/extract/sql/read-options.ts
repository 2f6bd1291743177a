import type { Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  sourceOf,
  take,
  takeAny,
  takeGroup,
  takeSign,
  textOf,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from '../../sql/cursor.ts';
import { allTags, factOf, mergeFacts, tagFact } from './facts.ts';
import { takeName } from '../../sql/names.ts';

/** Policies that hide values of a column or rows of a table, by the words that attach them, and the fact that they state. */
const POLICIES: readonly (readonly [string, string])[] = [
  ['MASKING POLICY', 'masking'],
  ['PROJECTION POLICY', 'projection_policy'],
  ['ROW ACCESS POLICY', 'row_filter'],
  ['AGGREGATION POLICY', 'aggregation_policy'],
  ['JOIN POLICY', 'join_policy'],
  ['ROW FILTER', 'row_filter'],
];

/** One option that governs: tags, masks, row filters. Null where something else comes. `WITH` before it is optional. */
export function takeGovernance(cursor: Cursor): Facts | null {
  const start = cursor.at;
  take(cursor, 'WITH');
  if (isNext(cursor, 'TAG') && isSign(cursor, '(', 1)) return takeTags(cursor);
  const policy = takeAny(
    cursor,
    POLICIES.map(([words]) => words),
  );
  if (policy !== undefined) return takePolicy(cursor, POLICIES.find(([words]) => words === policy)?.[1] ?? 'masking', start);
  if ((isNext(cursor, 'MASK') && peek(cursor, 1)?.kind === 'word') || (isNext(cursor, 'MASK') && peek(cursor, 1)?.kind === 'name')) {
    cursor.at++;
    return takePolicy(cursor, 'masking', start);
  }
  cursor.at = start;
  return takeMaskedWith(cursor);
}

/** T-SQL: `MASKED WITH (FUNCTION = 'email()')`. */
function takeMaskedWith(cursor: Cursor): Facts | null {
  const start = cursor.at;
  if (!take(cursor, 'MASKED', 'WITH') || !isSign(cursor, '(')) {
    cursor.at = start;
    return null;
  }
  const pairs = readPairs(cursor, takeGroup(cursor));
  return { masking: factOf(String(pairs[0]?.value ?? 'masked'), placeOf(cursor, { from: start, to: cursor.at })) };
}

function takePolicy(cursor: Cursor, fact: string, from: number): Facts {
  const name = takeName(cursor);
  if (take(cursor, 'USING') || take(cursor, 'ON')) {
    take(cursor, 'COLUMNS');
    if (isSign(cursor, '(')) takeGroup(cursor);
  }
  take(cursor, 'FORCE');
  const location = placeOf(cursor, { from, to: cursor.at });
  return { [fact]: name?.dynamic ? { unknown: name.parts.join('.'), location } : { value: name?.shown ?? 'unnamed', location } };
}

function takeTags(cursor: Cursor): Facts {
  cursor.at++;
  return tagsIn(cursor, takeGroup(cursor));
}

/** `a.b.pii = 'email', cost` as tags by their last name and their full one where they have one. */
export function tagsIn(cursor: Cursor, span: Span): Facts {
  return allTags(
    readPairs(cursor, span).flatMap(({ key, value, location }) => tagFact(lastPart(key), value ?? true, location)['tags'] ?? []),
  );
}

const lastPart = (name: string): string => (name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name);

/** One `key = value` of a list of options. Without a value it is undefined. */
export interface Pair {
  readonly key: string;
  readonly value: Json | undefined;
  readonly location: Location;
  /** What stands in the group that is the value, where it is one. */
  readonly inner?: Span;
}

export function readPairs(cursor: Cursor, span: Span): readonly Pair[] {
  return partsOf(cursor, span).flatMap((part) => {
    const pair = takePair(within(cursor, part), part);
    return pair ? [pair] : [];
  });
}

function takePair(cursor: Cursor, part: Span): Pair | null {
  const name = takeName(cursor);
  if (!name) return null;
  if (!takeSign(cursor, '=')) takeSign(cursor, ':');
  const location = placeOf(cursor, part);
  const key = name.parts.join('.');
  if (isDone(cursor)) return { key, value: undefined, location };
  if (isSign(cursor, '(') || isSign(cursor, '[')) {
    const from = cursor.at;
    const inner = takeGroup(cursor);
    return { key, value: sourceOf(cursor, { from, to: cursor.at }), location, inner };
  }
  return { key, value: plainValue(cursor, { from: cursor.at, to: part.to }), location };
}

/** A literal as JSON; any other expression as it is written. */
export function plainValue(cursor: Cursor, span: Span): Json {
  const token = cursor.tokens[span.from];
  if (!token || span.to > span.from + 1) return sourceOf(cursor, span);
  if (token.kind === 'number') return Number(textOf(cursor, token));
  if (token.upper === 'TRUE' || token.upper === 'FALSE') return token.upper === 'TRUE';
  return valueOf(cursor, token);
}

/** Options behind a declaration that say what governs it. What is not known is stepped over. */
export function takeTableOption(cursor: Cursor): Facts {
  const governed = takeGovernance(cursor);
  if (governed) return governed;
  const start = cursor.at;
  if (take(cursor, 'COMMENT')) return takeComment(cursor);
  if (takeAny(cursor, ['TBLPROPERTIES', 'DBPROPERTIES', 'OPTIONS', 'WITH']) !== undefined && isSign(cursor, '('))
    return propertyFacts(readPairs(cursor, takeGroup(cursor)));
  if (word(cursor) !== '' && isSign(cursor, '=', 1)) return takeProperty(cursor);
  if (take(cursor, 'LOCATION') && peek(cursor)?.kind === 'string') return takeText(cursor, 'location');
  if (take(cursor, 'USING') && peek(cursor)?.kind === 'word') return takeText(cursor, 'format');
  if (cursor.at === start) stepOver(cursor);
  return {};
}

function stepOver(cursor: Cursor): void {
  if (isSign(cursor, '(')) takeGroup(cursor);
  else cursor.at++;
}

export function takeComment(cursor: Cursor): Facts {
  takeSign(cursor, '=');
  return peek(cursor)?.kind === 'string' || peek(cursor)?.kind === 'dollar' ? takeText(cursor, 'description') : {};
}

function takeText(cursor: Cursor, fact: string): Facts {
  const token = peek(cursor);
  const from = cursor.at++;
  return token ? { [fact]: factOf(valueOf(cursor, token), placeOf(cursor, { from, to: cursor.at })) } : {};
}

/** `KEY = value` or `KEY = (…)`, as Snowflake writes options. */
function takeProperty(cursor: Cursor): Facts {
  const from = cursor.at;
  const key = word(cursor);
  cursor.at += 2;
  const group = isSign(cursor, '(') || isSign(cursor, '[');
  const inner = group ? takeGroup(cursor) : undefined;
  const value = inner ? sourceOf(cursor, inner) : plainValue(cursor, { from: cursor.at, to: ++cursor.at });
  const location = placeOf(cursor, { from, to: cursor.at });
  return propertyFacts([{ key, value, location, ...(inner ? { inner } : {}) }], inner ? readPairs(cursor, inner) : []);
}

type Meaning = (value: Json, pair: Pair, inner: readonly Pair[]) => Facts;

const plain =
  (fact: string): Meaning =>
  (value, { location }) => ({ [fact]: factOf(value, location) });

const present =
  (fact: string, means: Json): Meaning =>
  (_, { location }) => ({ [fact]: { value: means, location } });

/** Options by their names, in any dialect, and what they say in the words of policies. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  comment: plain('description'),
  description: plain('description'),
  location: (value, pair, inner) => plain(/[/@]/.test(String(value)) ? 'location' : 'region')(value, pair, inner),
  url: plain('url'),
  kms_key_name: present('encryption_at_rest', 'customer-key'),
  kms_key_id: present('encryption_at_rest', 'customer-key'),
  encryption: (_, { location }, inner) => encryptionFacts(location, inner),
  data_retention_time_in_days: (value, { location }) => ({ time_travel: factOf(value, location) }),
  expiration_timestamp: plain('retention'),
  partition_expiration_days: plain('retention'),
  auto_suspend: plain('auto_suspend'),
  warehouse_size: plain('size'),
  owner: plain('owner'),
  labels: (_, pair) => labelTags(pair),
  default_table_expiration_days: plain('retention'),
  default_partition_expiration_days: plain('retention'),
  default_kms_key_name: present('encryption_at_rest', 'customer-key'),
  uris: plain('location'),
  policy_tags: (value, { location }) => ({
    tags: { value: { policy_tags: value }, location, parts: { policy_tags: location } },
    masking: factOf(value, location),
  }),
};

/** BigQuery: `labels = [("pii", "yes"), STRUCT("env", "prod")]`. */
function labelTags({ value, location }: Pair): Facts {
  const written = typeof value === 'string' ? value : '';
  const pairs = [...written.matchAll(/\(\s*["']([^"']*)["']\s*,\s*(?:["']([^"']*)["']|([^)]*))\s*\)/g)];
  return allTags(pairs.flatMap(([, key = '', text, other]) => tagFact(key, text ?? (other ?? '').trim(), location)['tags'] ?? []));
}

export function propertyFacts(pairs: readonly Pair[], inner: readonly Pair[] = []): Facts {
  return pairs.reduce<Facts>((facts, pair) => {
    const meaning = MEANINGS[pair.key.toLowerCase()];
    return meaning ? mergeFacts(facts, meaning(pair.value ?? true, pair, inner)) : mergeFacts(facts, propertyTag(pair));
  }, {});
}

/** Databricks keeps what people note of a table in its properties: `'pii' = 'true'`, `'delta.…'` are the engine's own. */
function propertyTag({ key, value, location }: Pair): Facts {
  if (!/^[\w-]+$/.test(key) || key === key.toUpperCase() || value === undefined) return {};
  return { properties: { value: { [key]: value }, location } };
}

/** `ENCRYPTION = (TYPE = 'AWS_SSE_KMS' KMS_KEY_ID = '…')` of a stage. */
function encryptionFacts(location: Location, inner: readonly Pair[]): Facts {
  const told = inner.map(({ key, value }) => `${key} ${String(value)}`.toUpperCase()).join(' ');
  const value = told.includes('NONE') ? 'none' : told.includes('KMS_KEY') ? 'customer-key' : 'platform';
  return { encryption_at_rest: { value, location } };
}
