import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtinsPage } from '../../../src/adapters/opa/builtins-page.ts';

it('the page of builtins is the one that is generated', () => {
  expect(readFileSync(new URL('../../../.github/builtins.md', import.meta.url), 'utf8')).toBe(builtinsPage());
});
