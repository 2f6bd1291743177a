import type { From, Move, NamedQuery, Query, Relation, StatementFlow } from './model.ts';
import { addRead, type Reader } from './reader.ts';

/** What is read of a statement besides what is gathered. */
export interface Told {
  readonly kind: StatementFlow['kind'];
  readonly moves: readonly Move[];
  readonly with?: readonly NamedQuery[];
  readonly from?: readonly From[];
  readonly query?: Query;
  readonly renamed?: { readonly from: number; readonly to: number };
}

/** All columns of one relation. */
export function wholeOf(reader: Reader, source: Relation): Query {
  const table = addRead(reader, source);
  return { do: 'query', arms: [{ body: { do: 'select', items: [{ do: 'star', at: source.at }], from: [{ table }] } }] };
}
