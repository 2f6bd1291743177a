import { isObject, type Value } from '../value.ts';
import { SchemaFault } from './fault.ts';
import type { Draft } from './schema.ts';

const DRAFTS: ReadonlyMap<string, Draft> = new Map([
  ['http://json-schema.org/draft-04/schema', 4],
  ['http://json-schema.org/draft-06/schema', 6],
  ['http://json-schema.org/draft-07/schema', 7],
]);

/** Where none is named, or another one. */
export const ANY_DRAFT: Draft = Infinity;

/** The draft that a document names. Errors: SchemaFault. */
export function draftIn(document: Value): { readonly draft?: Draft } {
  if (typeof document === 'boolean') return {};
  if (!isObject(document)) throw new SchemaFault('schema is invalid');
  const named = document.get('$schema');
  if (named === undefined) return {};
  if (typeof named !== 'string') throw new SchemaFault('$schema must be of type string');
  const draft = DRAFTS.get(named.replace(/#$/, ''));
  return draft === undefined ? {} : { draft };
}
