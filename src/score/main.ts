import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scoreCloudFormation } from './cloudformation.ts';
import { scoreCodeowners } from './codeowners.ts';
import { scoreCompatProtobuf } from './compat-protobuf.ts';
import { scoreJsonSchemaCompatibility } from './compat-jsonschema.ts';
import { compose } from './compose.ts';
import { scoreDbt } from './dbt.ts';
import { scoreMigrationLint } from './migration-lint.ts';
import { scoreOdcs } from './odcs.ts';
import { scorePersonalData } from './personal-data.ts';
import { scorePrPairs } from './pr-pairs.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { scoreDialects, scoreSnowflake } from './sql.ts';
import { showTable } from './show-table.ts';
import { scoreTerraform } from './terraform.ts';
import { scoreWebhooks } from './webhooks.ts';

/** The scores that there are, in the order of the table. */
const SCORES: readonly ((context: ScoreContext) => readonly ScoreRow[] | Promise<readonly ScoreRow[]>)[] = [
  scorePrPairs,
  scorePersonalData,
  scoreMigrationLint,
  scoreDialects,
  scoreSnowflake,
  scoreDbt,
  scoreTerraform,
  scoreCloudFormation,
  scoreJsonSchemaCompatibility,
  scoreOdcs,
  scoreCompatProtobuf,
  scoreCodeowners,
  scoreWebhooks,
];

const USAGE = 'usage: npm run score -- [--cases FOLDER] [--repositories FOLDER] [NAME…]\n';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, repositories: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(USAGE);
else await score();

async function score(): Promise<void> {
  const cases = values.cases ?? process.env['TOLLGATE_CASES'] ?? fileURLToPath(new URL('../../../shared/cases', import.meta.url));
  const context = compose(cases, values.repositories ?? process.env['TOLLGATE_REPOSITORIES']);
  const rows: ScoreRow[] = [];
  for (const one of SCORES) rows.push(...(await one(context)));
  const wanted = rows.filter((row) => positionals.length === 0 || positionals.includes(row.case));
  process.stdout.write(showTable(wanted));
}
