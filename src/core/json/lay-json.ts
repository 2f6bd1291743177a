import type { Json } from '../../model/json.ts';

type JsonMap = { readonly [key: string]: Json };

const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One document over another: maps are joined key by key, everything else is replaced. */
export function layJson(under: Json, over: Json): Json {
  if (!isMap(under) || !isMap(over)) return over;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [below, above] = [Object.hasOwn(under, key) ? under[key] : undefined, Object.hasOwn(over, key) ? over[key] : undefined];
      if (above === undefined) return [key, below ?? null];
      return [key, below === undefined ? above : layJson(below, above)];
    }),
  );
}
