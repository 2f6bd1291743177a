import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, factAs, inverted, readAll, switched, type ReadFacts } from '../fact-readers.ts';
import { blocksOf, companionsOf, find, findSet, textAt, within, type Resource } from '../resource.ts';
import { tagged } from '../tags-of.ts';
import { isList, toFact } from '../told.ts';

const common: readonly ReadFacts[] = [
  copied('region', 'location'),
  copied('region', 'region'),
  tagged('labels'),
  copied('description', 'description'),
];

/** A grant is of one member, or of a list of them. */
const iamGrant =
  (on: string): ReadFacts =>
  (resource) => {
    const to =
      findSet(resource, 'member') ??
      findSet(resource, 'members') ??
      findSet(resource, 'special_group') ??
      findSet(resource, 'user_by_email');
    if (!to) return {};
    if (to.value === undefined) return { grants: toFact(to) };
    const members = isList(to.value) ? to.value : [to.value];
    const privileges = [textAt(resource, 'role') ?? 'unknown'];
    const target = find(resource, on)?.refersTo ?? textAt(resource, on) ?? '';
    return {
      grants: {
        value: members.map((member) => ({ to: String(member), privileges, on: target })),
        ...(to.unknown === undefined ? {} : { unknown: to.unknown }),
        location: to.location,
      },
    };
  };

const EVERYONE: ReadonlySet<string> = new Set(['allUsers', 'allAuthenticatedUsers']);

/** An entry of an access list. */
export const openEntry: ReadFacts = (resource) =>
  factAs('public_access', findSet(resource, 'entity'), (value) => EVERYONE.has(String(value)));

/** Open where a member beside the bucket is everyone. */
function openBucket(resource: Resource): Facts {
  const members = companionsOf(
    resource,
    'google_storage_bucket_iam_member',
    'google_storage_bucket_iam_binding',
    'google_storage_bucket_access_control',
  );
  for (const one of members) {
    const told = findSet(one, 'member') ?? findSet(one, 'members') ?? findSet(one, 'entity');
    const names = isList(told?.value) ? told.value : [told?.value ?? null];
    if (told && names.some((name) => EVERYONE.has(String(name)))) return { public_access: { value: true, location: told.location } };
  }
  return factAs('public_access', findSet(resource, 'public_access_prevention'), (value) => (value === 'enforced' ? false : undefined));
}

/** Who may read a dataset, by the blocks that it lists. */
function datasetAccess(resource: Resource): Facts {
  const told = blocksOf(resource.block, 'access').flatMap((block) => {
    const access = within(resource, block);
    const to =
      findSet(access, 'special_group') ??
      findSet(access, 'iam_member') ??
      findSet(access, 'group_by_email') ??
      findSet(access, 'user_by_email');
    return typeof to?.value === 'string' ? [{ to: to.value, privileges: [textAt(access, 'role') ?? 'READER'], location: to.location }] : [];
  });
  const [first] = told;
  if (!first) return {};
  const open = told.find(({ to }) => EVERYONE.has(to));
  return {
    grants: {
      value: told.map(({ to, privileges }) => ({ to, privileges, on: resource.address })),
      location: first.location,
      parts: Object.fromEntries(told.map(({ location }, index) => [String(index), location])),
    },
    ...(open ? { public_access: { value: true, location: open.location } } : {}),
  };
}

const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;

const keptUnits =
  (path: string, perDay: number): ReadFacts =>
  (resource) =>
    factAs('retention', findSet(resource, path), (value) => (Number(value) > 0 ? { days: Math.round(Number(value) / perDay) } : undefined));

/** The age at which objects are deleted. */
function lifecycle(resource: Resource): Facts {
  for (const rule of blocksOf(resource.block, 'lifecycle_rule')) {
    const one = within(resource, rule);
    if (textAt(one, 'action.type') === 'Delete')
      return factAs('retention', findSet(one, 'condition.age'), (value) => ({ days: Number(value) }));
  }
  return keptUnits('retention_policy.retention_period', SECONDS_PER_DAY)(resource);
}

const SQL = 'settings.ip_configuration';

function sqlInTransit(resource: Resource): Facts {
  const mode = factAs(
    'encryption_in_transit',
    findSet(resource, `${SQL}.ssl_mode`),
    (value) => value !== 'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
  );
  return readAll([() => mode, switched('encryption_in_transit', `${SQL}.require_ssl`)], resource);
}

function sqlOpen(resource: Resource): Facts {
  for (const block of blocksOf(resource.block, `${SQL}.authorized_networks`)) {
    const told = findSet(within(resource, block), 'value');
    if (told?.value === '0.0.0.0/0' || told?.value === '::/0') return { public_access: { value: true, location: told.location } };
  }
  return {};
}

/** What members are given access to, and under which argument a resource names it. */
const IAM: Readonly<Record<string, string>> = {
  google_storage_bucket: 'bucket',
  google_bigquery_dataset: 'dataset_id',
  google_bigquery_table: 'table_id',
  google_bigtable_table: 'table',
  google_spanner_database: 'database',
  google_pubsub_topic: 'topic',
  google_dataproc_cluster: 'cluster',
  google_kms_crypto_key: 'crypto_key_id',
  google_kms_key_ring: 'key_ring_id',
};

export const GOOGLE: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['google_storage_bucket', [atRest({ key: 'encryption.default_kms_key_name' }), openBucket, lifecycle, ...common]],
  [
    'google_bigquery_dataset',
    [
      atRest({ key: 'default_encryption_configuration.kms_key_name' }),
      datasetAccess,
      keptUnits('default_table_expiration_ms', MS_PER_DAY),
      ...common,
    ],
  ],
  [
    'google_bigquery_table',
    [atRest({ key: 'encryption_configuration.kms_key_name' }), keptUnits('time_partitioning.expiration_ms', MS_PER_DAY), ...common],
  ],
  [
    'google_sql_database_instance',
    [atRest({ key: 'encryption_key_name' }), sqlInTransit, sqlOpen, tagged('settings.user_labels'), ...common],
  ],
  ['google_spanner_database', [atRest({ key: 'encryption_config.kms_key_name' }), ...common]],
  ['google_pubsub_topic', [atRest({ key: 'kms_key_name' }), ...common]],
  ['google_compute_disk', [atRest({ key: 'disk_encryption_key.kms_key_self_link' }), copied('region', 'zone'), ...common]],
  ['google_redis_instance', [inverted('encryption_in_transit', 'transit_encryption_mode', ['DISABLED']), ...common]],
  ['google_dataproc_cluster', [atRest({ key: 'cluster_config.encryption_config.kms_key_name' }), ...common]],
  ['google_kms_crypto_key', common],
  ...Object.entries(IAM).flatMap(([type, on]) => ['member', 'binding'].map((one) => [`${type}_iam_${one}`, [iamGrant(on)]] as const)),
  ['google_bigquery_dataset_access', [iamGrant('dataset_id')]],
]);
