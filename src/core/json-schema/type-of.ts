import type { Facts } from '../../model/asset.ts';
import { at, itemsOf, textAt, toJson, type DocumentNode } from '../text/document-tree.ts';
import { follow, type Schema } from './schema-set.ts';

export interface TypeText {
  /** Undefined where any value will do. */
  readonly type: string | undefined;
  readonly facts: Facts;
}

/** References in a row, and arrays in arrays. */
const MAX_DEPTH = 30;

/** The type of a schema in words, and what it says besides: whether null is allowed, its format. */
export function typeOf(node: DocumentNode, schema: Schema, depth = 0): TypeText {
  if (node.kind !== 'map' || depth > MAX_DEPTH || --schema.budget.steps <= 0) return { type: undefined, facts: {} };
  const own = ownType(node, schema, depth);
  if (own.type !== undefined) return own;
  const reference = at(node, '$ref');
  if (reference) return withFacts(own.facts, referred(reference, schema, depth));
  const parts = itemsOf(at(node, 'allOf')).map((part) => typeOf(part, schema, depth + 1));
  const told = parts.find(({ type }) => type !== undefined);
  return told ? withFacts(own.facts, told) : alternatives(node, schema, { depth, facts: own.facts });
}

const withFacts = (own: Facts, { type, facts }: TypeText): TypeText => ({ type, facts: { ...facts, ...own } });

function referred(reference: DocumentNode, schema: Schema, depth: number): TypeText {
  const target = follow(reference, schema);
  return target ? typeOf(target, schema, depth + 1) : { type: textAt(reference), facts: {} };
}

function ownType(node: DocumentNode, schema: Schema, depth: number): TypeText {
  const type = at(node, 'type');
  const named = type ? (type.kind === 'list' ? itemsOf(type) : [type]).map((one) => textAt(one) ?? '') : inferred(node);
  const rest = named.filter((name) => name !== 'null');
  const facts: Facts = {
    ...(type ? { nullable: { value: named.includes('null') || isTrue(at(node, 'nullable')), location: type.location } } : {}),
    ...copied(node, 'format'),
    ...copied(node, 'enum'),
    ...constant(node),
  };
  if (rest.length === 0) return { type: named.length > 0 ? 'null' : undefined, facts };
  return { type: rest.length === 1 ? whole(rest[0] ?? '', node, schema, depth) : `union<${rest.join(', ')}>`, facts };
}

const isTrue = (node: DocumentNode | undefined): boolean => node?.kind === 'scalar' && node.value === true;

function copied(node: DocumentNode, key: string): Facts {
  const found = at(node, key);
  return found ? { [key]: { value: toJson(found), location: found.location } } : {};
}

/** A constant is the only value there may be. */
function constant(node: DocumentNode): Facts {
  const found = at(node, 'const');
  return found ? { enum: { value: [toJson(found)], location: found.location } } : {};
}

/** What has no type may show it: by its values or by its properties. */
function inferred(node: DocumentNode): readonly string[] {
  if (at(node, 'properties')) return ['object'];
  const only = at(node, 'const');
  const values = only ? [only] : itemsOf(at(node, 'enum'));
  return [...new Set(values.map((value) => (value.kind === 'scalar' ? nameOf(value.value) : value.kind === 'list' ? 'array' : 'object')))];
}

function nameOf(value: string | number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function whole(name: string, node: DocumentNode, schema: Schema, depth: number): string {
  const items = at(node, 'items') ?? commonItem(node);
  const inner = name === 'array' && items ? typeOf(items, schema, depth + 1).type : undefined;
  return inner === undefined ? name : `array<${inner}>`;
}

/** `prefixItems` of one kind only. */
function commonItem(node: DocumentNode): DocumentNode | undefined {
  const [first, ...rest] = itemsOf(at(node, 'prefixItems'));
  return rest.length === 0 ? first : undefined;
}

interface Rest {
  readonly depth: number;
  readonly facts: Facts;
}

/** `anyOf: [{type: string}, {type: null}]` is a string that may be null. */
function alternatives(node: DocumentNode, schema: Schema, { depth, facts }: Rest): TypeText {
  const list = at(node, 'anyOf') ?? at(node, 'oneOf');
  const read = itemsOf(list).map((one) => typeOf(one, schema, depth + 1));
  const types = [...new Set(read.flatMap(({ type }) => type ?? []))];
  const rest = types.filter((type) => type !== 'null');
  if (!list || rest.length === 0 || read.some(({ type }) => type === undefined)) return { type: undefined, facts };
  const isNullable = types.includes('null') || read.some((one) => one.facts['nullable']?.value === true);
  const inner = rest.length === 1 ? (read.find(({ type }) => type === rest[0])?.facts ?? {}) : {};
  return {
    type: rest.length === 1 ? rest[0] : `union<${rest.join(', ')}>`,
    facts: { ...inner, ...facts, nullable: { value: isNullable, location: list.location } },
  };
}
