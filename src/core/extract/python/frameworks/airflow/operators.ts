import { columnsIn } from '../../flows/columns.ts';
import { pathNamed, relationNamed } from '../../flows/ends.ts';
import { performerAt, readNamed, sourceText, writeNamed } from '../../flows/record.ts';
import { readSqlText } from '../../flows/sql-flows.ts';
import { dialectSpoken } from '../../flows/spoken.ts';
import { entryAt, namesBy } from '../../flows/templates.ts';
import type { Run } from '../../run.ts';
import { placeOf } from '../../texts.ts';
import type { Facts } from '../../../../../model/asset.ts';
import { allOf, sourcesOf, type Arguments, type Source, type Text, type Value } from '../../values.ts';
import { OPERATOR_FLOWS, type OperatorFlow } from './operator-flows.ts';
import { optionFacts } from './options.ts';
import { tableFacts } from './table-facts.ts';

/** What an operator reads and fills by its arguments, on behalf of its task. */
export function readOperator(operator: string, given: Arguments, run: Run): void {
  const settings = given.keywords;
  performerAt(run).reads.push(...sourcesOf(allOf(given)));
  const flows = OPERATOR_FLOWS.filter(({ classes }) => classes.test(operator));
  for (const name of new Set(['sql', ...flows.flatMap(({ sql }) => sql ?? [])])) readSql(entryAt(name, settings), operator, run);
  for (const flow of flows) readFlow(flow, operator, settings, run);
}

function readFlow(flow: OperatorFlow, operator: string, settings: ReadonlyMap<string, Value>, run: Run): void {
  for (const template of flow.reads ?? []) for (const text of namesBy(template, settings, run)) readNamed(text, sourceNamed, run);
  const columns = flow.columns === undefined ? undefined : entryAt(flow.columns, settings);
  for (const template of flow.writes ?? []) {
    for (const text of namesBy(template, settings, run)) {
      const [target] = writeNamed(text, sourceNamed, 'all', run);
      if (flow.columns !== undefined) declareTable(target, text, { operator, columns, settings }, run);
    }
  }
}

/** `gs://…` and `/data/…` are files, `dataset.table` is a table. */
const sourceNamed = (text: Text): Source | undefined =>
  /^[a-z][\w+.-]*:\/\/|^\//i.test(text.value) ? pathNamed(text) : relationNamed(text);

/** SQL as a text or a list of texts; a file of SQL is read where it lies. */
function readSql(value: Value | undefined, operator: string, run: Run): void {
  const texts = value?.is === 'list' ? value.items : value ? [value] : [];
  for (const one of texts) {
    if (one.is !== 'text') {
      if (one.is !== 'plain') performerAt(run).untold.reads.push({ text: sourceText(one, run), at: one.at });
    } else if (/^[^\s;]+\.(?:sql|hql|ddl)\s*$/i.test(one.value)) {
      const { start, end } = one.at;
      performerAt(run).facts['sql_file'] = { value: one.value.trim(), location: run.lines.location(start, end) };
    } else readSqlText(one, dialectSpoken(operator), dialectSpoken(operator), run);
  }
}

interface Declaring {
  readonly operator: string;
  readonly columns: Value | undefined;
  readonly settings: ReadonlyMap<string, Value>;
}

/** The table that a load fills, with the columns that it gives. One whose name is not told goes by the expression that stands there. */
function declareTable(target: Source | undefined, text: Text, { operator, columns, settings }: Declaring, run: Run): void {
  if ((target && !target.end.startsWith('relation:')) || columns?.is !== 'list') return;
  const told = columnsIn(columns);
  const name = target?.end.slice('relation:'.length) ?? sourceText(text, run);
  const at = target?.at ?? placeOf(text);
  const nameless: Facts = target ? {} : { physical_name: { unknown: name, location: run.lines.location(at.start, at.end) } };
  run.found.tables.push({
    kind: 'table',
    key: name,
    name,
    platform: operator.includes('BigQuery') ? 'bigquery' : 'python',
    at,
    extent: performerAt(run).extent,
    columns: told.columns,
    partial: told.partial,
    facts: { ...nameless, ...optionFacts(settings, run), ...tableFacts(settings, run) },
    ...(target ? {} : { aliases: [] }),
  });
}
