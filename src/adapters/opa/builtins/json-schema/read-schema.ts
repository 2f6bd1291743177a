import type { RE2JS } from 're2js';
import { compilePattern } from '../regex.ts';
import { isList, isObject, type Value } from '../value.ts';
import { ANY_DRAFT, draftIn } from './draft.ts';
import { SchemaFault, Unanswerable } from './fault.ts';
import { isSchema, listOf, textOf, wrongType, type Keywords, type Read, type Reading } from './keywords.ts';
import { comparedText, sortedEntries } from './plain-json.ts';
import { limitReader, readMultipleOf, sizeReader } from './read-limits.ts';
import { addressesIn, addressText } from './references.ts';
import { emptySchema, type Draft, type Schema } from './schema.ts';

/** Deeper than any schema that people write. */
const DEEPEST = 200;

/**
 * Reads a schema as OPA does, in its order, so that the first fault is OPA's first. Errors: SchemaFault, Unanswerable. Source: OPA,
 * internal/gojsonschema, schema.go.
 */
export function readSchema(document: Value): Schema {
  const addresses = addressesIn(document);
  const draft = draftIn(document).draft ?? ANY_DRAFT;
  const root = emptySchema();
  fill(root, document, { draft, addresses, referred: new Map(), depth: 0 });
  return root;
}

function subschema(document: Value, reading: Reading): Schema {
  const schema = emptySchema();
  fill(schema, document, { ...reading, depth: reading.depth + 1 });
  return schema;
}

function fill(schema: Schema, document: Value, reading: Reading): void {
  if (reading.depth > DEEPEST) throw new Unanswerable('a schema that nests so deep is not read here');
  if (typeof document === 'boolean' && reading.draft >= 6) {
    schema.pass = document;
    return;
  }
  if (!isObject(document)) throw new SchemaFault('Expected: Valid Schema, given: Invalid JSON');
  textOf(document, idKey(document, reading.draft));
  readDefinitions(document, reading);
  textOf(document, 'title');
  textOf(document, 'description');
  if (textOf(document, '$ref') !== undefined && refer(schema, document, reading)) return;
  for (const read of READERS) read(schema, document, reading);
}

function idKey(keywords: Keywords, draft: Draft): string {
  if (draft === 4) return 'id';
  return draft === ANY_DRAFT && keywords.has('id') ? 'id' : '$id';
}

function readDefinitions(keywords: Keywords, reading: Reading): void {
  const definitions = keywords.get('definitions');
  if (definitions === undefined) return;
  if (!isObject(definitions)) throw wrongType('Array Of Schemas', 'definitions');
  for (const [, one] of sortedEntries(definitions)) {
    if (!isSchema(one)) throw wrongType('Array Of Schemas', 'definitions');
    subschema(one, reading);
  }
}

/** True where nothing else of the schema is read: the first time that something refers to that address. */
function refer(schema: Schema, keywords: Keywords, reading: Reading): boolean {
  const address = reading.addresses.meaning.get(keywords);
  if (!address) throw new Unanswerable('a reference inside of a value is not followed here');
  const key = addressText(address);
  const known = reading.referred.get(key);
  if (known) schema.ref = known;
  if (known) return false;
  const target = emptySchema();
  reading.referred.set(key, target);
  schema.ref = target;
  const { document, draft = reading.draft } = reading.addresses.at(address);
  if (!isSchema(document)) throw new SchemaFault('Valid Schema must be of type object');
  fill(target, document, { ...reading, draft, depth: reading.depth + 1 });
  return true;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string'];

const readTypes: Read = (schema, keywords) => {
  const value = keywords.get('type');
  if (value === undefined) return;
  for (const one of typeof value === 'string' ? [value] : isList(value) ? value : [null]) {
    if (typeof one !== 'string') throw wrongType('type', 'string/Array Of Strings');
    if (!TYPES.includes(one))
      throw new SchemaFault(`has a primitive type that is NOT VALID -- given: /${one}/ Expected valid values are:[${TYPES.join(' ')}]`);
    if (schema.types.includes(one)) throw new SchemaFault(`${one} type is duplicated`);
    schema.types.push(one);
  }
};

const readProperties: Read = (schema, keywords, reading) => {
  const value = keywords.get('properties');
  if (value === undefined) return;
  if (!isObject(value)) throw new SchemaFault('Properties must be of type object');
  for (const [name, one] of sortedEntries(value)) schema.properties.push([name, subschema(one, reading)]);
};

/** `true`, `false` or a schema, also where schemas are no booleans yet. */
function allowed(keywords: Keywords, key: string, reading: Reading): boolean | Schema | undefined {
  const value = keywords.get(key);
  if (value === undefined || typeof value === 'boolean') return value;
  if (!isObject(value)) throw wrongType('boolean/Valid Schema', key);
  return subschema(value, reading);
}

const readAdditionalProperties: Read = (schema, keywords, reading) => {
  const value = allowed(keywords, 'additionalProperties', reading);
  if (value !== undefined) schema.additionalProperties = value;
};

const readPatternProperties: Read = (schema, keywords, reading) => {
  const value = keywords.get('patternProperties');
  if (value === undefined) return;
  if (!isObject(value)) throw wrongType('Valid Schema', 'patternProperties');
  for (const [pattern, one] of sortedEntries(value)) {
    const compiled = compilePattern(pattern);
    if (!compiled) throw new SchemaFault(`Invalid regex pattern '${pattern}'`);
    schema.patternProperties.push([compiled, subschema(one, reading)]);
  }
};

const readPropertyNames: Read = (schema, keywords, reading) => {
  const value = keywords.get('propertyNames');
  if (value === undefined || reading.draft < 6) return;
  if (!isSchema(value)) throw wrongType('Valid Schema', 'patternProperties');
  schema.propertyNames = subschema(value, reading);
};

const readDependencies: Read = (schema, keywords, reading) => {
  const value = keywords.get('dependencies');
  if (value === undefined) return;
  if (!isObject(value)) throw new SchemaFault('dependencies must be of type object');
  const fault = new SchemaFault('Dependency must be of type Schema Or Array Of Strings');
  for (const [name, one] of sortedEntries(value)) {
    if (isSchema(one)) schema.dependencies.set(name, subschema(one, reading));
    else if (!isList(one) || !one.every((key): key is string => typeof key === 'string')) throw fault;
    else if (one.length > 0) schema.dependencies.set(name, one);
  }
};

const readItems: Read = (schema, keywords, reading) => {
  const value = keywords.get('items');
  if (value === undefined) return;
  schema.isForEvery = !isList(value);
  for (const one of isList(value) ? value : [value]) {
    if (!isSchema(one)) throw wrongType('Valid Schema/Array Of Schemas', 'items');
    schema.items.push(subschema(one, reading));
  }
};

const readAdditionalItems: Read = (schema, keywords, reading) => {
  const value = allowed(keywords, 'additionalItems', reading);
  if (value !== undefined) schema.additionalItems = value;
};

const readPattern: Read = (schema, keywords) => {
  const source = textOf(keywords, 'pattern');
  const compiled: RE2JS | undefined = source === undefined ? undefined : compilePattern(source);
  if (source !== undefined && !compiled) throw new SchemaFault('pattern must be a valid regex');
  if (source !== undefined && compiled) schema.pattern = { compiled, source };
  const format = textOf(keywords, 'format');
  if (format !== undefined) schema.format = format;
};

const readRequired: Read = (schema, keywords) => {
  for (const one of listOf(keywords, 'required')) {
    if (typeof one !== 'string') throw wrongType('string', 'required');
    if (schema.required.includes(one)) throw new SchemaFault('required items must be unique');
    schema.required.push(one);
  }
};

const readUnique: Read = (schema, keywords, reading) => {
  const unique = keywords.get('uniqueItems') ?? false;
  if (typeof unique !== 'boolean') throw new SchemaFault('uniqueItems must be of a boolean');
  schema.uniqueItems = unique;
  const contains = keywords.get('contains');
  if (contains !== undefined && reading.draft >= 6) schema.contains = subschema(contains, reading);
};

const readChoices: Read = (schema, keywords, { draft }) => {
  const constant = keywords.get('const');
  if (constant !== undefined && draft >= 6) schema.constant = comparedText(constant);
  for (const one of listOf(keywords, 'enum')) {
    const text = comparedText(one);
    if (schema.choices.includes(text)) throw new SchemaFault('enum items must be unique');
    schema.choices.push(text);
  }
};

const readCombined: Read = (schema, keywords, reading) => {
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const)
    for (const one of listOf(keywords, key)) schema[key].push(subschema(one, reading));
};

/** `not`, and the three of a condition, which draft 7 brought. */
const partReader =
  (key: string, into: 'not' | 'when' | 'then' | 'otherwise', since: Draft): Read =>
  (schema, keywords, reading) => {
    const value = keywords.get(key);
    if (value === undefined || reading.draft < since) return;
    if (!isSchema(value)) throw new SchemaFault(`${key} must be of an object`);
    schema[into] = subschema(value, reading);
  };

/** In the order in which OPA reads them. */
const READERS: readonly Read[] = [
  readTypes,
  readProperties,
  readAdditionalProperties,
  readPatternProperties,
  readPropertyNames,
  readDependencies,
  readItems,
  readAdditionalItems,
  readMultipleOf,
  limitReader('minimum', 'exclusiveMinimum'),
  limitReader('maximum', 'exclusiveMaximum'),
  sizeReader('minLength', 'maxLength', 'minLength cannot be greater than maxLength'),
  readPattern,
  sizeReader('minProperties', 'maxProperties', 'minProperties cannot be greater than maxProperties'),
  readRequired,
  sizeReader('minItems', 'maxItems', ''),
  readUnique,
  readChoices,
  readCombined,
  partReader('not', 'not', 0),
  partReader('if', 'when', 7),
  partReader('then', 'then', 7),
  partReader('else', 'otherwise', 7),
];
