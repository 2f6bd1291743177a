import { describe, expect, it } from 'vitest';
import { compareAssets } from '../../../src/core/compare/compare-assets.ts';
import { aFact, aField, anAsset, anUnknownFact, aPlace } from '../../builders/an-asset.ts';

const told = (base: Parameters<typeof anAsset>[0] | null, head: Parameters<typeof anAsset>[0] | null) =>
  compareAssets(base ? [anAsset(base)] : [], head ? [anAsset(head)] : []).map(({ kind, fields, facts, of }) => ({
    kind,
    fields: fields.map((field) => `${field.kind} ${field.name}`),
    facts: facts.map(({ name, before, after }) => [name, before, after]),
    ...(of ? { of } : {}),
  }));

const email = aField('email');

describe('what became of an asset', () => {
  it('nothing, when only its place moved', () => {
    expect(told({ fields: [email] }, { fields: [{ ...email, location: aPlace('b.sql', 9) }], location: aPlace('b.sql', 8) })).toEqual([]);
  });

  it('added and removed as a whole, with all its fields', () => {
    expect(told(null, { fields: [email] })).toEqual([{ kind: 'added', fields: ['added email'], facts: [] }]);
    expect(told({ fields: [email] }, null)).toEqual([{ kind: 'removed', fields: ['removed email'], facts: [] }]);
  });

  it('fields come, go and change by name', () => {
    const base = { fields: [email, aField('age', { type: 'INT' })] };
    const head = { fields: [aField('age', { type: 'BIGINT' }), aField('city')] };
    expect(told(base, head)).toEqual([{ kind: 'changed', fields: ['changed age', 'added city', 'removed email'], facts: [] }]);
  });

  it('a field that is gone is told at the one that stood before it, else at the one behind it', () => {
    const fields = ['id', 'email', 'age'].map((name, index) => aField(name, { location: aPlace(undefined, index + 2) }));
    const lineOf = (left: readonly string[]) =>
      compareAssets([anAsset({ fields })], [anAsset({ fields: fields.filter(({ name }) => left.includes(name)) })])[0]?.fields.map(
        ({ name, location }) => [name, location.start.line],
      );
    expect(lineOf(['id', 'age'])).toEqual([['email', 2]]);
    expect(lineOf(['age'])).toEqual([
      ['id', 4],
      ['email', 4],
    ]);
    expect(lineOf([])).toEqual([
      ['id', 1],
      ['email', 1],
      ['age', 1],
    ]);
  });

  it('a fact of a field counts, an unknown one too', () => {
    const masked = { fields: [aField('email', { facts: { masking: aFact('mask_email') } })] };
    const unsure = { fields: [aField('email', { facts: { masking: anUnknownFact('var.mask') } })] };
    expect(told(masked, { fields: [email] })).toMatchObject([{ fields: ['changed email'] }]);
    expect(told(masked, unsure)).toMatchObject([{ fields: ['changed email'] }]);
  });

  it('a fact of the asset with both values', () => {
    expect(told({ facts: { region: aFact('eu-west-1') } }, { facts: { region: aFact('us-east-1', 7) } })).toEqual([
      { kind: 'changed', fields: [], facts: [['region', 'eu-west-1', 'us-east-1']] },
    ]);
  });

  it('the order of keys in a value is no difference, that of a list is', () => {
    expect(told({ facts: { tags: aFact({ a: 1, b: 2 }) } }, { facts: { tags: aFact({ b: 2, a: 1 }) } })).toEqual([]);
    expect(told({ facts: { upstream: aFact(['a', 'b']) } }, { facts: { upstream: aFact(['b', 'a']) } })).toHaveLength(1);
  });
});

describe('what is not named is unknown, not absent', () => {
  it('a field that a partial head does not name is not removed', () => {
    expect(told({ fields: [email] }, { fields: [], partial: true })).toEqual([]);
  });

  it('a field that a partial base did not name is not added', () => {
    expect(told({ fields: [], partial: true }, { fields: [email] })).toEqual([]);
  });
});

describe('an asset with several declarations', () => {
  const both = aFact(['properties', 'query']);
  const query = aFact(['query']);

  it('a column that leaves one of them is removed of that one', () => {
    const base = { facts: { declared_in: both }, fields: [aField('email', { facts: { declared_in: both } })] };
    const head = { facts: { declared_in: both }, fields: [aField('email', { facts: { declared_in: query } })] };
    expect(told(base, head)).toEqual([{ kind: 'changed', fields: ['removed email'], facts: [], of: 'properties' }]);
  });

  it('an asset that leaves one of them too', () => {
    expect(told({ facts: { declared_in: both } }, { facts: { declared_in: query } })).toEqual([
      { kind: 'removed', fields: [], facts: [], of: 'properties' },
    ]);
  });
});

it('names from files are no properties of objects', () => {
  const proto = aField('__proto__', { facts: { tags: aFact(JSON.parse('{"__proto__": "x"}')) } });
  expect(told({ fields: [aField('constructor')] }, { fields: [proto] })).toEqual([
    { kind: 'changed', fields: ['added __proto__', 'removed constructor'], facts: [] },
  ]);
});
