import { edgesBetween, SELF, type End, type FlowEdge } from '../../infrastructure/flow-edges.ts';
import { findAll, membersOf, type Found } from '../../infrastructure/found.ts';
import type { Resource } from './template.ts';

/** Which resources move data from where to where. `self` is the resource; all else are properties that name the ends. */
interface Flow {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The resource is neither end: it moves the data. */
  readonly moved?: boolean;
  /** What a name stands for that is no reference: a bucket, a topic of Kafka. */
  readonly names?: 's3' | 'topic';
}

const DESTINATION = ['S3DestinationConfiguration.BucketARN', 'ExtendedS3DestinationConfiguration.BucketARN'];
const SERVERLESS = ['Stream', 'Queue', 'Bucket', 'Topic', 'Topics'].map((name) => `Events.*.Properties.${name}`);

const FLOWS: ReadonlyMap<string, readonly Flow[]> = new Map<string, readonly Flow[]>([
  [
    'AWS::KinesisFirehose::DeliveryStream',
    [
      { from: ['KinesisStreamSourceConfiguration.KinesisStreamARN', 'MSKSourceConfiguration.MSKClusterARN'], to: [SELF] },
      { from: ['MSKSourceConfiguration.TopicName'], to: [SELF], names: 'topic' },
      {
        from: [SELF],
        to: [
          ...DESTINATION,
          'AmazonopensearchserviceDestinationConfiguration.DomainARN',
          'ElasticsearchDestinationConfiguration.DomainARN',
        ],
      },
    ],
  ],
  ['AWS::Lambda::EventSourceMapping', [{ from: ['EventSourceArn'], to: ['FunctionName'], moved: true }]],
  ['AWS::Serverless::Function', [{ from: SERVERLESS, to: [SELF], names: 's3' }]],
  ['AWS::Pipes::Pipe', [{ from: ['Source'], to: ['Target'], moved: true }]],
  ['AWS::SNS::Subscription', [{ from: ['TopicArn'], to: ['Endpoint'], moved: true }]],
  [
    'AWS::S3::Bucket',
    [
      {
        from: [SELF],
        to: [
          'ReplicationConfiguration.Rules.Destination.Bucket',
          'NotificationConfiguration.LambdaConfigurations.Function',
          'NotificationConfiguration.QueueConfigurations.Queue',
          'NotificationConfiguration.TopicConfigurations.Topic',
        ],
      },
    ],
  ],
  ['AWS::DynamoDB::Table', [{ from: [SELF], to: ['KinesisStreamSpecification.StreamArn'] }]],
  ['AWS::QLDB::Stream', [{ from: ['LedgerName'], to: ['KinesisConfiguration.StreamArn'], moved: true }]],
  [
    'AWS::Glue::Crawler',
    [{ from: ['Targets.S3Targets.Path', 'Targets.DynamoDBTargets.Path'], to: ['DatabaseName'], moved: true, names: 's3' }],
  ],
  ['AWS::Glue::Table', [{ from: ['TableInput.StorageDescriptor.Location'], to: [SELF], names: 's3' }]],
  ['AWS::RDS::DBInstance', [{ from: ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'], to: [SELF] }]],
  ['AWS::DMS::ReplicationTask', [{ from: ['SourceEndpointArn'], to: ['TargetEndpointArn'], moved: true }]],
  ['AWS::DMS::Endpoint', [{ from: [SELF], to: ['S3Settings.BucketName', 'KinesisSettings.StreamArn'], names: 's3' }]],
  ['AWS::CloudTrail::Trail', [{ from: [SELF], to: ['S3BucketName'], names: 's3' }]],
  ['AWS::Athena::WorkGroup', [{ from: [SELF], to: ['WorkGroupConfiguration.ResultConfiguration.OutputLocation'], names: 's3' }]],
]);

/** What feeds what through a resource. `idOf` gives the asset of a logical id. */
export function flowsOf(resource: Resource, idOf: (id: string) => string): readonly FlowEdge[] {
  return (FLOWS.get(resource.type) ?? []).flatMap((flow) => {
    const ends = (paths: readonly string[]): readonly End[] => endsOf(paths, resource, idOf, flow);
    return edgesBetween(ends(flow.from), ends(flow.to), { self: idOf(resource.id), moved: flow.moved });
  });
}

function endsOf(paths: readonly string[], resource: Resource, idOf: (id: string) => string, flow: Flow): readonly End[] {
  return paths.flatMap((path): readonly End[] => {
    if (path === SELF) return [{ asset: idOf(resource.id), name: resource.id, location: resource.location }];
    return findAll(resource.properties, path)
      .flatMap(membersOf)
      .flatMap((found) => endOf(found, idOf, flow));
  });
}

function endOf({ node }: Found, idOf: (id: string) => string, { names }: Flow): readonly End[] {
  if (node.kind !== 'scalar') return [];
  const { location, refersTo } = node;
  if (refersTo !== undefined) return [{ asset: idOf(refersTo), name: refersTo, location }];
  if (typeof node.value !== 'string' || node.value === '') return [];
  const asset = outsideName(node.value, names);
  return asset === undefined ? [] : [{ asset, name: asset.slice(asset.indexOf(':') + 1), location }];
}

/** The name that an end has for data systems: a place in S3 by its URI, whichever way it is written. */
function outsideName(text: string, names: Flow['names']): string | undefined {
  const place = /^(?:arn:aws[\w-]*:s3:::|s3[an]?:\/\/)([^*]+)/.exec(text)?.[1];
  if (place !== undefined) return `path:s3://${place.replace(/\/+$/, '')}`;
  if (text.startsWith('arn:') || names === undefined) return undefined;
  return names === 'topic' ? `topic:${text}` : `path:s3://${text.replace(/\/+$/, '')}`;
}
