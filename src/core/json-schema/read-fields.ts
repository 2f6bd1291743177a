import type { Fact, Facts, Field } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../text/document-tree.ts';
import { ownFacts } from './own-facts.ts';
import { follow, type Schema } from './schema-set.ts';
import { typeOf } from './type-of.ts';

export interface Fields {
  readonly fields: readonly Field[];
  /** Some of what there may be stands in other files, or there is more than the budget allows. */
  readonly partial: boolean;
}

/**
 * The properties of a schema, those inside of others with dotted names: `address.street`, also where an array holds them. Properties
 * that are named by a pattern have it for a name (`labels./^x-/`); where any name will do, `labels.*`.
 */
export function readFields(schema: Schema, node: DocumentNode, prefix = ''): Fields {
  const context: Context = { schema, fields: new Map(), partial: { is: false }, open: new Set() };
  walk(node, { prefix, isCertain: true, depth: 0 }, context);
  return { fields: [...context.fields.values()], partial: context.partial.is || schema.budget.steps <= 0 };
}

const MAX_DEPTH = 60;

interface Context {
  readonly schema: Schema;
  readonly fields: Map<string, Field>;
  readonly partial: { is: boolean };
  /** The schemas on the way, so that one that holds itself is read once. */
  readonly open: Set<DocumentNode>;
}

interface Way {
  readonly prefix: string;
  /** Whether what stands here always holds: not in one of several alternatives. */
  readonly isCertain: boolean;
  readonly depth: number;
}

function walk(node: DocumentNode, way: Way, context: Context): void {
  if (--context.schema.budget.steps <= 0 || way.depth > MAX_DEPTH || context.open.has(node) || node.kind !== 'map') return;
  context.open.add(node);
  const required = new Set(itemsOf(at(node, 'required')).map((item) => textAt(item)));
  for (const property of entriesOf(at(node, 'properties'))) addField(property, required.has(property.key), way, context);
  for (const property of entriesOf(at(node, 'patternProperties'))) addField({ ...property, key: `/${property.key}/` }, false, way, context);
  const others = entry(node, 'additionalProperties');
  if (others?.value.kind === 'map' && others.value.entries.length > 0) addField({ ...others, key: '*' }, false, way, context);
  for (const { inner, isCertain } of partsOf(node, context))
    walk(inner, { ...way, isCertain: way.isCertain && isCertain, depth: way.depth + 1 }, context);
  requireMore(required, way, context);
  context.open.delete(node);
}

interface Part {
  readonly inner: DocumentNode;
  readonly isCertain: boolean;
}

/** What a schema is made of besides its own properties: all of some, any of others, what it refers to, what its items are. */
function partsOf(node: DocumentNode, { schema, partial }: Context): readonly Part[] {
  const parts: Part[] = itemsOf(at(node, 'allOf')).map((inner) => ({ inner, isCertain: true }));
  for (const key of ['$ref', '$dynamicRef']) {
    const reference = at(node, key);
    const target = reference && follow(reference, schema);
    if (target) parts.push({ inner: target, isCertain: true });
    else if (reference) partial.is = true;
  }
  for (const key of ['anyOf', 'oneOf']) parts.push(...itemsOf(at(node, key)).map((inner) => ({ inner, isCertain: false })));
  for (const key of ['then', 'else']) parts.push(...some(at(node, key), false));
  const items = at(node, 'items');
  parts.push(...(items?.kind === 'list' ? items.items.flatMap((item) => some(item, true)) : some(items, true)));
  return [...parts, ...itemsOf(at(node, 'prefixItems')).flatMap((item) => some(item, true))];
}

const some = (inner: DocumentNode | undefined, isCertain: boolean): readonly Part[] =>
  inner?.kind === 'map' ? [{ inner, isCertain }] : [];

/** The first declaration of a property is its place; later ones add what it left out. */
function addField({ key, keyLocation, value }: Entry, isRequired: boolean, way: Way, context: Context): void {
  const name = way.prefix + key;
  const before = context.fields.get(name);
  const { type, facts } = typeOf(value, context.schema);
  const mustBe = isRequired && way.isCertain;
  const told = { ...(mustBe ? facts : withoutNotNull(facts)), ...ownFacts(value), ...(mustBe ? requiredFact(keyLocation) : {}) };
  const known = before?.type ?? type;
  context.fields.set(name, {
    name,
    ...(known === undefined ? {} : { type: known }),
    location: before?.location ?? keyLocation,
    extent: before?.extent ?? { ...keyLocation, end: value.location.end },
    facts: { ...told, ...before?.facts },
  });
  walk(value, { prefix: `${name}.`, isCertain: true, depth: way.depth + 1 }, context);
}

/** What may be left out is never sure to be there, though null would be refused. */
function withoutNotNull({ nullable, ...rest }: Facts): Facts {
  return nullable?.value === true ? { ...rest, nullable } : rest;
}

const requiredFact = (location: Location): Readonly<Record<string, Fact>> => ({ required: { value: true, location } });

/** `required` may stand in another part than the property it names. */
function requireMore(required: ReadonlySet<string | undefined>, { prefix, isCertain }: Way, { fields }: Context): void {
  if (!isCertain) return;
  for (const name of required) {
    const field = name === undefined ? undefined : fields.get(prefix + name);
    if (field && !field.facts['required']) fields.set(field.name, { ...field, facts: { ...field.facts, ...requiredFact(field.location) } });
  }
}
