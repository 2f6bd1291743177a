import type { Lineage, LineageEdge, LineageNode } from '../../model/lineage.ts';

/** A lineage made ready to be walked, in both directions. */
export interface Flow {
  readonly lineage: Lineage;
  nodeOf(asset: string): LineageNode | undefined;
  node(id: string): LineageNode | undefined;
  into(node: string): readonly LineageEdge[];
  outOf(node: string): readonly LineageEdge[];
}

export function flowOf(lineage: Lineage): Flow {
  const byId = new Map(lineage.nodes.map((node) => [node.id, node]));
  const byAsset = new Map(lineage.nodes.flatMap((node) => node.assets.map((asset) => [asset, node] as const)));
  const into = Map.groupBy(lineage.edges, ({ to }) => to.asset);
  const outOf = Map.groupBy(lineage.edges, ({ from }) => from.asset);
  return {
    lineage,
    nodeOf: (asset) => byAsset.get(asset),
    node: (id) => byId.get(id),
    into: (node) => into.get(node) ?? [],
    outOf: (node) => outOf.get(node) ?? [],
  };
}

export type Direction = 'upstream' | 'downstream';

/** Enough for any chain that a person can follow; a graph beyond it is told as partial. */
const MOST_EDGES = 5000;

/** Every edge on the ways into (or out of) the nodes, the nearest first. `cut`: there were more than can be told. */
export function edgesFrom(
  flow: Flow,
  start: readonly string[],
  direction: Direction,
): { readonly edges: readonly LineageEdge[]; readonly cut: boolean } {
  const edges: LineageEdge[] = [];
  const seen = new Set(start);
  const waiting = [...seen];
  for (let at = 0; at < waiting.length && edges.length < MOST_EDGES; at++) {
    const node = waiting[at] ?? '';
    for (const edge of direction === 'upstream' ? flow.into(node) : flow.outOf(node)) {
      edges.push(edge);
      const next = direction === 'upstream' ? edge.from.asset : edge.to.asset;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return { edges: edges.slice(0, MOST_EDGES), cut: edges.length >= MOST_EDGES };
}

/** A field upstream of another. `same`: on the whole way it was taken over as it is. */
export interface Source {
  readonly node: string;
  readonly field: string;
  readonly same: boolean;
}

const MOST_SOURCES = 1000;

/** The fields that feed a field, the nearest first. Names of fields differ in case between formats: they are compared without it. */
export function* sourcesOf(flow: Flow, node: string, field: string): Generator<Source> {
  const seen = new Set<string>();
  const waiting: Source[] = [{ node, field, same: true }];
  for (let at = 0; at < waiting.length && at < MOST_SOURCES; at++) {
    const here = waiting[at];
    if (!here) return;
    if (at > 0) yield here;
    for (const edge of flow.into(here.node)) {
      const name = feeds(edge, here.field);
      const key = `${edge.from.asset}\n${name?.toLowerCase()}`;
      if (name === undefined || seen.has(key)) continue;
      seen.add(key);
      waiting.push({ node: edge.from.asset, field: name, same: here.same && edge.how !== 'computed' });
    }
  }
}

/** The field on the near end of an edge that goes into `field`; undefined where the edge feeds another one. */
function feeds({ from, to }: LineageEdge, field: string): string | undefined {
  if (to.field === undefined || from.field === undefined) return undefined;
  if (from.field === '*') return to.field === '*' ? field : undefined;
  return to.field.toLowerCase() === field.toLowerCase() ? from.field : undefined;
}
