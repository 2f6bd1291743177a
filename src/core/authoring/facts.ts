import type { Json } from '../../model/json.ts';

type Schema = { readonly [key: string]: Json };
type JsonMap = { readonly [key: string]: Json };

const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

/** Part of an input that has facts: an asset, a field, a side of a changed field. */
export interface Thing {
  /** Keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  readonly value: JsonMap;
  readonly schema: Schema;
}

/** What makes a thing itself is no fact of it. */
const IDENTITY: ReadonlySet<string> = new Set(['id', 'name', 'kind', 'type', 'platform', 'file', 'files', 'fields', 'unknown']);

/** A thing has facts where the schema gives it a list of those that are unknown. */
const hasFacts = (schema: Schema): boolean => asMap(asMap(schema['properties'])['unknown'])['type'] === 'array';

/** The facts that the schema gives a thing. */
export const factsOf = (schema: Schema): readonly string[] =>
  Object.keys(asMap(schema['properties'])).filter((name) => !IDENTITY.has(name));

/** Whether a reader always knows it: such a fact is set or not, and never unknown. */
export const isSettled = (schema: Schema, fact: string): boolean => asMap(asMap(schema['properties'])[fact])['settled'] === true;

/** Whether any value is as good as another: only that it is there counts. */
export const isOpaque = (schema: Schema, fact: string): boolean => asMap(asMap(schema['properties'])[fact])['opaque'] === true;

/** The types that a fact may have; undefined where the schema leaves that open. */
export function typesOf(schema: Schema, fact: string): ReadonlySet<string> | undefined {
  const { type, enum: values } = asMap(asMap(schema['properties'])[fact]);
  if (typeof type === 'string') return new Set([type]);
  if (Array.isArray(type)) return new Set(type.map(String));
  return Array.isArray(values) ? new Set(values.map(typeOf)) : undefined;
}

export function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Every thing with facts in an input, as its schema says. */
export function thingsIn(input: Json, root: Json): readonly Thing[] {
  const open: { readonly value: Json; readonly schema: Schema; readonly path: Thing['path'] }[] = [
    { value: input, schema: asMap(root), path: [] },
  ];
  const found: Thing[] = [];
  for (let one = open.pop(); one; one = open.pop()) {
    const { value, path } = one;
    const schema = resolved(one.schema, root);
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) open.push({ value: item, schema: asMap(schema['items']), path: [...path, index] });
    if (Array.isArray(value) || typeof value !== 'object' || value === null) continue;
    if (hasFacts(schema)) found.push({ path, value: value as JsonMap, schema });
    const properties = asMap(schema['properties']);
    for (const [key, item] of Object.entries(value))
      if (properties[key]) open.push({ value: item, schema: asMap(properties[key]), path: [...path, key] });
  }
  return found;
}

function resolved(schema: Schema, root: Json): Schema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  let found: Json | undefined = root;
  for (const step of $ref.replace(/^#\//, '').split('/')) found = asMap(found)[step];
  return asMap(found);
}

/** Every fact that the schema has anywhere, with whether something may leave it unknown. */
export function factNames(root: Json): ReadonlyMap<string, { readonly mayBeUnknown: boolean }> {
  const found = new Map<string, { mayBeUnknown: boolean }>();
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) open.push(...value);
    if (Array.isArray(value) || typeof value !== 'object' || value === null) continue;
    const schema = value as Schema;
    if (hasFacts(schema))
      for (const name of factsOf(schema))
        found.set(name, { mayBeUnknown: found.get(name)?.mayBeUnknown === true || !isSettled(schema, name) });
    open.push(...Object.values(schema));
  }
  return found;
}
