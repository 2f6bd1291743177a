import { expect, it } from 'vitest';
import { boundedCache } from '../../src/app/bounded-cache.ts';

it('keeps what was used last', () => {
  const cache = boundedCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([1, undefined, 3]);
  cache.set('c', 4);
  expect(['a', 'c'].map(cache.get)).toEqual([1, 4]);
});
