import type { Asset } from '../../../model/asset.ts';

/** A policy document stands alone. */
export interface IamPolicyPart {
  readonly assets: readonly Asset[];
}
