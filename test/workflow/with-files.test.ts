import { describe, expect, it } from 'vitest';
import type { Checkout } from '../../src/core/ports.ts';
import { withFiles } from '../../src/workflow/with-files.ts';
import { aTree } from '../fakes/a-tree.ts';

const side = { commit: 'a', name: 'main' };
const checkout: Checkout = {
  changeSet: { base: side, head: side, files: [] },
  base: aTree({ 'a.sql': 'old' }),
  head: aTree({ 'a.sql': 'new', 'target/manifest.json': 'stale' }),
  governing: aTree({ 'a.sql': 'old' }),
};
const manifest = { path: 'target/manifest.json', text: '{}', size: 2, digest: 'd' };

describe('files that a build has made', () => {
  const { head, base, governing, changeSet } = withFiles(checkout, [manifest]);

  it('are there on both sides, over what Git holds', async () => {
    expect(head.paths).toEqual(['a.sql', 'target/manifest.json']);
    expect(base?.has('target/manifest.json')).toBe(true);
    expect(head.digest('target/manifest.json')).toBe('d');
    expect(await head.read(['target/manifest.json', 'a.sql'])).toMatchObject([{ path: 'a.sql', text: 'new' }, { text: '{}' }]);
  });

  it('change nothing, and govern nothing', () => {
    expect(changeSet.files).toEqual([]);
    expect(governing.has('target/manifest.json')).toBe(false);
  });

  it('none leave all as it was', () => {
    expect(withFiles(checkout, [])).toBe(checkout);
  });
});
