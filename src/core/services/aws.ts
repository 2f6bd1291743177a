import { AWS_MORE } from './aws-more.ts';
import { either, flag, list, meaning, members, number, text, there, type Service } from './service.ts';

const ACCESS = 'aws_s3_bucket_public_access_block@bucket:';
const SSE = 'aws_s3_bucket_server_side_encryption_configuration@bucket:';
const SSE_RULE = 'apply_server_side_encryption_by_default';
const CFN_SSE = 'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault';

/** Services of AWS as checks for Trivy see them. Source: Trivy, "Cloud" schema; attributes from the providers' own documentation. */
export const AWS_SERVICES: readonly Service[] = [
  {
    at: 'aws.s3.buckets',
    terraform: ['aws_s3_bucket'],
    template: ['AWS::S3::Bucket'],
    optional: { publicaccessblock: either(ACCESS, 'PublicAccessBlockConfiguration') },
    fields: {
      name: text('bucket bucket_prefix', 'BucketName'),
      acl: text('aws_s3_bucket_acl@bucket:acl acl', 'AccessControl', 'private'),
      'encryption.enabled': there(
        `${SSE}rule.${SSE_RULE}.sse_algorithm server_side_encryption_configuration.rule.${SSE_RULE}.sse_algorithm`,
        `${CFN_SSE}.SSEAlgorithm`,
      ),
      'encryption.algorithm': text(
        `${SSE}rule.${SSE_RULE}.sse_algorithm server_side_encryption_configuration.rule.${SSE_RULE}.sse_algorithm`,
        `${CFN_SSE}.SSEAlgorithm`,
      ),
      'encryption.kmskeyid': text(
        `${SSE}rule.${SSE_RULE}.kms_master_key_id server_side_encryption_configuration.rule.${SSE_RULE}.kms_master_key_id`,
        `${CFN_SSE}.KMSMasterKeyID`,
      ),
      'versioning.enabled': meaning(
        'true Enabled',
        'aws_s3_bucket_versioning@bucket:versioning_configuration.status versioning.enabled',
        'VersioningConfiguration.Status',
      ),
      'versioning.mfadelete': meaning(
        'true Enabled',
        'aws_s3_bucket_versioning@bucket:versioning_configuration.mfa_delete versioning.mfa_delete',
      ),
      'logging.enabled': there('aws_s3_bucket_logging@bucket:target_bucket logging.target_bucket', 'LoggingConfiguration'),
      'logging.targetbucket': text(
        'aws_s3_bucket_logging@bucket:target_bucket logging.target_bucket',
        'LoggingConfiguration.DestinationBucketName',
      ),
      'publicaccessblock.blockpublicacls': flag(`${ACCESS}block_public_acls`, 'PublicAccessBlockConfiguration.BlockPublicAcls'),
      'publicaccessblock.blockpublicpolicy': flag(`${ACCESS}block_public_policy`, 'PublicAccessBlockConfiguration.BlockPublicPolicy'),
      'publicaccessblock.ignorepublicacls': flag(`${ACCESS}ignore_public_acls`, 'PublicAccessBlockConfiguration.IgnorePublicAcls'),
      'publicaccessblock.restrictpublicbuckets': flag(
        `${ACCESS}restrict_public_buckets`,
        'PublicAccessBlockConfiguration.RestrictPublicBuckets',
      ),
    },
    lists: {
      grants: members('grant aws_s3_bucket_acl@bucket:access_control_policy.grant', '', {
        'grantee.uri': text('uri grantee.uri'),
        permissions: list('permissions permission'),
      }),
      bucketpolicies: members('aws_s3_bucket_policy@bucket:', 'AWS::S3::BucketPolicy@Bucket:', {
        document: text('policy', 'PolicyDocument'),
      }),
    },
  },
  {
    at: 'aws.dynamodb.tables',
    terraform: ['aws_dynamodb_table'],
    template: ['AWS::DynamoDB::Table'],
    fields: {
      'serversideencryption.enabled': flag('server_side_encryption.enabled', 'SSESpecification.SSEEnabled'),
      'serversideencryption.kmskeyid': text('server_side_encryption.kms_key_arn', 'SSESpecification.KMSMasterKeyId', 'alias/aws/dynamodb'),
      pointintimerecovery: flag('point_in_time_recovery.enabled', 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'),
    },
  },
  {
    at: 'aws.dynamodb.daxclusters',
    terraform: ['aws_dax_cluster'],
    template: ['AWS::DAX::Cluster'],
    fields: {
      'serversideencryption.enabled': flag('server_side_encryption.enabled', 'SSESpecification.SSEEnabled'),
      'serversideencryption.kmskeyid': text('server_side_encryption.kms_key_arn'),
      pointintimerecovery: flag(''),
    },
  },
  {
    at: 'aws.rds.instances',
    terraform: ['aws_db_instance'],
    template: ['AWS::RDS::DBInstance'],
    fields: {
      backupretentionperioddays: number('backup_retention_period', 'BackupRetentionPeriod', 0),
      replicationsourcearn: text('replicate_source_db', 'SourceDBInstanceIdentifier'),
      'performanceinsights.enabled': flag('performance_insights_enabled', 'EnablePerformanceInsights'),
      'performanceinsights.kmskeyid': text('performance_insights_kms_key_id', 'PerformanceInsightsKMSKeyId'),
      'encryption.encryptstorage': flag('storage_encrypted', 'StorageEncrypted'),
      'encryption.kmskeyid': text('kms_key_id', 'KmsKeyId'),
      publicaccess: flag('publicly_accessible', 'PubliclyAccessible'),
      engine: text('engine', 'Engine', 'aurora'),
      iamauthenabled: flag('iam_database_authentication_enabled', 'EnableIAMDatabaseAuthentication'),
      deletionprotection: flag('deletion_protection', 'DeletionProtection'),
      storageencrypted: flag('storage_encrypted', 'StorageEncrypted'),
    },
  },
  {
    at: 'aws.rds.clusters',
    terraform: ['aws_rds_cluster'],
    template: ['AWS::RDS::DBCluster'],
    fields: {
      backupretentionperioddays: number('backup_retention_period', 'BackupRetentionPeriod', 1),
      replicationsourcearn: text('replication_source_identifier', 'SourceDBClusterIdentifier'),
      'performanceinsights.enabled': flag(''),
      'performanceinsights.kmskeyid': text(''),
      'encryption.encryptstorage': flag('storage_encrypted', 'StorageEncrypted'),
      'encryption.kmskeyid': text('kms_key_id', 'KmsKeyId'),
      publicaccess: flag('', 'PubliclyAccessible'),
      engine: text('engine', 'Engine', 'aurora'),
      deletionprotection: flag('deletion_protection', 'DeletionProtection'),
    },
    lists: {
      instances: members(
        'aws_rds_cluster_instance@cluster_identifier:',
        'AWS::RDS::DBInstance@DBClusterIdentifier:',
        {
          'instance.performanceinsights.enabled': flag('performance_insights_enabled', 'EnablePerformanceInsights'),
          'instance.performanceinsights.kmskeyid': text('performance_insights_kms_key_id', 'PerformanceInsightsKMSKeyId'),
          'instance.publicaccess': flag('publicly_accessible', 'PubliclyAccessible'),
          'instance.encryption.encryptstorage': flag('storage_encrypted', 'StorageEncrypted'),
          'instance.encryption.kmskeyid': text('kms_key_id', 'KmsKeyId'),
        },
        'aws_rds_cluster_instance',
      ),
    },
  },
  {
    at: 'aws.redshift.clusters',
    terraform: ['aws_redshift_cluster'],
    template: ['AWS::Redshift::Cluster'],
    fields: {
      'encryption.enabled': flag('encrypted', 'Encrypted'),
      'encryption.kmskeyid': text('kms_key_id', 'KmsKeyId'),
      subnetgroupname: text('cluster_subnet_group_name', 'ClusterSubnetGroupName'),
      publiclyaccessible: flag('publicly_accessible', 'PubliclyAccessible', true),
      loggingenabled: there('logging', 'LoggingProperties'),
    },
  },
  {
    at: 'aws.redshift.securitygroups',
    terraform: ['aws_redshift_security_group'],
    template: ['AWS::Redshift::ClusterSecurityGroup'],
    fields: { description: text('description', 'Description', 'Managed by Terraform') },
  },
  {
    at: 'aws.ecr.repositories',
    terraform: ['aws_ecr_repository'],
    template: ['AWS::ECR::Repository'],
    fields: {
      'imagescanning.scanonpush': flag('image_scanning_configuration.scan_on_push', 'ImageScanningConfiguration.ScanOnPush'),
      imagetagsimmutable: meaning('IMMUTABLE', 'image_tag_mutability', 'ImageTagMutability'),
      'encryption.type': text('encryption_configuration.encryption_type', 'EncryptionConfiguration.EncryptionType', 'AES256'),
      'encryption.kmskeyid': text('encryption_configuration.kms_key', 'EncryptionConfiguration.KmsKey'),
    },
  },
  {
    at: 'aws.athena.workgroups',
    terraform: ['aws_athena_workgroup'],
    template: ['AWS::Athena::WorkGroup'],
    fields: {
      name: text('name', 'Name'),
      'encryption.type': text(
        'configuration.result_configuration.encryption_configuration.encryption_option',
        'WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption',
      ),
      enforceconfiguration: flag(
        'configuration.enforce_workgroup_configuration',
        'WorkGroupConfiguration.EnforceWorkGroupConfiguration',
        true,
      ),
    },
  },
  {
    at: 'aws.athena.databases',
    terraform: ['aws_athena_database'],
    template: [],
    fields: { name: text('name'), 'encryption.type': text('encryption_configuration.encryption_option') },
  },
  {
    at: 'aws.sns.topics',
    terraform: ['aws_sns_topic'],
    template: ['AWS::SNS::Topic'],
    fields: { arn: text('arn'), 'encryption.kmskeyid': text('kms_master_key_id', 'KmsMasterKeyId') },
  },
  {
    at: 'aws.sqs.queues',
    terraform: ['aws_sqs_queue'],
    template: ['AWS::SQS::Queue'],
    fields: {
      queueurl: text(''),
      'encryption.kmskeyid': text('kms_master_key_id', 'KmsMasterKeyId'),
      'encryption.managedencryption': flag('sqs_managed_sse_enabled', 'SqsManagedSseEnabled'),
    },
  },
  ...AWS_MORE,
];
