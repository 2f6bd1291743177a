import { describe, expect, test } from 'vitest';
import { factNames, thingsIn } from '../../../src/core/authoring/facts.ts';
import { mutantsOf, scoreMutants, type Answered } from '../../../src/core/authoring/mutants.ts';
import type { Json } from '../../../src/model/json.ts';

const unknown = { type: 'array', items: { type: 'string' } };
const SCHEMA: Json = {
  properties: {
    assets: {
      items: {
        properties: {
          name: { type: 'string' },
          unknown,
          region: {},
          public: { type: 'boolean' },
          partial: { type: 'boolean', settled: true },
          default: { opaque: true },
          fields: { items: { $ref: '#/definitions/field' } },
        },
      },
    },
  },
  definitions: { field: { properties: { name: { type: 'string' }, unknown, tags: { type: 'object' } } } },
};

const asked = (input: Json) => ({ package: 'a.b', input, parameters: {}, by: 'a_test.rego:1' });
const named = (input: Json, names: readonly string[]) =>
  mutantsOf(asked(input), new Set(['assets', ...names]), SCHEMA).map(({ fact, mutation }) => `${fact} ${mutation}`);

describe('mutants', () => {
  test('a fact is deleted, unknown, and given each other type that says nothing', () => {
    const mutants = mutantsOf(asked({ assets: [{ name: 'a', region: 'eu' }] }), new Set(['assets', 'region']), SCHEMA);
    expect(mutants.map(({ mutation }) => mutation)).toEqual([
      'deleted',
      'unknown',
      'made number',
      'made boolean',
      'made array',
      'made object',
      'made null',
    ]);
    expect(mutants[1]?.input).toEqual({ assets: [{ name: 'a', unknown: ['region'] }] });
  });

  test('the schema decides which types and whether it can be unknown', () => {
    expect(named({ assets: [{ public: true, partial: true, default: 1 }] }, ['public', 'partial', 'default'])).toEqual([
      'assets.*.public deleted',
      'assets.*.public unknown',
      'assets.*.partial deleted',
      'assets.*.default deleted',
      'assets.*.default unknown',
    ]);
  });

  test('what is not set is made unknown; what is unknown already is not', () => {
    expect(named({ assets: [{ name: 'a' }] }, ['region'])).toEqual(['assets.*.region unknown']);
    expect(named({ assets: [{ name: 'a', unknown: ['region'] }] }, ['region'])).toEqual([]);
  });

  test('what the policy never looks into, or never reads, is left alone', () => {
    const input = { assets: [{ name: 'a', fields: [{ name: 'b', tags: {} }] }] };
    expect(named(input, ['tags'])).toEqual([]);
    expect(named(input, ['tags', 'fields'])).toEqual(['assets.*.fields.*.tags deleted', 'assets.*.fields.*.tags unknown']);
  });

  test('things and facts are those of the schema', () => {
    expect(thingsIn({ assets: [{ fields: [{}] }], other: [{}] }, SCHEMA).map(({ path }) => path.join('.'))).toEqual([
      'assets.0',
      'assets.0.fields.0',
    ]);
    expect([...factNames(SCHEMA)].filter(([, { mayBeUnknown }]) => !mayBeUnknown).map(([name]) => name)).toEqual(['partial']);
  });
});

describe('the score', () => {
  const answered = (mutation: string, before: readonly string[], after: readonly string[]): Answered => ({
    mutant: { fact: 'assets.*.region', mutation, input: {}, of: asked({}) },
    before,
    after,
  });
  const [deny, undecided] = ['["deny",{"msg":"x"}]', '["undecided",{"msg":"x"}]'];

  test('one answer in any input kills, the same answer everywhere lives', () => {
    expect(scoreMutants('A', [answered('deleted', [], []), answered('deleted', [deny], [])], [])).toMatchObject({ killed: 1, total: 1 });
    const { survivors } = scoreMutants('A', [answered('deleted', [deny], [deny])], []);
    expect(survivors).toEqual([{ policy: 'A', fact: 'assets.*.region', mutation: 'deleted', why: 'says the same', by: 'a_test.rego:1' }]);
  });

  test('what was found may become undecided, and never pass', () => {
    expect(scoreMutants('A', [answered('unknown', [deny], [undecided])], [])).toMatchObject({ killed: 1, total: 1 });
    expect(scoreMutants('A', [answered('unknown', [deny], [undecided]), answered('unknown', [deny], [])], []).survivors).toMatchObject([
      { why: 'passes what it cannot tell' },
    ]);
  });

  test('a silence with its reason is told apart', () => {
    const silence = { fact: 'region', when: 'unknown', why: 'said so' };
    const lives = [answered('unknown', [deny], []), answered('deleted', [deny], [])];
    expect(scoreMutants('A', lives, [silence])).toEqual({ policy: 'A', accepted: [silence], killed: 1, total: 1, survivors: [] });
    expect(scoreMutants('A', [answered('deleted', [deny], [deny])], [silence])).toMatchObject({ accepted: [], killed: 0, total: 1 });
  });
});
