import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandItems, type ExpandedColumn, type Schema } from '../core/flow/expand.ts';
import type { StatementFlow } from '../core/flow/model.ts';
import { scoreSpans } from './lineage-spans.ts';
import { flowsOf, linesOf, plain } from './lineage-text.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

interface LineageCase {
  readonly case: string;
  readonly kind: 'table' | 'column';
  readonly dialect: string;
  readonly origin: string;
  readonly sql: string;
  readonly sources?: readonly string[];
  readonly targets?: readonly string[];
  readonly edges?: readonly (readonly [string, string])[];
  readonly schema?: Readonly<Record<string, readonly string[]>>;
}

interface SqlChange {
  readonly case: string;
  readonly base: string;
  readonly head: string;
  /** Null where the test says nothing of columns. */
  readonly changed_columns: Readonly<Record<string, string>> | null;
}

/** What statements read, fill and take their columns from, against the tests of other tools. */
export async function scoreLineage(context: ScoreContext): Promise<readonly ScoreRow[]> {
  return [...scoreTables(context), ...scoreSpans(context), ...scoreModelChanges(context), ...(await scoreReads(context))];
}

const sortedText = (names: readonly string[]): string => [...new Set(names)].sort().join('\n');

function scoreTables(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<LineageCase>(context, 'sql-lineage/cases.jsonl');
  if (cases.length === 0) return [{ case: 'sql-lineage', measure: 'tables', value: 'absent' }];
  const [edges, all] = [newTally(), newTally()];
  const exact = { hits: 0, of: 0 };
  for (const one of cases) {
    if (one.kind === 'column') {
      const wanted = (one.edges ?? []).map(([from, to]) => `${plain(from)} > ${plain(to)}`);
      tally(edges, [...new Set(wanted)], endToEnd(edgesOf(one)));
      continue;
    }
    const wanted = [...(one.sources ?? []).map((name) => `< ${plain(name)}`), ...(one.targets ?? []).map((name) => `> ${plain(name)}`)];
    const said = endsOf(one);
    tally(all, [...new Set(wanted)], said);
    exact.of++;
    exact.hits += Number(sortedText(wanted) === sortedText(said));
  }
  const value = `${(exact.hits / exact.of).toFixed(3)}`;
  return [
    { case: 'sql-lineage', measure: 'statements whose tables are exact', value, note: `${exact.hits} of ${exact.of}` },
    rowOf('sql-lineage', 'tables read and filled', all),
    rowOf('sql-lineage', 'column edges', edges),
  ];
}

/**
 * Tables that a script reads and fills. OpenLineage counts what ALTER, DELETE and DROP name as filled; sqllineage does not, and a table that
 * the script drops is none of its results.
 */
function endsOf({ sql, dialect, origin }: LineageCase): readonly string[] {
  const touches = origin.startsWith('OpenLineage');
  const [sources, targets] = [new Set<string>(), new Set<string>()];
  for (const { kind, reads, writes, items, renamedTo } of flowsOf(sql, dialect)) {
    const names = writes.map(({ key }) => plain(key));
    const isOrder = ['drop', 'delete', 'alter'].includes(kind) && items.length === 0;
    if (renamedTo && names.some((name) => targets.delete(name))) targets.add(plain(renamedTo.key));
    if (!renamedTo && (!isOrder || touches)) for (const name of names) targets.add(name);
    if (kind === 'drop' && !touches) for (const name of names) forget(name, sources, targets);
    for (const { key } of reads) sources.add(plain(key));
  }
  return [...[...sources].map((name) => `< ${name}`), ...[...targets].map((name) => `> ${name}`)];
}

function forget(name: string, ...sets: readonly Set<string>[]): void {
  for (const set of sets) set.delete(name);
}

/** Every edge between columns of a script; each statement knows the columns of what those before it created. */
function edgesOf({ schema = {}, sql, dialect }: LineageCase): readonly string[] {
  const known = new Map(Object.entries(schema).map(([name, columns]) => [plain(name), columns]));
  const schemaOf: Schema = (relation) => known.get(plain(relation));
  return flowsOf(sql, dialect).flatMap(({ kind, writes, items }) => {
    const { columns, stars } = expandItems(items, schemaOf);
    const named = columns.map((column) => ({ ...column, name: column.name ?? writtenOf(column, sql) }));
    const isTold = kind === 'create' && stars.length === 0 && columns.length > 0;
    if (isTold) for (const { key } of writes) known.set(plain(key), named.map(({ name }) => name)); // prettier-ignore
    return writes.flatMap(({ key }) => [
      ...named.flatMap(({ name, sources }) =>
        sources.map((from) => `${plain(from.relation)}.${plain(from.column)} > ${plain(key)}.${plain(name)}`),
      ),
      ...stars.map(({ of }) => `${plain(of)}.* > ${plain(key)}.*`),
    ]);
  });
}

/** Where a column has no name, the tests call it by its text. */
const writtenOf = ({ column: { extent } }: ExpandedColumn, sql: string): string => sql.slice(extent.start.offset, extent.end.offset);

/** Edges from the first to the last columns of a script, as sqllineage tells them: a column on the way is no end. */
function endToEnd(edges: readonly string[]): readonly string[] {
  const pairs = edges.map((edge) => edge.split(' > ') as [string, string]);
  const into = Map.groupBy(pairs, ([, to]) => to);
  const between = new Set(pairs.map(([from]) => from));
  const roots = (column: string, seen: ReadonlySet<string>): readonly string[] => {
    const before = seen.has(column) ? undefined : into.get(column);
    return before ? before.flatMap(([from]) => roots(from, new Set([...seen, column]))) : [column];
  };
  const ends = pairs.map(([, to]) => to).filter((to) => !between.has(to));
  return [...new Set(ends.flatMap((to) => roots(to, new Set()).map((from) => `${from} > ${to}`)))];
}

/** Columns that a changed query no longer gives, or newly gives. What happens to its rows is not claimed. */
function scoreModelChanges(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<SqlChange>(context, 'dbt-contract-breakage/model_sql_changes.jsonl');
  const file = join(context.cases, 'dbt-contract-breakage/model_sql_schema.json');
  if (cases.length === 0 || !existsSync(file))
    return [{ case: 'dbt-contract-breakage', measure: 'columns of changed queries', value: 'absent' }];
  const tables = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>);
  const known = new Map(tables.map(([name, columns]) => [name.toLowerCase(), Object.keys(columns)]));
  const result = newTally();
  const namesOf = (sql: string): ReadonlySet<string> => {
    const { columns } = expandItems(flowsOf(sql, 'snowflake').at(-1)?.items ?? [], (name) => known.get(name));
    return new Set(columns.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()])));
  };
  for (const { case: name, base, head, changed_columns: changed } of cases.filter((one) => one.changed_columns !== null)) {
    const [before, after] = [namesOf(base), namesOf(head)];
    const wanted = Object.entries(changed ?? {}).filter(([, how]) => how === 'added' || how === 'removed');
    const said = [
      ...[...before].filter((one) => !after.has(one)).map((one) => `${name} removed ${one}`),
      ...[...after].filter((one) => !before.has(one)).map((one) => `${name} added ${one}`),
    ];
    tally(result, wanted.map(([column, how]) => `${name} ${how} ${column.toLowerCase()}`), said); // prettier-ignore
  }
  return [rowOf('dbt-contract-breakage', 'columns of changed queries, added and removed', result)];
}

interface FluffCase {
  readonly dialect: string;
  readonly file: string;
  readonly unparsable: number;
  readonly statements: readonly { readonly type: string; readonly sources: readonly string[] }[];
}

const FLUFF = { repo: 'sqlfluff/sqlfluff', commit: 'e8e8c5d24dee8371acb94177fd8a7a86a783151c' };
const FLUFF_DIALECTS = /^(?:snowflake|databricks|sparksql|postgres|bigquery|redshift|tsql|mysql|trino|athena|hive|ansi)$/;
/** Files that hold only these say of every statement what it reads. */
const READING = /^(?:select|insert|create_table_as|create_view|create_table|set_expression|with_compound|create_materialized|use)_?/;

/** The tables behind FROM of whole files, against another parser's trees. Its trees take a WITH inside of a WITH for a table, and files, LIKE and CLONE for none. */
async function scoreReads(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const git = context.git(FLUFF.repo);
  if (git === undefined)
    return [{ case: 'sqlfluff-dialects', measure: 'tables read', value: `absent: ${FLUFF.repo} is not on this machine` }];
  const tallies = new Map<string, Tally>();
  for (const one of linesOf<FluffCase>(context, 'sqlfluff-dialects/expected.jsonl')) {
    if (one.unparsable > 0 || !FLUFF_DIALECTS.test(one.dialect) || !one.statements.every(({ type }) => READING.test(type))) continue;
    const text = await context.show(git, FLUFF.commit, `test/fixtures/dialects/${one.file.replace(/^files\//, '')}`);
    if (text === undefined) continue;
    const into = tallies.get(one.dialect) ?? newTally();
    tallies.set(one.dialect, into);
    const wanted = one.statements.flatMap(({ sources }) => sources.map(plain));
    tally(into, [...new Set(wanted)], [...new Set(flowsOf(text, one.dialect).flatMap(readNames))]);
  }
  return [...tallies].map(([dialect, into]) => rowOf('sqlfluff-dialects', `tables read, ${dialect}`, into));
}

const readNames = ({ reads }: StatementFlow): readonly string[] =>
  reads.filter(({ dynamic, key }) => !dynamic && !key.startsWith('path:')).map(({ key }) => plain(key));
