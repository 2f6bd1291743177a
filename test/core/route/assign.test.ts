import { describe, expect, it } from 'vitest';
import { assign } from '../../../src/core/route/assign.ts';
import { parseCodeowners } from '../../../src/core/route/codeowners.ts';
import { findCodeowners } from '../../../src/core/route/find-codeowners.ts';
import { parseSettings } from '../../../src/core/settings/parse-settings.ts';
import { aFact, anAsset, anUnknownFact } from '../../builders/an-asset.ts';
import { aTree } from '../../fakes/a-tree.ts';

const text = 'owners: { tags: { "domain=payments": "@acme/payments", pii: { team: "@acme/privacy" } } }\n';
const { settings } = parseSettings({ path: '.github/tollgate.yml', text, size: text.length });
const owners = '* @acme/data\nwarehouse/ @acme/warehouse @acme/data\n';
const ownership = { rules: parseCodeowners({ path: 'CODEOWNERS', text: owners, size: owners.length }).rules, settings };
const told = (facts: Parameters<typeof anAsset>[0] = {}) =>
  assign('warehouse/a.sql', anAsset(facts), ownership).map(({ name, why, kind }) => [name, why, kind]);

describe('who answers, the most specific first', () => {
  const codeowners = [
    ['@acme/warehouse', 'CODEOWNERS line 2', 'team'],
    ['@acme/data', 'CODEOWNERS line 2', 'team'],
  ];

  it.each([
    ['CODEOWNERS, where nothing else is said', {}, codeowners],
    ['what the asset says', { owner: aFact('@kim') }, [['@kim', 'owner of mart.customers', 'user'], ...codeowners]],
    [
      'an address rather than a name',
      { owner: aFact({ name: 'CRM', email: 'crm@acme.example' }) },
      [['crm@acme.example', 'owner of mart.customers', 'email'], ...codeowners],
    ],
    ['by its dbt group', { owner: aFact('finance'), group: aFact('finance') }, [['finance', 'dbt group finance', 'name'], ...codeowners]],
    ['the team of a tag', { tags: aFact({ pii: 'email' }) }, [['@acme/privacy', 'tag pii', 'team'], ...codeowners]],
    [
      'the team of a tag with its value',
      { tags: aFact({ domain: 'payments' }) },
      [['@acme/payments', 'tag domain=payments', 'team'], ...codeowners],
    ],
    ['and not of another value', { tags: aFact({ domain: 'sales' }) }, codeowners],
    ['nobody by an owner that is unknown', { owner: anUnknownFact('var.owner') }, codeowners],
    ['each once', { owner: aFact('@ACME/Data') }, [['@ACME/Data', 'owner of mart.customers', 'team'], codeowners[0]]],
  ])('%s', (_, facts, expected) => {
    expect(told({ facts })).toEqual(expected);
  });

  it('nobody is an answer', () => {
    expect(assign('a.sql', undefined, { rules: [], settings })).toEqual([]);
  });
});

describe('which CODEOWNERS counts', () => {
  it.each([
    [['docs/CODEOWNERS', 'CODEOWNERS', '.github/CODEOWNERS'], '.github/CODEOWNERS'],
    [['docs/CODEOWNERS', 'CODEOWNERS'], 'CODEOWNERS'],
    [['docs/CODEOWNERS'], 'docs/CODEOWNERS'],
    [['src/CODEOWNERS'], undefined],
  ])('of %j: %s', (paths, expected) => {
    expect(findCodeowners(aTree(Object.fromEntries(paths.map((path) => [path, '']))))).toBe(expected);
  });
});
