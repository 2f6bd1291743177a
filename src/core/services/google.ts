import { flag, list, meaning, members, number, text, there, type FieldSource, type Service } from './service.ts';

/** A flag of a database, on or off. */
const database = (name: string, otherwise = false): FieldSource =>
  meaning('on', `settings.database_flags[name=${name}].value`, '', otherwise);

/** Services of Google Cloud. Source: Trivy, "Cloud" schema; attributes from the provider's own documentation. */
export const GOOGLE_SERVICES: readonly Service[] = [
  {
    at: 'google.storage.buckets',
    terraform: ['google_storage_bucket'],
    template: [],
    fields: {
      name: text('name'),
      location: text('location'),
      'encryption.defaultkmskeyname': text('encryption.default_kms_key_name'),
      'logging.logbucket': text('logging.log_bucket'),
      'versioning.enabled': flag('versioning.enabled'),
      enableuniformbucketlevelaccess: flag('uniform_bucket_level_access'),
    },
    lists: {
      bindings: members(
        'google_storage_bucket_iam_binding@bucket:',
        '',
        { role: text('role'), members: list('members') },
        'google_storage_bucket_iam_binding',
      ),
      members: members(
        'google_storage_bucket_iam_member@bucket:',
        '',
        { role: text('role'), member: text('member') },
        'google_storage_bucket_iam_member',
      ),
    },
  },
  {
    at: 'google.sql.instances',
    terraform: ['google_sql_database_instance'],
    template: [],
    fields: {
      databaseversion: text('database_version'),
      isreplica: there('master_instance_name'),
      'settings.backups.enabled': flag('settings.backup_configuration.enabled'),
      'settings.ipconfiguration.enableipv4': flag('settings.ip_configuration.ipv4_enabled', '', true),
      'settings.ipconfiguration.requiretls': flag('settings.ip_configuration.require_ssl'),
      'settings.ipconfiguration.sslmode': text('settings.ip_configuration.ssl_mode'),
      'settings.flags.logtempfilesize': number('settings.database_flags[name=log_temp_files].value', '', -1),
      'settings.flags.localinfile': database('local_infile'),
      'settings.flags.containeddatabaseauthentication': database('contained database authentication', true),
      'settings.flags.crossdbownershipchaining': database('cross db ownership chaining', true),
      'settings.flags.logcheckpoints': database('log_checkpoints'),
      'settings.flags.logconnections': database('log_connections'),
      'settings.flags.logdisconnections': database('log_disconnections'),
      'settings.flags.loglockwaits': database('log_lock_waits'),
      'settings.flags.logminmessages': text('settings.database_flags[name=log_min_messages].value'),
      'settings.flags.logmindurationstatement': number('settings.database_flags[name=log_min_duration_statement].value', '', -1),
    },
    lists: {
      'settings.ipconfiguration.authorizednetworks': members('settings.ip_configuration.authorized_networks', '', {
        name: text('name'),
        cidr: text('value'),
      }),
    },
  },
  {
    at: 'google.kms.keyrings',
    terraform: ['google_kms_key_ring'],
    template: [],
    fields: { name: text('name') },
    lists: {
      keys: members(
        'google_kms_crypto_key@key_ring:',
        '',
        { rotationperiodseconds: number('rotation_period', '', -1) },
        'google_kms_crypto_key',
      ),
    },
  },
];
