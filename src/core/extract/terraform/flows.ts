import type { Fact } from '../../../model/asset.ts';
import { edgesBetween, SELF, type End, type FlowEdge } from '../../infrastructure/flow-edges.ts';
import { toLocation } from './part.ts';
import { findEvery, type Resource } from './resource.ts';
import type { Told } from './told.ts';
import { isList } from './told.ts';

/** Which resources move data from where to where. `self` is the resource; all else are arguments that name the ends. */
interface Flow {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The resource is neither end: it moves the data. */
  readonly moved?: boolean;
  /** What a plain name stands for: a bucket of S3 or of Google, a topic, a table. */
  readonly names?: 's3' | 'gs' | 'topic' | 'relation';
}

const into = (from: readonly string[], names?: Flow['names']): readonly Flow[] => [{ from, to: [SELF], ...(names ? { names } : {}) }];
const outOf = (to: readonly string[], names?: Flow['names']): readonly Flow[] => [{ from: [SELF], to, ...(names ? { names } : {}) }];
const between = (from: readonly string[], to: readonly string[], names?: Flow['names']): readonly Flow[] => [
  { from, to, moved: true, ...(names ? { names } : {}) },
];

/** The types whose arguments say what feeds what, by the pages of their providers. */
export const FLOWS: ReadonlyMap<string, readonly Flow[]> = new Map<string, readonly Flow[]>([
  [
    'aws_kinesis_firehose_delivery_stream',
    [
      ...into(['kinesis_source_configuration.kinesis_stream_arn', 'msk_source_configuration.msk_cluster_arn']),
      ...into(['msk_source_configuration.topic_name'], 'topic'),
      ...outOf([
        'extended_s3_configuration.bucket_arn',
        's3_configuration.bucket_arn',
        'opensearch_configuration.domain_arn',
        'elasticsearch_configuration.domain_arn',
      ]),
    ],
  ],
  ['aws_lambda_event_source_mapping', between(['event_source_arn'], ['function_name'])],
  ['aws_pipes_pipe', between(['source'], ['target'])],
  ['aws_sns_topic_subscription', between(['topic_arn'], ['endpoint'])],
  ['aws_s3_bucket_notification', between(['bucket'], ['lambda_function.lambda_function_arn', 'queue.queue_arn', 'topic.topic_arn'], 's3')],
  ['aws_s3_bucket_replication_configuration', between(['bucket'], ['rule.destination.bucket'], 's3')],
  ['aws_s3_bucket', outOf(['replication_configuration.rules.destination.bucket'])],
  ['aws_dynamodb_kinesis_streaming_destination', between(['table_name'], ['stream_arn'])],
  ['aws_glue_crawler', between(['s3_target.path', 'dynamodb_target.path'], ['database_name'], 's3')],
  ['aws_glue_catalog_table', into(['storage_descriptor.location'], 's3')],
  ['aws_db_instance', into(['replicate_source_db'])],
  ['aws_rds_cluster', into(['replication_source_identifier'])],
  ['aws_dms_replication_task', between(['source_endpoint_arn'], ['target_endpoint_arn'])],
  ['aws_dms_endpoint', outOf(['s3_settings.bucket_name', 'kinesis_settings.stream_arn'], 's3')],
  ['aws_dms_s3_endpoint', outOf(['bucket_name'], 's3')],
  ['aws_datasync_task', between(['source_location_arn'], ['destination_location_arn'])],
  ['aws_cloudtrail', outOf(['s3_bucket_name'], 's3')],
  ['aws_athena_workgroup', outOf(['configuration.result_configuration.output_location'], 's3')],
  ['google_bigquery_table', into(['external_data_configuration.source_uris'])],
  ['google_pubsub_subscription', between(['topic'], ['bigquery_config.table', 'cloud_storage_config.bucket'], 'topic')],
  ['google_storage_notification', between(['bucket'], ['topic'], 'gs')],
  [
    'google_storage_transfer_job',
    between(['transfer_spec.gcs_data_source.bucket_name'], ['transfer_spec.gcs_data_sink.bucket_name'], 'gs'),
  ],
  ['snowflake_stage', into(['url'])],
  ['snowflake_external_table', into(['location'])],
  ['snowflake_stream', into(['on_table', 'on_view'], 'relation')],
  ['snowflake_stream_on_table', into(['table'], 'relation')],
  ['snowflake_stream_on_view', into(['view'], 'relation')],
  ['databricks_external_location', into(['url'])],
  ['databricks_volume', into(['storage_location'])],
  ['databricks_sql_table', into(['storage_location'])],
]);

/** What feeds what through a resource. `idOf` gives the asset of an address. */
export function flowsOf(resource: Resource, idOf: (address: string) => string): readonly FlowEdge[] {
  return (FLOWS.get(resource.type) ?? []).flatMap((flow) => {
    const ends = (paths: readonly string[]): readonly End[] => endsOf(paths, resource, idOf, flow);
    return edgesBetween(ends(flow.from), ends(flow.to), { self: idOf(resource.address), moved: flow.moved });
  });
}

function endsOf(paths: readonly string[], resource: Resource, idOf: (address: string) => string, { names }: Flow): readonly End[] {
  const { address, file, block } = resource;
  return paths.flatMap((path): readonly End[] => {
    if (path === SELF) return [{ asset: idOf(address), name: address, location: toLocation(file, block.name) }];
    return findEvery(resource, path).flatMap((told) => endOf(told, idOf, names));
  });
}

/** A resource of the repository by its address, all else by the name that data systems know. */
function endOf({ value, unknown, refersTo, location }: Told, idOf: (address: string) => string, names: Flow['names']): readonly End[] {
  if (refersTo !== undefined) return [{ asset: idOf(refersTo), name: refersTo, location }];
  const texts = unknown === undefined ? (isList(value) ? value : [value]).filter((one) => typeof one === 'string') : [];
  return texts.flatMap((text) => {
    const asset = outsideName(text, names);
    return asset === undefined ? [] : [{ asset, name: asset.slice(asset.indexOf(':') + 1), location }];
  });
}

function outsideName(text: string, names: Flow['names']): string | undefined {
  const place = placeIn(text);
  if (place !== undefined) return `path:${place}`;
  if (names === undefined || text === '' || /^arn:|:\/\//.test(text)) return undefined;
  if (names === 'relation') return `relation:${text.replaceAll('"', '').toLowerCase()}`;
  return names === 'topic' ? `topic:${text.slice(text.lastIndexOf('/') + 1)}` : `path:${names}://${text.replace(/\/+$/, '')}`;
}

/** A place of files, whichever way it is written. */
function placeIn(text: string): string | undefined {
  const bucket = /^(?:arn:aws[\w-]*:s3:::|s3(?:a|n|gov|china)?:\/\/)([^*]+)/.exec(text)?.[1];
  if (bucket !== undefined) return `s3://${bucket.replace(/\/+$/, '')}`;
  const other = /^(?:gcs|gs):\/\/([^*]+)/.exec(text)?.[1];
  if (other !== undefined) return `gs://${other.replace(/\/+$/, '')}`;
  return /^(?:abfss?|wasbs?|azure|hdfs):\/\/[^*]+/.exec(text)?.[0].replace(/\/+$/, '');
}

/** What comes from where, as a fact of where it goes. */
export function upstreamOf(flows: readonly FlowEdge[]): Readonly<Record<string, Fact>> {
  const [first] = flows;
  if (!first) return {};
  const sources = new Map(flows.map(({ source, edge }) => [source, edge.location]));
  const parts = Object.fromEntries([...sources.values()].map((location, at) => [String(at), location]));
  return { upstream: { value: [...sources.keys()], location: first.edge.location, parts } };
}
