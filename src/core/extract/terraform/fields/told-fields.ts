import type { Field } from '../../../../model/asset.ts';

/** The columns of a resource, as far as it tells them. */
export interface ToldFields {
  readonly fields: readonly Field[];
  /** There may be others. */
  readonly partial?: boolean;
}
