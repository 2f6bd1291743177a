import { atRest, type ReadFacts } from '../fact-readers.ts';
import { tagged } from '../tags-of.ts';
import { regional } from './aws-region.ts';

/** Under which argument a resource names the key of what it keeps, by the pages of the provider. Without one the platform's is used. */
const KEYS: Readonly<Record<string, string>> = {
  aws_appflow_flow: 'kms_arn',
  aws_cloudtrail_event_data_store: 'kms_key_id',
  aws_comprehend_document_classifier: 'model_kms_key_id',
  aws_comprehend_entity_recognizer: 'model_kms_key_id',
  aws_connect_instance_storage_config: 'storage_config.s3_config.encryption_config.key_id',
  aws_datasync_location_object_storage: 'kms_key_arn',
  aws_db_instance_automated_backups_replication: 'kms_key_id',
  aws_db_snapshot_copy: 'kms_key_id',
  aws_dms_s3_endpoint: 'kms_key_arn',
  aws_docdb_cluster_snapshot: 'kms_key_id',
  aws_dynamodb_table_replica: 'kms_key_arn',
  aws_ebs_snapshot_copy: 'kms_key_id',
  aws_fsx_ontap_file_system: 'kms_key_id',
  aws_fsx_openzfs_file_system: 'kms_key_id',
  aws_imagebuilder_component: 'kms_key_id',
  aws_kendra_index: 'server_side_encryption_configuration.kms_key_id',
  aws_lambda_function: 'kms_key_arn',
  aws_mwaa_environment: 'kms_key',
  aws_neptune_cluster_snapshot: 'kms_key_id',
  aws_qldb_ledger: 'kms_key',
  aws_s3_bucket_object: 'kms_key_id',
  aws_s3_object: 'kms_key_id',
  aws_s3_object_copy: 'kms_key_id',
  aws_sagemaker_domain: 'kms_key_id',
  aws_sagemaker_endpoint_configuration: 'kms_key_arn',
  aws_scheduler_schedule: 'kms_key_arn',
  aws_ssm_parameter: 'key_id',
};

export const AWS_KEYS: ReadonlyMap<string, readonly ReadFacts[]> = new Map(
  Object.entries(KEYS).map(([type, key]) => [type, [atRest({ key }), tagged('tags'), regional]] as const),
);
