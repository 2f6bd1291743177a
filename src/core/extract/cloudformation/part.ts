import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';

/** A template stands alone: its resources are its assets. */
export interface CloudFormationPart {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}
