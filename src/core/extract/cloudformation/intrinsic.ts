import { itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** A function of the template language, whichever way it is written: `!Ref a`, `{"Ref": "a"}`, `!GetAtt a.b`. */
export interface Intrinsic {
  /** Without `Fn::`: `Ref`, `GetAtt`, `If`. */
  readonly name: string;
  readonly argument: DocumentNode;
}

/** The function that a node is; undefined where it is a plain value. */
export function intrinsicOf(node: DocumentNode): Intrinsic | undefined {
  if (node.tag !== undefined) {
    const { tag, ...argument } = node;
    return { name: tag.slice(1), argument };
  }
  const [only, ...others] = node.kind === 'map' ? node.entries : [];
  const name = only && others.length === 0 ? nameOf(only.key) : undefined;
  return only && name !== undefined ? { name, argument: only.value } : undefined;
}

/** Loops are no values: they stand for several entries of the map that they are in. */
function nameOf(key: string): string | undefined {
  if (key === 'Ref') return key;
  return key.startsWith('Fn::') && !key.startsWith(LOOP) ? key.slice(4) : undefined;
}

export const LOOP = 'Fn::ForEach::';

/** A function in few words, the same for both notations: what of it a reader recognises. */
export function wordsOf({ name, argument }: Intrinsic): string {
  const first = firstText(argument);
  const text = name === 'GetAtt' && argument.kind === 'list' ? argument.items.map((item) => textAt(item) ?? '…').join('.') : first;
  return `!${name}${text === '' ? '' : ` ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`}`;
}

/** Down to the first text, through the functions in between. */
function firstText(node: DocumentNode): string {
  let at: DocumentNode | undefined = node;
  while (at && at.kind !== 'scalar') at = at.kind === 'list' ? itemsOf(at)[0] : at.entries[0]?.value;
  return at === undefined || at.value === null ? '' : String(at.value).trim();
}
