import { describe, expect, test } from 'vitest';
import { dataContract } from '../../../../src/core/extract/datacontract/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Facts } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = () => {
  throw new TypeError('contracts need no grammar');
};
const HEAD = 'dataContractSpecification: 1.2.0\nid: shop\n';
const read = (text: string) => dataContract.read({ path: 'datacontract.yaml', text, size: text.length }, '', noGrammar);
const unitOf = (text: string) => {
  const { part } = read(text);
  return part ? [{ path: 'datacontract.yaml', role: '', part }] : [];
};
const values = (facts: Facts = {}) => Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.unknown ?? fact.value]));
const sliced = (text: string, { start, end }: Location): string => text.slice(start.offset, end.offset);

const TEXT = `${HEAD}info:
  title: Orders
  version: 1.1.0
  status: active
  owner: Checkout Team
terms: {usage: reports, noticePeriod: P3M}
servers:
  prod: {type: snowflake, database: PROD, schema: SALES, environment: prod}
  lake: {type: s3, location: "s3://lake/{model}/*.json"}
  events: {type: kafka, host: h, topic: orders-v1}
servicelevels:
  retention: {period: P1Y}
  latency: {threshold: 25h}
  frequency: {type: batch, interval: daily}
models:
  orders:
    description: One record per order.
    fields:
      email:
        $ref: '#/definitions/email'
        required: true
        unique: true
        classification: restricted
        lineage:
          inputFields:
            - {namespace: "snowflake://x", name: RAW.CRM.CONTACTS, field: email, transformations: [{type: DIRECT, subtype: MASKED, masking: true}]}
            - {namespace: "kafka://broker:9092", name: contacts, field: mail}
      address:
        type: record
        tags: [gdpr]
        config: {avroNamespace: shop}
        fields:
          street: {type: string, maxLength: 40}
      lines:
        type: array
        items: {type: record, fields: {sku: {type: string, primaryKey: true}}}
definitions:
  email: {type: string, format: email, pii: true, classification: sensitive}
`;

describe('what a contract says', () => {
  const [asset] = dataContract.assemble('', unitOf(TEXT), DEFAULT_SETTINGS).assets;

  test('each model is an asset with the facts of its contract', () => {
    expect([asset?.id, asset?.kind, sliced(TEXT, asset!.location)]).toEqual(['datacontract:shop.orders', 'contract', 'orders']);
    expect(values(asset?.facts)).toEqual({
      version: '1.1.0',
      status: 'active',
      owner: 'Checkout Team',
      description: 'One record per order.',
      terms: { usage: 'reports', noticePeriod: 'P3M' },
      retention: { days: 365 },
      service_levels: { latency: '25h', frequency: 'daily' },
      environment: 'prod',
    });
    expect(asset?.aliases).toEqual([
      'relation:prod.sales.orders',
      'relation:sales.orders',
      'path:s3://lake/orders/*.json',
      'topic:orders-v1',
    ]);
  });

  test('fields with what their definitions say, their own words first', () => {
    const said = asset?.fields.map(({ name, type, facts }) => [name, type, values(facts)] as const) ?? [];
    expect(said.map(([name, type]) => [name, type])).toEqual([
      ['email', 'string'],
      ['address', 'record'],
      ['address.street', 'string'],
      ['lines', 'array'],
      ['lines.sku', 'string'],
    ]);
    expect(said[0]?.[2]).toEqual({
      logical_type: 'string',
      format: 'email',
      constraints: { format: 'email' },
      classification: 'restricted',
      required: true,
      nullable: false,
      key: 'unique',
      tags: { pii: true },
      masking: 'MASKED',
      upstream: ['RAW.CRM.CONTACTS.email', 'contacts.mail'],
    });
    expect(said[1]?.[2]['tags']).toEqual({ gdpr: true, avroNamespace: 'shop' });
    expect([said[2]?.[2]['constraints'], said[4]?.[2]['key']]).toEqual([{ maxLength: 40 }, 'primary']);
    expect(asset?.fields.map(({ location }) => sliced(TEXT, location))).toEqual(['email', 'address', 'street', 'lines', 'sku']);
  });

  test('what fields are made from', () => {
    const { edges } = dataContract.assemble('', unitOf(TEXT), DEFAULT_SETTINGS);
    expect(edges?.map(({ from, to, how }) => [from, to.field, how])).toEqual([
      [{ asset: 'relation:raw.crm.contacts', field: 'email' }, 'email', 'computed'],
      [{ asset: 'topic:contacts', field: 'mail' }, 'email', 'same'],
    ]);
  });

  test('what a template fills in is unknown; a contract without models is an asset itself', () => {
    const [bare] = read(`${HEAD}info: {title: Shop, owner: "\${TEAM}"}\n`).part?.assets ?? [];
    expect([bare?.id, bare?.name, bare?.facts['owner']]).toMatchObject(['datacontract:shop', 'Shop', { unknown: '${TEAM}' }]);
    expect(bare?.facts['owner']?.value).toBeUndefined();
  });
});

test.each([['kind: Deployment\n'], ['text: "dataContractSpecification"\n'], ['nested:\n  dataContractSpecification: 1.1.0\n']])(
  '%s is none',
  (text) => {
    expect(read(text).part).toBeNull();
  },
);

describe('how contracts differ', () => {
  const model = (fields: string, more = ''): string =>
    `${HEAD}${more}models:\n  orders:\n    fields: {${fields}}\ndefinitions: {mail: {type: string, maxLength: 9}}\n`;
  test.each<[string, string, unknown]>([
    ['a: {type: string}, b: {type: int}', 'a: {type: string}', [['removed', 'b', ['forward']]]],
    ['a: {type: int}', 'a: {type: bigint}', [['type-widened', 'a', ['forward']]]],
    ['a: {type: string}', 'a: {type: text}', []],
    ['a: {type: string}', 'a: {type: string, required: true}', [['newly-required', 'a', ['backward']]]],
    ['a: {type: string, enum: [x, y]}', 'a: {type: string, enum: [x]}', [['constraint-tightened', 'a', ['backward']]]],
    ['a: {type: string, enum: [x]}', 'a: {type: string, enum: [x, y]}', [['constraint-loosened', 'a', ['forward']]]],
    ['a: {$ref: "#/definitions/mail"}', 'a: {$ref: "#/definitions/mail", maxLength: 5}', [['constraint-tightened', 'a', ['backward']]]],
  ])('%s, then %s', (before, after, expected) => {
    const found = dataContract.differences?.(unitOf(model(before)), unitOf(model(after)), DEFAULT_SETTINGS) ?? [];
    expect(found.map(({ kind, path, breaks }) => [kind, path, breaks])).toEqual(expected);
  });

  test('data that is kept for ever, then for a year', () => {
    const levels = (retention: string): string => model('a: {type: int}', `servicelevels: {retention: {${retention}}}\n`);
    const found = dataContract.differences?.(unitOf(levels('unlimited: true')), unitOf(levels('period: P1Y')), DEFAULT_SETTINGS) ?? [];
    expect(found.map(({ kind, breaks, message }) => [kind, breaks, message])).toEqual([
      ['constraint-loosened', ['forward'], 'orders changes `retention` from unlimited to 365 days: its consumers are promised less'],
    ]);
  });
});

describe('bad input', () => {
  test('a definition that is not there', () => {
    const { problems } = read(`${HEAD}models: {orders: {fields: {a: {$ref: "#/definitions/none"}}}}\n`);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['datacontract-invalid', 'The contract has no `definitions.none`, to which this refers.'],
    ]);
  });

  test('a definition that refers to itself ends, and so do those that refer to each other in many ways', () => {
    const cyclic = `${HEAD}models: {m: {fields: {a: {$ref: "#/definitions/d"}}}}\ndefinitions: {d: {type: record, fields: {b: {$ref: "#/definitions/d"}}}}\n`;
    expect(read(cyclic).part?.assets[0]?.fields.map(({ name }) => name)).toEqual(['a', 'a.b']);
    const fields = (at: number): string => Array.from({ length: 9 }, (_, one) => `f${one}: {$ref: "#/definitions/d${at + 1}"}`).join(', ');
    const bomb = Array.from({ length: 18 }, (_, at) => `  d${at}: {type: record, fields: {${fields(at)}}}\n`).join('');
    const { part, problems } = read(`${HEAD}models: {m: {fields: {a: {$ref: "#/definitions/d0"}}}}\ndefinitions:\n${bomb}`);
    expect(part?.assets[0]?.fields.length).toBe(20_000);
    expect(problems[0]).toMatchObject({ code: 'datacontract-too-large', undecided: true });
  });

  test('names that mean something to the language, and YAML that ends early', () => {
    const [asset] = read(`${HEAD}models: {__proto__: {fields: {constructor: {type: string, tags: [__proto__]}}}}\n`).part?.assets ?? [];
    expect([asset?.id, asset?.fields[0]?.name]).toEqual(['datacontract:shop.__proto__', 'constructor']);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(read(`${HEAD}models: {orders: {fields: {a: "`).problems.some(({ undecided }) => undecided)).toBe(true);
  });
});
