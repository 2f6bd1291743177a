import type { Difference } from '../model/difference.ts';
import type { Json } from '../model/json.ts';

export interface BufRule {
  readonly rule: string;
  /** File and line; empty for what is gone as a whole. */
  readonly place: string;
}

/** The rules of `buf breaking` that say what a difference of a Protobuf schema says. One difference may break several. */
export function rulesOf(difference: Difference): readonly BufRule[] {
  const { file, start } = difference.location;
  const place = isGone(difference) ? '' : `${file}:${start.line}`;
  return namesOf(difference).map((rule) => ({ rule, place }));
}

/** A declaration at the top of a file: nothing in the head stands for it. */
const isGone = ({ kind, path, before }: Difference): boolean =>
  kind === 'removed' && (path === undefined || keysOf(before).includes('extension'));

const keysOf = (value: Json | undefined): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

const valueOf = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json })[key] : undefined;

/** By the key under which a difference says what changed. */
const BY_KEY: Readonly<Record<string, readonly string[]>> = {
  cardinality: ['FIELD_SAME_CARDINALITY'],
  client_streaming: ['RPC_SAME_CLIENT_STREAMING'],
  default: ['FIELD_SAME_DEFAULT'],
  enum_type: ['ENUM_SAME_TYPE'],
  extension: ['EXTENSION_NO_DELETE', 'PACKAGE_EXTENSION_NO_DELETE'],
  extensions: ['EXTENSION_MESSAGE_NO_DELETE'],
  idempotency_level: ['RPC_SAME_IDEMPOTENCY_LEVEL'],
  java_utf8_validation: ['FIELD_SAME_JAVA_UTF8_VALIDATION'],
  jstype: ['FIELD_SAME_JSTYPE'],
  no_standard_descriptor_accessor: ['MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR'],
  package: ['FILE_SAME_PACKAGE'],
  request: ['RPC_SAME_REQUEST_TYPE'],
  response: ['RPC_SAME_RESPONSE_TYPE'],
  rpc: ['RPC_NO_DELETE'],
  server_streaming: ['RPC_SAME_SERVER_STREAMING'],
  string_type: ['FIELD_SAME_CPP_STRING_TYPE', 'FIELD_SAME_CTYPE'],
  syntax: ['FILE_SAME_SYNTAX'],
  oneof: ['FIELD_SAME_ONEOF'],
  reserved: ['RESERVED_ENUM_NO_DELETE', 'RESERVED_MESSAGE_NO_DELETE'],
  utf8_validation: ['FIELD_SAME_UTF8_VALIDATION'],
};

function namesOf(difference: Difference): readonly string[] {
  const { kind, path, before } = difference;
  const keys = keysOf(before);
  if (kind === 'removed' && path === undefined) return declarationGone(before);
  if (kind === 'removed' || kind === 'renumbered')
    return keys.includes('oneof') ? ['ONEOF_NO_DELETE'] : keys.includes('number') ? fieldGone(difference) : byKey(keys);
  if (kind === 'value-removed' || kind === 'value-renumbered') return deleted('ENUM_VALUE', difference);
  if (kind === 'renamed' && path !== undefined) return keys.includes('json_name') ? renamedField(difference) : ['ENUM_VALUE_SAME_NAME'];
  if (keys.includes('type')) return typeChanged(difference);
  if (keys.includes('cardinality')) return cardinality(difference);
  if (kind === 'newly-required') return ['MESSAGE_SAME_REQUIRED_FIELDS'];
  if (keys.includes('json_name')) return ['FIELD_SAME_JSON_NAME'];
  if (keys.includes('json_format')) return ['ENUM_SAME_JSON_FORMAT', 'MESSAGE_SAME_JSON_FORMAT'];
  return byKey(keys);
}

const byKey = (keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => BY_KEY[key] ?? (/^[a-z_]+$/.test(key) ? [`FILE_SAME_${key.toUpperCase()}`] : []));

function declarationGone(before: Json | undefined): readonly string[] {
  const word = typeof before === 'string' ? before.toUpperCase() : 'FILE';
  return word === 'FILE' ? ['FILE_NO_DELETE'] : [`${word}_NO_DELETE`, `PACKAGE_${word}_NO_DELETE`];
}

function deleted(word: string, { after }: Difference): readonly string[] {
  const reserved = valueOf(after, 'reserved');
  const has = (what: string): boolean => Array.isArray(reserved) && reserved.includes(what);
  return [
    `${word}_NO_DELETE`,
    ...(has('number') ? [] : [`${word}_NO_DELETE_UNLESS_NUMBER_RESERVED`]),
    ...(has('name') ? [] : [`${word}_NO_DELETE_UNLESS_NAME_RESERVED`]),
  ];
}

const fieldGone = (difference: Difference): readonly string[] =>
  keysOf(difference.before).includes('extension')
    ? byKey(['extension'])
    : [...deleted('FIELD', difference), ...(valueOf(difference.before, 'required') === true ? ['MESSAGE_SAME_REQUIRED_FIELDS'] : [])];

function renamedField({ before, after }: Difference): readonly string[] {
  return ['FIELD_SAME_NAME', ...(valueOf(before, 'json_name') === valueOf(after, 'json_name') ? [] : ['FIELD_SAME_JSON_NAME'])];
}

function typeChanged({ breaks }: Difference): readonly string[] {
  return [
    'FIELD_SAME_TYPE',
    ...(breaks.includes('wire') ? ['FIELD_WIRE_COMPATIBLE_TYPE'] : []),
    ...(breaks.includes('wire-json') ? ['FIELD_WIRE_JSON_COMPATIBLE_TYPE'] : []),
  ];
}

function cardinality({ kind, breaks }: Difference): readonly string[] {
  return [
    'FIELD_SAME_CARDINALITY',
    'FIELD_SAME_LABEL',
    ...(breaks.includes('wire') ? ['FIELD_WIRE_COMPATIBLE_CARDINALITY'] : []),
    ...(breaks.includes('wire-json') ? ['FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY'] : []),
    ...(kind === 'newly-required' || kind === 'no-longer-required' ? ['MESSAGE_SAME_REQUIRED_FIELDS'] : []),
  ];
}
