import type { Fact, Facts } from '../../../../model/asset.ts';
import { textAt as textIn } from '../../../text/document-tree.ts';
import { find as findNode } from '../../../infrastructure/found.ts';
import { atRest, copied, factAs, isOff, switched, type ReadFacts } from '../fact-readers.ts';
import { addressOfExpression } from '../companions.ts';
import { toLocation, type Block } from '../part.ts';
import { blocksOf, find, findSet, textAt, within, type Resource } from '../resource.ts';
import { tagged } from '../tags-of.ts';
import { isList, type Told } from '../told.ts';
import { regional } from './aws-region.ts';
import { configurationOf } from './iam-policy.ts';

const common: readonly ReadFacts[] = [tagged('tags'), regional];

/** One thing in clear tells, then one that cannot be told, then the first. */
function worstOf(facts: readonly (Fact | undefined)[], name = 'encryption_at_rest', bad: Fact['value'] = 'none'): Facts {
  const told = facts.filter((one) => one !== undefined);
  const worst = told.find(({ value }) => value === bad) ?? told.find(({ unknown }) => unknown !== undefined) ?? told[0];
  return worst ? { [name]: worst } : {};
}

const named = ({ file }: Resource, block: Block): Fact['location'] => toLocation(block.file ?? file, block.name);

/** The disks of a machine, or of what machines are made from. A disk that does not say is in clear, one of a snapshot is as that is. */
export function disks(...paths: readonly string[]): ReadFacts {
  return (resource) =>
    worstOf(
      paths
        .flatMap((path) => blocksOf(resource.block, path))
        .map((block) => {
          const disk = within(resource, block);
          const said = atRest({ flag: 'encrypted', key: 'kms_key_id' })(disk)['encryption_at_rest'];
          return said ?? (findSet(disk, 'snapshot_id') ? undefined : { value: 'none', location: named(resource, block) });
        }),
    );
}

/** Settings that encrypt what they name and nothing else: one that is off, or missing, tells. */
function allOf(whole: string, switches: readonly string[], isOwn: (mode: string) => boolean): ReadFacts {
  return (resource) => {
    const [block] = blocksOf(resource.block, whole);
    const told = switches.map((path) => findSet(resource, `${whole}.${path}`));
    const off = told.find((one) => one?.value !== undefined && isOff(one.value));
    if (off) return { encryption_at_rest: { value: 'none', location: off.location } };
    if (told.includes(undefined)) return block ? { encryption_at_rest: { value: 'none', location: named(resource, block) } } : {};
    return factAs('encryption_at_rest', told[0], (mode) => (isOwn(String(mode)) ? 'customer-key' : 'platform'));
  };
}

const securityConfiguration = allOf(
  'encryption_configuration',
  [
    's3_encryption.s3_encryption_mode',
    'cloudwatch_encryption.cloudwatch_encryption_mode',
    'job_bookmarks_encryption.job_bookmarks_encryption_mode',
  ],
  (mode) => mode !== 'SSE-S3',
);

const catalogSettings = allOf(
  'data_catalog_encryption_settings',
  ['encryption_at_rest.catalog_encryption_mode', 'connection_password_encryption.return_connection_password_encrypted'],
  (mode) => mode.startsWith('SSE-KMS'),
);

/** A job writes as its security configuration says; without one, as each of the places it writes to does. */
const bySecurityConfiguration: ReadFacts = (resource) => {
  const given = resource.block.attributes.find(({ name }) => name === 'security_configuration');
  const told = given && findSet(resource, 'security_configuration');
  if (!told) return {};
  const address = addressOfExpression(given.value, resource.scope) ?? told.refersTo;
  const placed = address === undefined ? undefined : resource.scope.tree.get(address);
  if (!placed || address === undefined)
    return { encryption_at_rest: { unknown: told.unknown ?? String(told.value), location: told.location } };
  return securityConfiguration({ address, type: 'aws_glue_security_configuration', scope: resource.scope, ...placed });
};

/** Artifacts that a build does not store itself. */
const ELSEWHERE_TYPES: ReadonlySet<string> = new Set(['CODEPIPELINE', 'NO_ARTIFACTS']);

/** What a build leaves behind, and its logs: each is encrypted unless it says otherwise. */
const buildOutput: ReadFacts = (resource) =>
  worstOf(
    ['artifacts', 'secondary_artifacts', 'logs_config.s3_logs']
      .flatMap((path) => blocksOf(resource.block, path))
      .map((block) => within(resource, block))
      .filter((one) => !ELSEWHERE_TYPES.has(textAt(one, 'type') ?? '') && textAt(one, 'status') !== 'DISABLED')
      .map((one) => {
        const facts = factAs('encryption_at_rest', findSet(one, 'encryption_disabled'), (value) => (isOff(value) ? 'platform' : 'none'));
        return facts['encryption_at_rest'];
      }),
  );

/** Both volumes of a desktop are to be on. */
const desktop: ReadFacts = (resource) => {
  const set = ['root_volume_encryption_enabled', 'user_volume_encryption_enabled'].map((path) => findSet(resource, path));
  const [first] = set.flatMap((one) => one ?? []);
  const off = set.find((one) => one?.value !== undefined && isOff(one.value));
  if (!first) return {};
  if (off || set.includes(undefined)) return { encryption_at_rest: { value: 'none', location: (off ?? first).location } };
  const key = findSet(resource, 'volume_encryption_key');
  return factAs('encryption_at_rest', first, () => (key ? 'customer-key' : 'platform'));
};

const EMR = 'EncryptionConfiguration';
const DISKS = `${EMR}.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration`;

/** A security configuration of EMR is a JSON document; what it does not turn on is off. */
const emr: ReadFacts = (resource) => {
  const document = configurationOf(resource, 'configuration');
  const whole = findNode(document, EMR);
  const at = find(resource, 'configuration');
  if (!document || !at) return at?.unknown === undefined ? {} : { encryption_at_rest: { unknown: at.unknown, location: at.location } };
  if (!whole) return {};
  const isOn = (name: string): boolean => textIn(document, EMR, name) === 'true';
  const provider = findNode(document, `${DISKS}.EncryptionKeyProviderType`);
  const rest = isOn('EnableAtRestEncryption') && provider;
  return {
    encryption_at_rest: { value: rest ? 'customer-key' : 'none', location: (rest ? provider : whole).location },
    encryption_in_transit: {
      value: isOn('EnableInTransitEncryption'),
      location: (findNode(document, `${EMR}.EnableInTransitEncryption`) ?? whole).location,
    },
  };
};

/** A server of files speaks SFTP alone unless it says otherwise. FTP is the one of its protocols that encrypts nothing. */
const fileServer: ReadFacts = (resource) =>
  factAs('encryption_in_transit', findSet(resource, 'protocols'), (value) => !(isList(value) ? value : [value]).includes('FTP'));

const everyone = (told: Told | undefined): Facts =>
  factAs('public_access', told, (value) => (isList(value) ? value : [value]).some((one) => String(one).toLowerCase() === 'all'));

/** A snapshot may be given to all accounts there are. */
const shared =
  (path: string): ReadFacts =>
  (resource) =>
    everyone(findSet(resource, path));

/** A volume of a shared file system is mounted without TLS unless it says otherwise. */
const mounts: ReadFacts = (resource) =>
  worstOf(
    blocksOf(resource.block, 'volume.efs_volume_configuration').map((block) => {
      const set = factAs('encryption_in_transit', findSet(within(resource, block), 'transit_encryption'), (value) => value === 'ENABLED');
      return set['encryption_in_transit'] ?? { value: false, location: named(resource, block) };
    }),
    'encryption_in_transit',
    false,
  );

/** A table is always encrypted; the type says by whose key. */
const keyspaces: ReadFacts = (resource) =>
  factAs('encryption_at_rest', findSet(resource, 'encryption_specification.type'), (type) =>
    type === 'CUSTOMER_MANAGED_KMS_KEY' ? 'customer-key' : 'platform',
  );

export const AWS_PIPELINES: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['aws_glue_security_configuration', [securityConfiguration]],
  ['aws_glue_data_catalog_encryption_settings', [catalogSettings]],
  ['aws_glue_job', [bySecurityConfiguration, copied('description', 'description'), ...common]],
  ['aws_glue_crawler', [bySecurityConfiguration, copied('description', 'description'), ...common]],
  ['aws_glue_dev_endpoint', [bySecurityConfiguration, ...common]],
  ['aws_codebuild_project', [buildOutput, ...common]],
  ['aws_workspaces_workspace', [desktop, ...common]],
  ['aws_emr_security_configuration', [emr]],
  ['aws_transfer_server', [fileServer, ...common]],
  ['aws_ecs_task_definition', [mounts, ...common]],
  ['aws_ssm_document', [shared('permissions.account_ids'), ...common]],
  ['aws_db_snapshot', [shared('shared_accounts'), ...common]],
  ['aws_db_cluster_snapshot', [shared('shared_accounts'), atRest({ key: 'kms_key_id' }), ...common]],
  ['aws_launch_configuration', [disks('root_block_device', 'ebs_block_device')]],
  ['aws_launch_template', [disks('block_device_mappings.ebs'), ...common]],
  ['aws_ami', [disks('ebs_block_device'), ...common]],
  ['aws_ami_copy', [atRest({ flag: 'encrypted', key: 'kms_key_id' }), ...common]],
  [
    'aws_appsync_api_cache',
    [atRest({ flag: 'at_rest_encryption_enabled' }), switched('encryption_in_transit', 'transit_encryption_enabled')],
  ],
  ['aws_cloudsearch_domain', [switched('encryption_in_transit', 'endpoint_options.enforce_https'), ...common]],
  ['aws_keyspaces_table', [keyspaces, ...common]],
]);
