import { expandItems } from '../core/flow/expand.ts';
import { flowsOf, linesOf, plain } from './lineage-text.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface SpanCase {
  readonly case: string;
  readonly dialect: string;
  readonly sql: string;
  readonly default_database: string;
  /** The columns of each table; the text of each view. */
  readonly schema: Readonly<Record<string, readonly string[] | string>>;
  readonly results: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly tables: readonly string[];
}

interface Span {
  readonly name: string;
  readonly from: readonly string[];
}

/** The columns that queries give, each with the columns of tables that it is made of, through views. */
export function scoreSpans(context: ScoreContext): readonly ScoreRow[] {
  const cases = linesOf<SpanCase>(context, 'sql-column-lineage/cases.jsonl');
  if (cases.length === 0) return [{ case: 'sql-column-lineage', measure: 'columns', value: 'absent' }];
  // For Trino the other tool names no sources at all.
  const telling = cases.filter(({ results, dialect }) => dialect !== 'trino' || results.some(({ sources }) => sources.length > 0));
  const all = measure(telling);
  const dialects = [...Map.groupBy(telling, ({ dialect }) => dialect)].map(([dialect, some]) =>
    rowOf('sql-column-lineage', `columns with exactly their sources, ${dialect}`, measure(some).columns),
  );
  return [
    rowOf('sql-column-lineage', 'columns with exactly their sources', all.columns),
    ...dialects,
    rowOf('sql-column-lineage', 'sources of columns', all.sources),
    rowOf('sql-column-lineage', 'tables read', all.tables),
    { case: 'sql-column-lineage', measure: 'cases without labels', value: String(cases.length - telling.length), note: 'Trino: left out' },
  ];
}

function measure(cases: readonly SpanCase[]) {
  const tallies = { columns: newTally(), sources: newTally(), tables: newTally() };
  for (const one of cases) {
    const told = spansOf(one, one.sql, one.default_database);
    const wanted = one.results.map(({ name, sources }): Span => ({
      name: plain(name),
      from: sources.map((source) => source.toLowerCase()).sort(),
    }));
    const keys = keysOf(wanted, told);
    const lineOf = ({ from }: Span, key: string | undefined): string => `${one.case} ${key} < ${from.join(', ')}`;
    tally(tallies.columns, wanted.map((span, at) => lineOf(span, keys.wanted[at])), told.map((span, at) => lineOf(span, keys.told[at]))); // prettier-ignore
    const each = (list: readonly Span[], names: readonly string[]): readonly string[] =>
      list.flatMap(({ from }, at) => from.map((source) => `${one.case} ${names[at]} ${source}`));
    tally(tallies.sources, each(wanted, keys.wanted), each(told, keys.told));
    // Some of the tests count names of WITH as tables: only what the schema has is one.
    const known = new Set(Object.keys(one.schema).map((name) => name.toLowerCase()));
    const read = flowsOf(one.sql, one.dialect).flatMap(({ reads }) => reads.map(({ key }) => fullName(key, one, one.default_database)));
    tally(tallies.tables, one.tables.map((name) => name.toLowerCase()).filter((name) => known.has(name)), [...new Set(read)].filter((name) => known.has(name))); // prettier-ignore
  }
  return tallies;
}

/** Columns meet by their names where both sides have the same ones; else, as databases make up names differently, by their places. */
function keysOf(wanted: readonly Span[], told: readonly Span[]): { readonly wanted: readonly string[]; readonly told: readonly string[] } {
  const names = (list: readonly Span[]): readonly string[] => list.map(({ name }) => name);
  const isSame = names(wanted).toSorted().join('\n') === names(told).toSorted().join('\n');
  const places = (list: readonly Span[]): readonly string[] => list.map((_, at) => `#${at}`);
  return isSame ? { wanted: names(wanted), told: names(told) } : { wanted: places(wanted), told: places(told) };
}

/** The case's own name of a relation: one that ends so, best in the database at hand. */
function fullName(key: string, { schema }: SpanCase, database: string): string {
  const name = plain(key);
  const names = Object.keys(schema).map((one) => one.toLowerCase());
  const fitting = names.filter((one) => one === name || one.endsWith(`.${name}`));
  return fitting.find((one) => one.startsWith(`${database.toLowerCase()}.`)) ?? fitting[0] ?? name;
}

/** Columns of the last statement of a text; what it takes from views is followed to tables. */
function spansOf(one: SpanCase, sql: string, database: string): readonly Span[] {
  const definition = (relation: string): readonly string[] | string | undefined => {
    const name = fullName(relation, one, database);
    return Object.entries(one.schema).find(([key]) => key.toLowerCase() === name)?.[1];
  };
  const inView = (relation: string, text: string): readonly Span[] =>
    spansOf(one, text, fullName(relation, one, database).split('.')[0] ?? database);
  const schema = (relation: string): readonly string[] | undefined => {
    const told = definition(relation);
    return typeof told === 'string' ? inView(relation, told).map(({ name }) => name) : told;
  };
  const rootsOf = (relation: string, column: string): readonly string[] => {
    const told = definition(relation);
    if (typeof told !== 'string') return [`${fullName(relation, one, database)}.${column.toLowerCase()}`];
    return inView(relation, told).find(({ name }) => name === column.toLowerCase())?.from ?? [];
  };
  const { columns } = expandItems(flowsOf(sql, one.dialect).at(-1)?.items ?? [], schema);
  return columns.map(({ name, column: { extent }, sources }) => ({
    name: plain(name ?? sql.slice(extent.start.offset, extent.end.offset)),
    from: [...new Set(sources.flatMap(({ relation, column }) => rootsOf(relation, column)))].sort(),
  }));
}
