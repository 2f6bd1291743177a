import type { Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { itemsOf, textAt, toJson, type DocumentNode } from './document-tree.ts';

export interface DocumentTag {
  readonly name: string;
  readonly value: Json;
  readonly location: Location;
}

/** `["pii"]`, `"pii"` and `{"pii": "email"}`. */
export function listedTags(value: DocumentNode): readonly DocumentTag[] {
  if (value.kind === 'map')
    return value.entries.map(({ key, keyLocation, value: told }) => ({ name: key, value: toJson(told) ?? true, location: keyLocation }));
  const items = value.kind === 'list' ? itemsOf(value) : [value];
  return items.flatMap((item) => (textAt(item) === undefined ? [] : [{ name: textAt(item) ?? '', value: true, location: item.location }]));
}

/** The fact `tags`, each tag with its own place; no fact without a tag. */
export function tagsFact(tags: readonly DocumentTag[]): Facts {
  const [first] = tags;
  if (!first) return {};
  return {
    tags: {
      value: Object.fromEntries(tags.map(({ name, value }) => [name, value])),
      location: first.location,
      parts: Object.fromEntries(tags.map(({ name, location }) => [name, location])),
    },
  };
}
