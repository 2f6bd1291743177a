import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';

/** A file stands alone: what it declares and what it moves. */
export interface PythonPart {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}
