import type { Fact, Facts } from '../../../../model/asset.ts';
import { entry } from '../../../text/document-tree.ts';
import { factAs, find, findAll, textIn, textOf, type Found } from '../../../infrastructure/found.ts';
import { grantsOf, openStatement, tlsOnly } from '../../../infrastructure/policy-document.ts';
import { atRest, isOff, keptFor, type ReadTree } from '../../../infrastructure/tree-facts.ts';
import { own, tagged, type Others, type ReadResource } from '../resource-facts.ts';
import type { Resource } from '../template.ts';
import { policyOf } from './policies.ts';

const SSE = 'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault';

/** A bucket, with what the policies beside it say of it. */
export const BUCKET: readonly ReadResource[] = [
  own(atRest({ flag: `${SSE}.SSEAlgorithm`, key: `${SSE}.KMSMasterKeyID` }), bucketRetention, versioning, accessBlock, tagged),
  bucketAccess,
  (resource, others) => tlsOnly(policyOf(resource, others, undefined, 'AWS::S3::BucketPolicy')),
  (resource, others) => grantsOf(policyOf(resource, others, undefined, 'AWS::S3::BucketPolicy'), resource.id),
];

const OPEN_ACLS: ReadonlySet<string> = new Set(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead']);
const BLOCK = 'PublicAccessBlockConfiguration';
const SWITCHES = [
  ['block_public_acls', 'BlockPublicAcls'],
  ['block_public_policy', 'BlockPublicPolicy'],
  ['ignore_public_acls', 'IgnorePublicAcls'],
  ['restrict_public_buckets', 'RestrictPublicBuckets'],
] as const;

/** Open where an access list or a policy lets everyone in and no public access block stops it. */
function bucketAccess(resource: Resource, others: Others): Facts {
  const { properties } = resource;
  const isBlocked = (name: string): boolean => /^(?:true|yes|on|1)$/i.test(textIn(properties, `${BLOCK}.${name}`) ?? '');
  const byAcl = factAs(
    'public_access',
    find(properties, 'AccessControl'),
    (value) => OPEN_ACLS.has(String(value)) && !isBlocked('IgnorePublicAcls'),
  );
  if (byAcl['public_access']?.value === true) return byAcl;
  const open = openStatement(policyOf(resource, others, undefined, 'AWS::S3::BucketPolicy'));
  if (open && !isBlocked('RestrictPublicBuckets')) return { public_access: open };
  const block = find(properties, BLOCK);
  const isClosed = block !== undefined && SWITCHES.every(([, name]) => isBlocked(name));
  return isClosed ? { public_access: { value: false, location: block.location } } : byAcl;
}

/** Each switch of the block, so that policies can ask for all four. */
function accessBlock(properties: Resource['properties']): Facts {
  const block = find(properties, BLOCK);
  if (block?.node.kind !== 'map') return factAs('public_access_block', block, () => undefined);
  const set = SWITCHES.flatMap(([name, key]) => {
    const found = find(block.node, key);
    return found ? [{ name, found }] : [];
  });
  const unknown = set.flatMap(({ found }) => (found.node.kind === 'scalar' ? (found.node.unknown ?? []) : []))[0];
  const known = set.flatMap(({ name, found }) => {
    const text = textOf(found);
    return text === undefined ? [] : [[name, !isOff(text)] as const];
  });
  return {
    public_access_block: {
      value: Object.fromEntries(known),
      ...(unknown === undefined ? {} : { unknown }),
      location: block.location,
      parts: Object.fromEntries(set.map(({ name, found }) => [name, found.location])),
    },
  };
}

/** The first rule that is in force and lets objects expire. */
function bucketRetention(properties: Resource['properties']): Facts {
  const rules = findAll(properties, 'LifecycleConfiguration.Rules').flatMap(({ node }) => (node.kind === 'list' ? node.items : [node]));
  for (const rule of rules) {
    if (rule.kind === 'map' && textIn(rule, 'Status') === 'Disabled' && entry(rule, 'Status')) continue;
    const facts = keptFor('ExpirationInDays')(rule);
    if (facts['retention']) return facts;
  }
  return {};
}

function versioning(properties: Resource['properties']): Facts {
  return factAs('versioning', find(properties, 'VersioningConfiguration.Status'), (value) => value === 'Enabled');
}

export const VOLUME: readonly ReadTree[] = [atRest({ flag: 'Encrypted', key: 'KmsKeyId' }), tagged];

/** The disks of a machine: one that is not encrypted tells. */
export const MACHINE: readonly ReadTree[] = [disks('BlockDeviceMappings.Ebs'), tagged];
export const MACHINE_TEMPLATE: readonly ReadTree[] = [disks('LaunchTemplateData.BlockDeviceMappings.Ebs'), tagged];

function disks(path: string): ReadTree {
  return (properties) => {
    const told = findAll(properties, path).flatMap((disk) => diskFact(disk) ?? []);
    const worst = told.find(({ value }) => value === 'none') ?? told.find(({ unknown }) => unknown !== undefined) ?? told[0];
    return worst ? { encryption_at_rest: worst } : {};
  };
}

/** A new disk is not encrypted unless it says so; one of a snapshot is as the snapshot is. */
function diskFact({ node, location }: Found): Fact | undefined {
  if (node.kind !== 'map') return factAs('encryption_at_rest', { node, location }, () => undefined)['encryption_at_rest'];
  const said = atRest({ flag: 'Encrypted', key: 'KmsKeyId' })(node)['encryption_at_rest'];
  return said ?? (find(node, 'SnapshotId') ? undefined : { value: 'none', location });
}

/** Kept data whose key the text may name: backups, secrets, logs. */
export const VAULT: readonly ReadTree[] = [
  atRest({ key: 'KmsKeyId' }),
  atRest({ key: 'KmsKeyArn' }),
  atRest({ key: 'EncryptionKeyArn' }),
  keptFor('RetentionInDays'),
  tagged,
];
