import type { Asset } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { LineageEdge, LineageEnd, LineageNode } from '../../model/lineage.ts';
import { flattenFacts } from '../json/flatten-facts.ts';
import { edgesFrom, type Flow } from './flow.ts';
import type { Known } from './inherit.ts';

/** What flows into and out of the assets, near and far, with its places. */
export interface Surroundings {
  readonly edges: readonly LineageEdge[];
  readonly nodes: readonly LineageNode[];
  readonly partial: boolean;
}

export function surroundingsOf(assets: readonly Asset[], flow: Flow): Surroundings {
  const start = [...new Set(assets.flatMap(({ id }) => flow.nodeOf(id)?.id ?? []))];
  const [up, down] = [edgesFrom(flow, start, 'upstream'), edgesFrom(flow, start, 'downstream')];
  const edges = [...new Set([...up.edges, ...down.edges])];
  const ids = new Set([...start, ...edges.flatMap(({ from, to }) => [from.asset, to.asset])]);
  return { edges, nodes: [...ids].flatMap((id) => flow.node(id) ?? []), partial: flow.lineage.partial || up.cut || down.cut };
}

/**
 * The lineage as policies read it. A node carries what its assets say of themselves (region, tags, classification …), so that a rule can
 * compare both ends of a flow; the fields are those that hold personal data.
 */
export function lineageDocument({ edges, nodes, partial }: Surroundings, known: Known): Json {
  return { edges: edges.map(edgeDocument), nodes: nodes.map((node) => nodeDocument(node, known)), partial };
}

const edgeDocument = ({ from, to, by, how }: LineageEdge): Json => ({
  from: endDocument(from),
  to: endDocument(to),
  ...(by === undefined ? {} : { by }),
  ...(how === undefined ? {} : { how }),
});

const endDocument = ({ asset, field }: LineageEnd): Json => ({ node: asset, ...(field === undefined ? {} : { field }) });

function nodeDocument({ id, name, assets }: LineageNode, known: Known): Json {
  return { id, name, assets: assets.flatMap((asset) => known(asset) ?? []).map(assetDocument) };
}

function assetDocument({ id, kind, name, platform, facts, fields }: Asset): Json {
  const personal = fields.filter(({ facts: own }) => own['personal_data'] !== undefined);
  return {
    ...flattenFacts(facts),
    id,
    kind,
    name,
    platform,
    fields: personal.map((one) => ({ ...flattenFacts(one.facts), name: one.name })),
  };
}
