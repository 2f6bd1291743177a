import type { Cursor } from '../sql/cursor.ts';
import { expand } from '../query/expand.ts';
import { readQuery } from '../query/read-query.ts';
import { readerOf } from '../query/reader.ts';
import type { StatementFlow as Tree } from '../query/model.ts';
import type { QueryFlow } from './model.ts';
import { itemsOf, relationsOf } from './stored.ts';

/** Reads the query from here to the end of the cursor. Never throws; what it cannot follow makes it partial. */
export function readFlow(cursor: Cursor): QueryFlow {
  const reader = readerOf(cursor, readQuery);
  const query = readQuery(reader);
  const { reads, writes, partial } = reader.gathered;
  const tree: Tree = { kind: 'query', dialect: cursor.dialect, reads, writes, moves: [], query, ...(partial ? { partial: true } : {}) };
  const lineage = expand(tree, () => undefined);
  const { file } = cursor.lines;
  return { items: itemsOf(file, tree, lineage), reads: relationsOf(file, reads), partial: lineage.partial };
}
