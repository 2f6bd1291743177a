import type { Field } from '../../../../model/asset.ts';
import type { Resource } from '../resource.ts';

export interface ToldFields {
  readonly fields: readonly Field[];
  /** Not all fields can be told. */
  readonly partial?: boolean;
}

/** The columns that some resources declare. */
export const FIELDS: ReadonlyMap<string, (resource: Resource) => ToldFields> = new Map();
