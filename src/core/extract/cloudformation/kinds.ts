import type { AssetKind } from '../../../model/asset.ts';

const named = (kind: AssetKind, types: string): readonly (readonly [string, AssetKind])[] =>
  types
    .trim()
    .split(/\s+/)
    .map((type) => [`AWS::${type}`, kind]);

/** What the resources that Tollgate governs are, as in Terraform. All others are a plain `resource`. */
export const KINDS: ReadonlyMap<string, AssetKind> = new Map([
  ...named('bucket', 'S3::Bucket S3Express::DirectoryBucket S3Tables::TableBucket'),
  ...named(
    'database',
    `RDS::DBInstance RDS::DBCluster Redshift::Cluster DocDB::DBCluster DocDBElastic::Cluster Neptune::DBCluster Elasticsearch::Domain
    OpenSearchService::Domain OpenSearchServerless::Collection Timestream::Database Timestream::InfluxDBInstance
    RedshiftServerless::Namespace QLDB::Ledger NeptuneGraph::Graph DSQL::Cluster`,
  ),
  ...named('warehouse', 'Athena::WorkGroup RedshiftServerless::Workgroup'),
  ...named(
    'table',
    'DynamoDB::Table DynamoDB::GlobalTable Serverless::SimpleTable Glue::Table Timestream::Table Cassandra::Table S3Tables::Table',
  ),
  ...named('namespace', 'Glue::Database Cassandra::Keyspace S3Tables::Namespace'),
  ...named('stream', 'Kinesis::Stream KinesisFirehose::DeliveryStream KinesisVideo::Stream QLDB::Stream'),
  ...named('topic', 'SQS::Queue SNS::Topic AmazonMQ::Broker'),
  ...named(
    'cluster',
    `MSK::Cluster MSK::ServerlessCluster ElastiCache::CacheCluster ElastiCache::ReplicationGroup ElastiCache::ServerlessCache
    MemoryDB::Cluster DAX::Cluster EMR::Cluster`,
  ),
  ...named('job', 'Glue::Job DMS::ReplicationTask'),
  ...named('tag', 'LakeFormation::Tag'),
  ...named('policy', 'IAM::Policy IAM::ManagedPolicy IAM::RolePolicy IAM::UserPolicy IAM::GroupPolicy LakeFormation::DataCellsFilter'),
  ...named('grant', 'LakeFormation::Permissions LakeFormation::PrincipalPermissions'),
  ...named('role', 'IAM::Role IAM::User IAM::Group'),
]);

/** Resources that only say something about others, and the property that names these. */
export const COMPANIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::S3::BucketPolicy', 'Bucket'],
  ['AWS::SQS::QueuePolicy', 'Queues'],
  ['AWS::SNS::TopicPolicy', 'Topics'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourceArn'],
  ['AWS::SecretsManager::ResourcePolicy', 'SecretId'],
  ['AWS::LakeFormation::TagAssociation', 'Resource'],
  ['AWS::LakeFormation::DataCellsFilter', 'TableName'],
]);
