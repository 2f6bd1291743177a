import type { Location } from '../../../model/source.ts';
import type { Documents } from '../../json-schema/documents.ts';
import { entriesOf, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import type { Bound, GrowingPart, Shape, Told } from './shape.ts';
import { ALL_TYPES, NULL, typeOfValue, typesNamed } from './type-set.ts';

/** Joins schemas that must all hold. Alternatives in `expanded` are left out: the caller has chosen from them. */
export function readShape(
  nodes: readonly DocumentNode[],
  documents: Documents,
  key: string,
  expanded: ReadonlySet<DocumentNode> = new Set(),
): Shape {
  const shape = emptyShape(key, nodes[0]?.location ?? NOWHERE);
  const seen = new Set<DocumentNode>();
  const todo = nodes.toReversed();
  for (let node = todo.pop(); node; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'scalar' && node.value === false) shape.types = 0;
    else todo.push(...joined(node, shape, { documents, expanded }).toReversed());
  }
  limitTypes(shape);
  return shape;
}

const NOWHERE: Location = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

function emptyShape(key: string, location: Location): Shape {
  return {
    key,
    location,
    types: ALL_TYPES,
    typesAt: undefined,
    values: undefined,
    extensible: undefined,
    lower: undefined,
    upper: undefined,
    counts: new Map(),
    texts: new Map(),
    properties: new Map(),
    patternProperties: new Map(),
    required: new Map(),
    dependent: new Map(),
    additional: undefined,
    items: undefined,
    positions: [],
    others: new Map(),
    unions: [],
    unresolved: new Set(),
    fallback: undefined,
    isNullable: false,
    isDeprecated: false,
    isReadOnly: false,
    isWriteOnly: false,
  };
}

interface Way {
  readonly documents: Documents;
  readonly expanded: ReadonlySet<DocumentNode>;
}

/** Adds one schema to the shape; what it refers to or is made of comes back. */
function joined(node: DocumentNode, shape: Shape, way: Way): readonly DocumentNode[] {
  const more: DocumentNode[] = [];
  const keys = new Map(entriesOf(node).map((one) => [one.key, one]));
  for (const one of keys.values()) {
    if (one.key === '$ref' || one.key === '$dynamicRef') more.push(...referred(one.value, shape, way));
    else if (one.key === 'allOf') more.push(...itemsOf(one.value));
    else READERS.get(one.key)?.(one, shape, keys);
    if ((one.key === 'anyOf' || one.key === 'oneOf') && !way.expanded.has(one.value) && itemsOf(one.value).length > 0)
      shape.unions.push({ isExclusive: one.key === 'oneOf', list: one.value, members: itemsOf(one.value) });
  }
  return more;
}

function referred(reference: DocumentNode, { unresolved }: Shape, { documents }: Way): readonly DocumentNode[] {
  const target = documents.follow(reference);
  if (typeof target === 'object') return [target.node];
  unresolved.add(textAt(reference) ?? '');
  return [];
}

type Reader = (one: Entry, shape: Shape, keys: ReadonlyMap<string, Entry>) => void;

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['type', readTypes],
  ['enum', ({ value, keyLocation }, shape) => addValues(shape, itemsOf(value), keyLocation)],
  ['const', ({ value, keyLocation }, shape) => addValues(shape, [value], keyLocation)],
  [
    'x-extensible-enum',
    ({ value, keyLocation }, shape) => void (shape.extensible = { value: byJson(itemsOf(value)), location: keyLocation }),
  ],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((key) => [key, readBound] as const),
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'minContains', 'maxContains'].map(
    (key) => [key, readCount] as const,
  ),
  ['multipleOf', readCount],
  [
    'uniqueItems',
    ({ value, keyLocation }, shape) => isTrue(value) && void shape.counts.set('uniqueItems', { value: 1, location: keyLocation }),
  ],
  ...['pattern', 'format', 'contentEncoding', 'contentMediaType'].map((key) => [key, readText] as const),
  ['properties', ({ value }, { properties }) => addParts(properties, value)],
  ['patternProperties', ({ value }, { patternProperties }) => addParts(patternProperties, value)],
  ['required', readRequired],
  ['dependentRequired', readDependencies],
  ['dependentSchemas', readDependencies],
  ['dependencies', readDependencies],
  ['additionalProperties', (one, shape) => void (shape.additional = withNode(shape.additional, one))],
  ['items', readItems],
  ['additionalItems', ({ value, keyLocation }, shape) => void (shape.items ??= { nodes: [value], location: keyLocation })],
  ['prefixItems', ({ value }, shape) => addPositions(shape, value)],
  ...['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties', 'contentSchema'].map(
    (key) => [key, readOther] as const,
  ),
  ['default', ({ value, keyLocation }, shape) => void (shape.fallback ??= { value, location: keyLocation })],
  ['deprecated', ({ value }, shape) => void (shape.isDeprecated ||= isTrue(value))],
  ['readOnly', ({ value }, shape) => void (shape.isReadOnly ||= isTrue(value))],
  ['writeOnly', ({ value }, shape) => void (shape.isWriteOnly ||= isTrue(value))],
] as readonly (readonly [string, Reader])[]);

const isTrue = (node: DocumentNode | undefined): boolean => node?.kind === 'scalar' && node.value === true;

/** OpenAPI 3.0 says `nullable` beside the type. */
function readTypes({ value, keyLocation }: Entry, shape: Shape, keys: ReadonlyMap<string, Entry>): void {
  const orNull = isTrue(keys.get('nullable')?.value) || isTrue(keys.get('x-nullable')?.value);
  shape.types &= typesNamed(value) | (orNull ? NULL : 0);
  shape.typesAt ??= keyLocation;
  shape.isNullable ||= orNull;
  if (orNull) shape.typesAt = (keys.get('nullable') ?? keys.get('x-nullable'))?.keyLocation;
}

function addValues(shape: Shape, nodes: readonly DocumentNode[], location: Location): void {
  const added = byJson(nodes);
  const before = shape.values?.value;
  shape.values = { value: before ? new Map([...before].filter(([key]) => added.has(key))) : added, location };
}

/** Listed values have their types. Where `nullable` stands beside them, authors mean null as well. */
function limitTypes(shape: Shape): void {
  if (!shape.values) return;
  const also = shape.isNullable ? NULL : 0;
  shape.types &= [...shape.values.value.values()].reduce((sum, one) => sum | typeOfValue(one), also);
}

const byJson = (nodes: readonly DocumentNode[]): ReadonlyMap<string, DocumentNode> => new Map(nodes.map((node) => [jsonOf(node), node]));

/** The same for the same value, in whatever order its keys stand. */
export function jsonOf(node: DocumentNode): string {
  if (node.kind === 'scalar') return JSON.stringify(node.value);
  if (node.kind === 'list') return `[${node.items.map(jsonOf).join()}]`;
  const entries = node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${jsonOf(value)}`);
  return `{${entries.sort().join()}}`;
}

const numberOf = (node: DocumentNode): number | undefined =>
  node.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;

/** Until draft 4, and in OpenAPI 3.0, `exclusiveMinimum` only says that the minimum does not count itself. */
function readBound({ key, value, keyLocation }: Entry, shape: Shape, keys: ReadonlyMap<string, Entry>): void {
  const number = numberOf(value);
  if (number === undefined) return;
  const isLower = key.endsWith('inimum');
  const isExclusive = key.startsWith('exclusive') || isTrue(keys.get(isLower ? 'exclusiveMinimum' : 'exclusiveMaximum')?.value);
  const bound: Bound = { value: number, isExclusive, location: keyLocation };
  if (isLower) shape.lower = tighter(shape.lower, bound, 1);
  else shape.upper = tighter(shape.upper, bound, -1);
}

export function tighter(one: Bound | undefined, other: Bound, sign: 1 | -1): Bound {
  if (!one) return other;
  const difference = (other.value - one.value) * sign;
  return difference > 0 || (difference === 0 && other.isExclusive) ? other : one;
}

function readCount({ key, value, keyLocation }: Entry, { counts }: Shape): void {
  const number = numberOf(value);
  const before = counts.get(key)?.value;
  if (number === undefined || (before !== undefined && (key.startsWith('max') ? before <= number : before >= number))) return;
  counts.set(key, { value: number, location: keyLocation });
}

function readText({ key, value, keyLocation }: Entry, { texts }: Shape): void {
  const text = textAt(value);
  if (text === undefined) return;
  const before = texts.get(key);
  if (before) before.value.add(text);
  else texts.set(key, { value: new Set([text]), location: keyLocation });
}

function readRequired({ value }: Entry, { required }: Shape): void {
  for (const item of itemsOf(value)) required.set(textAt(item) ?? '', item.location);
}

/** `dependencies` had both: names that are then needed, and a schema that then holds. */
function readDependencies({ value }: Entry, { dependent, others }: Shape): void {
  for (const one of entriesOf(value)) {
    const names: Told<readonly string[]> = { value: itemsOf(one.value).map((item) => textAt(item) ?? ''), location: one.keyLocation };
    if (one.value.kind === 'list') dependent.set(one.key, names);
    else others.set(`dependentSchemas ${one.key}`, { nodes: [one.value], location: one.keyLocation });
  }
}

function addParts(parts: Map<string, GrowingPart>, value: DocumentNode): void {
  for (const one of entriesOf(value)) parts.set(one.key, withNode(parts.get(one.key), one));
}

function withNode(part: GrowingPart | undefined, { value, keyLocation }: Entry): GrowingPart {
  part?.nodes.push(value);
  return part ?? { nodes: [value], location: keyLocation };
}

/** Until 2019-09, a list of items was what `prefixItems` is now. */
function readItems(one: Entry, shape: Shape): void {
  if (one.value.kind === 'list') addPositions(shape, one.value);
  else shape.items = withNode(shape.items, one);
}

function addPositions({ positions }: Shape, value: DocumentNode): void {
  itemsOf(value).forEach((item, index) => {
    const before = positions[index];
    if (before) before.nodes.push(item);
    else positions[index] = { nodes: [item], location: item.location };
  });
}

/** Conditions of several schemas stand side by side: each goes by what it asks. */
function readOther({ key, value, keyLocation }: Entry, { others }: Shape, keys: ReadonlyMap<string, Entry>): void {
  const asked = CONDITIONAL.has(key) ? keys.get('if')?.value : others.has(key) ? value : undefined;
  others.set(asked ? `${key} ${jsonOf(asked)}` : key, { nodes: [value], location: keyLocation });
}

const CONDITIONAL: ReadonlySet<string> = new Set(['if', 'then', 'else']);
