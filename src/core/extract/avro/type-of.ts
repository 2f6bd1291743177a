import type { Facts } from '../../../model/asset.ts';
import { at, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';

/** A type in words that compare, and what it says besides: whether null is allowed, the symbols of an enum. */
export interface TypeText {
  readonly text: string;
  readonly facts: Facts;
}

export function typeOf(type: DocumentNode): TypeText {
  const members = type.kind === 'list' ? itemsOf(type) : [type];
  const rest = members.filter((member) => !isNull(member));
  const [only] = rest;
  const nullable = { nullable: { value: members.length > rest.length, location: type.location } };
  if (!only) return { text: 'null', facts: nullable };
  const inner = rest.length === 1 ? { ...logicalFact(only), ...symbolsFact(only) } : {};
  return { text: rest.length === 1 ? words(only) : `union<${rest.map(words).join(', ')}>`, facts: { ...nullable, ...inner } };
}

const isNull = (type: DocumentNode): boolean => textAt(type) === 'null' || textAt(type, 'type') === 'null';

/** Logical types that others know by another name. */
const LOGICAL: Readonly<Record<string, string>> = {
  date: 'date',
  uuid: 'uuid',
  'time-millis': 'time',
  'time-micros': 'time',
  'timestamp-millis': 'timestamp_tz',
  'timestamp-micros': 'timestamp_tz',
  'timestamp-nanos': 'timestamp_tz',
  'local-timestamp-millis': 'timestamp',
  'local-timestamp-micros': 'timestamp',
  'local-timestamp-nanos': 'timestamp',
};

/** `{"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}` is `decimal(10, 2)`. The file's depth is bounded. */
function words(type: DocumentNode): string {
  if (type.kind === 'scalar') return textAt(type) ?? 'null';
  if (type.kind === 'list') return `union<${itemsOf(type).map(words).join(', ')}>`;
  const logical = textAt(type, 'logicalType') ?? '';
  if (logical === 'decimal') return `decimal(${argument(type, 'precision')}, ${textAt(type, 'scale') ?? '0'})`;
  return Object.hasOwn(LOGICAL, logical) ? (LOGICAL[logical] ?? logical) : plainWords(type);
}

const argument = (type: DocumentNode, key: string): string => textAt(type, key) ?? '?';

function plainWords(type: DocumentNode): string {
  const base = at(type, 'type');
  if (base && base.kind !== 'scalar') return words(base);
  const name = textAt(base);
  if (name === 'array') return `array<${held(type, 'items')}>`;
  if (name === 'map') return `map<${held(type, 'values')}>`;
  return name === 'fixed' ? `fixed(${argument(type, 'size')})` : (name ?? 'unknown');
}

function held(type: DocumentNode, key: string): string {
  const inner = at(type, key);
  return inner ? words(inner) : 'unknown';
}

/** What a logical type is stored as stays a fact beside it: contracts may promise either. */
function logicalFact(type: DocumentNode): Facts {
  const logical = at(type, 'logicalType');
  const base = at(type, 'type');
  if (!logical || textAt(logical) === undefined) return {};
  const stored = base && textAt(base) !== undefined ? { physical_type: { value: textAt(base) ?? '', location: base.location } } : {};
  return { logical_type: { value: textAt(logical) ?? '', location: logical.location }, ...stored };
}

function symbolsFact(type: DocumentNode): Facts {
  const symbols = at(type, 'symbols');
  return symbols ? { symbols: { value: toJson(symbols), location: symbols.location } } : {};
}
