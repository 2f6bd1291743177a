import type { Asset } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Settings } from '../model/settings.ts';
import { flowOf, type Flow } from './link/flow.ts';
import { inheritPersonalData, type Known } from './link/inherit.ts';
import { link } from './link/link.ts';
import { lineageDocument, surroundingsOf } from './link/lineage-document.ts';
import type { Assembly } from './plug-ins.ts';
import { recognise } from './recognise/recognise.ts';

/** One side's assets with what flows into them, and the lineage around them for policies. */
export interface Traced {
  readonly assets: readonly Asset[];
  readonly lineage: Lineage;
  readonly document: Json;
}

/**
 * Follows what feeds the assets through everything that the side declares. `touched` were recognised already; what lies around them is
 * recognised only where a flow leads there.
 */
export function traceLineage(touched: readonly Asset[], whole: Assembly, partial: boolean, settings: Settings): Traced {
  const flow = flowThrough(whole, partial);
  const known = recognisedOnDemand(touched, whole.assets, settings);
  const assets = inheritPersonalData(touched, flow, known);
  const around = surroundingsOf(assets, flow);
  return { assets, lineage: around, document: lineageDocument(around, known) };
}

/** By all that a side declares: the same base serves many heads. */
const flows = new WeakMap<Assembly, Flow>();

function flowThrough(whole: Assembly, partial: boolean): Flow {
  const known = flows.get(whole);
  if (known?.lineage.partial === partial) return known;
  const flow = flowOf(link(whole.assets, whole.edges ?? [], partial));
  flows.set(whole, flow);
  return flow;
}

function recognisedOnDemand(touched: readonly Asset[], all: readonly Asset[], settings: Settings): Known {
  const done = new Map(touched.map((asset) => [asset.id, asset]));
  const raw = new Map(all.map((asset) => [asset.id, asset]));
  return (id) => {
    const asset =
      done.get(id) ??
      recognise(
        [raw.get(id)].filter((one) => one !== undefined),
        settings,
      )[0];
    if (asset) done.set(id, asset);
    return asset;
  };
}
