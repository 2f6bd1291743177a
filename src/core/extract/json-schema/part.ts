import type { Asset } from '../../../model/asset.ts';

/** A schema file stands alone. */
export interface JsonSchemaPart {
  readonly assets: readonly Asset[];
}
