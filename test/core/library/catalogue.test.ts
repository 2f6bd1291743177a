import { expect, it } from 'vitest';
import { catalogueHtml, catalogueMarkdown } from '../../../src/core/library/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const policy = aPolicy({ id: 'RES001', title: 'Data stays <here> | there' });
const catalogue = {
  settings: { ...DEFAULT_SETTINGS, parameters: { RES001: { regions: ['eu-west-1', '<b>'] } } },
  libraries: [{ name: policy.library, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }],
  policies: [policy],
  data: { parameters: { RES001: { regions: ['us-east-1'], kinds: ['a', 'b', 'c', 'd', 'e'], from: [], most: 3 } } },
};

it('says which parameters hold, those of settings first, and of long lists how many more', () => {
  const row = catalogueMarkdown(catalogue)
    .split('\n')
    .find((line) => line.includes('RES001'));
  expect(row).toContain('regions: eu-west-1, \\<b\\> (set here); kinds: a, b, c, d and 1 more; from: none; most: 3');
  expect(row).not.toContain('us-east-1');
});

it('a page holds what policies and settings say as text', () => {
  const page = catalogueHtml(catalogue);
  expect(page).toContain('Data stays &lt;here&gt; | there');
  expect(page).toContain('eu-west-1, &lt;b&gt; (set here)');
  expect(page).not.toMatch(/<b>|<script|https?:/);
});
