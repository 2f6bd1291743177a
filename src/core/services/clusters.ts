import { flag, list, map, meaning, members, text, there, type FieldSource, type Service } from './service.ts';

/** What machines of a cluster are made of: of its own pool, or of one beside it. */
const MACHINES: Readonly<Record<string, FieldSource>> = {
  'nodeconfig.imagetype': text('node_config.image_type'),
  'nodeconfig.serviceaccount': text('node_config.service_account'),
  'nodeconfig.enablelegacyendpoints': meaning('false', 'node_config.metadata.disable-legacy-endpoints', '', true),
  'nodeconfig.workloadmetadataconfig.nodemetadata': text(
    'node_config.workload_metadata_config.mode node_config.workload_metadata_config.node_metadata',
  ),
};

/** Clusters and what runs for people, on Google Cloud and Azure. Source: Trivy, "Cloud" schema; attributes from the providers' own documentation. */
export const CLUSTER_SERVICES: readonly Service[] = [
  {
    at: 'google.gke.clusters',
    terraform: ['google_container_cluster'],
    template: [],
    fields: {
      ...MACHINES,
      'ipallocationpolicy.enabled': there('ip_allocation_policy'),
      'masterauthorizednetworks.enabled': there('master_authorized_networks_config'),
      'masterauthorizednetworks.cidrs': list('master_authorized_networks_config.cidr_blocks.cidr_block'),
      'networkpolicy.enabled': flag('network_policy.enabled'),
      enableautpilot: flag('enable_autopilot'),
      datapathprovider: text('datapath_provider'),
      'privatecluster.enableprivatenodes': flag('private_cluster_config.enable_private_nodes'),
      loggingservice: text('logging_service', '', 'logging.googleapis.com/kubernetes'),
      monitoringservice: text('monitoring_service', '', 'monitoring.googleapis.com/kubernetes'),
      removedefaultnodepool: flag('remove_default_node_pool'),
      'masterauth.clientcertificate.issuecertificate': flag('master_auth.client_certificate_config.issue_client_certificate'),
      'masterauth.username': text('master_auth.username'),
      enableshieldednodes: flag('enable_shielded_nodes', '', true),
      enablelegacyabac: flag('enable_legacy_abac'),
      resourcelabels: map('resource_labels'),
      'autoscaling.enabled': flag('cluster_autoscaling.enabled'),
      'autoscaling.autoprovisioningdefaults.serviceaccount': text('cluster_autoscaling.auto_provisioning_defaults.service_account'),
    },
    lists: {
      nodepools: members('node_pool google_container_node_pool@cluster:', '', {
        ...MACHINES,
        'management.enableautorepair': flag('management.auto_repair'),
        'management.enableautoupgrade': flag('management.auto_upgrade'),
      }),
    },
  },
  {
    at: 'azure.container.kubernetesclusters',
    terraform: ['azurerm_kubernetes_cluster'],
    template: [],
    fields: {
      'networkprofile.networkpolicy': text('network_profile.network_policy'),
      'addonprofile.azurepolicy.enabled': flag('azure_policy_enabled addon_profile.azure_policy.enabled'),
      'addonprofile.omsagent.enabled': there('oms_agent.log_analytics_workspace_id addon_profile.oms_agent[enabled=true]'),
      diskencryptionsetid: text('disk_encryption_set_id'),
      enableprivatecluster: flag('private_cluster_enabled'),
      apiserverauthorizedipranges: list('api_server_access_profile.authorized_ip_ranges api_server_authorized_ip_ranges'),
      'rolebasedaccesscontrol.enabled': flag('role_based_access_control_enabled role_based_access_control.enabled'),
    },
  },
  {
    at: 'azure.appservice.services',
    terraform: ['azurerm_app_service', 'azurerm_linux_web_app', 'azurerm_windows_web_app'],
    template: [],
    fields: {
      'identity.type': text('identity.type'),
      'authentication.enabled': flag('auth_settings.enabled auth_settings_v2.auth_enabled'),
      'site.enablehttp2': flag('site_config.http2_enabled'),
      'site.ftpsstate': text('site_config.ftps_state'),
      'site.minimumtlsversion': text('site_config.min_tls_version site_config.minimum_tls_version', '', '1.2'),
      'site.phpversion': text('site_config.php_version site_config.application_stack.php_version'),
      'site.pythonversion': text('site_config.python_version site_config.application_stack.python_version'),
      httpsonly: flag('https_only'),
      enableclientcert: flag('client_cert_enabled client_certificate_enabled'),
    },
  },
  {
    at: 'azure.appservice.functionapps',
    terraform: ['azurerm_function_app', 'azurerm_linux_function_app', 'azurerm_windows_function_app'],
    template: [],
    fields: { httpsonly: flag('https_only') },
  },
];
