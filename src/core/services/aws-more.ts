import { flag, list, meaning, number, text, there, type Service } from './service.ts';

/** Files, caches, graphs, streams, searches, keys, logs and clusters. */
export const AWS_MORE: readonly Service[] = [
  {
    at: 'aws.efs.filesystems',
    terraform: ['aws_efs_file_system'],
    template: ['AWS::EFS::FileSystem'],
    fields: { encrypted: flag('encrypted', 'Encrypted') },
  },
  {
    at: 'aws.elasticache.replicationgroups',
    terraform: ['aws_elasticache_replication_group'],
    template: ['AWS::ElastiCache::ReplicationGroup'],
    fields: {
      transitencryptionenabled: flag('transit_encryption_enabled', 'TransitEncryptionEnabled'),
      atrestencryptionenabled: flag('at_rest_encryption_enabled', 'AtRestEncryptionEnabled'),
    },
  },
  {
    at: 'aws.elasticache.clusters',
    terraform: ['aws_elasticache_cluster'],
    template: ['AWS::ElastiCache::CacheCluster'],
    fields: {
      engine: text('engine', 'Engine'),
      nodetype: text('node_type', 'CacheNodeType'),
      snapshotretentionlimit: number('snapshot_retention_limit', 'SnapshotRetentionLimit'),
    },
  },
  {
    at: 'aws.elasticache.securitygroups',
    terraform: ['aws_elasticache_security_group'],
    template: ['AWS::ElastiCache::SecurityGroup'],
    fields: { description: text('description', 'Description', 'Managed by Terraform') },
  },
  {
    at: 'aws.neptune.clusters',
    terraform: ['aws_neptune_cluster'],
    template: ['AWS::Neptune::DBCluster'],
    fields: {
      'logging.audit': meaning('audit', 'enable_cloudwatch_logs_exports', 'EnableCloudwatchLogsExports'),
      storageencrypted: flag('storage_encrypted', 'StorageEncrypted'),
      kmskeyid: text('kms_key_arn', 'KmsKeyId'),
    },
  },
  {
    at: 'aws.documentdb.clusters',
    terraform: ['aws_docdb_cluster'],
    template: ['AWS::DocDB::DBCluster'],
    fields: {
      enabledlogexports: list('enabled_cloudwatch_logs_exports', 'EnableCloudwatchLogsExports'),
      backupretentionperiod: number('backup_retention_period', 'BackupRetentionPeriod', 1),
      storageencrypted: flag('storage_encrypted', 'StorageEncrypted'),
      kmskeyid: text('kms_key_id', 'KmsKeyId'),
    },
  },
  {
    at: 'aws.cloudtrail.trails',
    terraform: ['aws_cloudtrail'],
    template: ['AWS::CloudTrail::Trail'],
    fields: {
      name: text('name', 'TrailName'),
      enablelogfilevalidation: flag('enable_log_file_validation', 'EnableLogFileValidation'),
      ismultiregion: flag('is_multi_region_trail', 'IsMultiRegionTrail'),
      kmskeyid: text('kms_key_id', 'KMSKeyId'),
      cloudwatchlogsloggrouparn: text('cloud_watch_logs_group_arn', 'CloudWatchLogsLogGroupArn'),
      islogging: flag('enable_logging', 'IsLogging', true),
      bucketname: text('s3_bucket_name', 'S3BucketName'),
    },
  },
  {
    at: 'aws.kinesis.streams',
    terraform: ['aws_kinesis_stream'],
    template: ['AWS::Kinesis::Stream'],
    fields: {
      'encryption.type': text('encryption_type', 'StreamEncryption.EncryptionType', 'NONE'),
      'encryption.kmskeyid': text('kms_key_id', 'StreamEncryption.KeyId'),
    },
  },
  {
    at: 'aws.msk.clusters',
    terraform: ['aws_msk_cluster'],
    template: ['AWS::MSK::Cluster'],
    fields: {
      'encryptionintransit.clientbroker': text(
        'encryption_info.encryption_in_transit.client_broker',
        'EncryptionInfo.EncryptionInTransit.ClientBroker',
        'TLS_PLAINTEXT',
      ),
      'encryptionatrest.kmskeyarn': text(
        'encryption_info.encryption_at_rest_kms_key_arn',
        'EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId',
      ),
      'encryptionatrest.enabled': there(
        'encryption_info.encryption_at_rest_kms_key_arn',
        'EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId',
      ),
      'logging.broker.s3.enabled': flag('logging_info.broker_logs.s3.enabled', 'LoggingInfo.BrokerLogs.S3.Enabled'),
      'logging.broker.cloudwatch.enabled': flag(
        'logging_info.broker_logs.cloudwatch_logs.enabled',
        'LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled',
      ),
      'logging.broker.firehose.enabled': flag('logging_info.broker_logs.firehose.enabled', 'LoggingInfo.BrokerLogs.Firehose.Enabled'),
    },
  },
  {
    at: 'aws.workspaces.workspaces',
    terraform: ['aws_workspaces_workspace'],
    template: ['AWS::WorkSpaces::Workspace'],
    fields: {
      'rootvolume.encryption.enabled': flag('root_volume_encryption_enabled', 'RootVolumeEncryptionEnabled'),
      'uservolume.encryption.enabled': flag('user_volume_encryption_enabled', 'UserVolumeEncryptionEnabled'),
    },
  },
  {
    at: 'aws.mq.brokers',
    terraform: ['aws_mq_broker'],
    template: ['AWS::AmazonMQ::Broker'],
    fields: {
      publicaccess: flag('publicly_accessible', 'PubliclyAccessible'),
      'logging.audit': flag('logs.audit', 'Logs.Audit'),
      'logging.general': flag('logs.general', 'Logs.General'),
    },
  },
  {
    at: 'aws.elasticsearch.domains',
    terraform: ['aws_elasticsearch_domain', 'aws_opensearch_domain'],
    template: ['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'],
    fields: {
      domainname: text('domain_name', 'DomainName'),
      'atrestencryption.enabled': flag('encrypt_at_rest.enabled', 'EncryptionAtRestOptions.Enabled'),
      'atrestencryption.kmskeyid': text('encrypt_at_rest.kms_key_id', 'EncryptionAtRestOptions.KmsKeyId'),
      'transitencryption.enabled': flag('node_to_node_encryption.enabled', 'NodeToNodeEncryptionOptions.Enabled'),
      'endpoint.enforcehttps': flag('domain_endpoint_options.enforce_https', 'DomainEndpointOptions.EnforceHTTPS'),
      'endpoint.tlspolicy': text(
        'domain_endpoint_options.tls_security_policy',
        'DomainEndpointOptions.TLSSecurityPolicy',
        'Policy-Min-TLS-1-0-2019-07',
      ),
      'logpublishing.auditenabled': meaning('AUDIT_LOGS', 'log_publishing_options.log_type', 'LogPublishingOptions.AUDIT_LOGS.Enabled'),
    },
  },
  {
    at: 'aws.kms.keys',
    terraform: ['aws_kms_key'],
    template: ['AWS::KMS::Key'],
    fields: {
      usage: text('key_usage', 'KeyUsage', 'ENCRYPT_DECRYPT'),
      rotationenabled: flag('enable_key_rotation', 'EnableKeyRotation'),
    },
  },
  {
    at: 'aws.cloudwatch.loggroups',
    terraform: ['aws_cloudwatch_log_group'],
    template: ['AWS::Logs::LogGroup'],
    fields: {
      name: text('name', 'LogGroupName'),
      arn: text('arn'),
      kmskeyid: text('kms_key_id', 'KmsKeyId'),
      retentionindays: number('retention_in_days', 'RetentionInDays'),
    },
  },
  {
    at: 'aws.eks.clusters',
    terraform: ['aws_eks_cluster'],
    template: ['AWS::EKS::Cluster'],
    fields: {
      'encryption.secrets': meaning('secrets', 'encryption_config.resources', 'EncryptionConfig.Resources'),
      'encryption.kmskeyid': text('encryption_config.provider.key_arn', 'EncryptionConfig.Provider.KeyArn'),
      'logging.api': meaning('api', 'enabled_cluster_log_types'),
      'logging.audit': meaning('audit', 'enabled_cluster_log_types'),
      'logging.authenticator': meaning('authenticator', 'enabled_cluster_log_types'),
      'logging.controllermanager': meaning('controllerManager', 'enabled_cluster_log_types'),
      'logging.scheduler': meaning('scheduler', 'enabled_cluster_log_types'),
      publicaccessenabled: flag('vpc_config.endpoint_public_access', 'ResourcesVpcConfig.EndpointPublicAccess', true),
      publicaccesscidrs: list('vpc_config.public_access_cidrs', 'ResourcesVpcConfig.PublicAccessCidrs', ['0.0.0.0/0']),
    },
  },
];
