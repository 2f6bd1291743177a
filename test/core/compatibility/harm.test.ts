import { expect, test } from 'vitest';
import { tell } from '../../../src/core/compatibility/harm.ts';
import type { Breaks } from '../../../src/model/difference.ts';

test.each<[Breaks[], string]>([
  [[], 'a is new'],
  [['source'], 'a is new: code that was generated from it no longer fits'],
  [['source', 'wire-json'], "a is new: old and new programs misread each other's JSON"],
  [['wire', 'wire-json'], "a is new: old and new programs misread each other's binary data and JSON"],
  [['backward'], 'a is new: the new schema cannot read data written by the old one'],
  [['forward', 'clients'], 'a is new: readers by the old schema cannot read new data, and clients of the old description fail'],
])('%j', (breaks, expected) => {
  expect(tell('a is new', breaks)).toBe(expected);
});
