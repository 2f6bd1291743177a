import type { Asset, Facts } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { textIn, textOf, find } from '../../infrastructure/found.ts';
import { othersOf } from './companions.ts';
import { READERS } from './facts/registry.ts';
import { fieldsOf } from './fields.ts';
import type { FlowEdge } from '../../infrastructure/flow-edges.ts';
import { flowsOf } from './flows.ts';
import { KINDS } from './kinds.ts';
import type { CloudFormationPart } from './part.ts';
import type { Others } from './resource-facts.ts';
import { resourcesOf, type Resource } from './template.ts';

/** The assets of a template: every resource, the governed ones with what is said about their data. */
export function readTemplate(root: DocumentNode, { path, text }: SourceFile): CloudFormationPart {
  const resources = resourcesOf(root, text);
  const others = othersOf(resources);
  const idOf = (id: string): string => `cloudformation:${path}:${id}`;
  const flows = resources.flatMap((resource) => flowsOf(resource, idOf));
  const upstream = Map.groupBy(flows, ({ edge }) => edge.to.asset);
  const assets = resources.map((resource) => assetOf(resource, others(resource), upstream.get(idOf(resource.id)) ?? [], idOf));
  return { assets, edges: flows.map(({ edge }) => edge) };
}

function assetOf(resource: Resource, others: Others, flows: readonly FlowEdge[], idOf: (id: string) => string): Asset {
  const { id, type, location, extent } = resource;
  const told = fieldsOf(resource, others);
  const aliases = aliasesOf(resource, others);
  return {
    id: idOf(id),
    kind: KINDS.get(type) ?? 'resource',
    name: id,
    platform: type.startsWith('AWS::') ? 'aws' : 'cloudformation',
    file: location.file,
    location,
    extent,
    facts: { ...factsOf(resource, others), ...upstreamOf(flows), resource_type: { value: type, location: resource.typeLocation } },
    fields: told?.fields ?? [],
    ...(aliases.length > 0 ? { aliases } : {}),
    files: [location.file],
    ...(told?.partial ? { partial: true } : {}),
  };
}

function factsOf(resource: Resource, others: Others): Facts {
  return (READERS.get(resource.type) ?? []).reduce<Facts>((facts, read) => ({ ...read(resource, others), ...facts }), {});
}

function upstreamOf(flows: readonly FlowEdge[]): Facts {
  const [first] = flows;
  if (!first) return {};
  const sources = new Map(flows.map(({ source, edge }) => [source, edge.location]));
  const parts = Object.fromEntries([...sources.values()].map((location, at) => [String(at), location]));
  return { upstream: { value: [...sources.keys()], location: first.edge.location, parts } };
}

/** A bucket is known by its URI, a table of the data catalog by its database and its name. */
function aliasesOf({ type, properties }: Resource, others: Others): readonly string[] {
  if (type === 'AWS::S3::Bucket') {
    const name = textIn(properties, 'BucketName');
    return name === undefined ? [] : [`path:s3://${name}`];
  }
  const table = type === 'AWS::Glue::Table' ? textIn(properties, 'TableInput.Name') : undefined;
  const database = find(properties, 'DatabaseName');
  const node = database?.node;
  const owner = node?.kind === 'scalar' && node.refersTo !== undefined ? others.named(node.refersTo) : undefined;
  const schema = owner ? textIn(owner.properties, 'DatabaseInput.Name') : textOf(database);
  return table === undefined || schema === undefined ? [] : [`relation:${schema}.${table}`.toLowerCase()];
}
