/** `[T!]!` without its outermost mark. */
const inner = (type: string): string => (type.endsWith('!') ? type.slice(0, -1) : type);
const item = (type: string): string => type.slice(1, -1);
const isSure = (type: string): boolean => type.endsWith('!');
const isList = (type: string): boolean => type.startsWith('[');

/** Whether whoever sends by the old type is still taken: null may only become allowed. */
export function isSafeForInput(before: string, after: string): boolean {
  if (before === after) return true;
  if (isSure(before)) return isSafeForInput(inner(before), inner(after));
  if (isSure(after)) return false;
  return isList(before) && isList(after) && isSafeForInput(item(before), item(after));
}

/** Whether whoever reads by the old type still can: null may only become impossible. */
export const isSafeForOutput = (before: string, after: string): boolean => isSafeForInput(after, before);
