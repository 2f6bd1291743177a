import type { LineageEdge } from '../../model/lineage.ts';
import type { Location } from '../../model/source.ts';

/** Stands for the resource itself where a flow names its ends. */
export const SELF = 'self';

/** One end of a flow that a resource sets up. */
export interface End {
  readonly asset: string;
  /** The name by which people know it. */
  readonly name: string;
  readonly location: Location;
}

export interface FlowEdge {
  readonly edge: LineageEdge;
  /** The name of where the data comes from. */
  readonly source: string;
}

/** The edges of one flow of the asset `self`. Of several sources, all go to the first target. `moved`: `self` is neither end, it moves the data. */
export function edgesBetween(
  from: readonly End[],
  to: readonly End[],
  { self, moved = false }: { readonly self: string; readonly moved?: boolean | undefined },
): readonly FlowEdge[] {
  const targets = to.slice(0, from.length > 1 ? 1 : undefined);
  const by = moved ? { by: self } : {};
  return from.flatMap((one) =>
    targets.map((other) => {
      const { location } = one.asset === self ? other : one;
      return { edge: { from: { asset: one.asset }, to: { asset: other.asset }, location, ...by }, source: one.name };
    }),
  );
}
