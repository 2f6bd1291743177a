import { expect, test } from 'vitest';
import { daysOf, daysOfUnit } from '../../../src/core/contract/durations.ts';

test.each([
  ['P1Y', 365],
  ['P1Y6M', 545],
  ['PT12H', 0.5],
  ['P2W', 14],
  ['30 days', 30],
  ['36h', 1.5],
  ['25h', daysOf('PT25H')],
  ['864ms', 0.00001],
  ['1 year', 365],
  ['P', undefined],
  ['PT', undefined],
  ['soon', undefined],
  ['', undefined],
  ['5 __proto__', undefined],
  ['9'.repeat(100_000), undefined],
])('%s', (text, days) => {
  expect(daysOf(text)).toBe(days);
});

test.each([
  ['d', 1],
  ['Years', 365],
  ['m', 30],
  ['min', 1 / 1440],
  ['minutes', 1 / 1440],
  ['constructor', undefined],
])('%s as a unit', (unit, days) => {
  expect(daysOfUnit(unit)).toBe(days);
});
