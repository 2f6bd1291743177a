import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';

/** The connectors of a file stand alone. */
export interface KafkaConnectPart {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}
