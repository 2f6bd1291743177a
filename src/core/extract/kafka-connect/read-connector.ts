import type { Asset, Facts } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { factAs, factOf, spanOf, type Found } from '../../infrastructure/found.ts';
import type { Connector } from './connector.ts';
import { directionOf, flowsOf } from './flows.ts';
import { restFacts, secretFacts, transitFacts } from './security.ts';
import { listSet, setting } from './settings.ts';
import { maskedFields } from './transforms.ts';

export interface ReadConnector {
  readonly asset: Asset;
  readonly edges: readonly LineageEdge[];
}

export function readConnector(connector: Connector, file: string): ReadConnector {
  const id = `kafka-connect:${connector.name}`;
  const edges = flowsOf(connector, id);
  const fields = maskedFields(connector);
  const asset: Asset = {
    id,
    kind: 'job',
    name: connector.name,
    platform: 'kafka-connect',
    file,
    location: connector.location,
    extent: connector.extent,
    facts: { ...factsOf(connector), ...upstreamOf(edges, id) },
    fields,
    files: [file],
    // Only the fields that it hides are named, never all that pass through.
    partial: true,
  };
  return { asset, edges };
}

const REGIONS = ['s3.region', 'aws.region', 'aws.s3.region', 'kinesis.region', 'aws.kinesis.region', 'sqs.region', 'aws.dynamodb.region'];

function factsOf(connector: Connector): Facts {
  const direction = directionOf(connector);
  const { labels } = connector;
  return {
    resource_type: { value: connector.className, location: setting(connector, 'connector.class')?.node.location ?? connector.location },
    ...(direction ? { direction: { value: direction, location: connector.location } } : {}),
    ...topicsFact(setting(connector, 'topics', 'topic', 'kafka.topic'), connector),
    ...factAs('region', setting(connector, ...REGIONS), (value) => value),
    ...transitFacts(connector),
    ...restFacts(connector),
    ...secretFacts(connector),
    ...(labels ? { tags: factOf({ node: labels.value, location: spanOf(labels) }) } : {}),
  };
}

function topicsFact(found: Found | undefined, connector: Connector): Facts {
  return factAs('topics', found, () => listSet(connector, 'topics', 'topic', 'kafka.topic'));
}

/** Where its data comes from, by the names that its flows give. */
function upstreamOf(edges: readonly LineageEdge[], id: string): Facts {
  const own = edges.filter(({ to, by }) => to.asset === id || by === id);
  const names = new Map(own.map(({ from, location }) => [from.asset.slice(from.asset.indexOf(':') + 1), location]));
  const [first] = own;
  if (!first) return {};
  const parts = Object.fromEntries([...names.values()].map((location, index) => [String(index), location]));
  return { upstream: { value: [...names.keys()], location: first.location, parts } };
}
