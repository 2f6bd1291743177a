import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import type { Declaration, Option, Span } from './part.ts';

type Place = (span: Span) => Location;

/** Facts of a name that owners give in options of their own, by the last part of the option's name. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['classification', 'classification'],
  ['data_classification', 'classification'],
  ['owner', 'owner'],
  ['team', 'owner'],
  ['retention', 'retention'],
  ['region', 'region'],
  ['masking', 'masking'],
  ['masking_policy', 'masking'],
]);

/** What a declaration says of itself in comments and options. Options of one's own are tags under their dotted name: `acme.pii`. */
export function declarationFacts({ comment, options, at }: Declaration, place: Place): Facts {
  const told = options.flatMap(spread);
  const facts: Record<string, Fact> = comment === undefined ? {} : { description: { value: comment, location: place(at) } };
  for (const one of told) {
    const fact = factOf(one);
    if (fact && !Object.hasOwn(facts, fact[0])) facts[fact[0]] = { value: fact[1], location: place(one.valueAt) };
  }
  return { ...facts, ...validationFacts(told, place), ...tagsFact(told.filter(isTag), place) };
}

interface Told {
  readonly name: string;
  readonly custom: boolean;
  readonly at: Span;
  readonly value: Json;
  readonly valueAt: Span;
}

/** One entry for each value that an option holds: `(acme.gov) = { pii: true }` says `acme.gov.pii`. The depth of the file is bounded. */
function spread({ name, value, ...rest }: Option | Told): readonly Told[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      spread({ ...rest, name: `${name}.${key.replaceAll(/[[\]\s]/g, '')}`, value: inner }),
    );
  const isList = /(?:^|[._])(?:tags|labels)$/i.test(name);
  if (!isList || !rest.custom) return [{ ...rest, name, value }];
  const items = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return items.flatMap((item) => (typeof item === 'string' && item !== '' ? [{ ...rest, name: item, value: true }] : []));
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `debug_redact` keeps a value out of text that programs print (descriptor.proto); it does not change what is sent. */
function factOf({ name, custom, value }: Told): readonly [string, Json] | undefined {
  if (name === 'deprecated') return ['deprecated', value];
  if (name === 'debug_redact') return value === true ? ['masking', 'debug_redact'] : undefined;
  if (name === 'json_name' || name === 'default') return [name, value];
  if (name === 'confluent.field_meta.doc' || name === 'confluent.message_meta.doc') return ['description', value];
  if (name === 'google.api.field_behavior') return ['behavior', value];
  const named = custom && typeof value === 'string' ? NAMED.get(lastOf(name).toLowerCase()) : undefined;
  return named === undefined ? undefined : [named, value];
}

/** Rules on values, and what an API demands, are no tags. */
const isRule = (name: string): boolean =>
  /^(?:buf\.validate|validate\.rules|google\.api|envoy\.annotations|grpc\.gateway|openapi\.v3|gogoproto)\b/.test(name);

const isTag = ({ name, custom }: Told): boolean =>
  name === 'debug_redact' || (custom && !isRule(name) && !/^confluent\.\w+_meta\.doc$/.test(name));

function tagsFact(tags: readonly Told[], place: Place): Facts {
  const [first] = tags;
  if (!first) return {};
  const value = Object.fromEntries(tags.map((tag) => [tag.name, tag.value]));
  return { tags: { value, location: place(first.at), parts: Object.fromEntries(tags.map((tag) => [tag.name, place(tag.at)])) } };
}

const FORMATS: ReadonlySet<string> = new Set(['email', 'hostname', 'ip', 'ipv4', 'ipv6', 'uri', 'uuid', 'address']);

/** Rules of protovalidate, protoc-gen-validate and google.api: what is required, and the format of a text. */
function validationFacts(told: readonly Told[], place: Place): Facts {
  const facts: Record<string, Fact> = {};
  const rules = told.filter(({ name }) => /^(?:buf\.validate|validate\.rules)\b/.test(name));
  const [first] = rules;
  if (first)
    facts['constraints'] = {
      value: Object.fromEntries(rules.map(({ name, value }) => [withoutFamily(name), value])),
      location: place(first.at),
    };
  for (const { name, value, valueAt } of told) {
    const last = lastOf(name);
    const demanded =
      (isRule(name) && last === 'required' && value === true) || (name === 'google.api.field_behavior' && saysRequired(value));
    if (demanded) facts['required'] = { value: true, location: place(valueAt) };
    if (isRule(name) && value === true && FORMATS.has(last))
      facts['format'] = { value: last === 'ip' ? 'ipv4' : last, location: place(valueAt) };
  }
  return facts;
}

const withoutFamily = (name: string): string => name.replace(/^(?:buf\.validate\.\w+|validate\.rules)\.?/, '');
const saysRequired = (value: Json): boolean => value === 'REQUIRED' || (Array.isArray(value) && value.includes('REQUIRED'));
