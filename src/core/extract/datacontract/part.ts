import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';

/** A contract stands alone: its models are its assets. */
export interface DataContractPart {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}
