import { expect, test } from 'vitest';
import { uniqueIds } from '../../../src/core/compatibility/unique-ids.ts';
import { anAsset } from '../../builders/an-asset.ts';

test('of two that declare the same thing, the first file has the plain id, in whatever order they come', () => {
  const [one, other] = [anAsset({ id: 'avro:A', file: 'a' }), anAsset({ id: 'avro:A', file: 'b' })];
  expect(uniqueIds([other, one]).map(({ id, file }) => [id, file])).toEqual([
    ['avro:A', 'a'],
    ['avro:A@b', 'b'],
  ]);
  expect(uniqueIds([one, other])).toEqual(uniqueIds([other, one]));
});
