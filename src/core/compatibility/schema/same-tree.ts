import { textAt, type DocumentNode, type MapNode } from '../../text/document-tree.ts';

export type NodePair = readonly [base: DocumentNode, head: DocumentNode];

/**
 * Whether two schemas are written alike, keys in any order; undefined where they are not. What they refer to may still differ: those
 * places come back. Most of what is compared did not change, and is told here before anything is built to say how.
 */
export function referencesOfSame(base: DocumentNode, head: DocumentNode): readonly NodePair[] | undefined {
  const references: NodePair[] = [];
  return isSame(base, head, references) ? references : undefined;
}

/** Parsers bound the depth, so recursion is safe. */
function isSame(base: DocumentNode, head: DocumentNode | undefined, references: NodePair[]): boolean {
  if (base.kind === 'scalar') return head?.kind === 'scalar' && base.value === head.value;
  if (base.kind === 'map') return head?.kind === 'map' && isSameMap(base, head, references);
  if (head?.kind !== 'list' || base.items.length !== head.items.length) return false;
  return base.items.every((item, index) => isSame(item, head.items[index], references));
}

function isSameMap(base: MapNode, head: MapNode, references: NodePair[]): boolean {
  if (base.entries.length !== head.entries.length) return false;
  const isInOrder = base.entries.every(({ key }, index) => head.entries[index]?.key === key);
  const others = isInOrder ? undefined : new Map(head.entries.map(({ key, value }) => [key, value]));
  return base.entries.every(({ key, value }, index) => {
    if ((key === '$ref' || key === '$dynamicRef') && textAt(value) !== undefined) references.push([base, head]);
    return isSame(value, others ? others.get(key) : head.entries[index]?.value, references);
  });
}
