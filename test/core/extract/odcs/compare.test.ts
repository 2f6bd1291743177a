import { describe, expect, test } from 'vitest';
import { odcs } from '../../../../src/core/extract/odcs/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Difference } from '../../../../src/model/difference.ts';

const HEAD = 'apiVersion: v3.1.0\nkind: DataContract\nid: crm\nversion: 1.0.0\nstatus: active\n';
const noGrammar = () => {
  throw new TypeError('contracts need no grammar');
};
const unitOf = (text: string, path = 'a.odcs.yaml') => {
  const { part } = odcs.read({ path, text: HEAD + text, size: text.length }, '', noGrammar);
  return part ? [{ path, role: '', part }] : [];
};
const changed = (before: string, after: string): readonly Difference[] =>
  odcs.differences?.(unitOf(before), unitOf(after), DEFAULT_SETTINGS) ?? [];
const told = (differences: readonly Difference[]) => differences.map(({ kind, path, breaks }) => [kind, path, breaks]);
const withProperties = (...properties: string[]): string =>
  `schema:\n  - name: contacts\n    properties:\n${properties.map((one) => `      - ${one}\n`).join('')}`;

describe('what a contract promises of its properties', () => {
  test.each<[string, string, unknown]>([
    ['{name: a}', '{name: a}', []],
    ['{name: a}, {name: b}', '{name: a}', [['removed', 'b', ['forward']]]],
    ['{name: a}', '{name: a}, {name: b}', [['added', 'b', []]]],
    ['{name: a}', '{name: a}, {name: b, required: true}', [['newly-required', 'b', ['backward']]]],
    ['{name: a}', '{name: a, required: true}', [['newly-required', 'a', ['backward']]]],
    ['{name: a, required: true}', '{name: a}', [['no-longer-required', 'a', ['forward']]]],
    ['{name: a, unique: true}', '{name: a}', [['constraint-loosened', 'a', ['forward']]]],
    ['{name: a}', '{name: a, primaryKey: true}', [['constraint-tightened', 'a', ['backward']]]],
    ['{name: a, logicalType: string}', '{name: a, logicalType: date}', [['type-changed', 'a', ['backward', 'forward']]]],
    ['{name: a, logicalType: integer}', '{name: a, logicalType: number}', [['type-widened', 'a', ['forward']]]],
    ['{name: a, physicalType: varchar(40)}', '{name: a, physicalType: varchar(20)}', [['type-narrowed', 'a', ['backward']]]],
    ['{name: a, physicalType: VARCHAR(20)}', '{name: a, physicalType: varchar(20)}', []],
    [
      '{name: a, logicalTypeOptions: {maxLength: 5}}',
      '{name: a, logicalTypeOptions: {maxLength: 9}}',
      [['constraint-loosened', 'a', ['forward']]],
    ],
    [
      '{name: a, logicalTypeOptions: {minimum: 5}}',
      '{name: a, logicalTypeOptions: {minimum: 9}}',
      [['constraint-tightened', 'a', ['backward']]],
    ],
    ['{name: a}', '{name: a, logicalTypeOptions: {pattern: x}}', [['constraint-tightened', 'a', ['backward']]]],
    ['{name: a, quality: [{metric: nullValues, mustBe: 0}]}', '{name: a}', [['constraint-loosened', 'a', ['forward']]]],
    [
      '{name: a, quality: [{metric: rowCount, mustBeGreaterThan: 5}]}',
      '{name: a, quality: [{metric: rowCount, mustBeGreaterThan: 1}]}',
      [['constraint-loosened', 'a', ['forward']]],
    ],
    ['{name: a, physicalName: col_1}', '{name: b, physicalName: col_1}', [['renamed', 'b', ['forward']]]],
    [
      '{name: a, logicalType: object, properties: [{name: b}]}',
      '{name: c}',
      [
        ['removed', 'a', ['forward']],
        ['added', 'c', []],
      ],
    ],
  ])('%s, then %s', (before, after, expected) => {
    const lines = (text: string): readonly string[] => text.split(/(?<=\}), (?=\{name: \w+[,}])(?![^[]*\])/);
    expect(told(changed(withProperties(...lines(before)), withProperties(...lines(after))))).toEqual(expected);
  });
});

describe('what it promises of whole objects', () => {
  const sla = (text: string): string => `slaProperties: [${text}]\nschema:\n  - name: contacts\n`;
  test.each([
    ['{property: retention, value: 3, unit: y}', '{property: retention, value: 1, unit: y}', 'constraint-loosened', ['forward']],
    ['{property: retention, value: P1Y}', '{property: retention, value: 365, unit: d}', undefined, []],
    ['{property: retention, value: 1, unit: y}', '{property: retention, value: 3, unit: y}', 'constraint-tightened', ['backward']],
    ['{property: latency, value: 4, unit: d}', '{property: latency, value: 6, unit: d}', 'constraint-loosened', ['forward']],
    ['{property: latency, value: 4, unit: h}', '{property: latency, value: 10, unit: min}', 'constraint-tightened', ['backward']],
    ['{property: frequency, value: 1, unit: d}', '{property: frequency, value: 7, unit: d}', 'constraint-loosened', ['forward']],
    ['{property: availability, value: "99.9%"}', '{property: availability, value: "99.5%"}', 'constraint-loosened', ['forward']],
    ['{property: availability, value: "99.9%"}', '', 'constraint-loosened', ['forward']],
    ['{property: support, value: phone}', '{property: support, value: mail}', 'constraint-changed', ['backward', 'forward']],
  ])('%s, then %s', (before, after, kind, breaks) => {
    expect(changed(sla(before), sla(after)).map((one) => [one.kind, one.breaks])).toEqual(kind === undefined ? [] : [[kind, breaks]]);
  });

  test('an object that is gone, and one that is new', () => {
    const found = changed('schema: [{name: a}, {name: b}]\n', 'schema: [{name: b}, {name: c}]\n');
    expect(found.map(({ kind, asset, breaks }) => [kind, asset, breaks])).toEqual([
      ['removed', 'odcs:crm.a', ['forward']],
      ['added', 'odcs:crm.c', []],
    ]);
  });

  test('the words say whom it costs, the place is where it is said', () => {
    const [one] = changed(sla('{property: retention, value: 3, unit: y}'), sla('{property: retention, value: 1, unit: y}'));
    expect(one?.message).toBe('contacts changes `retention` from 1095 days to 365 days: its consumers are promised less');
    expect(one?.location.start.line).toBe(6);
  });
});

test('names that servers know, regions and what properties are made from', () => {
  const text = `servers:
  - {server: prod, type: snowflake, account: a, database: PROD, schema: SALES, environment: prod}
  - {server: lake, type: s3, location: "s3://lake/{model}/*.parquet"}
schema:
  - name: orders
    physicalName: orders_v1
    properties:
      - name: total
        transformSourceObjects: [raw.orders, raw.lines]
        transformLogic: sum(price)
      - name: day
        transformSourceObjects: [raw.orders]
`;
  const { assets, edges } = odcs.assemble('', unitOf(text), DEFAULT_SETTINGS);
  expect(assets[0]?.aliases).toEqual([
    'relation:prod.sales.orders_v1',
    'relation:sales.orders_v1',
    'path:s3://lake/orders_v1/*.parquet',
    'relation:orders_v1',
  ]);
  expect(assets[0]?.facts['environment']?.value).toBe('prod');
  expect(edges?.map(({ from, to, how }) => [from.asset, to.field, how])).toEqual([
    ['relation:raw.orders', 'total', 'computed'],
    ['relation:raw.lines', 'total', 'computed'],
    ['relation:raw.orders', 'day', undefined],
  ]);
  expect(edges?.map(({ location }) => (HEAD + text).slice(location.start.offset, location.end.offset))).toEqual([
    'raw.orders',
    'raw.lines',
    'raw.orders',
  ]);
});

test('contracts in files of their own name are compared together, so that a file may be renamed', () => {
  const tree = { paths: [], has: () => false, nearest: () => undefined };
  expect(odcs.claim('x/orders.odcs.yaml', tree, DEFAULT_SETTINGS)?.unit).toBe(odcs.claim('y.odcs.yaml', tree, DEFAULT_SETTINGS)?.unit);
  expect(odcs.claim('x/orders.yaml', tree, DEFAULT_SETTINGS)).toEqual({ unit: 'x/orders.yaml', role: '', unsure: true });
  const text = 'schema: [{name: a}]\n';
  expect(odcs.differences?.(unitOf(text, 'a.odcs.yaml'), unitOf(text, 'b.odcs.yaml'), DEFAULT_SETTINGS)).toEqual([]);
});
