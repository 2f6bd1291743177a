import { describe, expect, test } from 'vitest';
import { odcs } from '../../../../src/core/extract/odcs/index.ts';
import type { Asset } from '../../../../src/model/asset.ts';

const read = (text: string) => {
  const { part, problems } = odcs.read({ path: 'a.yaml', text, size: text.length }, '', noGrammar);
  return { assets: part?.assets ?? null, problems };
};
const noGrammar = () => {
  throw new Error('contracts need no grammar');
};
const HEAD = 'apiVersion: v3.1.0\nkind: DataContract\nid: crm\nversion: 1.0.0\nstatus: active\n';
const first = (text: string): Asset => {
  const asset = read(HEAD + text).assets?.[0];
  if (!asset) throw new Error('nothing was read');
  return asset;
};
const values = ({ facts }: Pick<Asset, 'facts'>) =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.unknown ?? fact.value]));

describe('what a contract promises', () => {
  test('each object is an asset, each property a field, inside of others by dotted names', () => {
    const text = `${HEAD}schema:
  - name: contacts
    physicalName: crm_contacts_v1
    properties:
      - name: "email"
        logicalType: string
        physicalType: varchar(200)
      - name: addresses
        logicalType: array
        items:
          logicalType: object
          properties:
            - name: street
              logicalType: string
  - name: notes
`;
    const { assets, problems } = read(text);
    expect(problems).toEqual([]);
    expect(assets?.map(({ id, name, kind, platform }) => [id, name, kind, platform])).toEqual([
      ['odcs:crm.contacts', 'contacts', 'contract', 'odcs'],
      ['odcs:crm.notes', 'notes', 'contract', 'odcs'],
    ]);
    const fields = assets?.[0]?.fields ?? [];
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['email', 'varchar(200)'],
      ['addresses', 'array'],
      ['addresses.street', 'string'],
    ]);
    expect(fields.map(({ location }) => text.slice(location.start.offset, location.end.offset))).toEqual([
      '"email"',
      'addresses',
      'street',
    ]);
    expect(text.slice(fields[0]?.extent.start.offset, fields[0]?.extent.end.offset)).toContain(
      'name: "email"\n        logicalType: string',
    );
    expect(assets?.[0]?.facts['physical_name']?.value).toBe('crm_contacts_v1');
  });

  test('version 2 says the same in other words', () => {
    const text =
      'kind: DataContract\napiVersion: v2.2.2\nuuid: u-1\nstakeholders:\n  - username: jo\n    role: Data Owner\ndataset:\n  - table: tbl\n    columns:\n      - column: id\n        logicalType: string\n        isPrimaryKey: true\n        isNullable: false\n';
    const { assets } = read(text);
    expect(assets?.map(({ id }) => id)).toEqual(['odcs:u-1.tbl']);
    expect(values(assets?.[0] as Asset)['owner']).toBe('jo');
    expect(values({ facts: assets?.[0]?.fields[0]?.facts ?? {} })).toEqual({
      logical_type: 'string',
      key: 'primary',
      nullable: false,
      required: true,
    });
  });

  test('one without objects is an asset itself', () => {
    const { assets } = read(`${HEAD}name: CRM\n`);
    expect(assets?.map(({ id, name, fields }) => [id, name, fields])).toEqual([['odcs:crm', 'CRM', []]]);
  });
});

describe('facts', () => {
  test.each([
    ['team: [{username: jo, role: Owner}, {username: al, role: analyst}]', { owner: 'jo' }],
    ['team: {name: crm-team, members: [{username: al, role: analyst}]}', { owner: 'crm-team' }],
    ['team: {name: crm-team, members: [{username: al, role: owner}]}', { owner: 'al' }],
    ['team: [{username: al, role: analyst}]', {}],
    ['team: [{username: jo, role: owner, dateOut: "2024-01-01"}]', {}],
    ['slaProperties: [{property: retention, value: 2, unit: y}]', { retention: { days: 730 } }],
    ['slaProperties: [{property: retention, value: 30, unit: d, element: contacts.at}]', { retention: { days: 30 } }],
    ['slaProperties: [{property: retention, value: 30, unit: d, element: others.at}]', {}],
    ['slaProperties: [{property: latency, value: 4, unit: d}]', { service_levels: { latency: '4 d' } }],
    ['slaProperties: [{property: retention, value: P1Y}]', { retention: { days: 365 } }],
    ['servers: [{server: a, type: kinesis, region: eu-west-1}]', { region: 'eu-west-1' }],
    ['servers: [{server: a, type: kinesis, region: "${REGION}"}]', { region: '${REGION}' }],
    ['tags: [finance]', { tags: { finance: true } }],
    [
      'customProperties: [{property: classification, value: restricted}]',
      { classification: 'restricted', tags: { classification: 'restricted' } },
    ],
    ['description: {purpose: for receipts}', { description: 'for receipts' }],
  ])('%s', (text, expected) => {
    const told = values(first(`${text}\nschema:\n  - name: contacts\n`));
    const { version: _, status: __, ...rest } = told;
    expect(rest).toEqual(expected);
  });

  test('of a property', () => {
    const property =
      '{name: email, logicalType: string, required: true, unique: true, classification: restricted, encryptedName: email_x, tags: [pii], relationships: [{type: foreignKey, to: users.email}], customProperties: [{property: masking, value: mask_email}]}';
    const { facts } = first(`schema:\n  - name: contacts\n    properties:\n      - ${property}\n`).fields[0] ?? { facts: {} };
    expect(values({ facts })).toMatchObject({
      required: true,
      nullable: false,
      key: 'unique',
      classification: 'restricted',
      encrypted_name: 'email_x',
      masking: 'mask_email',
      references: ['users.email'],
      tags: { pii: true, masking: 'mask_email' },
    });
  });
});

describe('what the standard forbids', () => {
  test.each([
    ['schema:\n  - name: a\n    propertys: []\n', 8, 'did you mean `properties`'],
    ['schema:\n  - physicalName: a\n', 7, 'has no `name`'],
    ['change_management: x\n', 6, 'is no key of the standard'],
    ['schema:\n  - name: a\n    properties:\n      - name: b\n        logicalType: strng\n', 10, 'must be `string`'],
    ['schema: contacts\n', 6, 'must be a list'],
    ['servers: [{server: a, type: postgres, host: h, port: x, database: d, schema: s}]\n', 6, 'must be a whole number'],
    ['servers: [{server: a, type: glue}]\n', 6, 'has no `account`'],
    ['schema: [{name: a, quality: [{type: sql}]}]\n', 6, 'has no `query`'],
    ['schema: [{name: a, quality: [{metric: rowCont}]}]\n', 6, 'must be `rowCount`'],
    ['team: [{role: owner}]\n', 6, 'has no `username`'],
  ])('%s', (text, line, words) => {
    const { problems } = read(HEAD + text);
    expect(problems.map(({ code, undecided }) => [code, undecided])).toContainEqual(['odcs-invalid', undefined]);
    expect(problems.find(({ message }) => message.includes(words))?.location.start.line).toBe(line);
  });

  test('a version that has no published schema is not measured', () => {
    expect(read('kind: DataContract\napiVersion: v2.2.2\nanything: 1\n').problems).toEqual([]);
  });
});

describe('what is no contract, or no YAML', () => {
  test.each([
    ['another kind', 'kind: Deployment\nname: DataContract\n'],
    ['words about contracts', '# kind of DataContract\nname: x\n'],
    ['nested deeper', 'a:\n  kind: DataContract\n'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ assets: null, problems: [] });
  });

  test('broken YAML is told', () => {
    const { problems } = read(`${HEAD}schema: [\n`);
    expect(problems.map(({ code, undecided }) => [code, undecided])).toContainEqual(['yaml-unreadable', true]);
  });

  test.each([
    [
      'names of the language',
      `${HEAD}schema:\n  - name: __proto__\n    properties:\n      - name: constructor\n        tags: [__proto__]\n`,
    ],
    [
      'values of all kinds',
      `${HEAD}schema: [1, null, [], {}, {name: {}}, {name: a, properties: [1, {name: []}, null]}]\nteam: 3\ntags: {}\n`,
    ],
    ['depth', `${HEAD}schema: ${'['.repeat(5000)}\n`],
  ])('%s', (_, text) => {
    expect(() => read(text)).not.toThrow();
  });
});
