import type { LineageEdge } from '../../../model/lineage.ts';
import { find, findAll, textIn } from '../../infrastructure/found.ts';
import type { DocumentNode } from '../../text/document-tree.ts';

/** What a resource of a bundle makes of what: tables that are ingested, tables that are kept in step, volumes over a place. */
export function flowsIn(kind: string, node: DocumentNode, id: string): readonly LineageEdge[] {
  if (kind === 'pipelines') return findAll(node, 'ingestion_definition.objects.table').flatMap((one) => ingested(one.node, node, id));
  if (kind === 'synced_database_tables') return upstreamOf(node, 'spec.source_table_full_name', 'relation', id);
  if (kind === 'quality_monitors') return upstreamOf(node, 'table_name', 'relation', id);
  return kind === 'volumes' || kind === 'external_locations'
    ? upstreamOf(node, kind === 'volumes' ? 'storage_location' : 'url', 'path', id)
    : [];
}

function upstreamOf(node: DocumentNode, path: string, scheme: 'relation' | 'path', id: string): readonly LineageEdge[] {
  const found = find(node, path);
  const text = textIn(node, path);
  if (!found || text === undefined) return [];
  const name = scheme === 'relation' ? plain(text) : text.replace(/\/+$/, '');
  return [{ from: { asset: `${scheme}:${name}` }, to: { asset: id }, location: found.node.location }];
}

const plain = (name: string): string => name.replaceAll('`', '').toLowerCase();

function ingested(table: DocumentNode, pipeline: DocumentNode, id: string): readonly LineageEdge[] {
  const source = find(table, 'source_table');
  const from = nameOf(['source_catalog', 'source_schema', 'source_table'].map((path) => textIn(table, path)));
  const to = nameOf([
    textIn(table, 'destination_catalog') ?? textIn(pipeline, 'catalog'),
    textIn(table, 'destination_schema') ?? textIn(pipeline, 'schema', 'target'),
    textIn(table, 'destination_table') ?? textIn(table, 'source_table'),
  ]);
  if (!source || from === undefined || to === undefined) return [];
  return [{ from: { asset: from }, to: { asset: to }, location: source.node.location, by: id }];
}

/** A source outside of the catalog may have no catalog of its own. */
function nameOf(steps: readonly (string | undefined)[]): string | undefined {
  const named = steps.filter((step) => step !== undefined);
  return steps.at(-1) === undefined || named.length < 2 ? undefined : `relation:${plain(named.join('.'))}`;
}
