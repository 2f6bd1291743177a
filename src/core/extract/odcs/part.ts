import type { Asset } from '../../../model/asset.ts';

/** A contract stands alone: what its file says are its assets. */
export interface OdcsPart {
  readonly assets: readonly Asset[];
}
