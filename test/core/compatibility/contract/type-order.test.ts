import { expect, test } from 'vitest';
import { relateTypes } from '../../../../src/core/compatibility/contract/type-order.ts';

test.each([
  ['varchar(40)', 'VARCHAR ( 40 )', 'same'],
  ['string', 'text', 'same'],
  ['varchar(20)', 'varchar(40)', 'wider'],
  ['varchar(20)', 'text', 'wider'],
  ['text', 'varchar(20)', 'narrower'],
  ['int', 'bigint', 'wider'],
  ['int8', 'int4', 'narrower'],
  ['number', 'integer', 'narrower'],
  ['decimal(10,2)', 'numeric(12, 2)', 'wider'],
  ['decimal(10,2)', 'decimal(10,3)', 'other'],
  ['decimal(10,2)', 'decimal(9,1)', 'narrower'],
  ['boolean', 'bool', 'same'],
  ['string', 'date', 'other'],
  ['__proto__', 'constructor', 'other'],
])('%s, then %s: %s', (before, after, expected) => {
  expect(relateTypes(before, after)).toBe(expected);
});
