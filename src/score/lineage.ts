import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandItems, type Schema } from '../core/flow/expand.ts';
import type { StatementFlow } from '../core/flow/model.ts';
import { readStatementFlows } from '../core/flow/read-statement-flow.ts';
import { dialectNamed, LEXIS, type Dialect } from '../core/sql/dialect.ts';
import { splitTokens } from '../core/sql/split-tokens.ts';
import { tokens } from '../core/sql/tokens.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface LineageCase {
  readonly case: string;
  readonly kind: 'table' | 'column';
  readonly dialect: string;
  readonly sql: string;
  readonly sources?: readonly string[];
  readonly targets?: readonly string[];
  readonly edges?: readonly (readonly [string, string])[];
  readonly schema?: Readonly<Record<string, readonly string[]>>;
}

interface SpanCase {
  readonly case: string;
  readonly dialect: string;
  readonly sql: string;
  readonly default_database: string;
  readonly schema: Readonly<Record<string, readonly string[] | string>>;
  readonly results: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly tables: readonly string[];
}

interface SqlChange {
  readonly case: string;
  readonly base: string;
  readonly head: string;
  /** Null where the test says nothing of columns. */
  readonly changed_columns: Readonly<Record<string, string>> | null;
}

/** What statements read, fill and take their columns from, against the tests of other tools. */
export function scoreLineage(context: ScoreContext): readonly ScoreRow[] {
  return [...scoreTables(context), ...scoreSpans(context), ...scoreModelChanges(context)];
}

function linesOf<T>({ cases }: ScoreContext, path: string): readonly T[] {
  const file = join(cases, path);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Dialects that the cases name otherwise. */
const ALSO: Readonly<Record<string, Dialect>> = {
  sparksql: 'databricks',
  hive: 'databricks',
  sqlserver: 'tsql',
  athena: 'trino',
  greenplum: 'postgres',
  materialize: 'postgres',
  oracle: 'snowflake',
  duckdb: 'postgres',
  ansi: 'databricks',
};

function flowsOf(sql: string, name: string): readonly StatementFlow[] {
  const dialect = ALSO[name] ?? dialectNamed(name) ?? 'snowflake';
  const lines = lineIndex('case.sql', sql);
  return splitTokens(sql, tokens(sql, LEXIS[dialect])).flatMap((statement) => {
    const cursor = { text: sql, lines, dialect, tokens: statement, at: 0, end: statement.length };
    return readStatementFlows(cursor);
  });
}

const plain = (name: string): string =>
  name
    .replace(/^<default>\./, '')
    .replaceAll(/["`[\]]/g, '')
    .replace(/^path:/, '')
    .toLowerCase();

function scoreTables(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<LineageCase>(context, 'sql-lineage/cases.jsonl');
  if (cases.length === 0) return [{ case: 'sql-lineage', measure: 'tables', value: 'absent' }];
  const [whole, edges, all] = [newTally(), newTally(), newTally()];
  for (const one of cases) {
    const flows = flowsOf(one.sql, one.dialect);
    if (one.kind === 'column') {
      const [wanted, said] = [(one.edges ?? []).map(([from, to]) => `${plain(from)} > ${plain(to)}`), edgesOf(flows, one)];
      tally(edges, [...new Set(wanted)], said);
      continue;
    }
    const { sources, targets } = endsOf(flows);
    const [wanted, said] = [
      [...(one.sources ?? []).map((name) => `< ${plain(name)}`), ...(one.targets ?? []).map((name) => `> ${plain(name)}`)],
      [...sources.map((name) => `< ${name}`), ...targets.map((name) => `> ${name}`)],
    ];
    tally(all, [...new Set(wanted)], said);
    const exact = JSON.stringify([...new Set(wanted)].sort()) === JSON.stringify([...said].sort());
    tally(whole, [one.case], exact ? [one.case] : []);
  }
  return [
    { ...rowOf('sql-lineage', 'statements whose tables are exact', whole), precision: 1 },
    rowOf('sql-lineage', 'tables read and filled', all),
    rowOf('sql-lineage', 'column edges', edges),
  ].map((row) => ({ ...row }));
}

/** What a script reads that it has not filled before, and what it fills. */
function endsOf(flows: readonly StatementFlow[]): { readonly sources: readonly string[]; readonly targets: readonly string[] } {
  const sources = new Set(flows.flatMap(({ reads }) => reads.map(({ key }) => plain(key))));
  const targets = new Set(flows.flatMap(({ writes }) => writes.map(({ key }) => plain(key))));
  return { sources: [...sources], targets: [...targets] };
}

/** Edges from tables that the script does not fill itself, through those that it does. */
const writtenOf = (
  { extent }: { readonly extent: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } } },
  sql: string,
): string => sql.slice(extent.start.offset, extent.end.offset).replaceAll(/\s+/g, ' ');

function edgesOf(flows: readonly StatementFlow[], { schema = {}, sql }: LineageCase): readonly string[] {
  const known = new Map(Object.entries(schema).map(([name, columns]) => [plain(name), columns]));
  const made = new Map<string, Map<string, Set<string>>>();
  const schemaOf: Schema = (relation) =>
    made.has(plain(relation)) ? [...(made.get(plain(relation))?.keys() ?? [])] : known.get(plain(relation));
  const said = new Set<string>();
  for (const { writes, items } of flows) {
    const { columns, stars } = expandItems(items, schemaOf);
    for (const target of writes) {
      const own = new Map<string, Set<string>>();
      for (const { name: told, column, sources } of columns) {
        const name = told ?? writtenOf(column, sql);
        const from = new Set(
          sources.flatMap(({ relation, column }) => [...(made.get(plain(relation))?.get(column) ?? [`${plain(relation)}.${column}`])]),
        );
        own.set(name.toLowerCase(), from);
        for (const one of from) said.add(`${one} > ${plain(target.key)}.${name.toLowerCase()}`);
      }
      for (const star of stars) said.add(`${plain(star.of)}.* > ${plain(target.key)}.*`);
      made.set(plain(target.key), own);
    }
  }
  return [...said];
}

function scoreSpans(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<SpanCase>(context, 'sql-column-lineage/cases.jsonl');
  if (cases.length === 0) return [{ case: 'sql-column-lineage', measure: 'columns', value: 'absent' }];
  const [columns, sources, tables] = [newTally(), newTally(), newTally()];
  // For Trino the other tool names no sources at all.
  const telling = cases.filter(({ results, dialect }) => dialect !== 'trino' || results.some((result) => result.sources.length > 0));
  for (const one of telling) {
    const told = spansOf(one);
    // Names that databases make up for expressions differ; the place of a column does not.
    const named = (name: string, at: number): string =>
      told[at]?.name === '' || told[at]?.name === undefined ? `#${at}` : name.toLowerCase();
    const wanted = one.results.map(
      ({ name, sources: from }, at) =>
        `${named(name, at)} < ${from
          .map((source) => source.toLowerCase())
          .sort()
          .join(', ')}`,
    );
    const said = told.map(({ name, from }, at) => `${named(name, at)} < ${from.join(', ')}`);
    tally(
      columns,
      wanted.map((text) => `${one.case}: ${text}`),
      said.map((text) => `${one.case}: ${text}`),
    );
    const each = (list: readonly { readonly name: string; readonly from: readonly string[] }[]): readonly string[] =>
      list.flatMap(({ name, from }, at) => from.map((source) => `${one.case} ${named(name, at)} ${source.toLowerCase()}`));
    tally(sources, each(one.results.map(({ name, sources: from }) => ({ name, from }))), each(told));
    const read = flowsOf(one.sql, one.dialect).flatMap(({ reads }) => reads.map(({ key }) => fullName(key, one)));
    const known = new Set(Object.keys(one.schema).map((name) => name.toLowerCase()));
    tally(
      tables,
      one.tables.map((name) => name.toLowerCase()).filter((name) => known.has(name)),
      [...new Set(read)].filter((name) => known.has(name)),
    );
  }
  return [
    rowOf('sql-column-lineage', 'columns with exactly their sources', columns),
    rowOf('sql-column-lineage', 'sources of columns', sources),
    rowOf('sql-column-lineage', 'tables read', tables),
  ];
}

/** The case's own name of a relation: its schema is the only one that ends so. */
function fullName(key: string, { schema }: SpanCase): string {
  const name = plain(key);
  const names = Object.keys(schema).map((one) => one.toLowerCase());
  return names.find((one) => one === name) ?? names.find((one) => one.endsWith(`.${name}`)) ?? name;
}

function spansOf(one: SpanCase): readonly { readonly name: string; readonly from: readonly string[] }[] {
  const columnsOf = new Map(
    Object.entries(one.schema).flatMap(([name, columns]) => (typeof columns === 'string' ? [] : [[name.toLowerCase(), columns] as const])),
  );
  const views = new Map(
    Object.entries(one.schema).flatMap(([name, text]) => (typeof text === 'string' ? [[name.toLowerCase(), text] as const] : [])),
  );
  const viewItems = (name: string): ReturnType<typeof resolved> => {
    const text = views.get(name);
    return text === undefined ? [] : resolved(flowsOf(text, one.dialect)[0]);
  };
  const schema: Schema = (relation) => {
    const name = fullName(relation, one);
    return columnsOf.get(name) ?? (views.has(name) ? viewItems(name).map((column) => column.name) : undefined);
  };
  const through = (relation: string, column: string): readonly string[] => {
    const name = fullName(relation, one);
    if (!views.has(name)) return [`${name}.${column}`];
    return viewItems(name).find((item) => item.name === column)?.from ?? [];
  };
  const resolved = (flow: StatementFlow | undefined): readonly { readonly name: string; readonly from: readonly string[] }[] =>
    expandItems(flow?.items ?? [], schema).columns.map(({ name = '', sources }) => ({
      name: name.toLowerCase(),
      from: [...new Set(sources.flatMap(({ relation, column }) => through(relation, column)))].sort(),
    }));
  return resolved(flowsOf(one.sql, one.dialect).at(-1));
}

/** Columns that a changed query no longer gives, or newly gives. */
function scoreModelChanges(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<SqlChange>(context, 'dbt-contract-breakage/model_sql_changes.jsonl');
  const file = join(context.cases, 'dbt-contract-breakage/model_sql_schema.json');
  if (cases.length === 0 || !existsSync(file))
    return [{ case: 'dbt-contract-breakage', measure: 'columns of changed queries', value: 'absent' }];
  const known = new Map(
    Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>).map(([name, columns]) => [
      name.toLowerCase(),
      Object.keys(columns),
    ]),
  );
  const result = newTally();
  const namesOf = (sql: string): readonly string[] =>
    expandItems(flowsOf(sql, 'snowflake').at(-1)?.items ?? [], (name) => known.get(name)).columns.flatMap(({ name }) =>
      name === undefined ? [] : [name.toLowerCase()],
    );
  for (const { case: name, base, head, changed_columns: changed } of cases.filter(({ changed_columns: told }) => told !== null)) {
    const [before, after] = [new Set(namesOf(base)), new Set(namesOf(head))];
    const wanted = Object.entries(changed ?? {})
      .filter(([, how]) => how === 'added' || how === 'removed')
      .map(([column, how]) => `${name} ${how} ${column.toLowerCase()}`);
    const said = [
      ...[...before].filter((one) => !after.has(one)).map((one) => `${name} removed ${one}`),
      ...[...after].filter((one) => !before.has(one)).map((one) => `${name} added ${one}`),
    ];
    tally(result, wanted, said);
  }
  return [rowOf('dbt-contract-breakage', 'columns of changed queries, added and removed', result)];
}
