import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatementFlow } from '../core/flow/model.ts';
import { readStatementFlows } from '../core/flow/read-statement-flow.ts';
import { dialectNamed, LEXIS, type Dialect } from '../core/sql/dialect.ts';
import { splitTokens } from '../core/sql/split-tokens.ts';
import { tokens } from '../core/sql/tokens.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { ScoreContext } from './score-context.ts';

/** Names that others give dialects, as far as ours do not. */
const ALSO: Readonly<Record<string, Dialect>> = { greenplum: 'postgres', materialize: 'postgres', duckdb: 'postgres', oracle: 'ansi' };

/** What every statement of a text moves. */
export function flowsOf(sql: string, name: string): readonly StatementFlow[] {
  const dialect = ALSO[name] ?? dialectNamed(name) ?? 'ansi';
  const lines = lineIndex('case.sql', sql);
  return splitTokens(sql, tokens(sql, LEXIS[dialect])).flatMap((statement) =>
    readStatementFlows({ text: sql, lines, dialect, tokens: statement, at: 0, end: statement.length }),
  );
}

/** A name without quotes and in one line. */
export const plain = (name: string): string =>
  name
    .replace(/^<default>\./, '')
    .replaceAll(/["'`[\]]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^(?:path:|stage:|@)/, '')
    .toLowerCase();

export function linesOf<T>({ cases }: ScoreContext, path: string): readonly T[] {
  const file = join(cases, path);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
