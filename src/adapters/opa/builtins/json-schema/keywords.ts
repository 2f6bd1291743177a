import { isList, isObject, type Value } from '../value.ts';
import { SchemaFault } from './fault.ts';
import type { Addresses } from './references.ts';
import type { Draft, Schema } from './schema.ts';

/** The keywords of one schema. */
export type Keywords = ReadonlyMap<Value, Value>;

/** What is known while schemas are read. */
export interface Reading {
  readonly draft: Draft;
  readonly addresses: Addresses;
  /** Schemas that something refers to, by their address. */
  readonly referred: Map<string, Schema>;
  readonly depth: number;
}

export const isSchema = (value: Value): boolean => typeof value === 'boolean' || isObject(value);

/** Reads one keyword, or those that belong together. */
export type Read = (schema: Schema, keywords: Keywords, reading: Reading) => void;

export const wrongType = (expected: string, given: string): SchemaFault =>
  new SchemaFault(`Invalid type. Expected: ${expected}, given: ${given}`);

/** A keyword that is a text. */
export function textOf(keywords: Keywords, key: string): string | undefined {
  const value = keywords.get(key);
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType('string', key);
}

/** A keyword that is a list; empty where it is missing. */
export function listOf(keywords: Keywords, key: string): readonly Value[] {
  const value = keywords.get(key) ?? [];
  if (isList(value)) return value;
  throw new SchemaFault(`${key} must be of an array`);
}
