import { describe, expect, test } from 'vitest';
import { jsonSchema } from '../../../../src/core/extract/json-schema/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Field } from '../../../../src/model/asset.ts';

const read = (text: string, role = 'always', path = 'schemas/contact.schema.json') => {
  const noGrammar = () => {
    throw new Error('schemas need no grammar');
  };
  const { part, problems } = jsonSchema.read({ path, text, size: text.length }, role, noGrammar);
  if (part === null) return { assets: null, problems };
  const assembly = jsonSchema.assemble(path, [{ path, role, part }], DEFAULT_SETTINGS);
  return { assets: assembly.assets, problems: [...problems, ...assembly.problems] };
};
const fieldsOf = (text: string): readonly Field[] => read(text).assets?.[0]?.fields ?? [];
const shape = (text: string) => fieldsOf(text).map(({ name, type, facts }) => [name, type, facts['required']?.value === true]);
const values = (field: Field | undefined) =>
  Object.fromEntries(Object.entries(field?.facts ?? {}).map(([name, { value }]) => [name, value]));

describe('what a schema declares', () => {
  test('its properties, those inside of others, and what is required', () => {
    const text =
      '{"$id": "https://crm.example/contact.schema.json", "required": ["email"], "properties": {"email": {"type": "string"}, "home": {"type": "object", "properties": {"street": {"type": "string"}}}, "past": {"type": "array", "items": {"properties": {"since": {"type": "string"}}, "required": ["since"]}}}}';
    const { assets, problems } = read(text);
    expect(problems).toEqual([]);
    expect(assets?.map(({ id, name, kind }) => [id, name, kind])).toEqual([
      ['json-schema:https://crm.example/contact.schema.json', 'contact', 'schema'],
    ]);
    expect(shape(text)).toEqual([
      ['email', 'string', true],
      ['home', 'object', false],
      ['home.street', 'string', false],
      ['past', 'array<object>', false],
      ['past.since', 'string', true],
    ]);
    for (const { name, location, extent } of assets?.[0]?.fields ?? []) {
      const key = `"${name.split('.').at(-1)}"`;
      expect(text.slice(location.start.offset, location.end.offset)).toBe(key);
      expect(text.slice(extent.start.offset, extent.end.offset)).toMatch(new RegExp(`^${key}: \\{.*\\}$`));
    }
  });

  test.each([
    ['a reference', '{"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}}', [['a', 'integer', false]]],
    ['an anchor', '{"properties": {"a": {"$ref": "#x"}}, "$defs": {"A": {"$anchor": "x", "type": "integer"}}}', [['a', 'integer', false]]],
    [
      'an escaped pointer',
      '{"properties": {"a": {"$ref": "#/$defs/x~1y%20z"}}, "$defs": {"x/y z": {"type": "integer"}}}',
      [['a', 'integer', false]],
    ],
    [
      'all of several',
      '{"allOf": [{"properties": {"a": {"type": "string"}}}, {"$ref": "#/$defs/B"}], "required": ["b"], "$defs": {"B": {"properties": {"b": {"type": "number"}}}}}',
      [
        ['a', 'string', false],
        ['b', 'number', true],
      ],
    ],
    [
      'one of several, so that nothing is certain',
      '{"oneOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": {}}}]}',
      [
        ['a', 'string', false],
        ['b', undefined, false],
      ],
    ],
    [
      'itself',
      '{"properties": {"next": {"$ref": "#"}, "id": {"type": "string"}}}',
      [
        ['next', 'object', false],
        ['id', 'string', false],
      ],
    ],
  ])('through %s', (_, text, expected) => {
    expect(shape(text)).toEqual(expected);
    expect(read(text).problems).toEqual([]);
  });

  test('another file is not known: the asset is partial', () => {
    const { assets, problems } = read('{"properties": {"a": {"$ref": "other.json"}}, "allOf": [{"$ref": "https://x.example/y"}]}');
    expect(problems).toEqual([]);
    expect(assets?.[0]?.partial).toBe(true);
    expect(assets?.[0]?.fields[0]?.type).toBe('other.json');
  });

  test('a file of definitions gives each of them', () => {
    expect(read('{"$defs": {"A": {"properties": {"a": {}}}, "B": {"type": "string"}}}').assets?.map(({ id, name }) => [id, name])).toEqual([
      ['json-schema:schemas/contact.schema.json#A', 'A'],
      ['json-schema:schemas/contact.schema.json#B', 'B'],
    ]);
  });
});

describe('a property', () => {
  test.each([
    ['{"type": ["string", "null"]}', 'string', { nullable: true }],
    ['{"anyOf": [{"type": "integer"}, {"type": "null"}]}', 'integer', { nullable: true }],
    ['{"type": ["string", "integer"]}', 'union<string, integer>', {}],
    ['{"type": "string", "format": "email"}', 'string', { format: 'email' }],
    ['{"enum": ["a", "b"]}', 'string', { enum: ['a', 'b'] }],
    ['{"const": 3}', 'integer', { enum: [3] }],
    ['{"type": "array", "items": {"type": "string"}}', 'array<string>', {}],
    ['{"x-pii": true}', undefined, { tags: { pii: true } }],
    ['{"tags": ["pii"]}', undefined, { tags: { pii: true } }],
    ['{"x-tags": {"pii": "email"}}', undefined, { tags: { pii: 'email' } }],
    ['{"x-data-classification": "restricted", "description": "d"}', undefined, { classification: 'restricted', description: 'd' }],
    ['true', undefined, {}],
  ])('%s', (text, type, facts) => {
    const [field] = fieldsOf(`{"properties": {"a": ${text}}}`);
    expect(field?.type).toBe(type);
    expect(values(field)).toEqual(facts);
  });
});

test('a property may be missing unless it is required', () => {
  const [must, may] = fieldsOf('{"properties": {"must": {"type": "string"}, "may": {"type": "string"}}, "required": ["must"]}');
  expect([values(must), values(may)]).toEqual([{ nullable: false, required: true }, {}]);
});

describe('what cannot be read', () => {
  test('a reference that leads nowhere is told at its place', () => {
    const text = '{"properties": {\n  "a": {"$ref": "#/$defs/None"}}}';
    expect(
      read(text).problems.map(({ code, undecided, location }) => [code, undecided, location.start.line, location.start.column]),
    ).toEqual([['json-schema-reference', true, 2, 17]]);
  });

  test.each([
    ['{"properties": {', 'json-unreadable'],
    [`{"properties": ${'{"a": {"properties": '.repeat(200)}`, 'json-too-deep'],
  ])('%.30s', (text, code) => {
    expect(read(text).problems.map((problem) => [problem.code, problem.undecided])).toEqual([[code, true]]);
  });

  test('references that double are stopped, and said', () => {
    const defs = Array.from(
      { length: 40 },
      (_, i) => `"d${i}": {"properties": {"a": {"$ref": "#/$defs/d${i + 1}"}, "b": {"$ref": "#/$defs/d${i + 1}"}}}`,
    );
    const { problems } = read(`{"$ref": "#/$defs/d0", "$defs": {${defs.join(', ')}, "d40": {"type": "string"}}}`);
    expect(problems.map(({ code }) => code)).toEqual(['json-schema-too-large']);
  });

  test.each([
    [
      'alternatives of itself',
      '{"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/A"}, {"$ref": "#/$defs/A"}]}}}',
    ],
    [
      'names of the language',
      '{"properties": {"__proto__": {"type": "string", "x-__proto__": 1}, "constructor": {"$ref": "#/__proto__"}}, "required": ["toString"]}',
    ],
    ['values of all kinds', '{"properties": [], "required": {}, "allOf": 1, "items": [1, true], "$ref": 3, "type": {}, "enum": null}'],
  ])('%s', (_, text) => {
    expect(() => read(text)).not.toThrow();
  });
});

test.each([
  ['{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}', true],
  ['{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {}}', true],
  ['{"$schema": "https://json.schemastore.org/package.json", "name": "x"}', false],
  ['{"name": "x"}', false],
  ['{"inner": {"$schema": "http://json-schema.org/draft-07/schema#"}, "type": "x"}', false],
])('JSON under another name: %s', (text, isSchema) => {
  expect(read(text, 'maybe', 'a.json').assets !== null).toBe(isSchema);
});
