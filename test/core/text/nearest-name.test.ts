import { expect, test } from 'vitest';
import { nearestName } from '../../../src/core/text/nearest-name.ts';

test.each([
  ['kid', ['id', 'kind'], 'kind'],
  ['knid', ['id', 'kind'], 'kind'],
  ['tset', ['new', 'test', 'lint'], 'test'],
  ['PII01', ['PII001', 'PII002'], 'PII001'],
  ['hevro', ['avro', 'azure'], undefined],
  ['gase', ['base'], 'base'],
  ['owner', ['region', 'name'], undefined],
  ['', ['id'], undefined],
])('%s of %s', (name, known, meant) => {
  expect(nearestName(name, known)).toBe(meant);
});
