import { textAt, type Resource } from './resource.ts';

type Naming = (resource: Resource) => readonly string[];

/** A relation by its names, once all are known. Those in front may be left out where the resource does not set them. */
const relation =
  (needed: readonly string[], front?: string): Naming =>
  (resource) => {
    const parts = needed.map((path) => textAt(resource, path));
    const first = front === undefined ? undefined : textAt(resource, front);
    if (parts.includes(undefined)) return [];
    return [`relation:${[first, ...parts].filter((one) => one !== undefined).join('.')}`.replaceAll('"', '').toLowerCase()];
  };

const named =
  (scheme: string, path: string): Naming =>
  (resource) => {
    const name = textAt(resource, path);
    return name === undefined ? [] : [`${scheme}${name}`];
  };

const container: Naming = (resource) => {
  const [name, account] = ['name', 'storage_account_name'].map((path) => textAt(resource, path));
  return name === undefined || account === undefined ? [] : [`path:abfss://${name}@${account}.dfs.core.windows.net`];
};

const snowflake = relation(['database', 'schema', 'name']);

/** Under which names data systems know what a resource makes. */
const NAMINGS: ReadonlyMap<string, Naming> = new Map<string, Naming>([
  ...['table', 'view', 'materialized_view', 'external_table', 'dynamic_table', 'stream', 'stream_on_table', 'stream_on_view', 'stage'].map(
    (kind) => [`snowflake_${kind}`, snowflake] as const,
  ),
  ['databricks_sql_table', relation(['catalog_name', 'schema_name', 'name'])],
  ['google_bigquery_table', relation(['dataset_id', 'table_id'], 'project')],
  ['aws_glue_catalog_table', relation(['database_name', 'name'])],
  ['aws_keyspaces_table', relation(['keyspace_name', 'table_name'])],
  ['aws_s3_bucket', named('path:s3://', 'bucket')],
  ['google_storage_bucket', named('path:gs://', 'name')],
  ['azurerm_storage_container', container],
  ['aws_sns_topic', named('topic:', 'name')],
  ['google_pubsub_topic', named('topic:', 'name')],
  ['azurerm_eventhub', named('topic:', 'name')],
  ['azurerm_servicebus_topic', named('topic:', 'name')],
  ['kafka_topic', named('topic:', 'name')],
  ['confluent_kafka_topic', named('topic:', 'topic_name')],
  ['aiven_kafka_topic', named('topic:', 'topic_name')],
]);

export const aliasesOf = (resource: Resource): readonly string[] => NAMINGS.get(resource.type)?.(resource) ?? [];
