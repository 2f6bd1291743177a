import { itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** A set of JSON's types as bits. Numbers are two: the whole ones and the others, so that an integer is a number. */
export type TypeSet = number;

const BITS: ReadonlyMap<string, TypeSet> = new Map([
  ['null', 1],
  ['boolean', 2],
  ['integer', 4],
  ['number', 12],
  ['string', 16],
  ['array', 32],
  ['object', 64],
  ['file', 16],
]);

export const ALL_TYPES: TypeSet = 127;
export const NULL: TypeSet = 1;
export const NUMBER: TypeSet = 12;
export const STRING: TypeSet = 16;
export const ARRAY: TypeSet = 32;
export const OBJECT: TypeSet = 64;
/** What a text can stand for where nothing says otherwise, as in a query parameter. */
export const SCALARS: TypeSet = 30;

/** The types that `type` names; all of them where it names none that there is. */
export function typesNamed(node: DocumentNode): TypeSet {
  const names = node.kind === 'list' ? itemsOf(node) : [node];
  const set = names.reduce((sum, name) => sum | (BITS.get(textAt(name) ?? (isNull(name) ? 'null' : '')) ?? 0), 0);
  return set === 0 ? ALL_TYPES : set;
}

const isNull = (node: DocumentNode): boolean => node.kind === 'scalar' && node.value === null;

/** The type of a value. */
export function typeOfValue(node: DocumentNode): TypeSet {
  if (node.kind === 'map') return OBJECT;
  if (node.kind === 'list') return ARRAY;
  if (node.value === null) return NULL;
  if (typeof node.value === 'number') return Number.isInteger(node.value) ? 4 : 8;
  return typeof node.value === 'string' ? STRING : 2;
}

/** `string or null`. */
export function typeWords(set: TypeSet): string {
  return namesOf(set).join(' or ');
}

export function namesOf(set: TypeSet): readonly string[] {
  if (set === ALL_TYPES) return ['any'];
  const named = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'].filter((name) => {
    const bits = BITS.get(name) ?? 0;
    return (set & bits) === bits && !(name === 'integer' && (set & NUMBER) === NUMBER);
  });
  return (set & NUMBER) === 8 ? [...named, 'number that is not whole'] : named;
}

/** Each type of a set on its own. */
export const eachType = (set: TypeSet): readonly TypeSet[] => [1, 2, 4, 8, 16, 32, 64].filter((bit) => (set & bit) !== 0);
