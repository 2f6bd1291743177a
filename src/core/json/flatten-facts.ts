import type { Asset, Facts, Field } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';

type JsonMap = { readonly [key: string]: Json };

/**
 * Facts as policies read them: plain values by name. What is unknown, in whole or in part, is named in `unknown`; a fact that is
 * unknown as a whole has no value.
 */
export function flattenFacts(facts: Facts): JsonMap {
  const names = Object.keys(facts);
  const unknown = names.filter((name) => facts[name]?.unknown !== undefined);
  const known = names.flatMap((name): [string, Json][] => {
    const value = facts[name]?.value;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([...known, ...(unknown.length > 0 ? [['unknown', unknown] as const] : [])]);
}

/** A field as policies read it. Its own name and type win over a fact of that name. */
export function fieldDocument(field: Field): JsonMap {
  return { ...flattenFacts(field.facts), name: field.name, ...(field.type === undefined ? {} : { type: field.type }) };
}

/** An asset as policies read it. */
export function assetDocument(asset: Asset): JsonMap {
  const { id, kind, name, platform, file, files } = asset;
  const fields = asset.fields.map(fieldDocument);
  return { ...flattenFacts(asset.facts), id, kind, name, platform, file, files, partial: asset.partial ?? false, fields };
}
