import { readFileSync } from 'node:fs';
import type { Asset } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';

const OWN_DIALECTS: Readonly<Record<string, string>> = {
  snowflake: 'snowflake',
  databricks: 'databricks',
  spark: 'databricks',
  bigquery: 'bigquery',
  postgres: 'postgres',
  redshift: 'redshift',
  tsql: 'tsql',
  mysql: 'mysql',
  trino: 'trino',
  sqlglot: 'ansi',
};

interface DialectCase {
  readonly dialect: string;
  readonly sql: string;
  readonly kinds: readonly string[];
  readonly creates?: readonly { readonly name: string; readonly columns: readonly { readonly name: string }[] }[];
}

/** Declarations of the dialects: each created table or view with its columns, whole and in order, against what another reader sees. */
export function scoreDialects(context: ScoreContext): readonly ScoreRow[] {
  const tallies = new Map<string, Tally>();
  const unread = new Map<string, { total: number; failed: number }>();
  for (const one of rows<DialectCase>(`${context.cases}/sqlglot-dialects/cases.jsonl`)) {
    const dialect = OWN_DIALECTS[one.dialect];
    if (dialect === undefined || !one.kinds.some((kind) => STATEMENTS.test(kind))) continue;
    const { assets, problems } = readSql(one.sql, dialect);
    const count = unread.get(one.dialect) ?? { total: 0, failed: 0 };
    unread.set(one.dialect, { total: count.total + 1, failed: count.failed + Number(problems.length > 0) });
    if (problems.length > 0 && process.env['SCORE_MISSES'])
      process.stderr.write(`${one.dialect}: ${problems[0]?.message} ${one.sql.slice(0, 160)}\n`);
    const into = tallies.get(one.dialect) ?? newTally();
    tallies.set(one.dialect, into);
    // The other reader gives columns of explicit lists only, so columns taken from a query are no part of the comparison.
    const expected = (one.creates ?? [])
      .filter(({ columns }) => columns.length > 0)
      .map(({ name, columns }) =>
        told(
          name,
          columns.map((column) => column.name),
        ),
      );
    if (expected.length > 0)
      tally(
        into,
        expected,
        assets
          .filter(({ fields }) => fields.length > 0)
          .map((asset) =>
            told(
              asset.name,
              asset.fields.map(({ name }) => name),
            ),
          ),
      );
  }
  const created = [...tallies]
    .filter(([, { hits, missed }]) => hits + missed.length > 0)
    .map(([name, into]) => rowOf('sqlglot-dialects', `created, ${name}`, into));
  const read = [...unread].map(([name, { total, failed }]): ScoreRow => ({
    case: 'sqlglot-dialects',
    measure: `read, ${name}`,
    recall: (total - failed) / total,
    note: `${failed} of ${total} unread`,
  }));
  return [...created, ...read];
}

const told = (name: string, columns: readonly string[]): string => `${plain(name)}(${columns.map(plain).join(',')})`;
/** Bare expressions are no statements, and what the other reader itself gives up on is no case. */
const STATEMENTS =
  /^(?:Select|Union|Except|Intersect|Create|Insert|Update|Delete|Merge|Alter|Drop|Truncate|Grant|Revoke|Comment|Set|Use|With|Subquery|Values)/;

const plain = (name: string): string => name.replaceAll(/["'`[\]]/g, '').toLowerCase();

interface SnowflakeCase {
  readonly repo: string;
  readonly file: string;
  readonly creates: readonly { readonly name: string; readonly columns: readonly { readonly name: string }[] }[];
  readonly governance: Readonly<Record<string, readonly (readonly (string | null)[])[] | readonly string[] | number>>;
}

const COMMITS: Readonly<Record<string, string>> = {
  'Sage-Bionetworks/snowflake': '904249adca4c618bbf3da79d270a919b16e44b13',
  'Snowflake-Labs/sf-samples': 'cce204e8d0840eaf924057021f86947df2abfc2b',
  'Snowflake-Labs/EDMC-CDMC-v1-14-Control_Mapping': 'a19f3305a60ca5b60bc124a11ce287572548a41e',
  'Snowflake-Labs/schemachange': '313d0100ac6e388e57ef42d1407c71606b3ef1f7',
};

/** Masks, tags, policies and tables of real Snowflake repositories. */
export async function scoreSnowflake(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const measures = { masks: newTally(), tags: newTally(), policies: newTally(), created: newTally() };
  let absent = 0;
  for (const one of rows<SnowflakeCase>(`${context.cases}/snowflake-sql/expected.jsonl`)) {
    const text = await textOf(one, context);
    if (text === undefined) absent++;
    else scoreOne(one, text, measures);
  }
  const named = Object.entries(measures).map(([measure, into]) => rowOf('snowflake-sql', measure, into));
  return absent === 0
    ? named
    : [
        ...named,
        {
          case: 'snowflake-sql',
          measure: 'files absent',
          value: String(absent),
          note: 'their repository or commit is not on this machine',
        },
      ];
}

async function textOf({ repo, file }: SnowflakeCase, context: ScoreContext): Promise<string | undefined> {
  const git = context.git(repo);
  const path = file.replace(/^files\//, '');
  if (git === undefined) return undefined;
  for (const candidate of [path, path.slice(path.indexOf('/') + 1)]) {
    for (const commit of [COMMITS[repo] ?? 'HEAD', 'HEAD']) {
      const text = await context.show(git, commit, candidate);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

type Measures = Readonly<Record<'masks' | 'tags' | 'policies' | 'created', Tally>>;

function scoreOne(one: SnowflakeCase, text: string, measures: Measures): void {
  const { assets } = readSql(text, 'snowflake');
  const pairs = (name: string): readonly (readonly (string | null)[])[] =>
    Array.isArray(one.governance[name]) ? (one.governance[name] as readonly (readonly (string | null)[])[]) : [];
  const names = (name: string): readonly string[] =>
    Array.isArray(one.governance[name]) ? (one.governance[name] as readonly string[]).map((item) => last(String(item))) : [];
  tally(measures.masks, expectedMasks(pairs), distinct(assets.flatMap(masks)));
  tally(
    measures.tags,
    distinct(pairs('set_tag').map(([table, column, tag]) => `${last(table)}.${last(column)}#${last(tag)}`)),
    distinct(assets.flatMap(tags)),
  );
  const policies = distinct([...names('masking_policies'), ...names('row_access')]);
  tally(measures.policies, policies, distinct(assets.filter(isDataPolicy).map(({ name }) => last(name))));
  const created = one.creates.map(({ name, columns }) =>
    told(
      last(name),
      columns.map((column) => column.name),
    ),
  );
  const wanted = created.filter((item) => !item.endsWith('()'));
  const named = new Set(wanted.map((item) => item.slice(0, item.indexOf('('))));
  const isStated = ({ kind, name, fields, partial }: Asset): boolean =>
    (kind === 'table' || kind === 'view') && !partial && (named.has(last(name)) || fields.some(({ type }) => type !== undefined));
  tally(measures.created, wanted, assets.filter(isStated).map(toldOf));
}

function toldOf({ name, fields }: Asset): string {
  return told(
    last(name),
    fields.map((field) => field.name),
  );
}

/** A policy on a column, or on a tag that the column has: the expectations list the two parts of the second apart. */
function expectedMasks(pairs: (name: string) => readonly (readonly (string | null)[])[]): readonly string[] {
  const direct = pairs('col_masking').map(([table, column, policy]) => `${last(table)}.${last(column)}=${last(policy)}`);
  const byTag = pairs('tag_masking').flatMap(([tag, policy]) =>
    pairs('set_tag')
      .filter(([, column, other]) => column !== null && last(other) === last(tag))
      .map(([table, column]) => `${last(table)}.${last(column)}=${last(policy)}`),
  );
  return distinct([...direct, ...byTag]);
}

const last = (name: string | null | undefined): string => (name ?? '').replaceAll(/["'`]/g, '').split('.').at(-1)?.toLowerCase() ?? '';
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];
const isDataPolicy = ({ kind, facts }: Asset): boolean =>
  kind === 'policy' && ['masking policy', 'row access policy'].includes(String(facts['policy_kind']?.value));

function masks({ name, fields }: Asset): readonly string[] {
  return fields.flatMap((field) =>
    field.facts['masking']?.value === undefined ? [] : [`${last(name)}.${field.name}=${last(String(field.facts['masking'].value))}`],
  );
}

function tags({ kind, name, facts, fields }: Asset): readonly string[] {
  if (kind === 'tag') return [];
  const keys = (value: Json | undefined): readonly string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
  const own = keys(facts['tags']?.value).map((tag) => `${last(name)}.#${last(tag)}`);
  return [...own, ...fields.flatMap((field) => keys(field.facts['tags']?.value).map((tag) => `${last(name)}.${field.name}#${last(tag)}`))];
}

function readSql(text: string, dialect: string) {
  const sql = EXTRACTORS.find(({ id }) => id === 'sql');
  const file = { path: 'case.sql', text, size: text.length };
  const reading = sql?.read(file, dialect, () => {
    throw new Error('SQL needs no grammar');
  });
  const part = reading?.part ?? null;
  const assembly = sql?.assemble('sql', part === null ? [] : [{ path: file.path, role: dialect, part }], DEFAULT_SETTINGS);
  return { assets: assembly?.assets ?? [], problems: reading?.problems ?? [] };
}

function rows<T>(path: string): readonly T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
