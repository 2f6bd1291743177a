import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { compose } from '../../src/score/compose.ts';
import { scoreMigrationLint } from '../../src/score/migration-lint.ts';
import { OPA } from '../policies/opa.ts';
import { publishedCases } from '../published-cases.ts';

const folder = publishedCases('sql-migration-lint');

test.skipIf(folder === undefined || OPA === undefined)(
  'breaking changes are found in migrations, and only they (needs the published cases and OPA)',
  async () => {
    const [row] = await scoreMigrationLint(compose(dirname(folder ?? ''), undefined));
    expect(row?.recall).toBeGreaterThanOrEqual(0.95);
    expect(row?.note).toMatch(/^0 of \d\d false alarms/);
  },
);
