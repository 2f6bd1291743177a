import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { entriesOf, entry, type DocumentNode, type Entry } from '../text/document-tree.ts';

/** What is set at a path of a document, placed from its key to its end. */
export interface Found {
  readonly node: DocumentNode;
  readonly location: Location;
}

/** A key that stands for others which the text does not tell: what is not found beside it may still be there. */
export const ELSEWHERE = '\u0000elsewhere';

/**
 * All that is set at a path of keys, `*` for any; lists on the way count by each of their members. What cannot be told on the way
 * stands for all that may be in it.
 */
export function findAll(node: DocumentNode | undefined, path: string): readonly Found[] {
  let found: readonly Found[] = node ? [{ node, location: node.location }] : [];
  for (const key of path.split('.')) found = found.flatMap((one) => membersOf(one).flatMap((member) => step(member, key)));
  return found;
}

/** The first that is set, with null and the empty text taken as not set: that is what platforms take them for. */
export function find(node: DocumentNode | undefined, ...paths: readonly string[]): Found | undefined {
  for (const path of paths) {
    const found = findAll(node, path).find(isSet);
    if (found) return found;
  }
  return undefined;
}

const isSet = ({ node }: Found): boolean =>
  node.kind !== 'scalar' || node.unknown !== undefined || (node.value !== null && node.value !== '');

/** Each member of a list by itself; all else is its only member. */
export function membersOf({ node, location }: Found): readonly Found[] {
  return node.kind === 'list' ? node.items.map((item) => ({ node: item, location: item.location })) : [{ node, location }];
}

function step({ node, location }: Found, key: string): readonly Found[] {
  if (node.kind === 'scalar') return node.unknown === undefined ? [] : [{ node, location }];
  if (key === '*') return entriesOf(node).map((one) => ({ node: one.value, location: spanOf(one) }));
  const found = entry(node, key) ?? entry(node, ELSEWHERE);
  return found ? [{ node: found.value, location: spanOf(found) }] : [];
}

/** From the key to the end of what it holds. */
export function spanOf({ keyLocation, value }: Entry): Location {
  return { ...keyLocation, end: value.location.end.offset > keyLocation.end.offset ? value.location.end : keyLocation.end };
}

/** The text of what is found, where it is one and can be told. */
export function textOf(found: Found | undefined): string | undefined {
  const node = found?.node;
  return node?.kind === 'scalar' && node.unknown === undefined && node.value !== null ? String(node.value) : undefined;
}

export const textIn = (node: DocumentNode | undefined, ...paths: readonly string[]): string | undefined => textOf(find(node, ...paths));

/** All texts of a list, or of one text alone; what cannot be told is left out. */
export const textsIn = (node: DocumentNode | undefined): readonly string[] =>
  node ? membersOf({ node, location: node.location }).flatMap((one) => textOf(one) ?? []) : [];

/** What cannot be told anywhere in a node: the first of it. */
export function unknownIn(node: DocumentNode): string | undefined {
  if (node.kind === 'scalar') return node.unknown;
  const inner = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
  for (const one of inner) {
    const unknown = unknownIn(one);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** A node as JSON, without what cannot be told; undefined where that is all of it. */
export function jsonOf(node: DocumentNode): Json | undefined {
  if (node.kind === 'scalar') return node.unknown === undefined ? node.value : undefined;
  if (node.kind === 'list') return node.items.flatMap((item) => jsonOf(item) ?? []);
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }): (readonly [string, Json])[] => {
      const json = key === ELSEWHERE ? undefined : jsonOf(value);
      return json === undefined ? [] : [[key, json]];
    }),
  );
}

/** What is found as a fact: its value as far as it can be told, and what cannot. */
export function factOf({ node, location }: Found): Fact {
  const value = jsonOf(node);
  const unknown = unknownIn(node);
  return {
    ...(value === undefined ? {} : { value }),
    ...(unknown === undefined ? {} : { unknown }),
    location,
    ...(node.kind === 'map'
      ? { parts: Object.fromEntries(node.entries.filter(({ key }) => key !== ELSEWHERE).map((one) => [one.key, spanOf(one)])) }
      : {}),
  };
}

/** A fact with what a reader makes of a value that can be told in whole; unknown where it cannot. */
export function factAs(name: string, found: Found | undefined, read: (value: Json) => Json | undefined): Facts {
  if (!found) return {};
  const fact = factOf(found);
  if (fact.value === undefined || fact.unknown !== undefined) return { [name]: fact };
  const value = read(fact.value);
  return value === undefined ? {} : { [name]: { value, location: fact.location } };
}
