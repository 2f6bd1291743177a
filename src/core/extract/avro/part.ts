import type { Asset } from '../../../model/asset.ts';

/** A schema file stands alone: its named types are its assets. */
export interface AvroPart {
  readonly assets: readonly Asset[];
}
