import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { at, entriesOf, itemsOf, textAt, toJson, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { hookFacts, HOOKS } from './hooks.ts';

/** A value as a fact; one that a template sets is unknown by its text. */
export function factOf(node: DocumentNode, value: Json = toJson(node)): Fact {
  const template = typeof value === 'string' && /\{[{%]/.test(value);
  return template ? { unknown: value, location: node.location } : { value, location: node.location };
}

type Reader = (node: DocumentNode, entry: Entry) => Facts;

const plain =
  (name: string): Reader =>
  (node) => ({ [name]: factOf(node) });

/** Keys of a config block, a properties entry or a cascade, without their `+`, and what they state. */
const READERS: Readonly<Record<string, Reader>> = {
  description: plain('description'),
  materialized: plain('materialized'),
  access: plain('access'),
  group: plain('group'),
  schema: plain('schema'),
  database: plain('database'),
  alias: plain('alias'),
  enabled: plain('enabled'),
  deprecation_date: plain('deprecation_date'),
  identifier: plain('identifier'),
  loader: plain('loader'),
  maturity: plain('maturity'),
  data_type: plain('data_type'),
  location: plain('region'),
  kms_key_name: (node) => (textAt(node) ? { encryption_at_rest: { value: 'customer-key', location: node.location } } : {}),
  hours_to_expiration: daysFact(24),
  partition_expiration_days: daysFact(1),
  meta: metaFacts,
  tags: tagFacts,
  databricks_tags: mapTags,
  labels: mapTags,
  policy_tags: policyTags,
  contract: (node) => contractFact(node),
  grants: grantFacts,
  owner: ownerFact,
  column_mask: (node) => maskFact(at(node, 'function') ?? node),
  masking_policy: (node) => maskFact(node),
  row_access_policy: (node) => ruleFact('row_filter', node),
  row_filter: (node) => ruleFact('row_filter', at(node, 'function') ?? node),
  post_hook: hookFacts,
  'post-hook': hookFacts,
};

/** A time span of BigQuery in days. */
function daysFact(perDay: number): Reader {
  return (node) => {
    const days = node.kind === 'scalar' && typeof node.value === 'number' ? node.value / perDay : undefined;
    return { retention: days === undefined ? factOf(node) : { value: { days }, location: node.location } };
  };
}

/** What the known keys of a map state. A nested `config` says the same things and is laid over. */
export function configFacts(node: DocumentNode | undefined): Facts {
  let facts: Facts = {};
  // Of a key that stands twice the last counts, as everywhere in YAML.
  const last = new Map(entriesOf(node).map((entry) => [entry.key, entry]));
  for (const entry of last.values()) {
    const key = entry.key.replace(/^\+/, '');
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (reader) facts = layFacts(facts, reader(entry.value, entry));
  }
  const config = at(node, 'config');
  return config ? layFacts(facts, configFacts(config)) : facts;
}

/** Facts over facts: tags and hooks add up, everything else is replaced by the more specific. */
export function layFacts(under: Facts, over: Facts): Facts {
  const laid: Record<string, Fact> = { ...under };
  for (const [name, fact] of Object.entries(over)) {
    const below = Object.hasOwn(laid, name) ? laid[name] : undefined;
    laid[name] = below && name === 'tags' ? joinTags(below, fact) : below && name === HOOKS ? joinHooks(below, fact) : fact;
  }
  return laid;
}

function joinTags(one: Fact, other: Fact): Fact {
  const unknown = other.unknown ?? one.unknown;
  return {
    value: { ...(one.value as { [key: string]: Json } | undefined), ...(other.value as { [key: string]: Json } | undefined) },
    location: other.location,
    parts: { ...one.parts, ...other.parts },
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function joinHooks(one: Fact, other: Fact): Fact {
  const [first, second] = [one, other].map(({ value }) => (Array.isArray(value) ? value : []));
  const shifted = Object.entries(other.parts ?? {}).map(([at, place]) => [String(Number(at) + (first?.length ?? 0)), place]);
  return { value: [...(first ?? []), ...(second ?? [])], location: one.location, parts: { ...one.parts, ...Object.fromEntries(shifted) } };
}

function tagsFact(location: Location, tags: readonly (readonly [string, Json, Location])[], unknown?: string): Facts {
  if (tags.length === 0 && unknown === undefined) return {};
  const value = Object.fromEntries(tags.map(([name, told]) => [name, told]));
  const parts = Object.fromEntries(tags.map(([name, , place]) => [name, place]));
  return { tags: { value, location, parts, ...(unknown === undefined ? {} : { unknown }) } };
}

/** `tags: pii` and `tags: [pii, daily]`. */
function tagFacts(node: DocumentNode): Facts {
  const items = node.kind === 'list' ? itemsOf(node) : [node];
  const names = items.flatMap((item): [string, Json, Location][] =>
    textAt(item) === undefined ? [] : [[textAt(item) ?? '', true, item.location]],
  );
  const unknown = names.find(([name]) => /\{[{%]/.test(name))?.[0];
  return tagsFact(
    node.location,
    names.filter(([name]) => !/\{[{%]/.test(name)),
    unknown,
  );
}

function mapTags(node: DocumentNode): Facts {
  const tags = entriesOf(node).map(({ key, keyLocation, value }): [string, Json, Location] => [key, toJson(value) ?? true, keyLocation]);
  return tagsFact(node.location, tags);
}

/** Everything people note under `meta`, as tags; what it says of owner or mask is a fact of its own too. */
function metaFacts(node: DocumentNode): Facts {
  const tags = [...leaves(node, '')];
  const owner = at(node, 'owner') ?? at(node, 'data_owner');
  const mask = at(node, 'masking_policy') ?? at(node, 'mask');
  const unknown = tags.find(([, value]) => typeof value === 'string' && /\{[{%]/.test(value))?.[1];
  const known = tags.filter(([, value]) => !(typeof value === 'string' && /\{[{%]/.test(value)));
  return {
    ...tagsFact(node.location, known, typeof unknown === 'string' ? unknown : undefined),
    ...(owner ? ownerFact(owner) : {}),
    ...(mask?.kind === 'scalar' && mask.value !== null ? maskFact(mask) : {}),
    ...named(node, 'retention', 'retention'),
    ...named(node, 'region', 'region'),
  };
}

function named(node: DocumentNode, key: string, fact: string): Facts {
  const found = at(node, key);
  return found?.kind === 'scalar' && found.value !== null ? { [fact]: factOf(found) } : {};
}

/** `meta: {governance: {pii: email}}` is the tag `governance.pii`. */
function* leaves(node: DocumentNode, prefix: string): Generator<[string, Json, Location]> {
  for (const { key, keyLocation, value } of entriesOf(node)) {
    if (value.kind === 'map' && value.entries.length > 0) yield* leaves(value, `${prefix}${key}.`);
    else yield [prefix + key, toJson(value), keyLocation];
  }
}

function policyTags(node: DocumentNode): Facts {
  return { ...tagsFact(node.location, [['policy_tags', toJson(node), node.location]]), ...maskFact(node) };
}

const maskFact = (node: DocumentNode): Facts => ruleFact('masking', node);

function ruleFact(name: 'masking' | 'row_filter', node: DocumentNode): Facts {
  const value = node.kind === 'scalar' ? node.value : toJson(node);
  return value === null || value === false || value === '' ? {} : { [name]: factOf(node, value) };
}

function contractFact(node: DocumentNode): Facts {
  const enforced = at(node, 'enforced') ?? node;
  const value = enforced.kind === 'scalar' ? enforced.value : null;
  if (typeof value === 'string' && /\{[{%]/.test(value)) return { contract: { unknown: value, location: enforced.location } };
  return { contract: { value: { enforced: value === true || value === 'true' }, location: enforced.location } };
}

/** `grants: {select: [reporter]}`. */
function grantFacts(node: DocumentNode): Facts {
  const grants = entriesOf(node).flatMap(({ key, value }) =>
    (value.kind === 'list' ? itemsOf(value) : [value]).map((one) => ({
      to: textAt(one) ?? '',
      privilege: key.replace(/^\+/, ''),
      location: one.location,
    })),
  );
  if (grants.length === 0) return {};
  const parts = Object.fromEntries(grants.map(({ location }, index) => [String(index), location]));
  return {
    grants: { value: grants.map(({ to, privilege }) => ({ to, privileges: [privilege], on: '' })), location: node.location, parts },
  };
}

/** `owner: payments`, or `owner: {name: …, email: …}`. */
function ownerFact(node: DocumentNode): Facts {
  const value = toJson(node);
  return value === null ? {} : { owner: factOf(node, value) };
}
