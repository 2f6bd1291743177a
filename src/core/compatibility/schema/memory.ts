import type { SchemaChange } from './schema-change.ts';

/**
 * Remembers what was compared. A schema that holds itself is met again while it is being compared, and then counts as unchanged: what
 * else it holds tells. Whatever was found on that assumption is forgotten, once the assumption has turned out wrong.
 */
export interface Memory {
  known(key: string): readonly SchemaChange[] | undefined;
  remember(key: string, changes: readonly SchemaChange[]): readonly SchemaChange[];
  /** Finds the changes of a pair by `find`, in which the same pair may come up again. */
  within(key: string, find: () => readonly SchemaChange[]): readonly SchemaChange[];
}

export function openMemory(): Memory {
  const found = new Map<string, readonly SchemaChange[]>();
  /** Pairs that are being compared, by how deep in others. */
  const open = new Map<string, number>();
  const written: string[] = [];
  /** The outermost open pair that was met again. */
  let outermost = Infinity;
  const known = (key: string): readonly SchemaChange[] | undefined => {
    const depth = open.get(key);
    if (depth === undefined) return found.get(key);
    outermost = Math.min(outermost, depth);
    return [];
  };
  const remember = (key: string, changes: readonly SchemaChange[]): readonly SchemaChange[] => {
    found.set(key, changes);
    written.push(key);
    return changes;
  };
  const within = (key: string, find: () => readonly SchemaChange[]): readonly SchemaChange[] => {
    const [before, start, depth] = [outermost, written.length, open.size];
    outermost = Infinity;
    open.set(key, depth);
    const changes = find();
    open.delete(key);
    const isAssumed = outermost <= depth;
    if (outermost >= depth) {
      if (isAssumed && changes.length > 0) for (const one of written.slice(start)) found.delete(one);
      written.length = start;
    }
    outermost = Math.min(before, outermost < depth ? outermost : Infinity);
    return remember(key, changes);
  };
  return { known, remember, within };
}
