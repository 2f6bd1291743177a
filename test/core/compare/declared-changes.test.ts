import { expect, it } from 'vitest';
import { createdAssets, mergeChanges, newDeclaredChanges } from '../../../src/core/compare/declared-changes.ts';
import type { AssetChange, FieldChange } from '../../../src/model/asset.ts';
import { anAsset, aPlace } from '../../builders/an-asset.ts';

const dropped = (name: string, line = 1): FieldChange => ({ name, kind: 'removed', location: aPlace('v2.sql', line) });

function aChange(overrides: Partial<AssetChange> = {}): AssetChange {
  const { id: asset, name, kind: assetKind, platform, location } = anAsset();
  return {
    asset,
    name,
    assetKind,
    platform,
    file: 'v2.sql',
    location,
    kind: 'changed',
    fields: [],
    facts: [],
    declared: true,
    ...overrides,
  };
}

const nobody: ReadonlySet<string> = new Set();

it('a statement of the base changes nothing again, wherever it moved', () => {
  const old = aChange({ fields: [dropped('email', 3)] });
  const moved = aChange({ fields: [dropped('email', 9)] });
  expect(newDeclaredChanges([old], [moved, aChange({ fields: [dropped('age')] })], nobody)).toMatchObject([{ fields: [{ name: 'age' }] }]);
});

it('the same statement twice is one more than the base had', () => {
  const one = aChange({ fields: [dropped('email')] });
  expect(newDeclaredChanges([one], [one, one], nobody)).toHaveLength(1);
});

it('what the change set itself creates may be changed freely', () => {
  const created = createdAssets([], [anAsset()]);
  expect(newDeclaredChanges([], [aChange({ fields: [dropped('email')] })], created)).toEqual([]);
});

it('an asset that is only spoken of is not created', () => {
  expect(createdAssets([], [anAsset({ partial: true })]).size).toBe(0);
  expect(createdAssets([anAsset()], [anAsset()]).size).toBe(0);
});

it('a statement and the comparison that tell the same give one change, at the statement', () => {
  const compared = aChange({ declared: false, file: 'v1.sql', fields: [dropped('email', 40), dropped('age', 41)] });
  const merged = mergeChanges([compared], [aChange({ fields: [dropped('email', 2)] })]);
  expect(merged.flatMap(({ file, fields }) => fields.map(({ name, location }) => [file, name, location.start.line]))).toEqual([
    ['v1.sql', 'age', 41],
    ['v2.sql', 'email', 2],
  ]);
});

it('a dropped table is told once', () => {
  expect(mergeChanges([aChange({ kind: 'removed', declared: false })], [aChange({ kind: 'removed' })])).toHaveLength(1);
});
