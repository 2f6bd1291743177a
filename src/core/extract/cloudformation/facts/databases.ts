import type { Facts } from '../../../../model/asset.ts';
import { entry, textAt } from '../../../text/document-tree.ts';
import { factAs, find, membersOf, spanOf, textOf, unknownIn, type Found } from '../../../infrastructure/found.ts';
import { atRest, keptFor, listed, switched, unless } from '../../../infrastructure/tree-facts.ts';
import { own, referred, tagged, type ReadResource } from '../resource-facts.ts';
import type { Resource } from '../template.ts';
import { letIn, policyOf } from './policies.ts';
import { openStatement } from '../../../infrastructure/policy-document.ts';

/** A parameter of the group that a database names, such as `rds.force_ssl: 1`: it holds clients to TLS. */
function byParameter(path: string, names: readonly string[]): ReadResource {
  return ({ properties }, others) => {
    const group = referred(properties, path, others);
    const set = group ? parametersOf(find(group.properties, 'Parameters'), names) : [];
    return factAs('encryption_in_transit', set[0], (value) =>
      ['1', 'on', 'true', 'enabled', 'yes', 'tls1.2+', 'tls1.3+'].includes(String(value).toLowerCase()),
    );
  };
}

/** A map of names to values, or a list of parameters with both. */
function parametersOf(found: Found | undefined, names: readonly string[]): readonly Found[] {
  if (found?.node.kind === 'map')
    return names.flatMap((name) => {
      const one = entry(found.node, name);
      return one ? [{ node: one.value, location: spanOf(one) }] : [];
    });
  return (found ? membersOf(found) : [])
    .filter(({ node }) => names.includes(textAt(node, 'ParameterName') ?? ''))
    .flatMap(({ node }) => find(node, 'ParameterValue') ?? []);
}

/** Backups are how long data outlives its deletion, so they are a fact of their own and no retention. */
const database = (group: string, parameters: readonly string[]): readonly ReadResource[] => [
  own(atRest({ flag: 'StorageEncrypted', key: 'KmsKeyId' }), switched('public_access', 'PubliclyAccessible'), backupDays, tagged),
  byParameter(group, parameters),
];

function backupDays(properties: Resource['properties']): Facts {
  return factAs('backup_days', find(properties, 'BackupRetentionPeriod'), (value) =>
    Number.isFinite(Number(value)) ? Number(value) : undefined,
  );
}

/** An instance of a cluster, and a replica, store their data as the cluster and the source do. */
const inherited: ReadResource = ({ properties }, others) => {
  for (const path of ['DBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier']) {
    const found = find(properties, path);
    if (!found) continue;
    const source = referred(properties, path, others);
    const said = source && atRest({ flag: 'StorageEncrypted', key: 'KmsKeyId' })(source.properties)['encryption_at_rest'];
    if (said) return { encryption_at_rest: said };
    return source ? {} : { encryption_at_rest: { unknown: textOf(found) ?? unknownIn(found.node) ?? path, location: found.location } };
  }
  return {};
};

const search: readonly ReadResource[] = [
  own(
    atRest({ flag: 'EncryptionAtRestOptions.Enabled', key: 'EncryptionAtRestOptions.KmsKeyId' }),
    switched('encryption_in_transit', 'DomainEndpointOptions.EnforceHTTPS'),
    tagged,
  ),
  openDomain,
];

/** A domain inside a network is not on the internet, whatever its policy says. */
function openDomain(...[resource, others]: Parameters<ReadResource>): Facts {
  const { public_access: open, ...facts } = letIn('AccessPolicies')(resource, others);
  const isInside = find(resource.properties, 'VPCOptions') !== undefined;
  return open && !isInside && openStatement(policyOf(resource, others, 'AccessPolicies')) ? { ...facts, public_access: open } : facts;
}

const FORCE_TLS = ['rds.force_ssl', 'require_secure_transport'];

export const DATABASES: ReadonlyMap<string, readonly ReadResource[]> = new Map<string, readonly ReadResource[]>([
  ['AWS::RDS::DBInstance', [...database('DBParameterGroupName', FORCE_TLS), inherited]],
  ['AWS::RDS::DBCluster', database('DBClusterParameterGroupName', FORCE_TLS)],
  ['AWS::RDS::GlobalCluster', [own(atRest({ flag: 'StorageEncrypted' }))]],
  ['AWS::DocDB::DBCluster', database('DBClusterParameterGroupName', ['tls'])],
  ['AWS::DocDBElastic::Cluster', [own(atRest({ key: 'KmsKeyId' }), tagged)]],
  ['AWS::Neptune::DBCluster', database('DBClusterParameterGroupName', ['neptune_enforce_ssl'])],
  ['AWS::NeptuneGraph::Graph', [own(atRest({ key: 'KmsKeyIdentifier' }), switched('public_access', 'PublicConnectivity'), tagged)]],
  [
    'AWS::Redshift::Cluster',
    [
      own(atRest({ flag: 'Encrypted', key: 'KmsKeyId' }), switched('public_access', 'PubliclyAccessible'), tagged),
      byParameter('ClusterParameterGroupName', ['require_ssl']),
    ],
  ],
  ['AWS::RedshiftServerless::Namespace', [own(atRest({ key: 'KmsKeyId' }), tagged)]],
  ['AWS::RedshiftServerless::Workgroup', [own(switched('public_access', 'PubliclyAccessible'), tagged)]],
  ['AWS::DynamoDB::Table', [dynamo('SSESpecification.KMSMasterKeyId')]],
  ['AWS::DynamoDB::GlobalTable', [dynamo('Replicas.SSESpecification.KMSMasterKeyId'), own(listed('replica_regions', 'Replicas.Region'))]],
  ['AWS::Serverless::SimpleTable', [dynamo('SSESpecification.KMSMasterKeyId')]],
  [
    'AWS::DAX::Cluster',
    [
      own(
        atRest({ flag: 'SSESpecification.SSEEnabled' }),
        switched('encryption_in_transit', 'ClusterEndpointEncryptionType', ['TLS']),
        tagged,
      ),
    ],
  ],
  ['AWS::Elasticsearch::Domain', search],
  ['AWS::OpenSearchService::Domain', search],
  [
    'AWS::ElastiCache::ReplicationGroup',
    [
      own(
        atRest({ flag: 'AtRestEncryptionEnabled', key: 'KmsKeyId' }),
        switched('encryption_in_transit', 'TransitEncryptionEnabled'),
        tagged,
      ),
    ],
  ],
  ['AWS::ElastiCache::CacheCluster', [own(switched('encryption_in_transit', 'TransitEncryptionEnabled'), tagged)]],
  ['AWS::ElastiCache::ServerlessCache', [own(atRest({ key: 'KmsKeyId' }), tagged)]],
  ['AWS::MemoryDB::Cluster', [own(atRest({ key: 'KmsKeyId' }), switched('encryption_in_transit', 'TLSEnabled'), tagged)]],
  ['AWS::Timestream::Database', [own(atRest({ key: 'KmsKeyId' }), tagged)]],
  ['AWS::Timestream::Table', [own(keptFor('RetentionProperties.MagneticStoreRetentionPeriodInDays'), tagged)]],
  ['AWS::Timestream::InfluxDBInstance', [own(switched('public_access', 'PubliclyAccessible'), tagged)]],
  ['AWS::QLDB::Ledger', [own(atRest({ key: 'KmsKey' }), tagged)]],
  ['AWS::DSQL::Cluster', [own(atRest({ key: 'KmsEncryptionKey' }), tagged)]],
  [
    'AWS::Cassandra::Table',
    [
      own(
        atRest({ flag: 'EncryptionSpecification.EncryptionType', key: 'EncryptionSpecification.KmsKeyIdentifier' }),
        keptFor('DefaultTimeToLive', 86_400),
        tagged,
      ),
    ],
  ],
  ['AWS::DMS::Endpoint', [own(atRest({ key: 'KmsKeyId' }), unless('encryption_in_transit', 'SslMode', ['none']), tagged)]],
  [
    'AWS::DMS::ReplicationInstance',
    [own(atRest({ key: 'KmsKeyId' }), switched('public_access', 'PubliclyAccessible'), tagged), publicByDefault],
  ],
]);

/** An instance that does not say is public, by the reference of DMS. */
function publicByDefault({ location }: Resource): Facts {
  return { public_access: { value: true, location } };
}

/** A table is always encrypted; the specification only says whose key. Items may expire by one of their attributes. */
function dynamo(key: string): ReadResource {
  return own(
    (properties) => {
      const { encryption_at_rest: fact } = atRest({ flag: 'SSESpecification.SSEEnabled', key })(properties);
      const isClear = fact?.value === 'none';
      return fact ? { encryption_at_rest: isClear ? { ...fact, value: 'platform' } : fact } : {};
    },
    expiry,
    tagged,
  );
}

function expiry(properties: Parameters<typeof find>[0]): Facts {
  const isOn = switched('retention', 'TimeToLiveSpecification.Enabled');
  const said = properties ? isOn(properties)['retention'] : undefined;
  if (said?.value !== true) return said?.unknown === undefined ? {} : { retention: said };
  return factAs('retention', find(properties, 'TimeToLiveSpecification.AttributeName'), (attribute) => ({ by: attribute }));
}
