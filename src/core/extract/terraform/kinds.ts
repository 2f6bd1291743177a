import type { AssetKind } from '../../../model/asset.ts';

const named = (kind: AssetKind, types: string): readonly (readonly [string, AssetKind])[] =>
  types
    .trim()
    .split(/\s+/)
    .map((type) => [type, kind]);

/** What the resources that Tollgate governs are. All others are a plain `resource` without facts. */
export const KINDS: ReadonlyMap<string, AssetKind> = new Map([
  ...named(
    'bucket',
    'aws_s3_bucket google_storage_bucket azurerm_storage_account azurerm_storage_container azurerm_storage_data_lake_gen2_filesystem',
  ),
  ...named(
    'database',
    `aws_db_instance aws_rds_cluster aws_redshift_cluster aws_docdb_cluster aws_neptune_cluster aws_athena_database
    aws_elasticsearch_domain aws_opensearch_domain aws_timestreamwrite_database aws_redshiftserverless_namespace
    aws_cloudsearch_domain aws_qldb_ledger
    azurerm_mssql_server azurerm_mssql_database azurerm_postgresql_server azurerm_postgresql_flexible_server azurerm_mysql_server
    azurerm_mysql_flexible_server azurerm_cosmosdb_account azurerm_mariadb_server azurerm_sql_server google_sql_database_instance
    google_spanner_database snowflake_database snowflake_secondary_database snowflake_shared_database databricks_catalog`,
  ),
  ...named(
    'warehouse',
    'aws_athena_workgroup aws_redshiftserverless_workgroup snowflake_warehouse databricks_sql_endpoint azurerm_synapse_workspace',
  ),
  ...named(
    'table',
    'aws_dynamodb_table aws_keyspaces_table aws_glue_catalog_table google_bigquery_table snowflake_table snowflake_dynamic_table snowflake_external_table databricks_sql_table',
  ),
  ...named('view', 'snowflake_view snowflake_materialized_view'),
  ...named('namespace', 'aws_glue_catalog_database google_bigquery_dataset snowflake_schema databricks_schema'),
  ...named(
    'stream',
    'aws_kinesis_stream aws_kinesis_firehose_delivery_stream aws_kinesis_video_stream snowflake_stream snowflake_stream_on_table snowflake_stream_on_view snowflake_stream_on_external_table snowflake_stream_on_directory_table snowflake_pipe',
  ),
  ...named(
    'topic',
    'aws_sqs_queue aws_sns_topic google_pubsub_topic azurerm_eventhub azurerm_servicebus_topic aws_mq_broker kafka_topic confluent_kafka_topic aiven_kafka_topic',
  ),
  ...named(
    'cluster',
    'aws_msk_cluster aws_elasticache_cluster aws_elasticache_replication_group aws_memorydb_cluster aws_dax_cluster aws_emr_cluster databricks_cluster databricks_instance_pool azurerm_redis_cache google_dataproc_cluster google_redis_instance azurerm_eventhub_namespace',
  ),
  ...named('job', 'aws_glue_job databricks_job databricks_pipeline aws_dms_replication_task'),
  ...named('task', 'snowflake_task'),
  ...named('stage', 'snowflake_stage snowflake_stage_internal databricks_volume databricks_external_location snowflake_external_volume'),
  ...named('share', 'snowflake_share databricks_share databricks_recipient snowflake_failover_group'),
  ...named(
    'integration',
    'snowflake_storage_integration snowflake_api_integration snowflake_notification_integration snowflake_scim_integration snowflake_saml2_integration snowflake_external_oauth_integration snowflake_oauth_integration snowflake_oauth_integration_for_partner_applications snowflake_oauth_integration_for_custom_clients snowflake_api_authentication_integration_with_authorization_code_grant snowflake_api_authentication_integration_with_client_credentials snowflake_api_authentication_integration_with_jwt_bearer databricks_mount databricks_metastore_data_access databricks_storage_credential databricks_credential databricks_connection',
  ),
  ...named(
    'role',
    'aws_iam_role snowflake_role snowflake_account_role snowflake_database_role snowflake_user snowflake_service_user snowflake_legacy_service_user databricks_group databricks_user databricks_service_principal',
  ),
  ...named('tag', 'snowflake_tag aws_lakeformation_lf_tag'),
  ...named(
    'policy',
    'snowflake_masking_policy snowflake_row_access_policy snowflake_password_policy snowflake_network_policy snowflake_authentication_policy aws_iam_policy aws_iam_role_policy aws_iam_user_policy aws_iam_group_policy',
  ),
  ...named(
    'grant',
    `snowflake_grant_privileges_to_account_role snowflake_grant_privileges_to_database_role snowflake_grant_privileges_to_share
    snowflake_grant_privileges_to_role snowflake_grant_ownership snowflake_grant_account_role snowflake_grant_database_role
    snowflake_grant_application_role snowflake_database_grant snowflake_schema_grant snowflake_table_grant snowflake_view_grant
    snowflake_warehouse_grant snowflake_account_grant snowflake_stage_grant databricks_grants databricks_grant databricks_permissions
    databricks_sql_permissions aws_lakeformation_permissions google_bigquery_dataset_access google_bigquery_dataset_iam_member
    google_bigquery_dataset_iam_binding google_bigquery_table_iam_member google_bigquery_table_iam_binding
    google_storage_bucket_iam_member google_storage_bucket_iam_binding google_kms_crypto_key_iam_member google_kms_crypto_key_iam_binding
    google_kms_key_ring_iam_member google_kms_key_ring_iam_binding google_pubsub_topic_iam_member google_pubsub_topic_iam_binding
    google_dataproc_cluster_iam_member google_dataproc_cluster_iam_binding google_spanner_database_iam_member
    google_spanner_database_iam_binding google_bigtable_table_iam_member google_bigtable_table_iam_binding`,
  ),
  ...named(
    'resource',
    `aws_ebs_volume aws_efs_file_system aws_fsx_lustre_file_system aws_fsx_windows_file_system aws_instance aws_kms_key aws_secretsmanager_secret
    aws_backup_vault aws_cloudwatch_log_group aws_dms_endpoint aws_dms_replication_instance aws_ecr_repository aws_rds_global_cluster
    aws_rds_cluster_instance aws_docdb_cluster_instance aws_neptune_cluster_instance aws_sagemaker_notebook_instance aws_cloudtrail
    azurerm_managed_disk google_compute_disk google_kms_crypto_key databricks_mws_workspaces databricks_metastore databricks_workspace_conf
    databricks_mws_networks databricks_mws_storage_configurations databricks_mws_customer_managed_keys azurerm_databricks_workspace
    snowflake_account azurerm_data_factory
    aws_glue_security_configuration aws_glue_data_catalog_encryption_settings aws_glue_crawler aws_glue_dev_endpoint aws_codebuild_project
    aws_workspaces_workspace aws_emr_security_configuration aws_transfer_server aws_ecs_task_definition aws_ssm_document aws_db_snapshot
    aws_db_cluster_snapshot aws_launch_configuration aws_launch_template aws_ami aws_ami_copy aws_appsync_api_cache aws_docdb_global_cluster
    aws_appflow_flow aws_cloudtrail_event_data_store aws_comprehend_document_classifier aws_comprehend_entity_recognizer
    aws_connect_instance_storage_config aws_datasync_location_object_storage aws_db_instance_automated_backups_replication
    aws_db_snapshot_copy aws_dms_s3_endpoint aws_docdb_cluster_snapshot aws_dynamodb_table_replica aws_ebs_snapshot_copy
    aws_fsx_ontap_file_system aws_fsx_openzfs_file_system aws_imagebuilder_component aws_kendra_index aws_lambda_function
    aws_mwaa_environment aws_neptune_cluster_snapshot aws_s3_bucket_object aws_s3_object aws_s3_object_copy aws_sagemaker_domain
    aws_sagemaker_endpoint_configuration aws_scheduler_schedule aws_ssm_parameter
    aws_lambda_event_source_mapping aws_pipes_pipe aws_sns_topic_subscription aws_s3_bucket_notification
    aws_s3_bucket_replication_configuration aws_dynamodb_kinesis_streaming_destination aws_datasync_task google_pubsub_subscription
    google_storage_notification google_storage_transfer_job`,
  ),
]);

/** Resources that only say something about others. */
export const COMPANIONS: ReadonlySet<string> = new Set(
  `aws_s3_bucket_public_access_block aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_acl aws_s3_bucket_policy
  aws_s3_bucket_versioning aws_s3_bucket_lifecycle_configuration aws_s3_bucket_ownership_controls aws_s3_bucket_logging aws_sns_topic_policy
  aws_sqs_queue_policy aws_elasticsearch_domain_policy aws_opensearch_domain_policy aws_db_parameter_group aws_rds_cluster_parameter_group
  aws_redshift_parameter_group aws_ecr_repository_policy aws_docdb_cluster_parameter_group aws_kms_key_policy
  snowflake_tag_association snowflake_table_column_masking_policy_application snowflake_tag_masking_policy_association
  databricks_entity_tag_assignment google_storage_bucket_access_control google_storage_default_object_access_control
  azurerm_storage_account_network_rules azurerm_resource_group azurerm_mssql_firewall_rule azurerm_sql_firewall_rule
  azurerm_mysql_firewall_rule azurerm_mysql_flexible_server_firewall_rule azurerm_postgresql_firewall_rule
  azurerm_postgresql_flexible_server_firewall_rule azurerm_mariadb_firewall_rule azurerm_synapse_firewall_rule`
    .trim()
    .split(/\s+/),
);
