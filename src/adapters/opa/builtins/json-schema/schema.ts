import type { RE2JS } from 're2js';
import type { Ratio } from './ratio.ts';

/** 4, 6 or 7; infinity where a schema names none of them: then keywords of all count. */
export type Draft = number;

/** A schema, read. Filled in while it is read, since schemas refer to themselves. */
export interface Schema {
  /** `true` and `false` are schemas, too. */
  pass?: boolean;
  /** Where it refers to another: nothing else of it counts. */
  ref?: Schema;
  readonly types: string[];
  /** In the order of their names. */
  readonly properties: (readonly [string, Schema])[];
  additionalProperties?: boolean | Schema;
  readonly patternProperties: (readonly [RE2JS, Schema])[];
  propertyNames?: Schema;
  readonly dependencies: Map<string, readonly string[] | Schema>;
  readonly items: Schema[];
  /** One schema for every item, not one for each. */
  isForEvery: boolean;
  additionalItems?: boolean | Schema;
  multipleOf?: Ratio;
  minimum?: Ratio;
  exclusiveMinimum?: Ratio;
  maximum?: Ratio;
  exclusiveMaximum?: Ratio;
  /** By their keywords: `minLength`, `maxItems` … */
  readonly sizes: Map<string, number>;
  pattern?: { readonly compiled: RE2JS; readonly source: string };
  format?: string;
  readonly required: string[];
  uniqueItems: boolean;
  contains?: Schema;
  /** As JSON, numbers as floating point. */
  constant?: string;
  readonly choices: string[];
  readonly allOf: Schema[];
  readonly anyOf: Schema[];
  readonly oneOf: Schema[];
  not?: Schema;
  when?: Schema;
  then?: Schema;
  otherwise?: Schema;
}

export function emptySchema(): Schema {
  return {
    types: [],
    properties: [],
    patternProperties: [],
    dependencies: new Map(),
    items: [],
    isForEvery: false,
    sizes: new Map(),
    required: [],
    uniqueItems: false,
    choices: [],
    allOf: [],
    anyOf: [],
    oneOf: [],
  };
}
