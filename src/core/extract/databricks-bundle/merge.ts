import type { DocumentNode, Entry, ListNode, MapNode } from '../../text/document-tree.ts';
import { textAt } from '../../text/document-tree.ts';

/** Lists whose members are the same where this key is, by the reference of bundles; those of all other lists follow each other. */
const KEYED: ReadonlyMap<string, string> = new Map([
  ['tasks', 'task_key'],
  ['job_clusters', 'job_cluster_key'],
  ['clusters', 'label'],
  ['parameters', 'name'],
]);

/** One part of a bundle over another: maps key by key, lists one after the other, all else replaced. */
export function laid(under: DocumentNode | undefined, over: DocumentNode | undefined, key = ''): DocumentNode | undefined {
  if (!under || !over) return over ?? under;
  if (under.kind === 'map' && over.kind === 'map') return laidMaps(under, over);
  if (under.kind === 'list' && over.kind === 'list') return laidLists(under, over, KEYED.get(key));
  return over;
}

/** The place of the map stays where it was declared first: what comes over it only adds to it. */
function laidMaps(under: MapNode, over: MapNode): DocumentNode {
  const later = new Map(over.entries.map((one) => [one.key, one]));
  const named = new Set(under.entries.map(({ key }) => key));
  const entries = under.entries.map((one): Entry => {
    const found = later.get(one.key);
    return found ? { ...one, value: laid(one.value, found.value, one.key) ?? one.value } : one;
  });
  return { ...under, entries: [...entries, ...over.entries.filter(({ key }) => !named.has(key))] };
}

function laidLists(under: ListNode, over: ListNode, key: string | undefined): DocumentNode {
  if (key === undefined) return { ...under, items: [...under.items, ...over.items] };
  const members = new Map<string, DocumentNode>();
  for (const [at, item] of [...under.items, ...over.items].entries()) {
    const name = textAt(item, key);
    const id = name === undefined ? `#${at}` : `=${name}`;
    members.set(id, laid(members.get(id), item) ?? item);
  }
  return { ...under, items: [...members.values()] };
}
