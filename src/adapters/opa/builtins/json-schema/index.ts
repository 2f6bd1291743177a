import { jsonText, parseJson } from '../json-text.ts';
import { readValue } from '../value-text.ts';
import { isList, isObject, type Value } from '../value.ts';
import { SchemaFault } from './fault.ts';
import { matchSchema } from './match-schema.ts';
import type { Mismatch } from './outcome.ts';
import { readSchema } from './read-schema.ts';

/** `json.verify_schema`: whether a schema is one, with what OPA says of it. */
export function jsonVerifySchema(schema: Value): Value {
  try {
    readSchema(documentOf(schema));
    return [true, null];
  } catch (error) {
    if (error instanceof SchemaFault) return [false, `jsonschema: ${error.message}`];
    throw error;
  }
}

/** `json.match_schema`: whether a document matches, with all that does not. No value where either is no JSON, or the schema is none. */
export function jsonMatchSchema(document: Value, schema: Value): Value | undefined {
  try {
    const { faults } = matchSchema(readSchema(documentOf(schema)), documentOf(document));
    return [faults.length === 0, faults.map(told)];
  } catch (error) {
    if (error instanceof SchemaFault) return undefined;
    throw error;
  }
}

/** A document as JSON, or as a text of it. */
function documentOf(value: Value): Value {
  if (typeof value !== 'string' && !isObject(value) && !isList(value)) throw new SchemaFault('wrong type, expected string or object');
  const document = typeof value === 'string' ? parseJson(value) : readValue(jsonText(value));
  if (document === undefined) throw new SchemaFault('invalid JSON string');
  return document;
}

function told({ type, path, description }: Mismatch): Value {
  const field = path.length === 1 ? '(Root)' : path.slice(1).join('.');
  return new Map<Value, Value>([
    ['desc', description],
    ['error', `${field}: ${description}`],
    ['field', field],
    ['type', type],
  ]);
}
