import { existsSync, readFileSync } from 'node:fs';
import { splitStatements } from '../core/extract/sql/split-statements.ts';
import { expand, type FlowLineage } from '../core/query/expand.ts';
import type { Relation, StatementFlow } from '../core/query/model.ts';
import { readFlows } from '../core/query/read-flows.ts';
import { dialectNamed, LEXIS, type Dialect } from '../core/sql/dialect.ts';
import { tokens } from '../core/sql/tokens.ts';
import { lineIndex } from '../core/text/line-index.ts';

/** Names that others give dialects, as far as ours do not. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  duckdb: 'postgres',
  greenplum: 'postgres',
  materialize: 'postgres',
  oracle: 'ansi',
};

export const dialectOf = (name: string | null | undefined): Dialect => DIALECTS[name ?? ''] ?? dialectNamed(name ?? 'ansi') ?? 'ansi';

/** Every statement of a text, as flows. */
export function flowsOf(sql: string, dialect: Dialect): readonly StatementFlow[] {
  const lines = lineIndex('case.sql', sql);
  const statements = splitStatements(sql, tokens(sql, LEXIS[dialect]), dialect === 'tsql');
  return statements.flatMap((all) => readFlows({ text: sql, tokens: all, lines, dialect, at: 0, end: all.length }));
}

/** Column edges, `relation.column>relation.column`, with stars as `*`; each statement knows the columns of those before it. */
export function edgesIn(sql: string, dialect: Dialect, schema: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const known = new Map(schema);
  const edges = new Set<string>();
  for (const flow of flowsOf(sql, dialect)) {
    const lineage = expand(flow, ({ key }) => known.get(key));
    for (const edge of edgesOfFlow(flow, lineage, sql)) edges.add(edge);
    for (const { into, columns, wholes } of lineage.filled)
      if (into && flow.kind === 'create' && wholes.length === 0)
        known.set(
          into.key,
          columns.map(({ name }) => name ?? ''),
        );
  }
  return [...edges];
}

function edgesOfFlow(flow: StatementFlow, { filled }: FlowLineage, sql: string): readonly string[] {
  return filled.flatMap(({ into, columns, wholes }) => {
    if (!into) return [];
    const named = columns.flatMap(({ name, extent, sources }) =>
      sources.map(({ read, column }) => `${keyOf(flow, read)}.${plain(column)}>${into.key}.${plain(name ?? sql.slice(...extent))}`),
    );
    return [...named, ...wholes.map(({ read }) => `${keyOf(flow, read)}.*>${into.key}.*`)];
  });
}

const keyOf = ({ reads }: StatementFlow, read: number): string => reads[read]?.key ?? '?';
export const plain = (name: string): string =>
  name
    .replaceAll(/["'`[\]]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** Edges from the first to the last columns of a script: what passes through a table of the script is told from end to end. */
export function endToEnd(edges: readonly string[]): readonly string[] {
  const pairs = edges.map((edge) => edge.split('>') as [string, string]);
  const into = Map.groupBy(pairs, ([, to]) => to);
  const outOf = new Set(pairs.map(([from]) => from));
  const roots = (column: string, seen: ReadonlySet<string>): readonly string[] => {
    const before = into.get(column);
    if (!before || seen.has(column)) return [column];
    return before.flatMap(([from]) => roots(from, new Set([...seen, column])));
  };
  const ends = pairs.filter(([, to]) => !outOf.has(to));
  return [...new Set(ends.flatMap(([, to]) => roots(to, new Set()).map((from) => `${from}>${to}`)))];
}

export interface Tables {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

/** Tables that a script reads and fills. `touches`: what ALTER, DELETE and DROP name counts as filled (OpenLineage); else a dropped table is none. */
export function tablesIn(sql: string, dialect: Dialect, touches: boolean): Tables {
  const sources = new Set<string>();
  const targets = new Set<string>();
  for (const flow of flowsOf(sql, dialect)) {
    const written = flow.writes.map(({ key }) => key);
    const isOrder = ['drop', 'delete', 'alter'].includes(flow.kind) && flow.moves.length === 0;
    if (flow.renamed) rename(targets, flow.writes[flow.renamed.from], flow.writes[flow.renamed.to]);
    else if (!isOrder || touches) for (const one of written) targets.add(one);
    if (flow.kind === 'drop' && !touches) for (const one of written) for (const set of [sources, targets]) set.delete(one);
    for (const { key, self } of flow.reads) if (!self) sources.add(key);
  }
  return { sources: [...sources], targets: [...targets] };
}

function rename(targets: Set<string>, from: Relation | undefined, to: Relation | undefined): void {
  if (from && to && targets.delete(from.key)) targets.add(to.key);
}

export function linesOf<T>(path: string): readonly T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
