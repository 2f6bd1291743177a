import type { Cursor } from '../sql/cursor.ts';
import { expand } from '../query/expand.ts';
import { readFlows } from '../query/read-flows.ts';
import type { StatementFlow as Tree } from '../query/model.ts';
import type { StatementFlow } from './model.ts';
import { itemsOf, relationOf, relationsOf } from './stored.ts';

/**
 * What the statement at the cursor moves: one flow for each relation that it fills, and for each statement of a routine. A query alone fills
 * nothing. Never throws.
 */
export function readStatementFlows(cursor: Cursor): readonly StatementFlow[] {
  return readFlows(cursor).flatMap((tree) => flowsOf(cursor.lines.file, tree));
}

/** The first of them. Null: the statement moves no data. */
export function readStatementFlow(cursor: Cursor): StatementFlow | null {
  return readStatementFlows(cursor)[0] ?? null;
}

/** Relations that one statement may fill. Each is kept with what all of them read. */
const MAX_TARGETS = 50;

function flowsOf(file: string, tree: Tree): readonly StatementFlow[] {
  const byTarget = Map.groupBy(tree.moves, ({ into }) => into);
  if (byTarget.size < 2) return [flowOf(file, tree)];
  const told = [...byTarget].slice(0, MAX_TARGETS);
  const cut = told.length < byTarget.size ? { partial: true as const } : {};
  return told.map(([target, moves]) => {
    const only = moves.map((move) => ({ ...move, into: 0 }));
    return flowOf(file, { ...tree, moves: only, writes: tree.writes.slice(target, target + 1), ...cut });
  });
}

function flowOf(file: string, tree: Tree): StatementFlow {
  const lineage = expand(tree, () => undefined);
  const { kind, renamed, reads, writes } = tree;
  const to = renamed && writes[renamed.to];
  return {
    kind,
    writes: relationsOf(file, to ? writes.filter((one) => one !== to) : writes),
    reads: relationsOf(file, reads),
    items: itemsOf(file, tree, lineage),
    partial: lineage.partial,
    ...(to ? { renamedTo: relationOf(file, to) } : {}),
  };
}
