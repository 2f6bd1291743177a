import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, readAll, switched, type ReadFacts } from '../fact-readers.ts';
import { KINDS } from '../kinds.ts';
import { toLocation } from '../part.ts';
import { blocksOf, companionsOf, findSet, textAt, within, type Resource } from '../resource.ts';
import { tagged } from '../tags-of.ts';
import { grantsFact, type WrittenGrant } from './grants.ts';
import { tagsFact } from './snowflake-tags.ts';

const common: readonly ReadFacts[] = [
  copied('owner', 'owner'),
  copied('description', 'comment'),
  entityTags,
  tagged('custom_tags'),
  qualifiedName,
];

const NAMED_IN = ['catalog_name', 'schema_name', 'name'];

function qualifiedName(resource: Resource): Facts {
  const set = NAMED_IN.flatMap((path) => findSet(resource, path) ?? []);
  const name = set.at(-1);
  if (!name || textAt(resource, 'name') === undefined || !set.every(({ value }) => typeof value === 'string')) return {};
  return { qualified_name: { value: set.map(({ value }) => String(value)).join('.'), location: name.location } };
}

function entityTags(resource: Resource): Facts {
  const assigned = companionsOf(resource, 'databricks_entity_tag_assignment').filter((one) => textAt(one, 'entity_type') !== 'columns');
  return tagsFact(
    assigned.flatMap((one) => {
      const key = findSet(one, 'tag_key');
      return typeof key?.value === 'string'
        ? [{ name: key.value, value: findSet(one, 'tag_value')?.value ?? true, location: key.location }]
        : [];
    }),
  );
}

/** Under which attribute a grant names what it is on. */
const SECURABLES: readonly string[] = [
  'table',
  'view',
  'schema',
  'catalog',
  'volume',
  'function',
  'external_location',
  'storage_credential',
  'credential',
  'share',
  'metastore',
  'model',
  'recipient',
  'foreign_connection',
  'database',
  'cluster_id',
  'cluster_policy_id',
  'instance_pool_id',
  'job_id',
  'pipeline_id',
  'sql_endpoint_id',
  'notebook_path',
  'directory_path',
  'directory_id',
  'repo_id',
  'authorization',
];

function targetOf(resource: Resource): string {
  for (const path of SECURABLES) {
    const told = findSet(resource, path);
    if (told) return told.refersTo ?? (typeof told.value === 'string' ? told.value : path);
  }
  return '';
}

/** `grant` blocks, `access_control` blocks, or the resource itself where it is one grant. */
function databricksGrants(resource: Resource): Facts {
  const on = targetOf(resource);
  const blocks = ['grant', 'access_control', 'privilege_assignments'].flatMap((path) => blocksOf(resource.block, path));
  const whole = blocks.length === 0 ? [resource.block] : blocks;
  return grantsFact(
    whole.flatMap((block): readonly WrittenGrant[] => {
      const one = within(resource, block);
      const to =
        findSet(one, 'principal') ?? findSet(one, 'group_name') ?? findSet(one, 'user_name') ?? findSet(one, 'service_principal_name');
      const privileges = findSet(one, 'privileges') ?? findSet(one, 'permission_level');
      const grantee = to?.value === undefined && to?.refersTo !== undefined ? { value: to.refersTo, location: to.location, weight: 1 } : to;
      return to
        ? [
            {
              to: grantee,
              privileges: [privileges],
              on,
              location: toLocation(resource.file, block === resource.block ? block.name : block.at),
            },
          ]
        : [];
    }),
  );
}

const SHARED: ReadFacts = (resource) => {
  const objects = blocksOf(resource.block, 'object').flatMap((block) => findSet(within(resource, block), 'name') ?? []);
  const [first] = objects;
  if (!first) return {};
  return {
    upstream: { value: objects.map(({ value, refersTo, unknown }) => String(value ?? refersTo ?? unknown)), location: first.location },
  };
};

const OWN: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  [
    'databricks_mws_workspaces',
    [copied('region', 'aws_region'), copied('region', 'location'), atRest({ key: 'storage_customer_managed_key_id' })],
  ],
  ['databricks_metastore', [copied('region', 'region')]],
  ['databricks_share', [SHARED]],
  [
    'databricks_external_location',
    [
      copied('url', 'url'),
      switched('read_only', 'read_only'),
      atRest({ key: 'encryption_details.sse_encryption_details.aws_kms_key_arn' }),
    ],
  ],
  ['databricks_volume', [copied('url', 'storage_location')]],
  ['databricks_sql_table', [copied('url', 'storage_location')]],
  ['databricks_cluster', [copied('data_security_mode', 'data_security_mode')]],
  ['databricks_sql_endpoint', [endpointTags]],
]);

/** A warehouse lists its tags as blocks of key and value. */
function endpointTags(resource: Resource): Facts {
  return tagsFact(
    blocksOf(resource.block, 'tags.custom_tags').flatMap((block) => {
      const tag = within(resource, block);
      const name = textAt(tag, 'key');
      return name === undefined
        ? []
        : [{ name, value: textAt(tag, 'value') ?? true, location: toLocation(block.file ?? resource.file, block.at) }];
    }),
  );
}

/** All governed types of the provider. */
export const DATABRICKS: ReadonlyMap<string, readonly ReadFacts[]> = new Map(
  [...KINDS]
    .filter(([type]) => type.startsWith('databricks_'))
    .map(([type, kind]): readonly [string, readonly ReadFacts[]] => {
      if (kind === 'grant') return [type, [databricksGrants]];
      return [type, [(resource) => readAll([...(OWN.get(type) ?? []), ...common], resource)]];
    }),
);
