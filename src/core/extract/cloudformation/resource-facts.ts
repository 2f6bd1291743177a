import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { entriesOf, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { ELSEWHERE, factOf, find, jsonOf, spanOf, unknownIn } from '../../infrastructure/found.ts';
import type { ReadTree } from '../../infrastructure/tree-facts.ts';
import type { Resource } from './template.ts';

/** Reads facts off a resource, with the others of its template that its properties refer to or that refer to it. */
export type ReadResource = (resource: Resource, others: Others) => Facts;

export interface Others {
  /** The resource of a logical id. */
  named(id: string): Resource | undefined;
  /** The resources of a type that say something about this one. */
  companions(type: string): readonly Resource[];
}

/** A reader of properties alone. */
export const own =
  (...readers: readonly ReadTree[]): ReadResource =>
  ({ properties }) =>
    readers.reduce<Facts>((facts, read) => ({ ...read(properties), ...facts }), {});

/** The tags of a resource, written as a list of keys and values or as a map, and the owner that they name. */
export const tagged: ReadTree = (properties) => {
  const found = find(properties, 'Tags', 'HostedTags', 'FileSystemTags', 'UserPoolTags');
  const tags = found && tagsIn(found.node, found.location);
  if (!tags) return {};
  const owner = ownerIn(tags);
  return { tags, ...(owner ? { owner } : {}) };
};

function tagsIn(node: DocumentNode, location: Location): Fact | undefined {
  if (node.kind === 'scalar') return factOf({ node, location });
  const written = node.kind === 'map' ? pairsOfMap(node) : pairsOfList(node);
  const known = written.flatMap(({ name, value, at }) => (name === undefined || value === undefined ? [] : [{ name, value, at }]));
  const unknown = unknownIn(node);
  return {
    value: Object.fromEntries(known.map(({ name, value }) => [name, value])),
    ...(unknown === undefined ? {} : { unknown }),
    location,
    parts: Object.fromEntries(known.map(({ name, at }) => [name, at])),
  };
}

interface Pair {
  readonly name: string | undefined;
  readonly value: Json | undefined;
  readonly at: Location;
}

const pairsOfMap = (node: DocumentNode): readonly Pair[] =>
  entriesOf(node).flatMap((one) => (one.key === ELSEWHERE ? [] : [{ name: one.key, value: tagValue(one.value), at: spanOf(one) }]));

const pairsOfList = (node: DocumentNode): readonly Pair[] =>
  itemsOf(node).map((item) => ({
    name: textAt(item, 'Key') ?? textAt(item, 'TagKey'),
    value: tagValue(find(item, 'Value', 'TagValue')?.node),
    at: item.location,
  }));

/** Values of tags are texts, whatever the notation makes of them. */
function tagValue(node: DocumentNode | undefined): Json | undefined {
  if (!node) return '';
  const value = jsonOf(node);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

const OWNER = /^(?:data[_-]?)?owner$|^owned[_-]?by$/i;

function ownerIn({ value, parts, location }: Fact): Fact | undefined {
  const pairs = Object.entries((value ?? {}) as { readonly [name: string]: Json });
  const found = pairs.find(([tag, said]) => OWNER.test(tag) && typeof said === 'string' && said !== '');
  return found && { value: found[1], location: parts?.[found[0]] ?? location };
}

/** The resource that a property refers to, where the template has it. */
export function referred(properties: DocumentNode, path: string, others: Others): Resource | undefined {
  const node = find(properties, path)?.node;
  return node?.kind === 'scalar' && node.refersTo !== undefined ? others.named(node.refersTo) : undefined;
}
