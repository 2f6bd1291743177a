import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, factAs, isOff, keptFor, type ReadFacts } from '../fact-readers.ts';
import { blocksOf, companionsOf, findSet, within, type Resource } from '../resource.ts';
import { regional } from './aws-region.ts';
import { openStatement } from '../../../infrastructure/policy-document.ts';
import { disks } from './aws-pipelines.ts';
import { letIn, policyOf } from './iam-policy.ts';
import { tagged } from '../tags-of.ts';
import { toFact, type Told } from '../told.ts';

/** A bucket, with what the resources beside it say of it. */
export const BUCKET: readonly ReadFacts[] = [
  bucketEncryption,
  bucketAccess,
  bucketGrants,
  bucketRetention,
  switchedBeside('versioning', 'aws_s3_bucket_versioning', ['versioning_configuration.status', 'versioning.enabled']),
  accessBlock,
  tagged('tags'),
  regional,
];

export const VOLUME: readonly ReadFacts[] = [atRest({ flag: 'encrypted', key: 'kms_key_id' }), tagged('tags'), regional];

export const MACHINE: readonly ReadFacts[] = [disks('root_block_device', 'ebs_block_device'), tagged('tags'), regional];

const SSE = 'rule.apply_server_side_encryption_by_default';

function bucketEncryption(resource: Resource): Facts {
  const beside = companionsOf(resource, 'aws_s3_bucket_server_side_encryption_configuration');
  for (const one of beside) {
    const facts = atRest({ flag: `${SSE}.sse_algorithm`, key: `${SSE}.kms_master_key_id` })(one);
    if (facts['encryption_at_rest']) return facts;
  }
  const inside = `server_side_encryption_configuration.${SSE}`;
  return atRest({ flag: `${inside}.sse_algorithm`, key: `${inside}.kms_master_key_id` })(resource);
}

const OPEN_ACLS: ReadonlySet<string> = new Set(['public-read', 'public-read-write', 'authenticated-read', 'website']);

/** Open where an access list or a policy lets everyone in and no public access block stops it. */
function bucketAccess(resource: Resource): Facts {
  const block = companionsOf(resource, 'aws_s3_bucket_public_access_block')[0];
  const [acl] = told(resource, 'aws_s3_bucket_acl', 'acl');
  const byAcl = factAs('public_access', acl, (value) => OPEN_ACLS.has(String(value)) && !isBlocked(block, 'ignore_public_acls'));
  if (byAcl['public_access']?.value === true) return byAcl;
  const byGrant = openGrant(resource);
  if (byGrant && !isBlocked(block, 'ignore_public_acls')) return { public_access: toFact({ ...byGrant, value: true }) };
  const policy = openStatement(policyOf(resource, 'policy', 'aws_s3_bucket_policy'));
  if (policy && !isBlocked(block, 'restrict_public_buckets')) return { public_access: policy };
  const isClosed = block && BLOCKS.every((name) => isBlocked(block, name));
  if (isClosed) return { public_access: { value: false, location: findSet(block, 'block_public_acls')?.location ?? byPlace(block) } };
  return byAcl;
}

const EVERYONE = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/** An access list whose bucket is not in the text: whether a public access block makes it void cannot be told. */
export function openAcl(resource: Resource): Facts {
  const written = openGrant({ ...resource, companions: [resource] });
  if (written) return { public_access: toFact({ ...written, value: true }) };
  return factAs('public_access', findSet(resource, 'acl'), (value) => OPEN_ACLS.has(String(value)));
}

/** An access list written out names everyone by a group. */
function openGrant(resource: Resource): Told | undefined {
  const beside = companionsOf(resource, 'aws_s3_bucket_acl').flatMap((acl) =>
    blocksOf(acl.block, 'access_control_policy.grant.grantee').map((block) => findSet(within(acl, block), 'uri')),
  );
  const inside = blocksOf(resource.block, 'grant').map((block) => findSet(within(resource, block), 'uri'));
  return [...beside, ...inside].find((told) => typeof told?.value === 'string' && EVERYONE.test(told.value));
}

const BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;

const isBlocked = (block: Resource | undefined, name: string): boolean => block !== undefined && findSet(block, name)?.value === true;

function byPlace(resource: Resource): Told['location'] {
  const start = { offset: resource.block.at[0], line: resource.block.at[1], column: resource.block.at[2] };
  return { file: resource.file, start, end: start };
}

/** What is set on the bucket itself, and on the resources beside it. */
function told(resource: Resource, companion: string, path: string): readonly Told[] {
  return [resource, ...companionsOf(resource, companion)].flatMap((one) => findSet(one, path) ?? []);
}

/** Each switch of the block, so that policies can ask for all four. */
function accessBlock(resource: Resource): Facts {
  const block = companionsOf(resource, 'aws_s3_bucket_public_access_block')[0];
  const set = block ? BLOCKS.map((name) => [name, findSet(block, name)] as const) : [];
  const [first] = set.flatMap(([, one]) => one ?? []);
  if (!first) return {};
  const unknown = set.find(([, one]) => one?.unknown !== undefined)?.[1]?.unknown;
  return {
    public_access_block: {
      value: Object.fromEntries(set.flatMap(([name, one]) => (one?.value === undefined ? [] : [[name, one.value === true]]))),
      ...(unknown === undefined ? {} : { unknown }),
      location: first.location,
      parts: Object.fromEntries(set.flatMap(([name, one]) => (one ? [[name, one.location]] : []))),
    },
  };
}

/** All that its policies say besides: whether they open it is a matter of the public access block, too. */
function bucketGrants(resource: Resource): Facts {
  const { public_access: _, ...facts } = letIn('policy', 'aws_s3_bucket_policy')(resource);
  return facts;
}

function bucketRetention(resource: Resource): Facts {
  const beside = companionsOf(resource, 'aws_s3_bucket_lifecycle_configuration');
  for (const one of beside) {
    const facts = keptFor('rule.expiration.days')(one);
    if (facts['retention']) return facts;
  }
  return keptFor('lifecycle_rule.expiration.days')(resource);
}

function switchedBeside(name: string, companion: string, [beside = '', inside = '']: readonly string[]): ReadFacts {
  return (resource) => {
    const [first] = [...companionsOf(resource, companion).flatMap((one) => findSet(one, beside) ?? []), findSet(resource, inside)];
    return factAs(name, first, (value) => !isOff(value) && value !== 'Suspended');
  };
}

/** A repository of images, a vault of backups, a secret: kept data whose key the text may name. */
export const VAULT: readonly ReadFacts[] = [
  atRest({ key: 'kms_key_arn' }),
  atRest({ key: 'kms_key_id' }),
  keptFor('retention_in_days'),
  tagged('tags'),
  regional,
];

export const FILE_SYSTEM: readonly ReadFacts[] = [...VOLUME, copied('description', 'creation_token')];
