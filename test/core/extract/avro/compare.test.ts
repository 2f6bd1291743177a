import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canRead } from '../../../../src/core/extract/avro/can-read.ts';
import type { AvroType, NamedType } from '../../../../src/core/extract/avro/part.ts';
import type { Json } from '../../../../src/model/json.ts';
import { changed, differencesOf, field, readText, record, sliced, told } from './unit-of-schemas.ts';

const BOTH = ['backward', 'forward'];
const ofField = (before: Json, after: Json) => told(changed(record(field('a', before)), record(field('a', after))));

describe('fields of a record', () => {
  test.each([
    [[field('a', 'int')], [field('a', 'int'), field('b', 'int')], [['newly-required', 'b', ['backward']]]],
    [[field('a', 'int')], [field('a', 'int'), field('b', 'int', { default: 0 })], [['added', 'b', []]]],
    [[field('a', 'int'), field('b', 'int')], [field('a', 'int')], [['removed', 'b', ['forward']]]],
    [[field('a', 'int'), field('b', 'int', { default: 0 })], [field('a', 'int')], [['removed', 'b', []]]],
    [[field('a', 'int')], [field('b', 'int', { aliases: ['a'] })], [['renamed', 'b', ['forward']]]],
    [[field('a', 'int', { default: 0 })], [field('b', 'int', { aliases: ['a'], default: 0 })], [['renamed', 'b', []]]],
    [[field('b', 'int', { aliases: ['a'] })], [field('a', 'int')], [['renamed', 'a', ['backward']]]],
    [[field('a', 'int'), field('b', 'int')], [field('b', 'int'), field('a', 'int')], []],
    [[field('a', 'int', { default: 1 })], [field('a', 'int', { default: 2 })], [['default-changed', 'a', []]]],
    [[field('a', 'int', { default: 1 })], [field('a', 'int')], [['default-removed', 'a', []]]],
    [[field('a', 'int', { doc: 'x' })], [field('a', 'int', { doc: 'y', order: 'ignore' })], []],
  ])('%j, then %j', (before, after, expected) => {
    expect(told(changed(record(...before), record(...after)))).toEqual(expected);
  });
});

const decimal = (precision: number, scale?: number): Json => ({
  type: 'bytes',
  logicalType: 'decimal',
  precision,
  ...(scale === undefined ? {} : { scale }),
});
const enumOf = (symbols: readonly string[], more: { readonly [key: string]: Json } = {}): Json => ({
  type: 'enum',
  name: 'E',
  symbols,
  ...more,
});

describe('types', () => {
  test.each<[Json, Json, Json]>([
    ['int', 'long', [['type-widened', 'a', ['forward']]]],
    ['double', 'float', [['type-narrowed', 'a', ['backward']]]],
    ['string', 'bytes', [['type-changed', 'a', []]]],
    ['string', 'int', [['type-changed', 'a', BOTH]]],
    ['string', ['null', 'string'], [['no-longer-required', 'a', ['forward']]]],
    [['null', 'string'], 'string', [['newly-required', 'a', ['backward']]]],
    [['null', 'string'], ['string', 'null'], []],
    [
      ['null', 'int'],
      ['null', 'long'],
      [
        ['type-narrowed', 'a', []],
        ['type-widened', 'a', ['forward']],
      ],
    ],
    [['int', 'string'], ['int'], [['type-narrowed', 'a', ['backward']]]],
    [{ type: 'array', items: 'int' }, { type: 'array', items: 'string' }, [['type-changed', 'a', BOTH]]],
    [{ type: 'array', items: 'int' }, { type: 'map', values: 'int' }, [['type-changed', 'a', BOTH]]],
    [enumOf(['A', 'B']), enumOf(['A']), [['value-removed', 'a', ['backward']]]],
    [enumOf(['A', 'B']), enumOf(['A'], { default: 'A' }), [['value-removed', 'a', []]]],
    [enumOf(['A']), enumOf(['A', 'B']), [['value-added', 'a', ['forward']]]],
    [enumOf(['A'], { default: 'A' }), enumOf(['A', 'B']), [['value-added', 'a', []]]],
    [{ type: 'fixed', name: 'F', size: 4 }, { type: 'fixed', name: 'F', size: 8 }, [['type-changed', 'a', BOTH]]],
    [decimal(10, 2), decimal(12, 2), [['type-changed', 'a', ['forward']]]],
    [decimal(10, 2), decimal(10, 3), [['type-changed', 'a', BOTH]]],
    [decimal(10), decimal(10, 0), []],
    [{ type: 'long', logicalType: 'timestamp-millis' }, { type: 'long', logicalType: 'timestamp-micros' }, [['type-changed', 'a', BOTH]]],
    ['long', { type: 'long', logicalType: 'timestamp-micros' }, [['type-changed', 'a', []]]],
    ['other.Thing', 'other.Thing', []],
  ])('%j, then %j', (before, after, expected) => {
    expect(ofField(before, after)).toEqual(expected);
  });

  test('a name that is not here may be another one', () => {
    const [one] = changed(record(field('a', 'x.Thing')), record(field('a', 'y.Thing')));
    expect([one?.kind, one?.breaks, one?.unknown]).toEqual(['type-changed', [], 'y.Thing']);
  });

  test('inner records by dotted names, through arrays, maps and unions, and where they recur', () => {
    const side = (type: Json) =>
      record(
        field('past', [
          'null',
          { type: 'array', items: { type: 'record', name: 'Stay', fields: [field('since', type), field('next', ['null', 'Stay'])] } },
        ]),
      );
    expect(told(changed(side('int'), side('string')))).toEqual([['type-changed', 'past.since', BOTH]]);
  });

  test('a record that an alias joins to its old name', () => {
    const side = (name: string, more: { readonly [key: string]: Json } = {}) => ({
      type: 'record',
      name,
      namespace: 'n',
      fields: [field('a', 'int')],
      ...more,
    });
    expect(told(changed(side('Old'), side('New', { aliases: ['Old'] })))).toEqual([['renamed', undefined, ['forward']]]);
    expect(told(changed(side('Old'), side('New')))).toEqual([['renamed', undefined, BOTH]]);
    expect(told(changed(side('A'), { ...side('A'), namespace: 'm' }))).toEqual([['renamed', undefined, []]]);
  });

  test('a file that holds a union with records in it is compared as a whole', () => {
    const one: Json = { type: 'record', name: 'One', fields: [] };
    const two: Json = { type: 'record', name: 'Two', fields: [field('a', 'int')] };
    expect(told(changed([one, 'string'], [one, two, 'string']))).toEqual([['type-widened', undefined, ['forward']]]);
    expect(told(changed([one, two], [two]))).toEqual([['type-narrowed', undefined, ['backward']]]);
    expect(told(changed('string', ['string', one]))).toEqual([['type-widened', undefined, ['forward']]]);
    expect(told(changed(one, ['null', one]))).toEqual([['no-longer-required', undefined, ['forward']]]);
    expect(told(changed([one, two], [one, { ...two, fields: [field('a', 'string')] }]))).toEqual([['type-changed', 'a', BOTH]]);
  });

  test('unions of very many records are compared by their names', () => {
    const many = (letter: string): Json => [
      ...Array.from({ length: 5_000 }, (_, at): Json => ({ type: 'record', name: `${letter}${at}`, fields: [] })),
      'long',
    ];
    const found = changed(many('A'), many('B'));
    expect(found.filter(({ breaks }) => breaks.includes('backward'))).toHaveLength(5_000);
    expect(changed(many('A'), many('A'))).toEqual([]);
    expect(told(changed(many('A'), [...(many('A') as Json[]).slice(0, -1), 'int']))).toEqual([
      ['type-narrowed', undefined, ['backward']],
      ['type-widened', undefined, []],
    ]);
  });

  test('records that refer to each other in a long chain', () => {
    const chain = (last: Json): Json =>
      record(
        ...Array.from({ length: 5_000 }, (_, at): Json =>
          field(`f${at}`, { type: 'record', name: `C${at}`, fields: [field('next', at === 4_999 ? last : ['null', `C${at + 1}`])] }),
        ),
      );
    const found = told(changed(chain('int'), chain('string')));
    expect(found).toHaveLength(1);
    expect([found[0]?.[0], String(found[0]?.[1]).endsWith('next'), found[0]?.[2]]).toEqual(['type-changed', true, BOTH]);
  });

  test('schemas without a name go by their file', () => {
    const found = changed('string', 'int');
    expect(found.map(({ asset, breaks }) => [asset, breaks])).toEqual([['avro:a.avsc', BOTH]]);
    expect(told(changed(['null', 'string'], ['null', 'string', 'int']))).toEqual([['type-widened', undefined, ['forward']]]);
  });
});

describe('several files', () => {
  const user = (type: Json) =>
    JSON.stringify({ type: 'record', name: 'User', namespace: 'n', fields: [field('home', 'Address'), field('id', type)] });
  const address = (type: Json) => JSON.stringify({ type: 'record', name: 'Address', namespace: 'n', fields: [field('zip', type)] });

  test('a type of another file differs there, once', () => {
    const found = differencesOf(
      { 'a.avsc': address('int'), 'u.avsc': user('int') },
      { 'a.avsc': address('string'), 'u.avsc': user('int') },
    );
    expect(found.map(({ asset, path }) => [asset, path])).toEqual([['avro:n.Address', 'zip']]);
  });

  test('a file that is renamed takes nothing away; one that goes does', () => {
    expect(told(differencesOf({ 'a.avsc': address('int') }, { 'b.avsc': address('int') }))).toEqual([]);
    expect(told(differencesOf({ 'a.avsc': address('int') }, {}))).toEqual([['removed', undefined, ['backward']]]);
    expect(told(differencesOf({}, { 'a.avsc': address('int') }))).toEqual([['added', undefined, []]]);
  });

  test('a type that moves into another one is still there', () => {
    const nested = JSON.stringify({
      type: 'record',
      name: 'User',
      namespace: 'n',
      fields: [field('home', JSON.parse(address('int'))), field('id', 'int')],
    });
    const base = { 'a.avsc': address('int'), 'u.avsc': user('int') };
    expect(told(differencesOf(base, { 'u.avsc': nested }))).toEqual([]);
    expect(told(differencesOf({ ...base, 'a.avsc': address('string') }, { 'u.avsc': nested }))).toContainEqual([
      'type-changed',
      'zip',
      BOTH,
    ]);
  });

  test('copies of a name are compared each with its own', () => {
    const base = { 'v1/a.avsc': address('int'), 'v2/a.avsc': address('long') };
    const found = differencesOf(base, { ...base, 'v2/a.avsc': address('string') });
    expect(found.map(({ asset, path, before }) => [asset, path, before])).toEqual([['avro:n.Address@v2/a.avsc', 'zip', { type: 'long' }]]);
  });

  test('the place is that of the type in the head, the words say whom it breaks', () => {
    const text = address('string');
    const [one] = differencesOf({ 'a.avsc': address('int') }, { 'a.avsc': text });
    expect(sliced(text, one!.location)).toBe('"string"');
    expect(one?.message).toBe(
      'n.Address.zip changes its type from int to string: the new schema cannot read data written by the old one, and readers by the old schema cannot read new data',
    );
  });
});

/** Schemas of every kind, with names that may meet and fields that may have defaults. */
const { schema, fields } = fc.letrec<{ schema: Json; member: Json; fields: Json[] }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    tie('member'),
    fc.uniqueArray(tie('member'), { minLength: 1, maxLength: 3, selector: (type) => JSON.stringify(kindOf(type)) }),
  ),
  member: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'),
    fc.record({ type: fc.constant('enum'), name: fc.constantFrom('E', 'F'), symbols: fc.subarray(['A', 'B', 'C'], { minLength: 1 }) }),
    fc.record({ type: fc.constant('fixed'), name: fc.constantFrom('X', 'Y'), size: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ type: fc.constant('map'), values: tie('schema') }),
    fc.record({ type: fc.constant('record'), name: fc.constantFrom('R', 'S'), fields: tie('fields') }),
  ),
  fields: fc.uniqueArray(
    fc.record(
      { name: fc.constantFrom('a', 'b', 'c'), type: tie('schema'), default: fc.constant(null) },
      { requiredKeys: ['name', 'type'] },
    ),
    { maxLength: 3, selector: ({ name }) => name },
  ) as fc.Arbitrary<Json[]>,
}));

const kindOf = (type: Json): Json =>
  typeof type === 'object' && type !== null && !Array.isArray(type)
    ? ((type as Record<string, Json>)['name'] ?? (type as Record<string, Json>)['type'] ?? null)
    : type;

/** A name may be declared once. */
function hasOwnNames(type: Json): boolean {
  const names = JSON.stringify(type).match(/"name":"[A-Z]"/g) ?? [];
  return new Set(names).size === names.length;
}

const asRecord = (fields: readonly Json[]): Json => ({ type: 'record', name: 'Q', fields });

test.each([
  ['any two types', fc.tuple(schema, schema)],
  ['two records', fc.tuple(fields.map(asRecord), fields.map(asRecord))],
])('%s: the differences break a direction exactly where the specification cannot resolve it', (_, pairs) => {
  fc.assert(
    fc.property(pairs, ([base, head]) => {
      fc.pre(hasOwnNames(base) && hasOwnNames(head));
      const found = changed({ type: 'array', items: base }, { type: 'array', items: head });
      const [old, now] = [sideOf(base), sideOf(head)];
      expect(found.some(({ breaks }) => breaks.includes('backward'))).toBe(!canRead(now, old));
      expect(found.some(({ breaks }) => breaks.includes('forward'))).toBe(!canRead(old, now));
    }),
    { seed: 20_261, numRuns: 3_000 },
  );
});

function sideOf(type: Json): { readonly type: AvroType; readonly names: ReadonlyMap<string, NamedType> } {
  const types = readText(JSON.stringify({ type: 'array', items: type })).part!.types;
  const { root } = types;
  if (root?.is !== 'array') throw new TypeError('an array was written');
  return { type: root.of, names: new Map(types.named.map((named) => [named.name, named])) };
}
