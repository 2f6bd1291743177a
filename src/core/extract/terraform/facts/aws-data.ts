import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, factAs, inverted, keptFor, readAll, switched, type ReadFacts } from '../fact-readers.ts';
import { addressOfExpression } from '../companions.ts';
import { toLocation } from '../part.ts';
import { blocksOf, findSet, textAt, within, type Resource } from '../resource.ts';
import { isList } from '../told.ts';
import { tagged } from '../tags-of.ts';
import { regional } from './aws-region.ts';
import { letIn, permissions } from './iam-policy.ts';

const common: readonly ReadFacts[] = [tagged('tags'), regional];

/** A database whose clients its parameter group may hold to TLS. */
const database = (group: string, parameters: readonly string[]): readonly ReadFacts[] => [
  atRest({ flag: 'storage_encrypted', key: 'kms_key_id' }),
  switched('public_access', 'publicly_accessible'),
  byParameter(group, parameters),
  inherited,
  keptBackups,
  ...common,
];

const SOURCES = ['replicate_source_db', 'replication_source_identifier', 'global_cluster_identifier', 'source_db_cluster_identifier'];

/** A replica stores its data as its source does, and need not say so. */
function inherited(resource: Resource): Facts {
  for (const path of SOURCES) {
    const told = findSet(resource, path);
    if (!told) continue;
    const source = told.refersTo === undefined ? undefined : resource.scope.tree.get(told.refersTo);
    if (!source) return { encryption_at_rest: { unknown: told.unknown ?? String(told.value), location: told.location } };
    const whole: Resource = { address: '', type: '', scope: resource.scope, ...source };
    return atRest({ flag: 'storage_encrypted', key: 'kms_key_id' })(whole);
  }
  return {};
}

/** Backups are how long data outlives its deletion, so they are a fact of their own and no retention. */
const keptBackups: ReadFacts = copied('backup_days', 'backup_retention_period');

/** A parameter of the group that the resource names: `rds.force_ssl = 1`. */
function byParameter(attribute: string, names: readonly string[]): ReadFacts {
  return (resource) => {
    const given = resource.block.attributes.find(({ name }) => name === attribute);
    const address = given && addressOfExpression(given.value, resource.scope);
    const group = address === undefined ? undefined : resource.scope.tree.get(address);
    if (!group || address === undefined) return {};
    const whole: Resource = { address, type: '', scope: resource.scope, ...group };
    return readAll(
      blocksOf(group.block, 'parameter').map((block) => () => parameterFact(within(whole, block), names)),
      whole,
    );
  };
}

function parameterFact(parameter: Resource, names: readonly string[]): Facts {
  const name = textAt(parameter, 'name');
  return name !== undefined && names.includes(name)
    ? factAs('encryption_in_transit', findSet(parameter, 'value'), (value) =>
        ['1', 'on', 'true', 'enabled', 'tls1.2', 'tls1.3'].includes(String(value).toLowerCase()),
      )
    : {};
}

const search: readonly ReadFacts[] = [
  atRest({ flag: 'encrypt_at_rest.enabled', key: 'encrypt_at_rest.kms_key_id' }),
  switched('encryption_in_transit', 'domain_endpoint_options.enforce_https'),
  httpsByDefault,
  openDomain,
  ...common,
];

/** A domain with options for its endpoint enforces HTTPS unless they say otherwise; one without them lets clients in without. */
function httpsByDefault({ block, file }: Resource): Facts {
  const options = blocksOf(block, 'domain_endpoint_options').find(({ forEach }) => forEach === undefined);
  return options ? { encryption_in_transit: { value: true, location: toLocation(file, options.name) } } : {};
}

/** A domain inside a network is not on the internet, whatever its policy says. */
function openDomain(resource: Resource): Facts {
  const { public_access: open, ...facts } = letIn(
    'access_policies',
    'aws_elasticsearch_domain_policy',
    'aws_opensearch_domain_policy',
  )(resource);
  const isInside = blocksOf(resource.block, 'vpc_options').length > 0;
  return { ...facts, ...(open && !isInside ? { public_access: open } : {}) };
}

const queue: readonly ReadFacts[] = [letIn('policy', 'aws_sqs_queue_policy', 'aws_sns_topic_policy'), ...common];

const MSK = 'encryption_info';

export const AWS_DATA: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['aws_db_instance', database('parameter_group_name', ['rds.force_ssl', 'require_secure_transport'])],
  ['aws_rds_cluster', database('db_cluster_parameter_group_name', ['rds.force_ssl', 'require_secure_transport'])],
  ['aws_rds_cluster_instance', [switched('public_access', 'publicly_accessible'), ...common]],
  ['aws_rds_global_cluster', [atRest({ flag: 'storage_encrypted' }), inherited, ...common]],
  ['aws_docdb_global_cluster', [atRest({ flag: 'storage_encrypted' }), inherited, ...common]],
  ['aws_docdb_cluster', database('db_cluster_parameter_group_name', ['tls'])],
  ['aws_neptune_cluster', database('neptune_cluster_parameter_group_name', ['neptune_enforce_ssl'])],
  ['aws_neptune_cluster_instance', [switched('public_access', 'publicly_accessible'), ...common]],
  [
    'aws_redshift_cluster',
    [
      atRest({ flag: 'encrypted', key: 'kms_key_id' }),
      switched('public_access', 'publicly_accessible'),
      byParameter('cluster_parameter_group_name', ['require_ssl']),
      ...common,
    ],
  ],
  ['aws_redshiftserverless_namespace', [atRest({ key: 'kms_key_id' }), ...common]],
  ['aws_redshiftserverless_workgroup', [switched('public_access', 'publicly_accessible'), ...common]],
  ['aws_dynamodb_table', [dynamoEncryption, ...common]],
  ['aws_kinesis_stream', [atRest({ flag: 'encryption_type', key: 'kms_key_id' }), ...common]],
  ['aws_kinesis_video_stream', [atRest({ key: 'kms_key_id' }), ...common]],
  [
    'aws_kinesis_firehose_delivery_stream',
    [atRest({ flag: 'server_side_encryption.enabled', key: 'server_side_encryption.key_arn' }), ...common],
  ],
  [
    'aws_msk_cluster',
    [
      atRest({ key: `${MSK}.encryption_at_rest_kms_key_arn` }),
      switched('encryption_in_transit', `${MSK}.encryption_in_transit.client_broker`, ['TLS']),
      inverted('public_access', 'broker_node_group_info.connectivity_info.public_access.type', ['DISABLED']),
      ...common,
    ],
  ],
  ['aws_elasticsearch_domain', search],
  ['aws_opensearch_domain', search],
  [
    'aws_elasticache_replication_group',
    [
      atRest({ flag: 'at_rest_encryption_enabled', key: 'kms_key_id' }),
      switched('encryption_in_transit', 'transit_encryption_enabled'),
      ...common,
    ],
  ],
  ['aws_elasticache_cluster', [switched('encryption_in_transit', 'transit_encryption_enabled'), ...common]],
  ['aws_memorydb_cluster', [atRest({ key: 'kms_key_arn' }), switched('encryption_in_transit', 'tls_enabled'), ...common]],
  [
    'aws_dax_cluster',
    [
      atRest({ flag: 'server_side_encryption.enabled' }),
      switched('encryption_in_transit', 'cluster_endpoint_encryption_type', ['TLS']),
      ...common,
    ],
  ],
  // A key of one's own is used whatever the switch for the service's own says.
  ['aws_sqs_queue', [atRest({ key: 'kms_master_key_id' }), atRest({ flag: 'sqs_managed_sse_enabled' }), ...queue]],
  ['aws_sns_topic', [atRest({ key: 'kms_master_key_id' }), ...queue]],
  ['aws_mq_broker', [switched('public_access', 'publicly_accessible'), atRest({ key: 'encryption_options.kms_key_id' }), ...common]],
  [
    'aws_athena_workgroup',
    [
      atRest({
        flag: 'configuration.result_configuration.encryption_configuration.encryption_option',
        key: 'configuration.result_configuration.encryption_configuration.kms_key_arn',
      }),
      ...common,
    ],
  ],
  [
    'aws_athena_database',
    [atRest({ flag: 'encryption_configuration.encryption_option', key: 'encryption_configuration.kms_key' }), ...common],
  ],
  ['aws_glue_catalog_table', [copied('description', 'description'), copied('physical_name', 'name'), regional]],
  ['aws_glue_catalog_database', [copied('description', 'description'), copied('physical_name', 'name'), ...common]],
  ['aws_emr_cluster', common],
  ['aws_timestreamwrite_database', [atRest({ key: 'kms_key_id' }), ...common]],
  ['aws_dms_endpoint', [atRest({ key: 'kms_key_arn' }), inverted('encryption_in_transit', 'ssl_mode', ['none']), ...common]],
  ['aws_dms_replication_instance', [atRest({ key: 'kms_key_arn' }), switched('public_access', 'publicly_accessible'), ...common]],
  ['aws_dms_replication_task', common],
  [
    'aws_sagemaker_notebook_instance',
    [atRest({ key: 'kms_key_id' }), switched('public_access', 'direct_internet_access', ['Enabled']), ...common],
  ],
  ['aws_cloudtrail', [atRest({ key: 'kms_key_id' }), ...common]],
  [
    'aws_kms_key',
    [
      switched('key_rotation', 'enable_key_rotation'),
      copied('description', 'description'),
      letIn('policy', 'aws_kms_key_policy'),
      ...common,
    ],
  ],
  [
    'aws_ecr_repository',
    [
      atRest({ flag: 'encryption_configuration.encryption_type', key: 'encryption_configuration.kms_key' }),
      letIn('policy', 'aws_ecr_repository_policy'),
      ...common,
    ],
  ],
  ['aws_cloudwatch_log_group', [atRest({ key: 'kms_key_id' }), keptFor('retention_in_days'), ...common]],
  ['aws_lakeformation_lf_tag', [copied('values', 'values')]],
  ['aws_lakeformation_permissions', [lakeGrant]],
  ...['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'].map(
    (type) => [type, [permissions, tagged('tags')]] as const,
  ),
]);

/** A table is always encrypted; the block only says whose key. */
function dynamoEncryption(resource: Resource): Facts {
  const facts = atRest({ flag: 'server_side_encryption.enabled', key: 'server_side_encryption.kms_key_arn' })(resource);
  const fact = facts['encryption_at_rest'];
  return fact?.value === 'none' ? { encryption_at_rest: { ...fact, value: 'platform' } } : facts;
}

function lakeGrant(resource: Resource): Facts {
  const to = findSet(resource, 'principal');
  const privileges = findSet(resource, 'permissions');
  if (!to) return {};
  if (typeof to.value !== 'string' || !isList(privileges?.value)) return factAs('grants', to, () => undefined);
  const on = ['table', 'database', 'table_with_columns'].flatMap((path) => textAt(resource, `${path}.name`) ?? [])[0] ?? '';
  const withOption = findSet(resource, 'permissions_with_grant_option')?.value;
  const option = isList(withOption) && withOption.length > 0;
  return {
    grants: { value: [{ to: to.value, privileges: privileges.value, on, option }], location: to.location, parts: { 0: to.location } },
  };
}
