import {
  either,
  flag,
  list,
  meaning,
  members,
  naming,
  number,
  ports,
  text,
  there,
  type FieldSource,
  type ListSource,
  type Service,
} from './service.ts';

type Fields = Readonly<Record<string, FieldSource>>;

const TOKENS = (before: string, template: string): Fields => ({
  [`${before}metadataoptions.httptokens`]: text('metadata_options.http_tokens', `${template}.HttpTokens`),
  [`${before}metadataoptions.httpendpoint`]: text('metadata_options.http_endpoint', `${template}.HttpEndpoint`),
});

const ROOT = { rootblockdevice: either('root_block_device') };
const ROOT_DEVICE: Fields = { 'rootblockdevice.encrypted': flag('root_block_device.encrypted') };
const DEVICES = { ebsblockdevices: members('ebs_block_device', 'BlockDeviceMappings.Ebs', { encrypted: flag('encrypted', 'Encrypted') }) };

const RULE: Fields = {
  description: text('description', 'Description'),
  protocol: text('protocol ip_protocol', 'IpProtocol'),
  fromport: number('from_port', 'FromPort', -1),
  toport: number('to_port', 'ToPort', -1),
  cidrs: list('cidr_blocks ipv6_cidr_blocks cidr_ipv4 cidr_ipv6', 'CidrIp CidrIpv6'),
};

const rules = (way: string, template: string): ListSource =>
  members(
    `${way} aws_security_group_rule@security_group_id[type=${way}]: aws_vpc_security_group_${way}_rule@security_group_id:`,
    `SecurityGroup${template} AWS::EC2::SecurityGroup${template}@GroupId:`,
    RULE,
  );

const ENTRY: Fields = {
  action: text('rule_action action', 'RuleAction'),
  protocol: text('protocol', 'Protocol'),
  fromport: number('from_port', 'PortRange.From', -1),
  toport: number('to_port', 'PortRange.To', -1),
  cidrs: list('cidr_block ipv6_cidr_block', 'CidrBlock Ipv6CidrBlock'),
};

const AZURE_RULE: Fields = {
  outbound: meaning('Outbound outbound', 'direction'),
  allow: meaning('Allow allow', 'access'),
  protocol: text('protocol'),
  sourceaddresses: list('source_address_prefix source_address_prefixes'),
  destinationaddresses: list('destination_address_prefix destination_address_prefixes'),
  sourceports: ports('source_port_range source_port_ranges'),
  destinationports: ports('destination_port_range destination_port_ranges'),
};

/** Machines and what they are reached by. Source: Trivy, "Cloud" schema; attributes from the providers' own documentation. */
export const NETWORK_SERVICES: readonly Service[] = [
  {
    at: 'aws.ec2.instances',
    terraform: ['aws_instance'],
    template: ['AWS::EC2::Instance'],
    optional: ROOT,
    fields: { ...TOKENS('', 'MetadataOptions'), ...ROOT_DEVICE },
    lists: DEVICES,
  },
  {
    at: 'aws.ec2.launchconfigurations',
    terraform: ['aws_launch_configuration'],
    template: ['AWS::AutoScaling::LaunchConfiguration'],
    optional: ROOT,
    fields: {
      ...TOKENS('', 'MetadataOptions'),
      ...ROOT_DEVICE,
      associatepublicip: flag('associate_public_ip_address', 'AssociatePublicIpAddress'),
    },
    lists: DEVICES,
  },
  {
    at: 'aws.ec2.launchtemplates',
    terraform: ['aws_launch_template'],
    template: ['AWS::EC2::LaunchTemplate'],
    fields: TOKENS('instance.', 'LaunchTemplateData.MetadataOptions'),
  },
  {
    at: 'aws.ec2.volumes',
    terraform: ['aws_ebs_volume'],
    template: ['AWS::EC2::Volume'],
    fields: { 'encryption.enabled': flag('encrypted', 'Encrypted'), 'encryption.kmskeyid': text('kms_key_id', 'KmsKeyId') },
  },
  {
    at: 'aws.ec2.subnets',
    terraform: ['aws_subnet'],
    template: ['AWS::EC2::Subnet'],
    fields: { mappubliciponlaunch: flag('map_public_ip_on_launch', 'MapPublicIpOnLaunch') },
  },
  {
    at: 'aws.ec2.securitygroups',
    terraform: ['aws_security_group'],
    template: ['AWS::EC2::SecurityGroup'],
    fields: { description: text('description', 'GroupDescription', 'Managed by Terraform'), isdefault: flag('') },
    lists: { ingressrules: rules('ingress', 'Ingress'), egressrules: rules('egress', 'Egress') },
  },
  {
    at: 'aws.ec2.networkacls',
    terraform: ['aws_network_acl'],
    template: ['AWS::EC2::NetworkAcl'],
    fields: {},
    lists: {
      rules: [
        members('ingress', '', { ...ENTRY, type: text('', '', 'ingress') }),
        members('egress', '', { ...ENTRY, type: text('', '', 'egress') }),
        members(
          'aws_network_acl_rule@network_acl_id:',
          'AWS::EC2::NetworkAclEntry@NetworkAclId:',
          { ...ENTRY, type: naming({ true: 'egress' }, 'ingress', 'egress', 'Egress') },
          'aws_network_acl_rule',
        ),
      ],
    },
  },
  {
    at: 'aws.elb.loadbalancers',
    terraform: ['aws_lb', 'aws_alb'],
    template: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
    fields: {
      type: text('load_balancer_type', 'Type', 'application'),
      internal: meaning('true internal', 'internal', 'Scheme'),
      dropinvalidheaderfields: meaning(
        'true',
        'drop_invalid_header_fields',
        'LoadBalancerAttributes[Key=routing.http.drop_invalid_header_fields.enabled].Value',
      ),
    },
    lists: {
      listeners: members(
        'aws_lb_listener@load_balancer_arn: aws_alb_listener@load_balancer_arn:',
        'AWS::ElasticLoadBalancingV2::Listener@LoadBalancerArn:',
        { protocol: text('protocol', 'Protocol'), tlspolicy: text('ssl_policy', 'SslPolicy') },
        'aws_lb_listener',
      ),
    },
  },
  {
    at: 'azure.network.securitygroups',
    terraform: ['azurerm_network_security_group'],
    template: [],
    fields: {},
    lists: {
      rules: members(
        'security_rule azurerm_network_security_rule@network_security_group_name:',
        '',
        AZURE_RULE,
        'azurerm_network_security_rule',
      ),
    },
  },
  {
    at: 'azure.network.networkinterfaces',
    terraform: ['azurerm_network_interface'],
    template: [],
    fields: {
      haspublicip: there('ip_configuration.public_ip_address_id'),
      enableipforwarding: flag('ip_forwarding_enabled enable_ip_forwarding'),
    },
  },
  {
    at: 'azure.network.networkwatcherflowlogs',
    terraform: ['azurerm_network_watcher_flow_log'],
    template: [],
    fields: {
      enabled: flag('enabled'),
      'retentionpolicy.enabled': flag('retention_policy.enabled'),
      'retentionpolicy.days': number('retention_policy.days'),
    },
  },
];
