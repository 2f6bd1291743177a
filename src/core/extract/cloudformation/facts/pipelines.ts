import type { Facts } from '../../../../model/asset.ts';
import { factAs, find, textOf } from '../../../infrastructure/found.ts';
import { atRest, copied, isOff, keptFor, listed, switched, unless } from '../../../infrastructure/tree-facts.ts';
import { own, referred, tagged, type ReadResource } from '../resource-facts.ts';
import { letIn } from './policies.ts';

const MSK = 'EncryptionInfo';
const ATHENA = 'ResultConfiguration.EncryptionConfiguration';
const FIREHOSE = 'DeliveryStreamEncryptionConfigurationInput';
const SECURITY = 'EncryptionConfiguration';

/** What a security configuration does not name, it does not encrypt: one that is off, or missing, tells. */
const securityConfiguration: ReadResource = ({ properties }) => {
  const modes = [
    'S3Encryptions.S3EncryptionMode',
    'CloudWatchEncryption.CloudWatchEncryptionMode',
    'JobBookmarksEncryption.JobBookmarksEncryptionMode',
  ];
  const found = modes.map((path) => find(properties, `${SECURITY}.${path}`));
  const off = found.find((one) => one && isOff(textOf(one) ?? ''));
  const whole = find(properties, SECURITY);
  if (off) return { encryption_at_rest: { value: 'none', location: off.location } };
  if (found.includes(undefined)) return whole ? { encryption_at_rest: { value: 'none', location: whole.location } } : {};
  return factAs('encryption_at_rest', found[0], (mode) => (mode === 'SSE-S3' ? 'platform' : 'customer-key'));
};

/** A job writes as its security configuration says; without one, as each of the places it writes to does. */
const bySecurityConfiguration =
  (path: string): ReadResource =>
  ({ properties }, others) => {
    const named = find(properties, path);
    const configuration = referred(properties, path, others);
    if (!named) return {};
    return configuration
      ? securityConfiguration(configuration, others)
      : { encryption_at_rest: { unknown: textOf(named) ?? path, location: named.location } };
  };

const catalogSettings: ReadResource = ({ properties }) => {
  const path = 'DataCatalogEncryptionSettings';
  const mode = find(properties, `${path}.EncryptionAtRest.CatalogEncryptionMode`);
  return atRest({ flag: `${path}.EncryptionAtRest.CatalogEncryptionMode`, key: `${path}.EncryptionAtRest.SseAwsKmsKeyId` })(properties)[
    'encryption_at_rest'
  ] && mode
    ? atRest({ flag: `${path}.EncryptionAtRest.CatalogEncryptionMode`, key: `${path}.EncryptionAtRest.SseAwsKmsKeyId` })(properties)
    : {};
};

/** The volumes of a desktop: one that is off tells, and so does one that is not spoken of beside one that is on. */
const desktop: ReadResource = ({ properties }): Facts => {
  const set = ['RootVolumeEncryptionEnabled', 'UserVolumeEncryptionEnabled'].map((path) => find(properties, path));
  const first = set.find((one) => one !== undefined);
  if (!first) return {};
  const off = set.find((one) => one && isOff(textOf(one) ?? ''));
  const isWhole = off === undefined && set.every((one) => one !== undefined);
  return isWhole
    ? factAs('encryption_at_rest', first, () => (find(properties, 'VolumeEncryptionKey') ? 'customer-key' : 'platform'))
    : { encryption_at_rest: { value: 'none', location: (off ?? first).location } };
};

const artifacts: ReadResource = ({ properties }) =>
  factAs('encryption_at_rest', find(properties, 'Artifacts.EncryptionDisabled', 'SecondaryArtifacts.EncryptionDisabled'), (value) =>
    isOff(value) ? 'platform' : 'none',
  );

export const PIPELINES: ReadonlyMap<string, readonly ReadResource[]> = new Map<string, readonly ReadResource[]>([
  [
    'AWS::Kinesis::Stream',
    [
      own(atRest({ flag: 'StreamEncryption.EncryptionType', key: 'StreamEncryption.KeyId' }), keptFor('RetentionPeriodHours', 24), tagged),
      letIn(undefined, 'AWS::Kinesis::ResourcePolicy'),
    ],
  ],
  ['AWS::KinesisVideo::Stream', [own(atRest({ key: 'KmsKeyId' }), keptFor('DataRetentionInHours', 24), tagged)]],
  ['AWS::KinesisFirehose::DeliveryStream', [own(atRest({ flag: `${FIREHOSE}.KeyType`, key: `${FIREHOSE}.KeyARN` }), tagged)]],
  [
    'AWS::MSK::Cluster',
    [
      own(
        atRest({ key: `${MSK}.EncryptionAtRest.DataVolumeKMSKeyId` }),
        switched('encryption_in_transit', `${MSK}.EncryptionInTransit.ClientBroker`, ['TLS']),
        unless('public_access', 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', ['DISABLED']),
        tagged,
      ),
    ],
  ],
  ['AWS::MSK::ServerlessCluster', [own(tagged)]],
  [
    'AWS::SQS::Queue',
    [
      own(atRest({ flag: 'SqsManagedSseEnabled', key: 'KmsMasterKeyId' }), keptFor('MessageRetentionPeriod', 86_400), tagged),
      letIn(undefined, 'AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'),
    ],
  ],
  [
    'AWS::SNS::Topic',
    [own(atRest({ key: 'KmsMasterKeyId' }), tagged), letIn(undefined, 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy')],
  ],
  ['AWS::AmazonMQ::Broker', [own(switched('public_access', 'PubliclyAccessible'), atRest({ key: 'EncryptionOptions.KmsKeyId' }), tagged)]],
  [
    'AWS::Athena::WorkGroup',
    [own(atRest({ flag: `WorkGroupConfiguration.${ATHENA}.EncryptionOption`, key: `WorkGroupConfiguration.${ATHENA}.KmsKey` }), tagged)],
  ],
  ['AWS::Glue::Database', [own(copied('description', 'DatabaseInput.Description'), copied('physical_name', 'DatabaseInput.Name'))]],
  ['AWS::Glue::Job', [own(copied('description', 'Description'), tagged), bySecurityConfiguration('SecurityConfiguration')]],
  ['AWS::Glue::Crawler', [own(copied('description', 'Description'), tagged), bySecurityConfiguration('CrawlerSecurityConfiguration')]],
  ['AWS::Glue::DevEndpoint', [own(tagged), bySecurityConfiguration('SecurityConfiguration')]],
  ['AWS::Glue::SecurityConfiguration', [securityConfiguration]],
  ['AWS::Glue::DataCatalogEncryptionSettings', [catalogSettings]],
  [
    'AWS::Glue::Connection',
    [
      own(
        switched('encryption_in_transit', 'ConnectionInput.ConnectionProperties.JDBC_ENFORCE_SSL'),
        switched('encryption_in_transit', 'ConnectionInput.ConnectionProperties.KAFKA_SSL_ENABLED'),
        copied('description', 'ConnectionInput.Description'),
      ),
    ],
  ],
  [
    'AWS::SageMaker::NotebookInstance',
    [own(atRest({ key: 'KmsKeyId' }), switched('public_access', 'DirectInternetAccess', ['Enabled']), tagged)],
  ],
  ['AWS::SageMaker::Domain', [own(atRest({ key: 'KmsKeyId' }), tagged)]],
  ['AWS::SageMaker::FeatureGroup', [own(atRest({ key: 'OnlineStoreConfig.SecurityConfig.KmsKeyId' }), tagged)]],
  ['AWS::WorkSpaces::Workspace', [own(tagged), desktop]],
  ['AWS::CodeBuild::Project', [own(tagged), artifacts]],
  ['AWS::DMS::ReplicationTask', [own(tagged)]],
  ['AWS::EMR::Cluster', [own(tagged)]],
  ['AWS::Lambda::Function', [own(copied('description', 'Description'), tagged)]],
  ['AWS::Serverless::Function', [own(copied('description', 'Description'), tagged)]],
  ['AWS::LakeFormation::Tag', [own(copied('values', 'TagValues'), copied('physical_name', 'TagKey'))]],
  [
    'AWS::SecretsManager::Secret',
    [
      own(atRest({ key: 'KmsKeyId' }), listed('replica_regions', 'ReplicaRegions.Region'), copied('description', 'Description'), tagged),
      letIn(undefined, 'AWS::SecretsManager::ResourcePolicy'),
    ],
  ],
  ['AWS::Backup::BackupVault', [own(atRest({ key: 'EncryptionKeyArn' }), copied('tags', 'BackupVaultTags')), letIn('AccessPolicy')]],
  ['AWS::Backup::BackupPlan', [own(keptFor('BackupPlan.BackupPlanRule.Lifecycle.DeleteAfterDays'), copied('tags', 'BackupPlanTags'))]],
  ['AWS::CloudTrail::Trail', [own(atRest({ key: 'KMSKeyId' }), tagged)]],
  ['AWS::Logs::LogGroup', [own(atRest({ key: 'KmsKeyId' }), keptFor('RetentionInDays'), tagged)]],
  [
    'AWS::ECR::Repository',
    [
      own(atRest({ flag: 'EncryptionConfiguration.EncryptionType', key: 'EncryptionConfiguration.KmsKey' }), tagged),
      letIn('RepositoryPolicyText'),
    ],
  ],
]);
