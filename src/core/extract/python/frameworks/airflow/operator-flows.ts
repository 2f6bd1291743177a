/** What a class of operators reads and fills, by its arguments; see `namesBy`. The last part of a class's name tells it in every version. */
export interface OperatorFlow {
  readonly classes: RegExp;
  /** Tables and files, told apart by how the name looks; `path:` where it is no URI. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Arguments that hold SQL, besides `sql`. */
  readonly sql?: readonly string[];
  /** The argument that holds the columns of what is filled. */
  readonly columns?: string;
}

const BQ_TABLE =
  '{configuration.query.destinationTable.projectId?}.{configuration.query.destinationTable.datasetId}.{configuration.query.destinationTable.tableId}';
const LOAD_TABLE =
  '{configuration.load.destinationTable.projectId?}.{configuration.load.destinationTable.datasetId}.{configuration.load.destinationTable.tableId}';
const COPY_TABLE =
  '{configuration.copy.destinationTable.projectId?}.{configuration.copy.destinationTable.datasetId}.{configuration.copy.destinationTable.tableId}';
const COPY_SOURCE =
  '{configuration.copy.sourceTable.projectId?}.{configuration.copy.sourceTable.datasetId}.{configuration.copy.sourceTable.tableId}';
const EXTRACT_SOURCE =
  '{configuration.extract.sourceTable.projectId?}.{configuration.extract.sourceTable.datasetId}.{configuration.extract.sourceTable.tableId}';
const TABLE = '{database?}.{schema?}.{table|table_name}';
const S3_FILE = 's3://{s3_bucket|s3_bucket_name|dest_bucket|bucket_name}/{s3_key|s3_keys|dest_key}';

/** Source: Apache Airflow, the pages of its providers: Google, Amazon, Snowflake, Databricks, Microsoft, Hive, Presto, Trino. */
export const OPERATOR_FLOWS: readonly OperatorFlow[] = [
  {
    classes: /^(?:GCS|GoogleCloudStorage)ToBigQueryOperator$/,
    reads: ['gs://{bucket}/{source_objects}'],
    writes: ['{destination_project_dataset_table}'],
    columns: 'schema_fields',
  },
  {
    classes: /^BigQueryCreateExternalTableOperator$/,
    reads: ['gs://{bucket}/{source_objects}'],
    writes: ['{destination_project_dataset_table}'],
    columns: 'schema_fields',
  },
  {
    classes: /^BigQueryCreate(?:Empty)?TableOperator$/,
    writes: ['{project_id?}.{dataset_id}.{table_id}'],
    columns: 'schema_fields',
  },
  {
    classes: /^BigQueryUpdateTableSchemaOperator$/,
    writes: ['{project_id?}.{dataset_id}.{table_id}'],
    columns: 'schema_fields_updates',
  },
  {
    classes: /^BigQueryTo(?:GCS|CloudStorage)Operator$/,
    reads: ['{source_project_dataset_table}'],
    writes: ['{destination_cloud_storage_uris}'],
  },
  {
    classes: /^BigQueryToBigQueryOperator$/,
    reads: ['{source_project_dataset_tables}'],
    writes: ['{destination_project_dataset_table}'],
  },
  { classes: /^BigQuery(?:ExecuteQuery)?Operator$/, sql: ['bql'], writes: ['{destination_dataset_table}'] },
  {
    classes: /^BigQueryInsertJobOperator$/,
    sql: ['configuration.query.query'],
    reads: ['{configuration.load.sourceUris}', COPY_SOURCE, EXTRACT_SOURCE],
    writes: [BQ_TABLE, LOAD_TABLE, COPY_TABLE, '{configuration.extract.destinationUris|configuration.extract.destinationUri}'],
    columns: 'configuration.load.schema.fields',
  },
  {
    classes: /^BigQueryTo(?:MySql|Postgres|MsSql)Operator$/,
    reads: ['{dataset_table}', '{dataset_id}.{table_id}'],
    writes: ['{target_table_name|mysql_table}'],
  },
  { classes: /^BigQueryTableExistence/, reads: ['{project_id?}.{dataset_id}.{table_id}'] },
  { classes: /^BigQueryGetDataOperator$/, reads: ['{dataset_id}.{table_id}'] },
  {
    classes: /^(?:GCSToGCS|GoogleCloudStorageToGoogleCloudStorage|GCSSynchronizeBuckets)\w*Operator$/,
    reads: ['gs://{source_bucket}/{source_objects|source_object?}'],
    writes: ['gs://{destination_bucket}/{destination_object?}'],
  },
  { classes: /^GCS(?:Object|Upload|ObjectsWithPrefix)\w*Sensor/, reads: ['gs://{bucket}/{object|prefix}'] },
  {
    classes: /ToGCSOperator$|ToGoogleCloudStorageOperator$/,
    writes: ['gs://{bucket|destination_bucket|dest_bucket}/{filename|dst|destination_path|destination_object?}'],
  },
  { classes: /^S3ToGCSOperator$/, reads: ['s3://{bucket}/{prefix?}'], writes: ['{dest_gcs}'] },
  { classes: /^GCSToS3Operator$/, reads: ['gs://{gcs_bucket|bucket}/{prefix?}'], writes: ['{dest_s3_key}'] },
  { classes: /^S3ToRedshift(?:Operator|Transfer)$/, reads: [S3_FILE], writes: ['{schema?}.{table}'] },
  { classes: /^RedshiftToS3(?:Operator|Transfer)$/, sql: ['select_query'], reads: ['{schema}.{table}'], writes: [S3_FILE] },
  { classes: /^(?:S3ToSnowflake|CopyFromExternalStageToSnowflake)Operator$/, reads: ['{stage}'], writes: [TABLE] },
  { classes: /^SnowflakeToSlackOperator$/, sql: ['sql'] },
  {
    classes: /^S3CopyObjectOperator$/,
    reads: ['{source_bucket_key}', 's3://{source_bucket_name}/{source_bucket_key}'],
    writes: ['{dest_bucket_key}', 's3://{dest_bucket_name}/{dest_bucket_key}'],
  },
  { classes: /^S3FileTransformOperator$/, reads: ['{source_s3_key}'], writes: ['{dest_s3_key}'] },
  {
    classes: /^(?:LocalFilesystem|Sql|Http|Ftp|SFTP|Exasol|Hive|Mongo|DynamoDB|Salesforce|GoogleApi|Imap\w*)ToS3Operator$/i,
    sql: ['query'],
    writes: [S3_FILE, '{dest_s3_key|s3_destination_key}'],
  },
  {
    classes: /^S3To(?:MySql|Sql|Hive|FTP|SFTP|Teradata)\w*$/,
    reads: ['{s3_source_key}', S3_FILE],
    writes: ['{mysql_table|hive_table}', '{schema?}.{table}'],
  },
  { classes: /^S3CreateObjectOperator$/, writes: ['s3://{s3_bucket}/{s3_key}'] },
  { classes: /^S3Key\w*Sensor/, reads: ['s3://{bucket_name}/{bucket_key}', '{bucket_key}'] },
  { classes: /^(?:AWSAthena|Athena)Operator$/, sql: ['query'], writes: ['{output_location}'] },
  { classes: /^(?:Hive|Spark)\w*Operator$/, sql: ['hql'] },
  { classes: /^DatabricksCopyIntoOperator$/, reads: ['{file_location}'], writes: ['{table_name}'] },
  { classes: /^GenericTransfer$/, writes: ['{destination_table}'] },
  { classes: /To(?:MySql|Hive|Druid|Postgres|Vertica)\w*(?:Operator|Transfer)?$/, writes: ['{mysql_table|hive_table|postgres_table}'] },
  {
    classes: /^(?:AzureBlobStorage|ADLS|AzureDataLake\w*|LocalFilesystemToADLS|FileToWasb|LocalFilesystemToWasb)\w*Operator$/,
    writes: ['{dest_gcs|remote_path}'],
  },
];
