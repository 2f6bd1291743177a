import type { Asset } from '../../model/asset.ts';
import type { Lineage, LineageEdge, LineageEnd, LineageNode } from '../../model/lineage.ts';
import { nameIndex, type NameIndex } from './name-index.ts';

/**
 * Joins what the formats say of data flows: assets that go by the same name are one node, and every end of an edge is a node. A name that
 * several things could mean, or that nothing here declares, is a node of its own. Linear in assets and edges.
 */
export function link(assets: readonly Asset[], edges: readonly LineageEdge[], partial: boolean): Lineage {
  const index = nameIndex();
  const nodes = nodesOf(assets, index);
  const nodeOf = new Map([...nodes.values()].flatMap(({ id, assets: ids }) => ids.map((asset) => [asset, id] as const)));
  const resolved = distinct(
    edges.map((edge) => ({ ...edge, from: resolve(edge.from, nodeOf, index, nodes), to: resolve(edge.to, nodeOf, index, nodes) })),
  );
  return { nodes: [...nodes.values()], edges: resolved.filter(({ from, to }) => from.asset !== to.asset), partial };
}

/** Longer names first: `crm.contacts` is then known to be the end of `prod.crm.contacts`. */
function nodesOf(assets: readonly Asset[], index: NameIndex): Map<string, LineageNode> {
  const nodes = new Map<string, LineageNode>();
  const named = assets.map((asset) => ({ asset, aliases: [...(asset.aliases ?? [])].sort(byLength) }));
  for (const { asset, aliases } of named.toSorted((one, other) => byLength(one.aliases[0] ?? '', other.aliases[0] ?? ''))) {
    const known = aliases.flatMap((alias) => nodes.get(index.find(alias) ?? '') ?? []).find((one) => !isTwin(one, asset));
    const node = known ?? { id: asset.id, name: asset.name, assets: [] };
    nodes.set(node.id, { ...node, assets: [...node.assets, asset.id] });
    for (const alias of aliases) index.add(alias, node.id);
  }
  return nodes;
}

/** Two things of one format are two: their extractor would have told them as one. */
const isTwin = ({ assets }: LineageNode, { id }: Asset): boolean => assets.some((other) => familyOf(other) === familyOf(id));
const familyOf = (id: string): string => id.slice(0, id.indexOf(':'));

const byLength = (one: string, other: string): number => partsOf(other) - partsOf(one) || Number(one > other) - Number(one < other);
const partsOf = (name: string): number => name.split('.').length;

function resolve(end: LineageEnd, nodeOf: ReadonlyMap<string, string>, index: NameIndex, nodes: Map<string, LineageNode>): LineageEnd {
  const known = nodeOf.get(end.asset) ?? index.find(end.asset);
  if (known === undefined && !nodes.has(end.asset)) nodes.set(end.asset, { id: end.asset, name: plainName(end.asset), assets: [] });
  return { ...end, asset: known ?? end.asset };
}

const plainName = (name: string): string => name.replace(/^(?:relation|path|topic|dataset):/, '');

/** The same flow told twice (a view read again by another file) is one, at its first place. */
function distinct(edges: readonly LineageEdge[]): readonly LineageEdge[] {
  const seen = new Map<string, LineageEdge>();
  for (const edge of edges) {
    const { from, to, by, how } = edge;
    const key = [from.asset, from.field ?? '', to.asset, to.field ?? '', by ?? '', how ?? ''].join('\n');
    if (!seen.has(key)) seen.set(key, edge);
  }
  return [...seen.values()];
}
