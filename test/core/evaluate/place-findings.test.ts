import { describe, expect, it } from 'vitest';
import { placeFindings, type JudgedSide } from '../../../src/core/evaluate/place-findings.ts';
import type { Difference, DifferenceKind } from '../../../src/model/difference.ts';
import type { Statement } from '../../../src/model/finding.ts';
import { aFact, aField, anAsset, anUnknownFact, aPlace } from '../../builders/an-asset.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const policies = [aPolicy(), aPolicy({ id: 'RES001' })];
const email = aField('email', {
  location: aPlace(undefined, 4),
  facts: { tags: { ...aFact({ pii: true }, 5), parts: { pii: aPlace(undefined, 6) } } },
});
const customers = anAsset({ fields: [email], facts: { region: anUnknownFact('var.region', 9) } });
const side = (statements: readonly Partial<Statement>[], changes: JudgedSide['changes'] = []): JudgedSide => ({
  assets: [customers],
  changes,
  statements: statements.map((one) => ({ policy: 'PII001', rule: 'deny', message: 'is not tagged', asset: customers.id, ...one })),
});

const judged = (base: JudgedSide | null, head: JudgedSide) =>
  placeFindings(base, head, policies).findings.map(({ disposition, location }) => [disposition, location.start.line]);

describe('new, existing, fixed', () => {
  it('new where only the head has it, fixed where only the base does', () => {
    expect(judged(side([{ field: 'email' }, { key: 'a' }]), side([{ field: 'email' }, { key: 'b' }]))).toEqual([
      ['new', 1],
      ['fixed', 1],
      ['existing', 4],
    ]);
  });

  it('another message is the same finding', () => {
    expect(judged(side([{ message: 'old words' }]), side([{ message: 'new words' }]))).toEqual([['existing', 1]]);
  });

  it('without a base all are new', () => {
    expect(judged(null, side([{}]))).toEqual([['new', 1]]);
  });

  it('two statements about one thing are two findings, matched one to one', () => {
    expect(judged(side([{ message: 'a' }]), side([{ message: 'a' }, { message: 'b' }])).map(([what]) => what)).toEqual(['existing', 'new']);
  });
});

describe('where a finding stands', () => {
  it.each([
    ['at one entry of the fact it names', { field: 'email', fact: 'tags.pii' }, 6],
    ['at the fact', { field: 'email', fact: 'tags' }, 5],
    ['at the fact of the asset', { fact: 'region' }, 9],
    ['at the field, where the fact was not declared', { field: 'email', fact: 'masking' }, 4],
    ['at the asset', {}, 1],
    ['at the asset, where the field is gone', { field: 'age' }, 1],
  ])('%s', (_, statement, line) => {
    expect(judged(null, side([statement]))).toEqual([['new', line]]);
  });

  it.each([
    ['at the difference that it names', { part: 'email', key: 'removed' }, 41],
    ['at the one of the kind that is its key', { part: 'email', key: 'type-changed' }, 42],
    ['at that of the whole asset', { part: '' }, 43],
    ['at the asset, where there is none', { part: 'phone' }, 1],
  ])('%s', (_, statement, line) => {
    const { id: asset, name, kind: assetKind, platform, file, location } = customers;
    const difference = (kind: DifferenceKind, at: number, path?: string): Difference => ({
      kind,
      asset,
      ...(path === undefined ? {} : { path }),
      breaks: ['wire'],
      message: kind,
      location: aPlace(undefined, at),
    });
    const differences = [difference('removed', 41, 'email'), difference('type-changed', 42, 'email'), difference('renamed', 43)];
    const change = { asset, name, kind: 'changed', assetKind, platform, file, location, fields: [], facts: [], differences } as const;
    expect(judged(null, side([statement], [change]))).toEqual([['new', line]]);
  });

  it('at the statement that dropped the field', () => {
    const { id: asset, name, kind: assetKind, platform, file, location } = customers;
    const dropped = { name: 'age', kind: 'removed', location: aPlace(undefined, 30) } as const;
    const change = {
      asset,
      name,
      assetKind,
      platform,
      file,
      location,
      kind: 'changed',
      fields: [dropped],
      facts: [],
      declared: true,
    } as const;
    expect(judged(null, side([{ field: 'age' }], [change]))).toEqual([['new', 30]]);
  });

  it('nowhere: a problem of the policy, never silence', () => {
    const { findings, problems } = placeFindings(null, side([{ asset: 'sql:elsewhere' }]), policies);
    expect(findings).toEqual([]);
    expect(problems).toMatchObject([{ code: 'policy-place', undecided: true }]);
  });
});

it('says how we know, and by what it is unknown', () => {
  const [finding] = placeFindings(null, side([{ rule: 'undecided', fact: 'region' }]), policies).findings;
  expect(finding?.known).toMatchObject([{ text: 'region is set by `var.region`, which this repository does not define' }]);
});
