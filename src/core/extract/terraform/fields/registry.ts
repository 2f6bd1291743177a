import type { Resource } from '../resource.ts';
import { columnBlocks } from './columns.ts';
import { bigQueryFields } from './big-query.ts';
import { snowflakeFields } from './snowflake.ts';
import type { ToldFields } from './told-fields.ts';

/** The columns that some resources declare. */
export const FIELDS: ReadonlyMap<string, (resource: Resource) => ToldFields> = new Map([
  ['snowflake_table', snowflakeFields],
  ['snowflake_view', snowflakeFields],
  ['snowflake_external_table', snowflakeFields],
  ['databricks_sql_table', columnBlocks({ paths: ['column'], facts: { nullable: 'nullable', description: 'comment' } })],
  ['aws_glue_catalog_table', columnBlocks({ paths: ['storage_descriptor.columns', 'partition_keys'], facts: { description: 'comment' } })],
  ['aws_dynamodb_table', columnBlocks({ paths: ['attribute'], facts: {}, partial: true })],
  ['google_bigquery_table', bigQueryFields],
]);
