import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Unanswerable } from '../../../src/adapters/opa/builtins/json-schema/fault.ts';
import { jsonMatchSchema, jsonVerifySchema } from '../../../src/adapters/opa/builtins/json-schema/index.ts';
import { readValue, writeValue } from '../../../src/adapters/opa/builtins/value-text.ts';
import type { Value } from '../../../src/adapters/opa/builtins/value.ts';
import { findOpa } from '../../../src/adapters/opa/find-opa.ts';
import { runOpa } from '../../../src/adapters/opa/run-opa.ts';
import type { Json } from '../../../src/model/json.ts';
import { HAS_OPA } from './a-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-schemas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A document and a schema, as JSON texts: their numbers are to reach both sides as they are written. */
interface Pair {
  readonly document: string;
  readonly schema: string;
}

interface Answer {
  readonly match: unknown;
  readonly verify: unknown;
}

const POLICY = `package p

answers[at].match := json.match_schema(input[at].document, input[at].schema) if some at

answers[at].verify := json.verify_schema(input[at].schema) if some at
`;

async function askOpa(pairs: readonly Pair[]): Promise<readonly Answer[]> {
  writeFileSync(join(folder, 'p.rego'), POLICY);
  writeFileSync(join(folder, 'input.json'), JSON.stringify(pairs));
  const args = ['eval', '-d', 'p.rego', '-i', 'input.json', '--format', 'raw', 'data.p.answers'];
  const told = JSON.parse((await runOpa(findOpa(process.env).path, args, folder)).output) as Record<string, Answer>;
  return pairs.map((_, at) => told[String(at)] as Answer);
}

const told = (value: Value | undefined): unknown => (value === undefined ? undefined : (JSON.parse(writeValue(value)) as unknown));

/** Undefined where nobody but OPA knows. */
function ours({ document, schema }: Pair): Answer | undefined {
  try {
    return { match: told(jsonMatchSchema(document, schema)), verify: told(jsonVerifySchema(schema)) };
  } catch (error) {
    if (error instanceof Unanswerable) return undefined;
    throw error;
  }
}

/** OPA tells what is wrong with the properties of an object in any order. */
function ordered({ match, verify }: Answer): unknown {
  if (!Array.isArray(match)) return { match, verify };
  const faults = (match[1] as readonly unknown[]).map((fault) => JSON.stringify(fault)).toSorted();
  return { match: [match[0], faults], verify };
}

async function differences(pairs: readonly Pair[]): Promise<readonly object[]> {
  const wanted = await askOpa(pairs);
  return pairs.flatMap((pair, at) => {
    const given = ours(pair);
    const [opa, own] = [ordered(wanted[at] as Answer), given && ordered(given)];
    return own === undefined || JSON.stringify(opa) === JSON.stringify(own) ? [] : [{ ...pair, opa, own }];
  });
}

const pair = (schema: Json, document: Json): Pair => ({ document: JSON.stringify(document), schema: JSON.stringify(schema) });

const DRAFT = (number: string): Json => ({ $schema: `http://json-schema.org/draft-0${number}/schema#` });

const NUMBERS = [
  '0',
  '-1',
  '3',
  '3.0',
  '2.5',
  '10',
  '1000000',
  '1234567',
  '0.00001',
  '0.0001',
  '1e2',
  '123456',
  '7e-3',
  '99999999999999999',
];

const document = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', '""', '"a"', '"ab"', '"žluť"', '"2026-11-23"', '"10.0.0.1"', '"a@b.example"'),
    fc.constantFrom(...NUMBERS),
    fc.array(tie('value') as fc.Arbitrary<string>, { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id', 'x1'), tie('value') as fc.Arbitrary<string>, { maxKeys: 4 }).map(
      (object) =>
        `{${Object.entries(object)
          .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
          .join(',')}}`,
    ),
  ),
})).value as fc.Arbitrary<string>;

const number = fc.constantFrom(...NUMBERS);
const size = fc.constantFrom('0', '1', '2', '3');

const schemaOf = (tie: fc.LetrecTypedTie<{ schema: string }>): fc.Arbitrary<string> => {
  const inner = tie('schema') as fc.Arbitrary<string>;
  const list = fc.array(inner, { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(',')}]`);
  const named = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'x1'), inner, { maxKeys: 3 }).map(
    (object) =>
      `{${Object.entries(object)
        .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
        .join(',')}}`,
  );
  const keyword = (name: string, value: fc.Arbitrary<string>) => value.map((text) => [name, text] as const);
  const type = fc.constantFrom(
    '"string"',
    '"number"',
    '"integer"',
    '"object"',
    '"array"',
    '"null"',
    '["string","null"]',
    '["object","array","number"]',
  );
  const keywords = fc.oneof(
    keyword('type', type),
    keyword('properties', named),
    keyword('required', fc.constantFrom('["a"]', '["a","b"]', '["c"]')),
    keyword('additionalProperties', fc.oneof(fc.constantFrom('true', 'false'), inner)),
    keyword(
      'patternProperties',
      fc.tuple(fc.constantFrom('^x', 'a|b', '[0-9]$'), inner).map(([name, one]) => `{"${name}":${one}}`),
    ),
    keyword('propertyNames', fc.constantFrom('{"maxLength":1}', '{"pattern":"^[a-c]$"}', 'false')),
    keyword(
      'dependencies',
      fc.oneof(
        fc.constant('{"a":["b","c"]}'),
        inner.map((one) => `{"a":${one}}`),
      ),
    ),
    keyword('items', fc.oneof(inner, list)),
    keyword('additionalItems', fc.oneof(fc.constantFrom('true', 'false'), inner)),
    keyword('contains', inner),
    keyword('uniqueItems', fc.constant('true')),
    ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map((name) => keyword(name, size)),
    ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map((name) => keyword(name, number)),
    keyword('enum', fc.constantFrom('[1,"a"]', '[null,[1.0]]', '["a","b",{"a":1}]')),
    keyword('const', fc.constantFrom('1', '"a<b"', '{"b":1,"a":[3.0]}')),
    keyword('pattern', fc.constantFrom('"^a"', '"b$"', '"(?i)ŽLUŤ"')),
    keyword('format', fc.constantFrom('"date"', '"ipv4"', '"email"', '"unknown"')),
    ...['allOf', 'anyOf', 'oneOf'].map((name) => keyword(name, list)),
    ...['not', 'if', 'then', 'else'].map((name) => keyword(name, inner)),
    keyword('$ref', fc.constantFrom('"#/definitions/d"', '"#"')),
  );
  return fc
    .array(keywords, { maxLength: 4 })
    .map((all) => `{${[...new Map(all)].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`);
};

const schema = fc.letrec<{ schema: string }>((tie) => ({
  schema: fc.oneof({ depthSize: 'small' }, fc.constantFrom('true', 'false', '{}', '{"type":"string"}', '{"minimum":3}'), schemaOf(tie)),
})).schema;

const DRAFTS = ['', '"$schema":"http://json-schema.org/draft-04/schema#",', '"$schema":"http://json-schema.org/draft-07/schema#",'];

const randomPair: fc.Arbitrary<Pair> = fc.tuple(document, schema, fc.constantFrom(...DRAFTS)).map(([doc, one, draft]) => ({
  document: doc,
  schema: one.replace(/^\{/, `{${draft}"definitions":{"d":{"type":"integer"}},`).replace(/,\}$/, '}'),
}));

describe.skipIf(!HAS_OPA)('schemas of JSON (needs OPA)', () => {
  it('are matched as OPA matches them (1,200 seeded pairs)', async () => {
    const pairs = fc.sample(randomPair, { numRuns: 1200, seed: 20_261_123 });
    const answered = pairs.filter((one) => ours(one) !== undefined);
    expect(answered.length).toBeGreaterThan(900);
    expect((await differences(answered)).slice(0, 3)).toEqual([]);
  });

  it('tell the faults of the closest of several', async () => {
    const several: readonly (readonly Json[])[] = [
      [{ type: 'string' }, { type: 'null' }],
      [{ properties: { a: { type: 'string' }, b: { type: 'string' } } }, { properties: { a: { type: 'integer' }, b: { type: 'string' } } }],
      [{ required: ['x', 'y', 'a'] }, { required: ['x', 'a', 'b'] }, { required: ['x'] }],
      [{ required: ['x'] }, { required: ['a', 'b', 'x', 'y'] }],
      [
        { minProperties: 9, required: ['a'] },
        { required: ['a', 'b', 'x'], maxProperties: 1, minProperties: 5 },
      ],
    ];
    const pairs = several.flatMap((all) =>
      ['anyOf', 'oneOf', 'allOf'].flatMap((key) => [
        pair({ [key]: all }, { a: 1, b: 2 }),
        pair({ [key]: all.toReversed() }, { a: 1, b: 2 }),
        pair({ contains: all[0] ?? {} }, [{ a: 1 }, { a: 'x', b: 2 }, 5]),
      ]),
    );
    expect(await differences(pairs)).toEqual([]);
  });

  it('have formats as OPA has them', async () => {
    const texts: Readonly<Record<string, readonly string[]>> = {
      date: ['2026-11-23', '2026-02-29', '26-11-23', '2026-11-23T00:00:00Z', ''],
      time: ['10:00:00', '1:00:00', '10:00:00Z', '10:00:00+01:00', '25:00:00', '10:00', '10:00:00.5'],
      'date-time': ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.123+02:00', '2026-11-23', '10:00:00', '0000-01-01T00:00:00Z', 'x'],
      hostname: ['a', 'a.b-c', '-a', 'a-', 'a..b', '', 'ž.b', `${'a'.repeat(63)}.b`, `${'a'.repeat(64)}.b`],
      email: ['a@b', 'a.b+c@d.example', 'a', 'a@', '@b', '.a@b', 'a..b@c', 'a@b.', ''],
      ipv4: ['10.0.0.1', '010.0.0.1', '1.2.3', '::ffff:1.2.3.4', '::1', 'x'],
      ipv6: ['::1', 'fe80::1%eth0', '1.2.3.4', '::ffff:1.2.3.4', 'g::1', '1:2:3:4:5:6:7:8'],
      uri: ['http://a.example/b?c#d', 'a/b', 'mailto:a@b', 'http://[::1]/', 'a b', 'http://a\\b', ':a', ''],
      'uri-reference': ['a/b', '#c', 'http://a', '%zz', 'a\\b', ''],
      'uri-template': ['a/{b}', 'a/{b', 'a/b}', '{a}{b}', 'a/{b}/{c'],
      uuid: ['01234567-89ab-cdef-0123-456789ABCDEF', '0123456789abcdef0123456789abcdef', ''],
      regex: ['^a$', '(', '(?=a)', ''],
      'json-pointer': ['', '/a/b', '/a~0', '/a~2', 'a'],
      'relative-json-pointer': ['0', '1/a', '01/a', '2#', 'a'],
    };
    const pairs = Object.entries(texts).flatMap(([format, all]) => all.map((text) => pair({ items: { format } }, [text])));
    expect(await differences(pairs)).toEqual([]);
  });

  it('are told what is wrong with them in the words of OPA', async () => {
    const wrong: readonly Json[] = [
      ...['type', 'properties', 'additionalProperties', 'patternProperties', 'propertyNames', 'dependencies', 'items'].map((key) => ({
        [key]: 5,
      })),
      ...['additionalItems', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((key) => ({ [key]: 'x' })),
      ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].flatMap((key) => [
        { [key]: -1 },
        { [key]: 1.5 },
      ]),
      ...['pattern', 'format', 'title', 'description', '$ref', '$id', 'id', '$schema'].map((key) => ({ [key]: 5 })),
      ...['required', 'enum', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'uniqueItems', 'contains'].map((key) => ({
        [key]: 'x',
      })),
      ...['4', '6', '7'].flatMap((draft) =>
        [{ exclusiveMinimum: true }, { minimum: 1, exclusiveMinimum: true }, { exclusiveMaximum: 3 }, { not: true }].map(
          (one) => ({ ...(DRAFT(draft) as object), ...one }) as Json,
        ),
      ),
      { type: ['string', 'string'] },
      { type: ['string', 5] },
      { type: 'text' },
      { required: ['a', 'a'] },
      { required: [5] },
      { enum: [1, 1.0] },
      { multipleOf: 0 },
      { minLength: 3, maxLength: 2 },
      { minProperties: 3, maxProperties: 2 },
      { minItems: 3, maxItems: 2 },
      { pattern: '(' },
      { patternProperties: { '(': {} } },
      { dependencies: { a: 5 } },
      { dependencies: { a: [5] } },
      { items: [5] },
      { definitions: 5 },
      { definitions: { a: 5 } },
      { allOf: [5] },
      { $ref: '#/definitions/none' },
      { $ref: '#/items/0', items: [] },
      { $ref: '#/items/x', items: [] },
      { $ref: '#/title/x', title: 'a' },
      { $ref: '#/title', title: 'a' },
      { $ref: 'other.json' },
      { definitions: { a: { $id: 'http://a.example/a' }, b: { $id: 'http://a.example/a' } } },
      [],
      'x',
      '{',
      '5',
      'true',
      true,
      5,
    ];
    const pairs = wrong.map((one) => ({ document: '{}', schema: typeof one === 'string' ? one : JSON.stringify(one) }));
    expect(await differences(pairs)).toEqual([]);
  });

  it('refer to each other by addresses as OPA follows them', async () => {
    const definitions = {
      a: { $id: 'http://a.example/x/a.json', type: 'string' },
      b: { $id: '#b', type: 'integer' },
      'c d/e': { type: 'null' },
    };
    const references = ['#/definitions/a', 'http://a.example/x/a.json', '#b', '#/definitions/c%20d~1e'];
    const pairs = references.flatMap((ref) => [
      pair({ definitions, items: { $ref: ref } }, ['x', 1, null]),
      pair({ definitions, anyOf: [{ $ref: ref }, { maxItems: 0 }] }, [1]),
    ]);
    const whole = pair({ type: ['array', 'integer'], items: { $ref: '#none' } }, [1, [2, 'x']]);
    const itself = pair({ type: ['array', 'string'], items: { $ref: '#' } }, [['a'], [[5]]]);
    const nested = {
      $id: 'http://a.example/x/root.json',
      items: { $id: 'inner/', items: { $ref: 'leaf.json' } },
      definitions: { l: { $id: 'inner/leaf.json', type: 'string' } },
    };
    expect(await differences([...pairs, itself, whole, pair(nested, [[5]])])).toEqual([]);
  });
});

describe('what only OPA can answer', () => {
  it.each([
    ['a schema that is elsewhere', { $ref: 'http://a.example/schema.json' }, {}],
    ['an address that Go reads in its own way', { $ref: 'a b' }, {}],
    ['a schema that refers to itself for ever', { $ref: '#' }, {}],
    ['a number that is too large', { maximum: 1 }, { raw: '[1e99999]' }],
    ['an e-mail address with a name', { items: { format: 'email' } }, ['A <a@b.example>']],
  ])('is no answer: %s', (_, one, doc) => {
    const text = typeof doc === 'object' && 'raw' in doc ? doc.raw : JSON.stringify(doc);
    const deep = _.includes('number') ? { items: one } : one;
    expect(() => jsonMatchSchema(text, JSON.stringify(deep))).toThrow(Unanswerable);
  });

  it('a document and a schema that nest deep end at once', () => {
    const deep = (open: string, close: string): string => open.repeat(900) + close.repeat(900);
    expect(() => jsonMatchSchema(deep('[', ']'), '{"items":{"$ref":"#"}}')).toThrow(Unanswerable);
    expect(() => jsonVerifySchema(`${'{"items":'.repeat(900)}{}${'}'.repeat(900)}`)).toThrow(Unanswerable);
    expect(jsonVerifySchema(readValue('{"a":1}'))).toEqual([true, null]);
  });
});
