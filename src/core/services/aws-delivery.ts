import { flag, meaning, members, text, there, unless, type Service } from './service.ts';

const CONFIG = 'DistributionConfig.';
const DELIVERY = 'aws_cloudwatch_log_delivery_source@resource_arn>aws_cloudwatch_log_delivery@delivery_source_name:';

/** What builds, runs and delivers on AWS. Source: Trivy, "Cloud" schema; attributes from the provider's own documentation. */
export const AWS_DELIVERY: readonly Service[] = [
  {
    at: 'aws.emr.securityconfiguration',
    terraform: ['aws_emr_security_configuration'],
    template: ['AWS::EMR::SecurityConfiguration'],
    fields: { name: text('name', 'Name'), configuration: text('configuration', 'SecurityConfiguration') },
  },
  {
    at: 'aws.cloudfront.distributions',
    terraform: ['aws_cloudfront_distribution'],
    template: ['AWS::CloudFront::Distribution'],
    fields: {
      wafid: text('web_acl_id', `${CONFIG}WebACLId`),
      'logging.bucket': text('logging_config.bucket', `${CONFIG}Logging.Bucket`),
      'logging.v2.enabled': there(DELIVERY, 'AWS::Logs::DeliverySource@ResourceArn>AWS::Logs::Delivery@DeliverySourceName:'),
      'defaultcachebehaviour.viewerprotocolpolicy': text(
        'default_cache_behavior.viewer_protocol_policy',
        `${CONFIG}DefaultCacheBehavior.ViewerProtocolPolicy`,
        'allow-all',
      ),
      'viewercertificate.cloudfrontdefaultcertificate': flag(
        'viewer_certificate.cloudfront_default_certificate',
        `${CONFIG}ViewerCertificate.CloudFrontDefaultCertificate`,
      ),
      'viewercertificate.minimumprotocolversion': text(
        'viewer_certificate.minimum_protocol_version',
        `${CONFIG}ViewerCertificate.MinimumProtocolVersion`,
        'TLSv1',
      ),
    },
    lists: {
      orderercachebehaviours: members('ordered_cache_behavior', `${CONFIG}CacheBehaviors`, {
        viewerprotocolpolicy: text('viewer_protocol_policy', 'ViewerProtocolPolicy', 'allow-all'),
      }),
    },
  },
  {
    at: 'aws.codebuild.projects',
    terraform: ['aws_codebuild_project'],
    template: ['AWS::CodeBuild::Project'],
    fields: { 'artifactsettings.encryptionenabled': unless('artifacts.encryption_disabled', 'Artifacts.EncryptionDisabled') },
    lists: {
      secondaryartifactsettings: members('secondary_artifacts', 'SecondaryArtifacts', {
        encryptionenabled: unless('encryption_disabled', 'EncryptionDisabled'),
      }),
    },
  },
  {
    at: 'aws.ecs.clusters',
    terraform: ['aws_ecs_cluster'],
    template: ['AWS::ECS::Cluster'],
    fields: {
      'settings.containerinsightsenabled': meaning(
        'enabled enhanced',
        'setting[name=containerInsights].value',
        'ClusterSettings[Name=containerInsights].Value',
      ),
    },
  },
  {
    at: 'aws.ecs.taskdefinitions',
    terraform: ['aws_ecs_task_definition'],
    template: ['AWS::ECS::TaskDefinition'],
    fields: {},
    lists: {
      volumes: members('volume.efs_volume_configuration', 'Volumes.EFSVolumeConfiguration', {
        'efsvolumeconfiguration.transitencryptionenabled': meaning('ENABLED', 'transit_encryption', 'TransitEncryption'),
      }),
    },
  },
  {
    at: 'aws.config.configurationaggregrator',
    isOne: true,
    terraform: ['aws_config_configuration_aggregator'],
    template: ['AWS::Config::ConfigurationAggregator'],
    fields: {
      sourceallregions: flag(
        'account_aggregation_source.all_regions organization_aggregation_source.all_regions',
        'AccountAggregationSources.AllAwsRegions OrganizationAggregationSource.AllAwsRegions',
      ),
    },
  },
];
