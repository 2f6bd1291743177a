import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';

/** A node of a YAML or JSON document, with its place. Maps keep their order and every key, so that names of any kind are safe. */
export type DocumentNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly location: Location;
  /** A tag of the format's own, as written: `!Sub`. */
  readonly tag?: string;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyLocation: Location;
  readonly value: DocumentNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly location: Location;
  readonly tag?: string;
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly location: Location;
  readonly tag?: string;
  readonly value: string | number | boolean | null;
  /** What stands there, once a format has found that the text does not tell its value; the value is then null. */
  readonly unknown?: string;
  /** What of the same document it is taken from: the name of a resource, a variable. */
  readonly refersTo?: string;
}

/** The value under a key; undefined where the node is no map or has no such key. The last of two equal keys wins. */
export function at(node: DocumentNode | undefined, ...path: readonly string[]): DocumentNode | undefined {
  let found = node;
  for (const key of path) found = entry(found, key)?.value;
  return found;
}

export function entry(node: DocumentNode | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((one) => one.key === key) : undefined;
}

export const itemsOf = (node: DocumentNode | undefined): readonly DocumentNode[] => (node?.kind === 'list' ? node.items : []);
export const entriesOf = (node: DocumentNode | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : []);

/** The text of a scalar; undefined for all else. */
export function textAt(node: DocumentNode | undefined, ...path: readonly string[]): string | undefined {
  const found = at(node, ...path);
  return found?.kind === 'scalar' && found.value !== null ? String(found.value) : undefined;
}

/** A node as plain JSON. */
export function toJson(node: DocumentNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
}
