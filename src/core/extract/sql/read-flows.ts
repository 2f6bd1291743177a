import type { Item, Relation, StatementFlow } from '../../flow/model.ts';
import { readStatementFlows } from '../../flow/read-statement-flow.ts';
import type { Cursor } from '../../sql/cursor.ts';
import type { SqlFlow } from './part.ts';

/** What a statement moves from relations into others, small enough to be kept. `schema` is where names without one stand. */
export function readFlows(cursor: Cursor, schema: string | undefined): readonly SqlFlow[] {
  const flows = readStatementFlows(cursor).filter(({ writes, reads }) => writes.length > 0 && reads.length > 0);
  return flows.map((flow) => kept(flow, schema));
}

function kept({ kind, writes, reads, items }: StatementFlow, schema: string | undefined): SqlFlow {
  const place = (key: string): string => (schema === undefined || /[.:?]/.test(key) ? key : `${schema}.${key}`);
  const placed = (relation: Relation): Relation => ({ ...relation, key: place(relation.key) });
  return { kind, writes: writes.map(placed), reads: reads.map(placed), items: items.map((item) => placedItem(item, place)) };
}

function placedItem(item: Item, place: (key: string) => string): Item {
  if (item.kind === 'star') return { ...item, of: place(item.of) };
  return { ...item, extent: item.location, sources: item.sources.map((source) => ({ ...source, of: source.of.map(place) })) };
}
