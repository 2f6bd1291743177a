import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, factAs, switched, type ReadFacts } from '../fact-readers.ts';
import { KINDS } from '../kinds.ts';
import { findSet, textAt, type Resource } from '../resource.ts';
import { isMap } from '../told.ts';
import { onFuture, snowflakeGrants } from './snowflake-grants.ts';
import { rowFilter, snowflakeTags } from './snowflake-tags.ts';

const common: readonly ReadFacts[] = [copied('description', 'comment'), snowflakeTags, qualifiedName];

/** `DB.SCHEMA.NAME`, as far as all its parts can be told. */
function qualifiedName(resource: Resource): Facts {
  const parts = ['database', 'schema', 'name'].map((path) => ({ path, told: findSet(resource, path) }));
  const set = parts.flatMap(({ told }) => (told ? [told] : []));
  const name = parts.at(-1)?.told;
  if (!name || !set.every(({ value }) => typeof value === 'string')) return {};
  return { qualified_name: { value: set.map(({ value }) => String(value).replaceAll('"', '')).join('.'), location: name.location } };
}

const STAGE_KEY = 'encryption';

/** An encryption clause is text in older providers, a block in newer ones. */
function stageEncryption(resource: Resource): Facts {
  return factAs('encryption_at_rest', findSet(resource, STAGE_KEY), (value) => {
    if (isMap(value)) return undefined;
    const clause = String(value).toUpperCase();
    if (/'?NONE'?/.test(clause)) return 'none';
    return /KMS|CSE|KEY/.test(clause) ? 'customer-key' : 'platform';
  });
}

/** Where accounts that a database is copied to are is not in the text; which they are, is. */
const replicas: ReadFacts = (resource) => {
  const told = findSet(resource, 'replication.enable_to_account.account_identifier') ?? findSet(resource, 'allowed_accounts');
  return factAs('replicated_to', told, (value) => value);
};

const OWN: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['snowflake_database', [replicas]],
  ['snowflake_failover_group', [replicas]],
  ['snowflake_stage', [stageEncryption, copied('url', 'url')]],
  ['snowflake_storage_integration', [copied('url', 'storage_allowed_locations'), switched('enabled', 'enabled')]],
  ['snowflake_external_volume', [atRest({ flag: 'storage_location.encryption_type', key: 'storage_location.encryption_kms_key_id' })]],
  ['snowflake_share', [copied('grantees', 'accounts')]],
  ['snowflake_account', [copied('region', 'region')]],
  ['snowflake_masking_policy', [copied('body', 'body')]],
  ['snowflake_row_access_policy', [copied('body', 'body')]],
  ['snowflake_tag', [copied('allowed_values', 'allowed_values')]],
  ['snowflake_user', [(resource) => (textAt(resource, 'password') === undefined ? {} : copied('password', 'password')(resource))]],
  ['snowflake_view', [rowFilter, copied('is_secure', 'is_secure')]],
  ['snowflake_table', [rowFilter]],
]);

/** A password is never a fact: only that there is one. */
function withoutSecret(facts: Facts): Facts {
  const { password, ...rest } = facts;
  return password ? { ...rest, password_in_text: { value: true, location: password.location } } : rest;
}

/** All governed types of the provider. */
export const SNOWFLAKE: ReadonlyMap<string, readonly ReadFacts[]> = new Map(
  [...KINDS]
    .filter(([type]) => type.startsWith('snowflake_'))
    .map(([type, kind]): readonly [string, readonly ReadFacts[]] => {
      if (kind === 'grant') return [type, [snowflakeGrants, onFuture, copied('description', 'comment')]];
      const own = OWN.get(type) ?? [];
      return [
        type,
        [
          ...own.map(
            (read): ReadFacts =>
              (resource) =>
                withoutSecret(read(resource)),
          ),
          ...common,
        ],
      ];
    }),
);
