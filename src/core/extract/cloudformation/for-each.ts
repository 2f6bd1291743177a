import { itemsOf, entriesOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { LOOP } from './intrinsic.ts';
import { lengthOf, spend, type Scope } from './scope.ts';

/** An entry that a loop makes, with what its names stand for in that round. */
export interface LoopEntry {
  readonly entry: Entry;
  readonly inner: Scope;
}

export type Settle = (node: DocumentNode, scope: Scope) => DocumentNode | undefined;

/**
 * `Fn::ForEach::Name: [Identifier, [collection], {'Key${Identifier}': …}]`. Where the collection cannot be told, the loop stands for
 * its entries once, under the keys as they are written.
 */
export function entriesOfLoop({ value }: Entry, scope: Scope, settle: Settle): readonly LoopEntry[] {
  const [identifier, collection, body] = itemsOf(value);
  const name = identifier && textAt(identifier);
  if (name === undefined || !collection) return [];
  const members = settle(collection, scope);
  const texts = itemsOf(members).map((item) => textAt(item));
  if (texts.length === 0 || texts.includes(undefined)) return entriesOf(body).flatMap((one) => unrolled(one, scope, settle));
  return texts.flatMap((text = '') => {
    const inner = { ...scope, loops: new Map([...scope.loops, [name, text]]) };
    return entriesOf(body).flatMap((one) => unrolled(one, inner, settle));
  });
}

/** A loop in a loop is carried out for each round of the outer one. */
function unrolled(entry: Entry, inner: Scope, settle: Settle): readonly LoopEntry[] {
  if (!spend(lengthOf(entry.value) + 1, inner.budget)) return [];
  if (entry.key.startsWith(LOOP)) return entriesOfLoop(entry, inner, settle);
  return [{ entry: { ...entry, key: named(entry.key, inner) }, inner }];
}

/** `&{Name}` is the name without what may not stand in a logical id. */
export function named(text: string, { loops }: Pick<Scope, 'loops'>): string {
  if (loops.size === 0 || !text.includes('{')) return text;
  return text.replaceAll(/([$&])\{([^{}!]+)\}/g, (whole, sign: string, name: string) => {
    const value = loops.get(name);
    if (value === undefined) return whole;
    return sign === '&' ? value.replaceAll(/[^A-Za-z0-9]/g, '') : value;
  });
}
