import type { Difference } from '../model/difference.ts';
import type { Json } from '../model/json.ts';

/**
 * The rules of `buf breaking` that say what a difference of a Protobuf schema says, by what it holds before. One difference may break
 * several rules: a removed field breaks one in each category.
 */
export function rulesOf(difference: Difference): readonly string[] {
  const key = [...RULES.keys()].find((one) => valueOf(difference.before ?? difference.after, one) !== undefined);
  if (key !== undefined) return RULES.get(key)?.(difference) ?? [];
  return keysOf(difference.before).map((option) => `FILE_SAME_${option.toUpperCase()}`);
}

type Rules = (difference: Difference) => readonly string[];

const always =
  (...rules: readonly string[]): Rules =>
  () =>
    rules;

const declaration =
  (word: string): Rules =>
  ({ kind }) => [`${word}_NO_DELETE`, ...(kind === 'removed' ? [`PACKAGE_${word}_NO_DELETE`] : [])];

/** By the key under which a difference says what changed; the first that is there counts. */
const RULES: ReadonlyMap<string, Rules> = new Map<string, Rules>([
  ['message', declaration('MESSAGE')],
  ['enum', declaration('ENUM')],
  ['service', declaration('SERVICE')],
  ['extension', declaration('EXTENSION')],
  ['rpc', always('RPC_NO_DELETE')],
  ['names', (difference) => deleted('ENUM_VALUE', difference)],
  ['number', fieldRules],
  ['name', nameRules],
  ['type', typeRules],
  ['cardinality', cardinalityRules],
  ['oneof', ({ kind }) => (kind === 'removed' ? ['ONEOF_NO_DELETE'] : ['FIELD_SAME_ONEOF'])],
  ['client_streaming', always('RPC_SAME_CLIENT_STREAMING')],
  ['server_streaming', always('RPC_SAME_SERVER_STREAMING')],
  ['request', always('RPC_SAME_REQUEST_TYPE')],
  ['response', always('RPC_SAME_RESPONSE_TYPE')],
  ['idempotency_level', always('RPC_SAME_IDEMPOTENCY_LEVEL')],
  ['default', always('FIELD_SAME_DEFAULT')],
  ['enum_type', always('ENUM_SAME_TYPE')],
  ['extensions', always('EXTENSION_MESSAGE_NO_DELETE')],
  ['reserved', always('RESERVED_ENUM_NO_DELETE', 'RESERVED_MESSAGE_NO_DELETE')],
  ['json_name', always('FIELD_SAME_JSON_NAME')],
  ['json_format', always('ENUM_SAME_JSON_FORMAT', 'MESSAGE_SAME_JSON_FORMAT')],
  ['jstype', always('FIELD_SAME_JSTYPE')],
  ['string_type', always('FIELD_SAME_CPP_STRING_TYPE', 'FIELD_SAME_CTYPE')],
  ['utf8_validation', always('FIELD_SAME_UTF8_VALIDATION')],
  ['java_utf8_validation', always('FIELD_SAME_JAVA_UTF8_VALIDATION')],
  ['no_standard_descriptor_accessor', always('MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR')],
  ['file', always('FILE_NO_DELETE')],
]);

type JsonMap = { readonly [key: string]: Json };

const mapOf = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
const keysOf = (value: Json | undefined): readonly string[] => Object.keys(mapOf(value));
const valueOf = (value: Json | undefined, key: string): Json | undefined => mapOf(value)[key];

function deleted(word: string, { after }: Difference): readonly string[] {
  const reserved = valueOf(after, 'reserved');
  const has = (what: string): boolean => Array.isArray(reserved) && reserved.includes(what);
  return [
    `${word}_NO_DELETE`,
    ...(has('number') ? [] : [`${word}_NO_DELETE_UNLESS_NUMBER_RESERVED`]),
    ...(has('name') ? [] : [`${word}_NO_DELETE_UNLESS_NAME_RESERVED`]),
  ];
}

function fieldRules(difference: Difference): readonly string[] {
  const { kind, before, after } = difference;
  const required = valueOf(before ?? after, 'required') === true ? ['MESSAGE_SAME_REQUIRED_FIELDS'] : [];
  return kind === 'removed' || kind === 'renumbered' ? [...deleted('FIELD', difference), ...required] : required;
}

function nameRules({ before, after }: Difference): readonly string[] {
  if (valueOf(before, 'json_name') === undefined) return ['ENUM_VALUE_SAME_NAME'];
  return ['FIELD_SAME_NAME', ...(valueOf(before, 'json_name') === valueOf(after, 'json_name') ? [] : ['FIELD_SAME_JSON_NAME'])];
}

function typeRules({ breaks }: Difference): readonly string[] {
  return [
    'FIELD_SAME_TYPE',
    ...(breaks.includes('wire') ? ['FIELD_WIRE_COMPATIBLE_TYPE'] : []),
    ...(breaks.includes('wire-json') ? ['FIELD_WIRE_JSON_COMPATIBLE_TYPE'] : []),
  ];
}

function cardinalityRules({ kind, breaks }: Difference): readonly string[] {
  return [
    'FIELD_SAME_CARDINALITY',
    'FIELD_SAME_LABEL',
    ...(breaks.includes('wire') ? ['FIELD_WIRE_COMPATIBLE_CARDINALITY'] : []),
    ...(breaks.includes('wire-json') ? ['FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY'] : []),
    ...(kind === 'newly-required' || kind === 'no-longer-required' ? ['MESSAGE_SAME_REQUIRED_FIELDS'] : []),
  ];
}
