import { describe, expect, test } from 'vitest';
import { readText, sliced } from './unit-of-schemas.ts';

const SCHEMA =
  '{"type": "record", "name": "Contact", "namespace": "crm", "fields": [{"name": "email", "type": "string"}, {"name": "ssn", "type": "string", "confluent:tags": ["SECRET"]}, {"name": "id", "type": "long"}]}';
const RULES =
  '"ruleSet": {"domainRules": [{"name": "encryptPII", "kind": "TRANSFORM", "type": "ENCRYPT", "mode": "WRITEREAD", "tags": ["PII"]}, {"name": "off", "kind": "TRANSFORM", "type": "ENCRYPT", "tags": ["SECRET"], "disabled": true}, {"name": "check", "kind": "CONDITION", "type": "CEL", "tags": ["SECRET"]}]}';
const METADATA =
  '"metadata": {"tags": {"crm.Contact.email": ["PII"], "**.ssn": ["GDPR"], "crm.*.id": ["KEY"], "other.Contact.id": ["NO"]}, "properties": {"owner": "crm-team"}}';
const subject = (schema: string): string => `{"schemaType": "AVRO", "schema": ${schema}, ${METADATA}, ${RULES}}`;
const fieldsOf = (text: string) => readText(text, 'contact.json', 'maybe').part?.assets[0]?.fields ?? [];

describe.each([
  ['inline', SCHEMA],
  ['as text', JSON.stringify(SCHEMA)],
])('a subject with its schema %s', (_, schema) => {
  const text = subject(schema);
  const fields = fieldsOf(text);

  test('tags by path, with those of the schema', () => {
    expect(fields.map(({ name, facts }) => [name, facts['tags']?.value])).toEqual([
      ['email', { PII: true }],
      ['ssn', { SECRET: true, GDPR: true }],
      ['id', { KEY: true }],
    ]);
    expect(sliced(text, fields[0]!.facts['tags']!.location)).toBe('"PII"');
  });

  test('a rule that encrypts what is tagged masks it, unless it is off or only checks', () => {
    expect(fields.map(({ facts }) => facts['masking']?.value)).toEqual(['ENCRYPT encryptPII', undefined, undefined]);
    expect(sliced(text, fields[0]!.facts['masking']!.location)).toMatch(/^\{"name": "encryptPII".*\}$/);
  });

  test('who answers for it, and the places of the names', () => {
    const [asset] = readText(text, 'contact.json', 'maybe').part?.assets ?? [];
    expect([asset?.id, asset?.facts['owner']?.value]).toEqual(['avro:crm.Contact', 'crm-team']);
    expect(fields.map(({ location }) => sliced(text, location).replaceAll('\\', ''))).toEqual(['"email"', '"ssn"', '"id"']);
  });
});

test.each([
  ['{"schemaType": "PROTOBUF", "schema": "message A { }", "x": {"type": "record", "fields": []}}'],
  ['{"schema": "{\\"type\\": \\"record\\", \\"fields\\"", "x": 1}'],
  ['{"schema": {"type": "object"}, "a": {"type": "record", "fields": []}}'],
])('%s is no subject of Avro', (text) => {
  expect(readText(text, 'a.json', 'maybe').part).toBeNull();
});

test('text inside of text has its own places, also where characters are written as codes', () => {
  const inner = '{"type": "record", "name": "Ré", "fields": [{"name": "a", "type": "int"}]}';
  const text = `{"schema": "${inner.replaceAll('"', '\\u0022').replace('é', '\\u00e9')}"}`;
  const { part } = readText(text, 'a.json', 'maybe');
  expect(part).toBeNull();
  const shown = text.replaceAll('\\u0022', '\\"');
  const [asset] = readText(shown, 'a.json', 'maybe').part?.assets ?? [];
  expect([asset?.name, sliced(shown, asset!.location)]).toEqual(['Ré', '\\"R\\u00e9\\"']);
});
