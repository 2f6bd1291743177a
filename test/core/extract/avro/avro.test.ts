import { describe, expect, test } from 'vitest';
import { avro } from '../../../../src/core/extract/avro/index.ts';
import type { Field } from '../../../../src/model/asset.ts';

const read = (text: string, role = 'always') => {
  const noGrammar = () => {
    throw new Error('schemas need no grammar');
  };
  const { part, problems } = avro.read({ path: 'a.avsc', text, size: text.length }, role, noGrammar);
  return { assets: part?.assets ?? null, problems };
};
const record = (fields: string): string => `{"type": "record", "name": "Contact", "namespace": "crm", "fields": [${fields}]}`;
const fieldsOf = (fields: string): readonly Field[] => read(record(fields)).assets?.[0]?.fields ?? [];
const values = (field: Field | undefined) =>
  Object.fromEntries(Object.entries(field?.facts ?? {}).map(([name, { value }]) => [name, value]));

describe('what a schema declares', () => {
  test('a record by its full name, its fields, and those inside of others', () => {
    const text = record(
      '{"name": "id", "type": "long"}, {"name": "home", "type": ["null", {"type": "record", "name": "Address", "fields": [{"name": "street", "type": "string"}]}]}, {"name": "past", "type": {"type": "array", "items": {"type": "map", "values": {"type": "record", "name": "Stay", "fields": [{"name": "since", "type": {"type": "int", "logicalType": "date"}}]}}}}',
    );
    const { assets, problems } = read(text);
    expect(problems).toEqual([]);
    const [asset] = assets ?? [];
    expect([asset?.id, asset?.kind, asset?.name]).toEqual(['avro:crm.Contact', 'schema', 'crm.Contact']);
    expect(asset?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'long'],
      ['home', 'record'],
      ['home.street', 'string'],
      ['past', 'array<map<record>>'],
      ['past.since', 'date'],
    ]);
    for (const { location, name, extent } of asset?.fields ?? []) {
      expect(text.slice(location.start.offset, location.end.offset)).toBe(`"${name.split('.').at(-1)}"`);
      expect(text.slice(extent.start.offset, extent.end.offset)).toMatch(/^\{"name".*\}$/);
    }
  });

  test('every record of a union, and a name that brings its own namespace', () => {
    const text =
      '[{"type": "record", "name": "a.B", "namespace": "c", "fields": []}, {"type": "enum", "name": "E", "symbols": ["X"]}, "string"]';
    expect(read(text).assets?.map(({ id, facts }) => [id, facts['symbols']?.value])).toEqual([
      ['avro:a.B', undefined],
      ['avro:E', ['X']],
    ]);
  });
});

describe('fields', () => {
  test.each([
    ['"string"', 'string', { nullable: false }],
    ['["null", "string"]', 'string', { nullable: true }],
    ['["int", "string", "null"]', 'union<int, string>', { nullable: true }],
    [
      '{"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}',
      'decimal(10, 2)',
      { nullable: false, logical_type: 'decimal', physical_type: 'bytes' },
    ],
    [
      '{"type": "long", "logicalType": "timestamp-micros"}',
      'timestamp_tz',
      { nullable: false, logical_type: 'timestamp-micros', physical_type: 'long' },
    ],
    ['{"type": "long", "logicalType": "of-our-own"}', 'long', { nullable: false, logical_type: 'of-our-own', physical_type: 'long' }],
    ['{"type": "enum", "name": "S", "symbols": ["A", "B"]}', 'enum', { nullable: false, symbols: ['A', 'B'] }],
    ['{"type": "fixed", "name": "F", "size": 16}', 'fixed(16)', { nullable: false }],
    ['{"type": "array", "items": "string"}', 'array<string>', { nullable: false }],
    ['"crm.Address"', 'crm.Address', { nullable: false }],
  ])('of type %s', (type, text, facts) => {
    const [field] = fieldsOf(`{"name": "x", "type": ${type}}`);
    expect(field?.type).toBe(text);
    expect(values(field)).toEqual(facts);
  });

  test.each([
    ['"doc": "where receipts go"', { description: 'where receipts go' }],
    ['"default": null', { default: null }],
    ['"tags": ["pii", "email"]', { tags: { pii: true, email: true } }],
    ['"confluent:tags": ["PII"]', { tags: { PII: true } }],
    ['"tags": {"pii": "email"}', { tags: { pii: 'email' } }],
    ['"pii": true', { tags: { pii: true } }],
    ['"classification": "restricted", "masking": "mask_email"', { classification: 'restricted', masking: 'mask_email' }],
    ['"__proto__": "x"', { tags: Object.fromEntries([['__proto__', 'x']]) }],
  ])('with %s', (own, expected) => {
    const { nullable: _, ...rest } = values(fieldsOf(`{"name": "x", "type": "string", ${own}}`)[0]);
    expect(rest).toEqual(expected);
  });
});

describe('what is wrong', () => {
  test.each([
    ['{"type": "record", "name": "A", "fields": [', 'json-unreadable', true],
    ['{"type": "record", "fields": []}', 'avro-invalid', undefined],
    ['{"type": "record", "name": "A"}', 'avro-invalid', undefined],
    [record('{"name": "a"}'), 'avro-invalid', undefined],
    [record('{"name": "a", "type": "int"}, {"name": "a", "type": "int"}'), 'avro-invalid', undefined],
    [record('{"name": "a", "type": "int", "type": "long"}'), 'json-duplicate-key', undefined],
    ['', 'json-unreadable', true],
    ['['.repeat(5000), 'json-too-deep', true],
  ])('%.60s', (text, code, undecided) => {
    expect(read(text).problems.map((problem) => [problem.code, problem.undecided])).toEqual([[code, undecided]]);
  });

  test('is told at its place', () => {
    const text = record('{"name": "a", "type": "int"},\n{"name": "a", "type": "int"}');
    expect(read(text).problems[0]?.location.start).toMatchObject({ line: 2, column: 10 });
  });
});

test.each([
  ['{"type": "record", "name": "A", "fields": []}', true],
  ['{"log": {"type": "record", "name": "A", "fields": []}}', false],
  ['{"fields": [], "note": "\\"type\\": \\"record\\""}', false],
  ['{"name": "x"}', false],
])('JSON under another name: %s', (text, isSchema) => {
  expect(read(text, 'maybe').assets !== null).toBe(isSchema);
});
