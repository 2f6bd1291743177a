import type { Json } from '../../model/json.ts';

type JsonMap = { readonly [key: string]: Json };

const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

/** The data that policies see: the library's own, and over its parameters, policy by policy and key by key, what settings say. */
export function layParameters(data: Json, parameters: Json): Json {
  const own = asMap(asMap(data)['parameters']);
  const said = asMap(parameters);
  const ids = [...new Set([...Object.keys(own), ...Object.keys(said)])];
  const laid = Object.fromEntries(ids.map((id) => [id, { ...asMap(own[id]), ...asMap(said[id]) }]));
  return { ...asMap(data), parameters: laid };
}
