import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recognise } from '../../../src/core/recognise/recognise.ts';
import type { Asset, Facts, Field } from '../../../src/model/asset.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Settings } from '../../../src/model/settings.ts';

const at = (offset: number) => ({
  file: 'a.sql',
  start: { line: 1, column: offset + 1, offset },
  end: { line: 1, column: offset + 2, offset: offset + 1 },
});
const facts = (values: Readonly<Record<string, Json>>): Facts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, location: at(7) }]));
const field = (name: string, values: Readonly<Record<string, Json>> = {}, type?: string): Field => ({
  name,
  location: at(3),
  extent: at(3),
  facts: facts(values),
  ...(type === undefined ? {} : { type }),
});
const table = (fields: readonly Field[], over: Partial<Asset> = {}): Asset => ({
  id: 'sql:crm.contacts',
  kind: 'table',
  name: 'crm.contacts',
  platform: 'snowflake',
  file: 'a.sql',
  files: ['a.sql'],
  location: at(0),
  extent: at(0),
  facts: {},
  fields,
  ...over,
});
const settings = (aliases: Readonly<Record<string, readonly string[]>> = {}): Settings => ({
  extends: [],
  signatures: {},
  locked: [],
  useCases: [],
  environments: [],
  phases: {},
  parameters: {},
  classification: { ladder: ['public', 'internal', 'confidential', 'restricted'], aliases },
  owners: [],
  exceptions: { approvers: [], quota: { per: 'quarter', policy: 2 } },
  weigh: 'new',
  imports: [],
  sql: { dialects: [] },
  ignore: [],
});
const one = (asset: Asset, aliases = {}): Asset => recognise([asset], settings(aliases))[0]!;
const personal = (read: Field, aliases = {}): Json | undefined => one(table([read]), aliases).fields[0]!.facts['personal_data']?.value;

describe('how we know', () => {
  test('a name, at the place of the name', () => {
    expect(one(table([field('email')])).fields[0]!.facts['personal_data']).toEqual({
      value: { kind: 'e-mail addresses', evidence: 'name', category: 'identifier' },
      location: at(3),
    });
  });

  test('a tag wins over the name, at the place of the tag, and says which', () => {
    const [read] = one(table([field('contact', { tags: { team: 'crm', 'governance.pii': 'email' } })])).fields;
    expect(read!.facts['personal_data']).toEqual({
      value: { kind: 'e-mail addresses', evidence: 'tag', category: 'identifier', tag: 'governance.pii=email' },
      location: at(7),
    });
  });

  test.each([
    [{ pii: true }, 'personal data'],
    [{ contains_pii: 'true' }, 'personal data'],
    [{ pii_phone: true }, 'phone numbers'],
    [{ 'class.email_address': true }, 'e-mail addresses'],
    [{ sensitivity: 'PII' }, 'personal data'],
    [{ PII: 'health data' }, 'health data'],
  ])('tags %j', (tags, kind) => {
    expect(personal(field('x', { tags }))).toMatchObject({ kind, evidence: 'tag' });
  });

  test.each([[{ pii: false }], [{ contains_pii: 'no' }], [{ 'meta.pii': 'none' }]])('tags %j say that it is not', (tags) => {
    expect(personal(field('email', { tags }))).toBeUndefined();
  });

  test('another tag leaves the name to tell', () => {
    expect(personal(field('email', { tags: { team: 'crm' } }))).toMatchObject({ evidence: 'name' });
  });

  test('settings may name further tags', () => {
    expect(personal(field('x', { tags: { geheim: true } }))).toBeUndefined();
    expect(personal(field('x', { tags: { geheim: true } }), { pii: ['geheim'] })).toMatchObject({ evidence: 'tag' });
  });

  test.each([
    [true, 'personal data'],
    ['email', 'e-mail addresses'],
    [{ kind: 'birth dates' }, 'birth dates'],
  ])('a contract that says %j', (value, kind) => {
    expect(personal(field('x', { personal_data: value }))).toMatchObject({ kind, evidence: 'contract' });
  });

  test('a contract may say that it is not', () => {
    expect(personal(field('email', { personal_data: false }))).toBeUndefined();
  });

  test.each([
    [field('x', { format: 'email' }), 'e-mail addresses'],
    [field('x', {}, 'inet'), 'ip addresses'],
  ])('a type that only such values have', (read, kind) => {
    expect(personal(read)).toMatchObject({ kind, evidence: 'type' });
  });
});

test('an asset says which kinds it holds', () => {
  const read = one(table([field('phone'), field('email'), field('email_2'), field('price')]));
  expect(read.facts['holds_personal_data']?.value).toEqual(['e-mail addresses', 'phone numbers']);
  expect(one(table([field('price')])).facts['holds_personal_data']).toBeUndefined();
});

test('inputs of a job hold nothing', () => {
  expect(one(table([field('email')], { kind: 'job' })).fields[0]!.facts).toEqual({});
});

test('any names at all are read without trouble, and reading twice changes nothing', () => {
  const words = [
    'email',
    'id',
    'customer',
    'name',
    'Äddress',
    '名前',
    '_',
    '-',
    ' ',
    '.',
    '2',
    'is',
    'phone',
    'toString',
    '__proto__',
    "'",
  ];
  const names = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(names, fc.array(fc.tuple(names, fc.option(names, { nil: undefined })), { maxLength: 8 }), (name, columns) => {
      const asset = table(
        columns.map(([column, type]) => field(column, {}, type)),
        { name },
      );
      const read = one(asset);
      expect(read.fields.map((column) => column.name)).toEqual(columns.map(([column]) => column));
      expect(one(read)).toEqual(read);
    }),
    { seed: 20260101, numRuns: 500 },
  );
});

describe('classification', () => {
  const classified = (values: Readonly<Record<string, Json>>, aliases = {}) =>
    one(table([], { facts: facts(values) }), aliases).facts['classification']?.value;

  test.each([
    [{ classification: 'Restricted' }, 'restricted'],
    [{ classification: 'top secret' }, 'top secret'],
    [{ tags: { data_classification: 'CONFIDENTIAL' } }, 'confidential'],
    [{ tags: { 'gov.sensitivity': 'internal' } }, 'internal'],
    [{ tags: { restricted: true } }, 'restricted'],
    [{ tags: { restricted: false } }, undefined],
    [{ tags: { team: 'public relations' } }, undefined],
    [{}, undefined],
  ])('%j is %s', (values, step) => {
    expect(classified(values)).toBe(step);
  });

  test('other names of a step or of the tag come from settings', () => {
    expect(classified({ classification: 'top secret' }, { restricted: ['top-secret'] })).toBe('restricted');
    expect(classified({ tags: { tier: 'restricted' } }, { classification: ['tier'] })).toBe('restricted');
  });

  test('an asset is as sensitive as its most sensitive field, unless it says so itself', () => {
    const fields = [field('a', { classification: 'internal' }), field('b', { classification: 'restricted' })];
    expect(one(table(fields)).facts['classification']?.value).toBe('restricted');
    expect(one(table(fields, { facts: facts({ classification: 'public' }) })).facts['classification']?.value).toBe('public');
  });

  test('what is unknown stays unknown', () => {
    const unknown = { classification: { unknown: 'var.level', location: at(7) } };
    expect(one(table([], { facts: unknown })).facts['classification']).toEqual(unknown.classification);
  });
});
