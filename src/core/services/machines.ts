import {
  flag,
  list,
  meaning,
  members,
  number,
  ports,
  text,
  there,
  unless,
  type FieldSource,
  type ListSource,
  type Service,
} from './service.ts';

/** One rule for each block that allows or denies. */
const rules = (filter: string, ranges: FieldSource, name: string): readonly ListSource[] =>
  ['allow', 'deny'].map((kind) =>
    members(
      `google_compute_firewall@network[${filter}]:${kind}`,
      '',
      {
        [name]: ranges,
        'firewallrule.isallow': flag('', '', kind === 'allow'),
        'firewallrule.enforced': unless('disabled'),
        'firewallrule.protocol': text('protocol'),
        'firewallrule.ports': ports('ports'),
      },
      `google_compute_firewall[${filter}]`,
    ),
  );

/** A switch among what a machine is told of itself. */
const told = (name: string, otherwise = false): FieldSource => meaning('true TRUE True 1', `metadata.${name}`, '', otherwise);

const DISK = { 'encryption.kmskeylink': text('kms_key_self_link'), 'encryption.rawkey': text('disk_encryption_key_raw') };

/** Machines, their disks and their networks, and who signs in. Source: Trivy, "Cloud" schema; attributes from the providers' own documentation. */
export const MACHINE_SERVICES: readonly Service[] = [
  {
    at: 'google.compute.networks',
    terraform: ['google_compute_network'],
    template: [],
    fields: {},
    lists: {
      'firewall.ingressrules': rules('direction!=EGRESS', list('source_ranges'), 'sourceranges'),
      'firewall.egressrules': rules('direction=EGRESS', list('destination_ranges'), 'destinationranges'),
      subnetworks: members(
        'google_compute_subnetwork@network:',
        '',
        {
          purpose: text('purpose', '', 'PRIVATE_RFC_1918'),
          enableflowlogs: there('log_config'),
          privateipgoogleaccess: flag('private_ip_google_access'),
        },
        'google_compute_subnetwork',
      ),
    },
  },
  {
    at: 'google.compute.disks',
    terraform: ['google_compute_disk'],
    template: [],
    fields: {
      'encryption.kmskeylink': text('disk_encryption_key.kms_key_self_link'),
      'encryption.rawkey': text('disk_encryption_key.raw_key'),
    },
  },
  {
    at: 'google.compute.instances',
    terraform: ['google_compute_instance'],
    template: [],
    fields: {
      'shieldedvm.integritymonitoringenabled': flag('shielded_instance_config.enable_integrity_monitoring', '', true),
      'shieldedvm.securebootenabled': flag('shielded_instance_config.enable_secure_boot'),
      'shieldedvm.vtpmenabled': flag('shielded_instance_config.enable_vtpm', '', true),
      canipforward: flag('can_ip_forward'),
      osloginenabled: told('enable-oslogin', true),
      enableprojectsshkeyblocking: told('block-project-ssh-keys'),
      enableserialport: told('serial-port-enable'),
    },
    lists: {
      networkinterfaces: members('network_interface', '', { haspublicip: there('access_config') }),
      bootdisks: members('boot_disk', '', DISK),
      attacheddisks: members('attached_disk', '', DISK),
    },
  },
  {
    at: 'google.compute.sslpolicies',
    terraform: ['google_compute_ssl_policy'],
    template: [],
    fields: { name: text('name'), profile: text('profile'), minimumtlsversion: text('min_tls_version', '', 'TLS_1_0') },
  },
  {
    at: 'google.compute.projectmetadata',
    isOne: true,
    terraform: ['google_compute_project_metadata'],
    template: [],
    fields: { enableoslogin: told('enable-oslogin') },
  },
  {
    at: 'azure.compute.manageddisks',
    terraform: ['azurerm_managed_disk'],
    template: [],
    fields: { 'encryption.enabled': flag('encryption_settings.enabled', '', true) },
  },
  {
    at: 'azure.compute.linuxvirtualmachines',
    terraform: ['azurerm_linux_virtual_machine', 'azurerm_virtual_machine'],
    template: [],
    fields: {
      'osprofilelinuxconfig.disablepasswordauthentication': flag(
        'disable_password_authentication os_profile_linux_config.disable_password_authentication',
        '',
        true,
      ),
    },
  },
  {
    at: 'aws.iam.passwordpolicy',
    isOne: true,
    terraform: ['aws_iam_account_password_policy'],
    template: [],
    fields: {
      reusepreventioncount: number('password_reuse_prevention'),
      requirelowercase: flag('require_lowercase_characters'),
      requireuppercase: flag('require_uppercase_characters'),
      requirenumbers: flag('require_numbers'),
      requiresymbols: flag('require_symbols'),
      maxagedays: number('max_password_age'),
      minimumlength: number('minimum_password_length'),
    },
  },
];
