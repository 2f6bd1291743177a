import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';

/** A contract stands alone: what its file says are its assets, and what they are made from. */
export interface OdcsPart {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}
