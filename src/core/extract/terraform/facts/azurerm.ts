import type { Facts } from '../../../../model/asset.ts';
import { atRest, copied, factAs, inverted, switched, type ReadFacts } from '../fact-readers.ts';
import { companionsOf, findSet } from '../resource.ts';
import { tagged } from '../tags-of.ts';

const common: readonly ReadFacts[] = [
  copied('region', 'location'),
  copied('public_network_access', 'public_network_access_enabled'),
  copied('minimum_tls_version', 'minimum_tls_version'),
  tagged('tags'),
];

/** A switch that may close, but whose being on opens nothing by itself. */
const closable =
  (path: string): ReadFacts =>
  (resource) =>
    factAs('public_access', findSet(resource, path), (value) => (String(value) === 'false' ? false : undefined));

const containerAccess: ReadFacts = (resource) =>
  factAs('public_access', findSet(resource, 'container_access_type'), (value) => value === 'blob' || value === 'container');

/** A rule of a firewall that lets all addresses in. From `0.0.0.0` to `0.0.0.0` are those of Azure itself, by the provider's page. */
export const openRule: ReadFacts = (resource) =>
  findSet(resource, 'start_ip_address')?.value === '0.0.0.0'
    ? factAs('public_access', findSet(resource, 'end_ip_address'), (value) => (value === '255.255.255.255' ? true : undefined))
    : {};

export const FIREWALL_RULES: readonly string[] = [
  'azurerm_mssql_firewall_rule',
  'azurerm_sql_firewall_rule',
  'azurerm_mysql_firewall_rule',
  'azurerm_mysql_flexible_server_firewall_rule',
  'azurerm_postgresql_firewall_rule',
  'azurerm_postgresql_flexible_server_firewall_rule',
  'azurerm_mariadb_firewall_rule',
  'azurerm_synapse_firewall_rule',
];

/** Open where a rule beside the server lets everyone in, and the server has a public network at all. */
const openServer: ReadFacts = (resource) => {
  if (findSet(resource, 'public_network_access_enabled')?.value === false) return {};
  return companionsOf(resource, ...FIREWALL_RULES).reduce<Facts>((facts, rule) => ({ ...openRule(rule), ...facts }), {});
};

const server: readonly ReadFacts[] = [
  openServer,
  switched('encryption_in_transit', 'ssl_enforcement_enabled'),
  switched('encryption_in_transit', 'ssl_enforcement', ['Enabled']),
  closable('public_network_access_enabled'),
  atRest({ key: 'customer_managed_key.key_vault_key_id' }),
  ...common,
];

export const AZURERM: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  [
    'azurerm_storage_account',
    [
      switched('encryption_in_transit', 'https_traffic_only_enabled'),
      switched('encryption_in_transit', 'enable_https_traffic_only'),
      closable('allow_nested_items_to_be_public'),
      closable('allow_blob_public_access'),
      closable('public_network_access_enabled'),
      atRest({ key: 'customer_managed_key.key_vault_key_id' }),
      ...common,
    ],
  ],
  ['azurerm_storage_container', [containerAccess]],
  ['azurerm_mssql_server', server],
  ['azurerm_sql_server', server],
  ['azurerm_mssql_database', [atRest({ flag: 'transparent_data_encryption_enabled' }), ...common]],
  ['azurerm_postgresql_server', server],
  ['azurerm_postgresql_flexible_server', server],
  ['azurerm_mysql_server', server],
  ['azurerm_mysql_flexible_server', server],
  ['azurerm_mariadb_server', server],
  ['azurerm_cosmosdb_account', [atRest({ key: 'key_vault_key_id' }), closable('public_network_access_enabled'), ...common]],
  [
    'azurerm_redis_cache',
    [inverted('encryption_in_transit', 'non_ssl_port_enabled'), inverted('encryption_in_transit', 'enable_non_ssl_port'), ...common],
  ],
  ['azurerm_managed_disk', [atRest({ flag: 'encryption_settings.enabled', key: 'disk_encryption_set_id' }), ...common]],
  ['azurerm_databricks_workspace', [atRest({ flag: 'customer_managed_key_enabled' }), ...common]],
  ['azurerm_synapse_workspace', [openServer, ...common]],
  ...['azurerm_eventhub_namespace', 'azurerm_data_factory'].map((type) => [type, common] as const),
]);
