import { expandItems } from '../../../src/core/flow/expand.ts';
import type { StatementFlow } from '../../../src/core/flow/model.ts';
import { readStatementFlows } from '../../../src/core/flow/read-statement-flow.ts';
import { LEXIS, type Dialect } from '../../../src/core/sql/dialect.ts';
import { tokens } from '../../../src/core/sql/tokens.ts';
import { lineIndex } from '../../../src/core/text/line-index.ts';

export type Known = Readonly<Record<string, readonly string[]>>;

export function flowsOf(sql: string, dialect: Dialect = 'ansi'): readonly StatementFlow[] {
  const all = tokens(sql, LEXIS[dialect]);
  return readStatementFlows({ text: sql, tokens: all, lines: lineIndex('q.sql', sql), dialect, at: 0, end: all.length });
}

/** What a text gives: `name < relation.column, …` for each column, `* < relation` for each star; a computed column has `=`. */
export function told(sql: string, dialect: Dialect = 'ansi', known: Known = {}): readonly string[] {
  return flowsOf(sql, dialect).flatMap(({ items }) => {
    const { columns, stars } = expandItems(items, (relation) => (Object.hasOwn(known, relation) ? known[relation] : undefined));
    return [
      ...columns.map(({ name, column, sources }) => {
        const sign = column.how === 'same' ? '<' : '=';
        return `${name ?? '?'} ${sign} ${sources.map((one) => `${one.relation}.${one.column}`).join(', ')}`.trim();
      }),
      ...stars.map(({ of, except }) => `* < ${of}${except.length > 0 ? ` without ${except.join(', ')}` : ''}`),
    ];
  });
}

/** `reads > writes` of each statement. */
export const moved = (sql: string, dialect: Dialect = 'ansi'): readonly string[] =>
  flowsOf(sql, dialect).map(({ reads, writes }) =>
    `${reads.map(({ key }) => key).join(', ')} > ${writes.map(({ key }) => key).join(', ')}`.trim(),
  );
