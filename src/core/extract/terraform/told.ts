import type { Fact } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';

/** What is told of an expression: its value, what of it cannot be told, and the resource that it refers to. */
export interface Told {
  readonly value?: Json;
  readonly unknown?: string;
  /** The address of the resource, data source or module whose attribute this is. */
  readonly refersTo?: string;
  readonly location: Location;
  readonly parts?: Readonly<Record<string, Location>>;
  /** How large the value is, so that values built from each other cannot grow without bound. */
  readonly weight: number;
}

/** Larger values are not followed. */
export const MAX_WEIGHT = 20_000;

export function toldAs(value: Json, location: Location): Told {
  return { value, location, weight: 1 + (typeof value === 'string' ? Math.floor(value.length / 100) : 0) };
}

export function untold(unknown: string, location: Location, refersTo?: string): Told {
  return { unknown, location, weight: 1, ...(refersTo === undefined ? {} : { refersTo }) };
}

export function toFact({ value, unknown, location, parts }: Told): Fact {
  return {
    ...(value === undefined ? {} : { value }),
    ...(unknown === undefined ? {} : { unknown }),
    location,
    ...(parts === undefined ? {} : { parts }),
  };
}

export type JsonMap = { readonly [key: string]: Json };

export const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
