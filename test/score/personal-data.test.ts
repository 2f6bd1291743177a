import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { scorePersonalData } from '../../src/score/personal-data.ts';
import { publishedCases } from '../published-cases.ts';

const folder = publishedCases('pii-columns');

test.skipIf(folder === undefined)(
  'personal data is recognised on columns that others have labelled (needs the published cases)',
  async () => {
    const rows = await scorePersonalData({
      cases: dirname(folder ?? ''),
      git: () => undefined,
      show: () => Promise.resolve(undefined),
    });
    const [all, , heldOut] = rows;
    for (const row of [all, heldOut]) {
      expect(row?.recall).toBeGreaterThanOrEqual(0.85);
      expect(row?.precision).toBeGreaterThanOrEqual(0.95);
    }
  },
);

test('says so where the cases are not there', async () => {
  const rows = await scorePersonalData({
    cases: '/nowhere',
    git: () => undefined,
    show: () => Promise.resolve(undefined),
  });
  expect(rows).toEqual([{ case: 'pii-columns', measure: 'personal data by name and type', value: 'absent' }]);
});
