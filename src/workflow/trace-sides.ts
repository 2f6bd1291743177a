import type { Checkout } from '../core/ports.ts';
import type { AssembledSides, Touched } from '../core/select-touched.ts';
import { traceLineage, type Traced } from '../core/trace-lineage.ts';
import type { Asset } from '../model/asset.ts';
import type { Settings } from '../model/settings.ts';
import { readWholeSides, type AssembledSide } from './read-sides.ts';
import type { ReadPorts } from './read-units.ts';

/** Both sides of what a change touches, with what flows into it and out of it. */
export interface TracedSides {
  readonly head: Traced;
  readonly base: Traced | null;
}

/**
 * Follows the flows of data around what a change touches. They reach across formats, so that everything the repository declares is
 * read for it; where what is touched neither feeds nor is fed by anything, nothing more is read.
 */
export async function traceSides(
  checkout: Checkout,
  sides: AssembledSides & { readonly touched: Touched },
  settings: Settings,
  ports: ReadPorts,
): Promise<TracedSides> {
  const { touched } = sides;
  const alone = (assets: readonly Asset[]): Traced => ({ assets, lineage: NOTHING, document: { ...NOTHING, nodes: [], edges: [] } });
  if (!mayFlow(sides)) return { head: alone(touched.head), base: touched.base && alone(touched.base) };
  const whole = await readWholeSides(checkout, settings, ports);
  const trace = (assets: readonly Asset[], side: AssembledSide): Traced => traceLineage(assets, side.assembly, isPartial(side), settings);
  return { head: trace(touched.head, whole.head), base: touched.base && whole.base && trace(touched.base, whole.base) };
}

const NOTHING = { edges: [], nodes: [], partial: false };

/** Whether what is touched has an edge, or a name by which another file may speak of it. */
function mayFlow({ head, base, touched }: AssembledSides & { readonly touched: Touched }): boolean {
  const ids = new Set([...touched.head, ...(touched.base ?? [])].map(({ id }) => id));
  const edges = [...(head.edges ?? []), ...(base?.edges ?? [])];
  return (
    edges.some(({ from, to, by }) => ids.has(from.asset) || ids.has(to.asset) || (by !== undefined && ids.has(by))) ||
    [...touched.head, ...(touched.base ?? [])].some(({ aliases }) => (aliases ?? []).length > 0)
  );
}

const isPartial = ({ problems }: AssembledSide): boolean => problems.some(({ undecided }) => undecided);
