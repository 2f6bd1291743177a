import type { Facts } from '../../../../model/asset.ts';
import { factAs, find, findAll, membersOf, textIn, textOf } from '../../../infrastructure/found.ts';
import { atRest, copied, isOff, keptFor, listed, switched, unless, type ReadTree } from '../../../infrastructure/tree-facts.ts';
import { own, referred, tagged, type ReadResource } from '../resource-facts.ts';
import { letIn } from './policies.ts';

const MSK = 'EncryptionInfo';
const ATHENA = 'ResultConfiguration.EncryptionConfiguration';
const FIREHOSE = 'DeliveryStreamEncryptionConfigurationInput';

/** Settings that encrypt what they name and nothing else: one that is off, or missing, tells. */
function allOf(within: string, switches: readonly string[], ownKey: (mode: string) => boolean): ReadTree {
  return (properties) => {
    const whole = find(properties, within);
    const found = switches.map((path) => find(properties, `${within}.${path}`));
    const off = found.find((one) => one && isOff(textOf(one) ?? ''));
    if (off) return { encryption_at_rest: { value: 'none', location: off.location } };
    if (found.includes(undefined)) return whole ? { encryption_at_rest: { value: 'none', location: whole.location } } : {};
    return factAs('encryption_at_rest', found[0], (mode) => (ownKey(String(mode)) ? 'customer-key' : 'platform'));
  };
}

const SECURITY_MODES = [
  'S3Encryptions.S3EncryptionMode',
  'CloudWatchEncryption.CloudWatchEncryptionMode',
  'JobBookmarksEncryption.JobBookmarksEncryptionMode',
];
const securityConfiguration = allOf('EncryptionConfiguration', SECURITY_MODES, (mode) => mode !== 'SSE-S3');

const CATALOG_MODES = ['EncryptionAtRest.CatalogEncryptionMode', 'ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted'];
const catalogSettings = allOf('DataCatalogEncryptionSettings', CATALOG_MODES, (mode) => mode.startsWith('SSE-KMS'));

/** A job writes as its security configuration says; without one, as each of the places it writes to does. */
const bySecurityConfiguration =
  (path: string): ReadResource =>
  ({ properties }, others) => {
    const named = find(properties, path);
    const configuration = referred(properties, path, others);
    if (!named) return {};
    return configuration
      ? securityConfiguration(configuration.properties)
      : { encryption_at_rest: { unknown: textOf(named) ?? path, location: named.location } };
  };

/** A volume of a shared file system is mounted without TLS unless it says otherwise. */
const mounts: ReadTree = (properties) => {
  const volumes = findAll(properties, 'Volumes.EFSVolumeConfiguration');
  const told = volumes.flatMap((volume) => {
    const set = factAs('encryption_in_transit', find(volume.node, 'TransitEncryption'), (value) => value === 'ENABLED');
    return set['encryption_in_transit'] ?? { value: false, location: volume.location };
  });
  const worst = told.find(({ value }) => value === false) ?? told.find((one) => 'unknown' in one) ?? told[0];
  return worst ? { encryption_in_transit: worst } : {};
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

/** Artifacts that a build does not store itself. */
const ELSEWHERE_TYPES: ReadonlySet<string> = new Set(['CODEPIPELINE', 'NO_ARTIFACTS']);

/** One artifact in clear tells. Only those in a bucket are encrypted by the build: all others have the switch of where they go. */
const artifacts: ReadTree = (properties) => {
  const inBucket = ['Artifacts', 'SecondaryArtifacts']
    .flatMap((path) => findAll(properties, path))
    .flatMap(membersOf)
    .filter(({ node }) => !ELSEWHERE_TYPES.has(textIn(node, 'Type') ?? ''));
  const set = inBucket.flatMap(({ node }) => find(node, 'EncryptionDisabled') ?? []);
  const told = set.find((one) => !isOff(textOf(one) ?? '')) ?? set[0];
  return factAs('encryption_at_rest', told, (value) => (isOff(value) ? 'platform' : 'none'));
};

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
  ['AWS::Glue::SecurityConfiguration', [own(securityConfiguration)]],
  ['AWS::Glue::DataCatalogEncryptionSettings', [own(catalogSettings)]],
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
  ['AWS::ECS::TaskDefinition', [own(mounts, tagged)]],
  ['AWS::CodeBuild::Project', [own(artifacts, tagged)]],
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
