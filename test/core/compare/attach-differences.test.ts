import { describe, expect, it } from 'vitest';
import { attachDifferences } from '../../../src/core/compare/attach-differences.ts';
import type { Asset, AssetChange } from '../../../src/model/asset.ts';
import type { Difference } from '../../../src/model/difference.ts';
import { aField, anAsset, aPlace } from '../../builders/an-asset.ts';

const location = aPlace();
const changed = (asset: string, more: Partial<AssetChange> = {}): AssetChange => ({
  asset,
  name: asset,
  kind: 'changed',
  assetKind: 'message',
  platform: 'protobuf',
  file: 'a.proto',
  location,
  fields: [],
  facts: [],
  ...more,
});
const difference = (asset: string): Difference => ({ kind: 'removed', asset, path: 'email', breaks: ['wire'], message: 'gone', location });
const ruled = (...differences: Difference[]) => [{ family: 'protobuf', rules: 'whole' as const, differences }];
const none = { base: [], head: [] };

describe('what the rules of a format say of a change', () => {
  it('stands beside what comparing found', () => {
    const [change] = attachDifferences([changed('protobuf:a')], ruled(difference('protobuf:a')), none);
    expect(change).toMatchObject({ rules: 'whole', differences: [difference('protobuf:a')] });
  });

  it('is empty, not missing, where the rules see no difference', () => {
    expect(attachDifferences([changed('protobuf:a')], ruled(), none)).toEqual([
      { ...changed('protobuf:a'), rules: 'whole', differences: [] },
    ]);
  });

  it('is missing where the format has no rules', () => {
    expect(attachDifferences([changed('sql:a')], ruled(difference('protobuf:b')), none)).toEqual([changed('sql:a')]);
  });

  it('makes a change of its own where nothing else changed, of the head before the base', () => {
    const assets = { base: [anAsset({ id: 'protobuf:a', file: 'old.proto' })], head: [anAsset({ id: 'protobuf:a', file: 'new.proto' })] };
    const changes = attachDifferences([], ruled(difference('protobuf:a')), assets);
    expect(changes).toMatchObject([
      { asset: 'protobuf:a', kind: 'changed', fields: [], file: 'new.proto', differences: [{ path: 'email' }] },
    ]);
  });

  it('does not take what a renamed file declares as removed', () => {
    const { path: _, ...whole } = difference('protobuf:a');
    const both = { base: [anAsset({ id: 'protobuf:a', file: 'old.proto' })], head: [anAsset({ id: 'protobuf:a', file: 'new.proto' })] };
    expect(attachDifferences([], ruled(whole, { ...whole, kind: 'added' }), both)).toEqual([]);
    expect(attachDifferences([], ruled(whole), { base: both.base, head: [] })).toHaveLength(1);
  });

  it('is told once where an asset changed in two ways', () => {
    const changes = attachDifferences(
      [changed('protobuf:a', { of: 'query' }), changed('protobuf:a')],
      ruled(difference('protobuf:a')),
      none,
    );
    expect(changes.map(({ differences }) => differences?.length)).toEqual([undefined, 1]);
  });

  it('that is gone stands where it would be in the head', () => {
    const base = anAsset({
      id: 'protobuf:a',
      fields: [aField('id', { location: aPlace(undefined, 8) }), aField('email', { location: aPlace(undefined, 9) })],
    });
    const head = anAsset({ id: 'protobuf:a', fields: [aField('id', { location: aPlace(undefined, 3) })] });
    const gone = { ...difference('protobuf:a'), location: aPlace(undefined, 9) };
    const place = (assets: { readonly base: readonly Asset[]; readonly head: readonly Asset[] }) =>
      attachDifferences([changed('protobuf:a')], ruled(gone), assets)[0]?.differences?.[0]?.location.start.line;
    expect(place({ base: [base], head: [head] })).toBe(3);
    expect(place({ base: [base], head: [anAsset({ id: 'protobuf:b' })] })).toBe(1);
    expect(place({ base: [base], head: [] })).toBe(9);
  });

  it('is not told as removed where it only moved to another unit', () => {
    const { path: _, ...whole } = difference('protobuf:a');
    const assets = { base: [anAsset({ id: 'protobuf:a' })], head: [anAsset({ id: 'protobuf:a', file: 'moved.proto' })] };
    expect(attachDifferences([changed('protobuf:a')], ruled(whole), assets)[0]?.differences).toEqual([]);
  });
});
