import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scoreBundles } from './bundles.ts';
import { scoreCloudFormation } from './cloudformation.ts';
import { scoreCodeowners } from './codeowners.ts';
import { scoreCompatAvro } from './compat-avro.ts';
import { scoreCompatProtobuf } from './compat-protobuf.ts';
import { scoreFixes } from './fixes.ts';
import { scoreGraphQlCompatibility } from './compat-graphql.ts';
import { scoreJsonSchemaCompatibility } from './compat-jsonschema.ts';
import { scoreOpenApiCompatibility } from './compat-openapi.ts';
import { compose } from './compose.ts';
import { scoreConftest } from './conftest.ts';
import { scoreDbt } from './dbt.ts';
import { scoreDbtContracts } from './dbt-contracts.ts';
import { scoreLineage } from './lineage.ts';
import { scoreMigrationLint } from './migration-lint.ts';
import { scoreOdcs } from './odcs.ts';
import { scoreOpaCompliance } from './opa-compliance.ts';
import { scoreOpaLibrary } from './opa-library.ts';
import { scorePersonalData } from './personal-data.ts';
import { scorePrPairs } from './pr-pairs.ts';
import { scorePySpark } from './pyspark.ts';
import { scoreAirflow } from './python.ts';
import { scoreRegula } from './regula.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { scoreDialects, scoreSnowflake } from './sql.ts';
import { scoreSqlfluff } from './sqlfluff.ts';
import { showTable } from './show-table.ts';
import { scoreCheckovGraph } from './checkov-graph.ts';
import { scoreCheckovSkip } from './checkov-skip.ts';
import { scoreTerraformChecks } from './checkov-tf.ts';
import { scoreTerraform } from './terraform.ts';
import { scoreTrivyRego } from './trivy-rego.ts';
import { writePages } from './write-pages.ts';
import { scoreWebhooks } from './webhooks.ts';

interface Score {
  /** The folders of published cases that it reads. */
  readonly cases: readonly string[];
  score(context: ScoreContext): readonly ScoreRow[] | Promise<readonly ScoreRow[]>;
}

/** The scores that there are, in the order of the table. */
const SCORES: readonly Score[] = [
  { cases: ['pr-pairs'], score: scorePrPairs },
  { cases: ['pii-columns'], score: scorePersonalData },
  { cases: ['sql-migration-lint'], score: scoreMigrationLint },
  { cases: ['sqlglot-dialects'], score: scoreDialects },
  { cases: ['snowflake-sql'], score: scoreSnowflake },
  { cases: ['sqlfluff-dialects'], score: scoreSqlfluff },
  { cases: ['sql-lineage', 'sql-column-lineage', 'dbt-contract-breakage', 'sqlfluff-dialects'], score: scoreLineage },
  { cases: ['dbt-projects'], score: scoreDbt },
  { cases: ['dbt-contract-breakage'], score: scoreDbtContracts },
  { cases: ['terragoat', 'snowflake-tf', 'databricks-tf'], score: scoreTerraform },
  { cases: ['checkov-tf-aws', 'checkov-tf-inline', 'trivy-iac-examples'], score: scoreTerraformChecks },
  { cases: ['checkov-yaml-dsl', 'checkov-tf-graph'], score: scoreCheckovGraph },
  { cases: ['checkov-skip'], score: scoreCheckovSkip },
  { cases: ['cfn-templates', 'cfn-lint-templates', 'checkov-cfn-aws', 'trivy-iac-examples'], score: scoreCloudFormation },
  { cases: ['databricks-bundles'], score: scoreBundles },
  { cases: ['compat-jsonschema'], score: scoreJsonSchemaCompatibility },
  { cases: ['compat-openapi'], score: scoreOpenApiCompatibility },
  { cases: ['compat-graphql'], score: scoreGraphQlCompatibility },
  { cases: ['airflow-dags'], score: scoreAirflow },
  { cases: ['pyspark-jobs'], score: scorePySpark },
  { cases: ['odcs'], score: scoreOdcs },
  { cases: ['compat-avro'], score: scoreCompatAvro },
  { cases: ['compat-protobuf'], score: scoreCompatProtobuf },
  { cases: ['codeowners'], score: scoreCodeowners },
  { cases: ['opa-compliance'], score: scoreOpaCompliance },
  { cases: ['conftest-examples'], score: scoreConftest },
  { cases: ['regula-rules'], score: scoreRegula },
  { cases: ['opa-library'], score: scoreOpaLibrary },
  { cases: ['trivy-rego'], score: scoreTrivyRego },
  { cases: ['github-webhooks'], score: scoreWebhooks },
  { cases: ['suggested-changes'], score: scoreFixes },
];

const USAGE = `usage: npm run score -- [--cases FOLDER] [--repositories FOLDER] [--pages] [NAME…]\n--pages writes the figures into the pages of the formats.\nNAME is one of ${SCORES.flatMap(({ cases }) => cases).join(', ')}\n`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, repositories: { type: 'string' }, pages: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(USAGE);
else await score();

async function score(): Promise<void> {
  const cases = values.cases ?? process.env['TOLLGATE_CASES'] ?? fileURLToPath(new URL('../../../shared/cases', import.meta.url));
  const context = compose(cases, values.repositories ?? process.env['TOLLGATE_REPOSITORIES']);
  const rows: ScoreRow[] = [];
  for (const { cases: own, score: one } of SCORES)
    if (positionals.length === 0 || own.some((name) => positionals.includes(name))) rows.push(...(await one(context)));
  const wanted = rows.filter((row) => positionals.length === 0 || positionals.includes(row.case));
  process.stdout.write(showTable(wanted));
  if (values.pages) writePages(rows);
}
