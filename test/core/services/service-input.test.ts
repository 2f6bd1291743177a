import { expect, it } from 'vitest';
import { UNKNOWN, type ResourceView } from '../../../src/core/resources/view.ts';
import { readFileSync } from 'node:fs';
import { KNOWN_SERVICES, serviceInput, untold } from '../../../src/core/services/service-input.ts';
import type { Json } from '../../../src/model/json.ts';

const resource = (id: string, value: Readonly<Record<string, Json>>) => ({ id, asset: id, file: 'a.tf', value, isWhole: true });
const view = (...resources: ResourceView['resources']): ResourceView => ({ kind: 'tf', resources });

interface Bucket {
  readonly name: { readonly value: Json };
  readonly encryption: { readonly enabled: { readonly value: Json; readonly resource: string } };
  readonly publicaccessblock?: { readonly blockpublicacls: { readonly value: Json; readonly unresolvable: boolean } };
}

const buckets = (given: ResourceView) =>
  (serviceInput(given) as unknown as { readonly aws: { readonly s3: { readonly buckets: readonly Bucket[] } } }).aws.s3.buckets;

it('what nobody sets has its default, what is set apart is found by reference or by name, and what is not there is left out', () => {
  const bare = resource('aws_s3_bucket.a', { _type: 'aws_s3_bucket', bucket: 'a' });
  const block = (bucket: string, value: Json) =>
    resource('aws_s3_bucket_public_access_block.x', { _type: 'aws_s3_bucket_public_access_block', bucket, block_public_acls: value });
  expect(buckets(view(bare))).toMatchObject([
    { name: { value: 'a' }, encryption: { enabled: { value: false, resource: 'aws_s3_bucket.a' } } },
  ]);
  expect(buckets(view(bare))[0]).not.toHaveProperty('publicaccessblock');
  for (const name of ['aws_s3_bucket.a', 'a'])
    expect(buckets(view(bare, block(name, true)))[0]?.publicaccessblock).toMatchObject({ blockpublicacls: { value: true } });
  expect(buckets(view(bare, block('aws_s3_bucket.other', true)))[0]).not.toHaveProperty('publicaccessblock');
});

it('what cannot be told is not its default', () => {
  const bucket = resource('aws_s3_bucket.a', { _type: 'aws_s3_bucket' });
  const block = resource('b', {
    _type: 'aws_s3_bucket_public_access_block',
    bucket: 'aws_s3_bucket.a',
    block_public_acls: { [UNKNOWN]: true },
  });
  expect(buckets(view(bucket, block))[0]?.publicaccessblock).toMatchObject({ blockpublicacls: { unresolvable: true } });
});

it('tells what checks read and are not given', () => {
  expect(untold(['aws.s3'], ['encryption.enabled', 'enabled', 'buckets', 'publicaccessblock'])).toEqual([]);
  expect(untold(['aws.s3'], ['accelerateconfigurationstatus', 'encryption.enabled'])).toEqual(['accelerateconfigurationstatus']);
  expect(untold(['aws.lightsail'], [])).toEqual(['aws.lightsail']);
});

it('a check reads only what its own services are told', () => {
  expect(untold(['aws.sns'], ['serversideencryption.enabled'])).toEqual(['serversideencryption.enabled']);
  expect(untold(['google.storage'], ['bindings', 'members', 'member.role'])).toEqual([]);
});

const made = (given: ResourceView): unknown => JSON.parse(JSON.stringify(serviceInput(given)));

it('blocks and resources beside are members of its lists; those that belong to nothing here are kept by what nobody manages', () => {
  const account = resource('azurerm_storage_account.a', {
    _type: 'azurerm_storage_account',
    name: 'acme',
    network_rules: [{ bypass: ['Metrics', 'AzureServices'], default_action: 'Deny' }],
  });
  const container = (id: string, of: Json) =>
    resource(id, { _type: 'azurerm_storage_container', storage_account_name: of, container_access_type: 'private' });
  expect(made(view(account, container('c1', 'acme'), container('c2', { [UNKNOWN]: 'x' })))).toMatchObject({
    azure: {
      storage: {
        accounts: [
          {
            networkrules: [{ bypass: [{ value: 'Metrics' }, { value: 'AzureServices' }], allowbydefault: { value: false } }],
            containers: [{ publicaccess: { value: 'off', resource: 'c1' } }],
          },
          { __defsec_metadata: { managed: false }, containers: [{ __defsec_metadata: { managed: true, resource: 'c2' } }] },
        ],
      },
    },
  });
});

it('a setting is found by its name; where nobody sets it, it has the default of its own', () => {
  const database = (flags: Json) => resource('db', { _type: 'google_sql_database_instance', settings: [{ database_flags: flags }] });
  const flagsOf = (flags: Json) => {
    const input = made(view(database(flags))) as {
      google: { sql: { instances: { settings: { flags: Record<string, { value: Json; unresolvable: boolean }> } }[] } };
    };
    return input.google.sql.instances[0]?.settings.flags;
  };
  const both = [
    { name: 'log_connections', value: 'on' },
    { name: 'cross db ownership chaining', value: 'off' },
  ];
  expect(flagsOf(both)).toMatchObject({
    logconnections: { value: true },
    crossdbownershipchaining: { value: false },
    logcheckpoints: { value: false },
  });
  expect(flagsOf([])).toMatchObject({ crossdbownershipchaining: { value: true }, logtempfilesize: { value: -1 } });
  expect(flagsOf([{ name: 'log_connections', value: { [UNKNOWN]: 'x' } }])?.['logconnections']).toMatchObject({ unresolvable: true });
});

it('what another flag switches off, what leads there over two resources, and one thing that is no list', () => {
  const project = resource('p', { _type: 'aws_codebuild_project', artifacts: [{}], secondary_artifacts: [{ encryption_disabled: true }] });
  const distribution = resource('aws_cloudfront_distribution.d', { _type: 'aws_cloudfront_distribution' });
  const source = resource('s', { _type: 'aws_cloudwatch_log_delivery_source', resource_arn: 'aws_cloudfront_distribution.d' });
  const delivery = resource('d', { _type: 'aws_cloudwatch_log_delivery', delivery_source_name: 's' });
  const aggregator = resource('a', { _type: 'aws_config_configuration_aggregator', account_aggregation_source: [{ all_regions: true }] });
  expect(made(view(project, distribution, source, delivery, aggregator))).toMatchObject({
    aws: {
      codebuild: {
        projects: [
          {
            artifactsettings: { encryptionenabled: { value: true } },
            secondaryartifactsettings: [{ encryptionenabled: { value: false } }],
          },
        ],
      },
      cloudfront: {
        distributions: [
          { logging: { v2: { enabled: { value: true } } }, defaultcachebehaviour: { viewerprotocolpolicy: { value: 'allow-all' } } },
        ],
      },
      config: { configurationaggregrator: { sourceallregions: { value: true } } },
    },
  });
  expect(made(view(distribution, source))).toMatchObject({
    aws: { cloudfront: { distributions: [{ logging: { v2: { enabled: { value: false } } } }] } },
  });
});

it('rules are those of the group, and those that name it, by their way; ports are ranges', () => {
  const group = resource('aws_security_group.g', {
    _type: 'aws_security_group',
    ingress: [{ from_port: 80, to_port: 81, cidr_blocks: ['10.0.0.0/8'] }],
  });
  const rule = (id: string, type: string) =>
    resource(id, { _type: 'aws_security_group_rule', security_group_id: 'aws_security_group.g', type, from_port: { [UNKNOWN]: 'x' } });
  const azure = resource('n', {
    _type: 'azurerm_network_security_group',
    security_rule: [{ access: 'Allow', direction: 'Inbound', destination_port_ranges: ['22', '8000-9000', '*'] }],
  });
  expect(made(view(group, rule('in', 'ingress'), rule('out', 'egress'), azure))).toMatchObject({
    aws: {
      ec2: {
        securitygroups: [
          {
            ingressrules: [
              { fromport: { value: 80 }, cidrs: [{ value: '10.0.0.0/8' }] },
              { fromport: { unresolvable: true, resource: 'in' } },
            ],
            egressrules: [{ fromport: { resource: 'out' } }],
          },
        ],
      },
    },
    azure: {
      network: {
        securitygroups: [
          {
            rules: [
              {
                allow: { value: true },
                outbound: { value: false },
                destinationports: [
                  { start: { value: 22 }, end: { value: 22 } },
                  { start: { value: 8000 }, end: { value: 9000 } },
                  { start: { value: 0 }, end: { value: 65535 } },
                ],
              },
            ],
          },
        ],
      },
    },
  });
});

it('in a template, what names a resource is found by its type, whose name has colons', () => {
  const template = (...resources: ResourceView['resources']): ResourceView => ({ kind: 'cfn', resources });
  const acl = resource('Acl', { _type: 'AWS::EC2::NetworkAcl' });
  const entry = resource('Entry', {
    _type: 'AWS::EC2::NetworkAclEntry',
    NetworkAclId: 'Acl',
    Egress: true,
    PortRange: { From: 22, To: 22 },
  });
  expect(made(template(acl, entry))).toMatchObject({
    aws: {
      ec2: { networkacls: [{ rules: [{ type: { value: 'egress' }, fromport: { value: 22 }, action: { value: '', managed: false } }] }] },
    },
  });
});

it('each block of a firewall is a rule with what is said of all of them, in its direction, of a network that is here or not', () => {
  const network = resource('google_compute_network.n', { _type: 'google_compute_network', name: 'n' });
  const firewall = (name: string, of: string, more: Readonly<Record<string, Json>>) =>
    resource(`google_compute_firewall.${name}`, { _type: 'google_compute_firewall', network: of, ...more });
  const both = firewall('in', 'n', {
    source_ranges: ['0.0.0.0/0'],
    disabled: true,
    allow: [{ protocol: 'tcp', ports: ['22', '8000-9000'] }],
    deny: [{ protocol: 'udp' }],
  });
  const out = firewall('out', 'elsewhere', { direction: 'EGRESS', destination_ranges: ['10.0.0.0/8'], allow: [{ protocol: 'all' }] });
  const rule = (isAllow: boolean, protocol: string, ports: readonly object[]): object => ({
    firewallrule: { isallow: { value: isAllow }, protocol: { value: protocol }, enforced: { value: isAllow && protocol === 'all' }, ports },
  });
  const open = { sourceranges: [{ value: '0.0.0.0/0' }] };
  expect(made(view(network, both, out))).toMatchObject({
    google: {
      compute: {
        networks: [
          {
            __defsec_metadata: { managed: true },
            firewall: {
              ingressrules: [
                {
                  ...rule(true, 'tcp', [
                    { start: { value: 22 }, end: { value: 22 } },
                    { start: { value: 8000 }, end: { value: 9000 } },
                  ]),
                  ...open,
                },
                { ...rule(false, 'udp', []), ...open },
              ],
              egressrules: [],
            },
          },
          {
            __defsec_metadata: { managed: false },
            firewall: { egressrules: [{ ...rule(true, 'all', []), destinationranges: [{ value: '10.0.0.0/8' }] }] },
          },
        ],
      },
    },
  });
});

it('a rule that names a group that is not here is one, though groups have rules of their own in blocks', () => {
  const rule = resource('azurerm_network_security_rule.r', {
    _type: 'azurerm_network_security_rule',
    network_security_group_name: 'elsewhere',
    destination_port_range: '3389',
  });
  expect(made(view(rule))).toMatchObject({
    azure: { network: { securitygroups: [{ rules: [{ destinationports: [{ start: { value: 3389 } }] }] }] } },
  });
});

it('the page names every service', () => {
  const page = readFileSync(new URL('../../../src/core/extract/file/README.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^\| (aws|azure|google) \| (.*) \|$/gm)].flatMap(([, provider, list = '']) =>
    [...list.matchAll(/`(\w+)`/g)].map(([, name]) => `${provider}.${name}`),
  );
  expect(named.toSorted()).toEqual([...KNOWN_SERVICES].toSorted());
});
