import { describe, expect, test } from 'vitest';
import { jsonSchema } from '../../../../src/core/extract/json-schema/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const noGrammar = (): never => {
  throw new Error('schemas need no grammar');
};

const unitOf = (files: Readonly<Record<string, object | string>>) =>
  Object.entries(files).flatMap(([path, json]) => {
    const text = typeof json === 'string' ? json : JSON.stringify(json);
    const { part } = jsonSchema.read({ path, text, size: text.length }, 'always', noGrammar);
    return part ? [{ path, role: 'always', part }] : [];
  });

const compare = (base: Readonly<Record<string, object | string>>, head: Readonly<Record<string, object | string>>) =>
  jsonSchema.differences?.(unitOf(base), unitOf(head), DEFAULT_SETTINGS) ?? [];

const breaks = (base: object, head: object) =>
  compare({ 'a.schema.json': base }, { 'a.schema.json': head }).map(({ kind, path, breaks: whom }) => [kind, path, whom.join()]);

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

/** Parsed, since an object with a `then` looks like a promise. */
const asked = (name: string): object => JSON.parse(`{"if": {"required": ["${name}"]}, "then": {"required": ["b"]}}`) as object;

describe('backward: what was valid may be refused; forward: what is valid may have been', () => {
  test.each<[string, object, object, readonly (readonly [string, string | undefined, string])[]]>([
    ['a type', text, { type: 'integer' }, [['type-changed', undefined, 'backward,forward']]],
    ['a type more', text, { type: ['string', 'null'] }, [['type-widened', undefined, 'forward']]],
    ['a number that must be whole', { type: 'number' }, { type: 'integer' }, [['type-narrowed', undefined, 'backward']]],
    ['required', object({ a: text }), object({ a: text }, { required: ['a'] }), [['newly-required', 'a', 'backward']]],
    ['a property, where others are taken', object({}), object({ a: text }), [['added', 'a', 'backward']]],
    [
      'a property, where others are refused',
      object({}, { additionalProperties: false }),
      object({ a: text }, { additionalProperties: false }),
      [['added', 'a', 'forward']],
    ],
    [
      'no others',
      object({ a: text }),
      object({ a: text }, { additionalProperties: false }),
      [['constraint-tightened', undefined, 'backward']],
    ],
    [
      'values',
      { enum: ['a', 'b'] },
      { enum: ['b', 'c'] },
      [
        ['value-removed', undefined, 'backward'],
        ['value-added', undefined, 'forward'],
      ],
    ],
    ['a constant', { const: 1 }, { const: 2 }, [['constraint-changed', undefined, 'backward,forward']]],
    ['a pattern', { ...text, pattern: 'a' }, { ...text, pattern: 'b' }, [['constraint-changed', undefined, 'backward,forward']]],
    ['a place in a list', { prefixItems: [text] }, { prefixItems: [text, text] }, [['type-narrowed', '1', 'backward']]],
    ['what is refused', { not: text }, { not: { type: ['string', 'null'] } }, [['type-widened', 'not', 'backward']]],
    [
      'a question',
      asked('a'),
      asked('c'),
      [
        ['constraint-loosened', undefined, 'forward'],
        ['constraint-tightened', undefined, 'backward'],
      ],
    ],
    ['all of several', { allOf: [{ minLength: 1 }, { minLength: 3 }] }, { minLength: 3 }, []],
    ['any of one', { anyOf: [text] }, text, []],
    ['another order', { anyOf: [text, { type: 'null' }] }, { type: ['null', 'string'] }, []],
    ['what draft 4 wrote', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }, []],
    ['words about it', { title: 'a', description: 'b', examples: [1] }, { $comment: 'c' }, []],
  ])('%s', (_, base, head, expected) => {
    expect(breaks(base, head)).toEqual(expected);
  });
});

test('what fits several schemas of which only one may hold is refused', () => {
  const base = object({ a: text }, { required: ['a', 'b'] });
  const head = { type: 'object', oneOf: [object({ a: text }, { required: ['a'] }), object({ a: text }, { required: ['b'] })] };
  expect(breaks(base, head)).toContainEqual(['constraint-tightened', undefined, 'backward']);
  expect(breaks(base, { ...head, anyOf: head.oneOf, oneOf: undefined }).some(([, , whom]) => whom === 'backward')).toBe(false);
});

test('a message names the thing, and stands at it', () => {
  const head = '{"$id": "https://x.example/contact.schema.json", "properties": {"email": {"type": "integer"}}}';
  const [difference] = compare({ 'a.schema.json': head.replace('integer', 'string') }, { 'a.schema.json': head });
  expect(difference?.asset).toBe('json-schema:https://x.example/contact.schema.json');
  expect(difference?.message).toBe(
    'contact.email changes its type from string to integer: the new schema cannot read data written by the old one, and readers by the old schema cannot read new data',
  );
  expect(head.slice(difference?.location.start.offset, difference?.location.end.offset)).toBe('"type"');
});

test('a schema that is gone breaks both; one that is new breaks nobody', () => {
  const files = { 'a.schema.json': { $id: 'a', type: 'string' }, 'b.schema.json': { $id: 'b', type: 'string' } };
  expect(compare(files, { 'b.schema.json': files['b.schema.json'] })).toMatchObject([
    { kind: 'removed', asset: 'json-schema:a', breaks: ['backward', 'forward'], location: { file: 'a.schema.json' } },
  ]);
  expect(compare({}, files)).toEqual([]);
});

test('definitions are compared where they are used, in whatever file', () => {
  const order = { $id: 'https://x.example/order.schema.json', properties: { home: { $ref: 'address.schema.json#/$defs/Home' } } };
  const address = (type: string) =>
    `$id: https://x.example/address.schema.json\n$defs:\n  Home: {type: object, properties: {zip: {type: ${type}}}}\n`;
  const [definition, difference] = compare(
    { 'order.schema.json': order, 'address.schema.yaml': address('string') },
    { 'order.schema.json': order, 'address.schema.yaml': address('integer') },
  );
  expect([difference?.asset, difference?.path, difference?.location.file]).toEqual([
    'json-schema:https://x.example/order.schema.json',
    'home.zip',
    'address.schema.yaml',
  ]);
  expect(definition?.asset).toBe('json-schema:https://x.example/address.schema.json#Home');
});

test('a file that moves keeps its $id, and so its schema', () => {
  const schema = { $id: 'https://x.example/a', type: 'string' };
  expect(compare({ 'old/a.schema.json': schema }, { 'new/a.schema.json': schema })).toEqual([]);
});

test('names of the language are names', () => {
  const of = (type: string) =>
    `{"properties": {"__proto__": {"type": "${type}"}, "constructor": {"$ref": "#/__proto__"}}, "required": ["__proto__"]}`;
  expect(compare({ 'a.schema.json': of('string') }, { 'a.schema.json': of('integer') }).map(({ path }) => path)).toEqual(['__proto__']);
});
