import { expect, it } from 'vitest';
import { governs } from '../../src/core/governs.ts';

it.each([
  ['.github/tollgate.yml', true],
  ['.github/tollgate.lock', true],
  ['.github/tollgate/exceptions/a.yml', true],
  ['.github/CODEOWNERS', true],
  ['docs/CODEOWNERS', true],
  ['rules/privacy/x.rego', true],
  ['rules.sql', false],
  ['warehouse/CODEOWNERS', false],
  ['docs/.github/tollgate.yml', false],
])('%s governs: %s', (path, does) => {
  expect(governs(path, { policies: './rules/' })).toBe(does);
});

it('without a library of its own, no folder of policies governs', () => {
  expect(governs('policies/x.rego', {})).toBe(false);
});
