/** What both sides declare, and what only one does. */
export interface Pairing<T> {
  readonly pairs: readonly (readonly [base: T, head: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Pairs declarations by their name. Where one side has copies of a name, those that are alike by the first of `near` (a file, a
 * module) belong together, then those by the next, then the rest in their order. Linear in the declarations, but for copies.
 */
export function pairDeclarations<T>(
  base: readonly T[],
  head: readonly T[],
  nameOf: (declaration: T) => string,
  near: readonly ((declaration: T) => string)[] = [],
): Pairing<T> {
  const after = Map.groupBy(head, nameOf);
  const pairs: (readonly [T, T])[] = [];
  const removed: T[] = [];
  for (const [name, olds] of Map.groupBy(base, nameOf)) {
    const matched = match(olds, after.get(name) ?? [], near);
    pairs.push(...matched.pairs);
    removed.push(...matched.removed);
    if (matched.added.length === 0) after.delete(name);
    else after.set(name, [...matched.added]);
  }
  return { pairs, removed, added: [...after.values()].flat() };
}

function match<T>(olds: readonly T[], news: readonly T[], near: readonly ((declaration: T) => string)[]): Pairing<T> {
  const [test, ...rest] = near;
  const isPlain = olds.length === 1 && news.length === 1;
  if (isPlain || !test) {
    const pairs = olds.slice(0, news.length).map((old, at) => [old, news[at] ?? old] as const);
    return { pairs, removed: olds.slice(news.length), added: news.slice(olds.length) };
  }
  const alike = pairDeclarations(olds, news, test, []);
  const left = match(alike.removed, alike.added, rest);
  return { pairs: [...alike.pairs, ...left.pairs], removed: left.removed, added: left.added };
}
