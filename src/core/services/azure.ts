import { flag, list, meaning, members, naming, number, text, there, type FieldSource, type ListSource, type Service } from './service.ts';

/** What Trivy takes for no day. */
const NEVER = '0001-01-01T00:00:00Z';

const NETWORK_RULES = members(
  'network_rules azurerm_storage_account_network_rules@storage_account_name: azurerm_storage_account_network_rules@storage_account_id:',
  '',
  { bypass: list('bypass'), allowbydefault: meaning('Allow', 'default_action', '', true) },
);

const firewall = (kind: string): ListSource =>
  members(`azurerm_${kind}_firewall_rule@server_name: azurerm_${kind}_firewall_rule@server_id:`, '', {
    startip: text('start_ip_address'),
    endip: text('end_ip_address'),
  });

const setting = (name: string): FieldSource => meaning('on', `azurerm_postgresql_configuration@server_name[name=${name}]:value`);

/** What databases of all kinds have. */
const server = (minimum: string, otherwise: string): Readonly<Record<string, FieldSource>> => ({
  'server.enablesslenforcement': flag('ssl_enforcement_enabled'),
  'server.minimumtlsversion': text(minimum, '', otherwise),
  'server.enablepublicnetworkaccess': flag('public_network_access_enabled', '', true),
});

const TLS = 'ssl_minimal_tls_version_enforced';

/** Services of Azure. Source: Trivy, "Cloud" schema; attributes from the provider's own documentation. */
export const AZURE_SERVICES: readonly Service[] = [
  {
    at: 'azure.storage.accounts',
    terraform: ['azurerm_storage_account'],
    template: [],
    fields: {
      accountreplicationtype: text('account_replication_type'),
      enforcehttps: flag('https_traffic_only_enabled enable_https_traffic_only', '', true),
      minimumtlsversion: text('min_tls_version', '', 'TLS1_2'),
      infrastructureencryptionenabled: flag('infrastructure_encryption_enabled'),
      publicnetworkaccess: flag('public_network_access_enabled', '', true),
      'blobproperties.deleteretentionpolicy.days': number('blob_properties.delete_retention_policy.days'),
      'queueproperties.enablelogging': there('queue_properties.logging'),
      'customermanagedkey.keyvaultkeyid': text(
        'customer_managed_key.key_vault_key_id azurerm_storage_account_customer_managed_key@storage_account_id:key_vault_key_id azurerm_storage_account_customer_managed_key@storage_account_id:key_name',
      ),
    },
    lists: {
      networkrules: NETWORK_RULES,
      containers: members(
        'azurerm_storage_container@storage_account_name: azurerm_storage_container@storage_account_id:',
        '',
        { publicaccess: naming({ blob: 'blob', container: 'container' }, 'off', 'container_access_type') },
        'azurerm_storage_container',
      ),
      queues: members('azurerm_storage_queue@storage_account_name:', '', { name: text('name') }),
    },
  },
  {
    at: 'azure.keyvault.vaults',
    terraform: ['azurerm_key_vault'],
    template: [],
    fields: {
      enablepurgeprotection: flag('purge_protection_enabled'),
      softdeleteretentiondays: number('soft_delete_retention_days', '', 90),
      'networkacls.defaultaction': text('network_acls.default_action'),
    },
    lists: {
      secrets: members(
        'azurerm_key_vault_secret@key_vault_id:',
        '',
        { contenttype: text('content_type'), expirydate: text('expiration_date', '', NEVER) },
        'azurerm_key_vault_secret',
      ),
      keys: members('azurerm_key_vault_key@key_vault_id:', '', { expirydate: text('expiration_date', '', NEVER) }, 'azurerm_key_vault_key'),
    },
  },
  {
    at: 'azure.database.mssqlservers',
    terraform: ['azurerm_mssql_server', 'azurerm_sql_server'],
    template: [],
    fields: server('minimum_tls_version', '1.2'),
    lists: {
      'server.firewallrules': members('azurerm_sql_firewall_rule@server_name: azurerm_mssql_firewall_rule@server_id:', '', {
        startip: text('start_ip_address'),
        endip: text('end_ip_address'),
      }),
      extendedauditingpolicies: members('extended_auditing_policy azurerm_mssql_server_extended_auditing_policy@server_id:', '', {
        retentionindays: number('retention_in_days'),
      }),
      securityalertpolicies: members(
        'azurerm_mssql_server_security_alert_policy@server_name:',
        '',
        {
          emailaddresses: list('email_addresses'),
          disabledalerts: list('disabled_alerts'),
          emailaccountadmins: flag('email_account_admins'),
        },
        'azurerm_mssql_server_security_alert_policy',
      ),
    },
  },
  {
    at: 'azure.database.postgresqlservers',
    terraform: ['azurerm_postgresql_server'],
    template: [],
    fields: {
      ...server(TLS, 'TLS1_2'),
      'config.connectionthrottling': setting('connection_throttling'),
      'config.logcheckpoints': setting('log_checkpoints'),
      'config.logconnections': setting('log_connections'),
    },
    lists: { 'server.firewallrules': firewall('postgresql') },
  },
  {
    at: 'azure.database.mysqlservers',
    terraform: ['azurerm_mysql_server'],
    template: [],
    fields: server(TLS, 'TLS1_2'),
    lists: { 'server.firewallrules': firewall('mysql') },
  },
  {
    at: 'azure.database.mariadbservers',
    terraform: ['azurerm_mariadb_server'],
    template: [],
    fields: server(TLS, 'TLS1_2'),
    lists: { 'server.firewallrules': firewall('mariadb') },
  },
  {
    at: 'azure.datafactory.datafactories',
    terraform: ['azurerm_data_factory'],
    template: [],
    fields: { enablepublicnetwork: flag('public_network_enabled', '', true) },
  },
  {
    at: 'azure.synapse.workspaces',
    terraform: ['azurerm_synapse_workspace'],
    template: [],
    fields: { enablemanagedvirtualnetwork: flag('managed_virtual_network_enabled') },
  },
];
