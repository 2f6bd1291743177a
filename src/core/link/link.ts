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
  const names = new Map<string, string>();
  const meant = (end: LineageEnd): LineageEnd => {
    const known = names.get(end.asset) ?? nodeOf.get(end.asset) ?? index.find(end.asset) ?? unknownNode(end.asset, nodes);
    names.set(end.asset, known);
    return known === end.asset ? end : { ...end, asset: known };
  };
  const resolved = distinct(edges.map((edge) => ({ ...edge, from: meant(edge.from), to: meant(edge.to) })));
  return { nodes: [...nodes.values()], edges: resolved.filter(({ from, to }) => from.asset !== to.asset), partial };
}

/** Longer names first: `crm.contacts` is then known to be the end of `prod.crm.contacts`. */
function nodesOf(assets: readonly Asset[], index: NameIndex): Map<string, LineageNode> {
  const nodes = new Map<string, LineageNode>();
  const named = assets.map((asset) => ({ asset, aliases: rankNames(asset.aliases ?? []) }));
  const ordered = named.toSorted((one, other) => byLength(one.aliases[0] ?? NO_NAME, other.aliases[0] ?? NO_NAME));
  for (const { asset, aliases: ranked } of ordered) {
    const aliases = ranked.map(({ name }) => name);
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

interface RankedName {
  readonly name: string;
  readonly parts: number;
}

const NO_NAME: RankedName = { name: '', parts: 1 };

/** The parts are counted once, not at each comparison. */
const rankNames = (names: readonly string[]): readonly RankedName[] =>
  names.map((name) => ({ name, parts: name.split('.').length })).sort(byLength);

const byLength = (one: RankedName, other: RankedName): number =>
  other.parts - one.parts || Number(one.name > other.name) - Number(one.name < other.name);

/** A name that nothing here declares is a node of its own. */
function unknownNode(name: string, nodes: Map<string, LineageNode>): string {
  if (!nodes.has(name)) nodes.set(name, { id: name, name: plainName(name), assets: [] });
  return name;
}

const plainName = (name: string): string => name.replace(/^(?:relation|path|topic|dataset):/, '');

/** The same flow told twice (a view read again by another file) is one, at its first place. */
function distinct(edges: readonly LineageEdge[]): readonly LineageEdge[] {
  const seen = new Map<string, LineageEdge>();
  for (const edge of edges) {
    const { from, to, by, how } = edge;
    const key = `${from.asset}\n${from.field ?? ''}\n${to.asset}\n${to.field ?? ''}\n${by ?? ''}\n${how ?? ''}`;
    if (!seen.has(key)) seen.set(key, edge);
  }
  return [...seen.values()];
}
