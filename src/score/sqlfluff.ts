import { readFileSync } from 'node:fs';
import { splitStatements } from '../core/extract/sql/split-statements.ts';
import { readStatement } from '../core/extract/sql/read-statement.ts';
import { readSql, tokensOf } from '../core/extract/sql/read-sql.ts';
import type { Declared } from '../core/extract/sql/part.ts';
import { dialectNamed, type Dialect } from '../core/sql/dialect.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { Location } from '../model/source.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

const CASE = 'sqlfluff-dialects';
const COMMIT = 'e8e8c5d24dee8371acb94177fd8a7a86a783151c';

/** A file as the other reader sees it. */
interface FluffCase {
  readonly dialect: string;
  readonly file: string;
  readonly n_statements: number;
  readonly unparsable: number;
  readonly statements: readonly FluffStatement[];
}

interface FluffStatement {
  readonly type: string;
  readonly target?: string | null;
  readonly columns?: readonly { readonly name: string; readonly type?: string | null }[];
}

interface Measures {
  files: number;
  sameSplit: number;
  read: number;
  claimed: number;
  recognised: number;
  foreign: number;
  readonly created: Tally;
  named: number;
  inPlace: number;
}

/** Statements of each dialect: split, recognised, and what tables they create, against another reader's trees. */
export async function scoreSqlfluff(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const git = context.git('sqlfluff/sqlfluff');
  if (git === undefined) return [{ case: CASE, measure: 'absent', note: 'sqlfluff/sqlfluff is not on this machine' }];
  const measured = new Map<string, Measures>();
  for (const one of casesOf(context)) {
    const text = await context.show(git, COMMIT, one.file.replace(/^files\//, 'test/fixtures/dialects/'));
    const dialect = dialectNamed(one.dialect);
    if (text === undefined || dialect === undefined || one.unparsable > 0) continue;
    const measures = measured.get(one.dialect) ?? newMeasures();
    measured.set(one.dialect, measures);
    measure(one, text, dialect, measures);
  }
  return [...measured].flatMap(([name, measures]) => rowsOf(name, measures));
}

function newMeasures(): Measures {
  return { files: 0, sameSplit: 0, read: 0, claimed: 0, recognised: 0, foreign: 0, created: newTally(), named: 0, inPlace: 0 };
}

const casesOf = ({ cases }: ScoreContext): readonly FluffCase[] =>
  readFileSync(`${cases}/${CASE}/expected.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FluffCase);

function measure(one: FluffCase, text: string, dialect: Dialect, into: Measures): void {
  const file = { path: one.file, text, size: text.length };
  const { part, problems } = readSql(file, dialect);
  into.files++;
  into.read += Number(problems.length === 0);
  if (problems.length > 0) tell(one, `unread: ${problems[0]?.message}`);
  const each = eachStatement(text, dialect);
  const sql = one.statements.filter(({ type }) => !OTHER_LANGUAGES.test(type));
  into.sameSplit += Number(each.length === sql.length);
  if (each.length === sql.length) recognise(one, sql, each, into);
  else {
    tell(one, `split ${each.length} for ${sql.length}`);
    const claimed = one.statements.filter(({ type }) => CLAIMED.test(type)).length;
    into.claimed += claimed;
    into.recognised += Math.min(claimed, each.filter(({ found }) => found.length > 0).length);
  }
  const expected = one.statements.filter(({ type }) => CREATES.test(type)).flatMap(expectedTable);
  const names = new Set(expected.map((item) => item.slice(0, item.indexOf('('))));
  const declared = part?.statements ?? [];
  const said = declared
    .flatMap(saidTable)
    .filter((item) => !item.endsWith('()'))
    .filter((item) => expected.includes(item) || names.has(item.slice(0, item.indexOf('('))));
  const [missedBefore, extraBefore] = [into.created.missed.length, into.created.extra.length];
  tally(into.created, expected, said);
  for (const item of into.created.missed.slice(missedBefore)) tell(one, `missed ${item}`);
  for (const item of into.created.extra.slice(extraBefore)) tell(one, `extra ${item}`);
  for (const { name, steps } of declared) {
    if (!name.dynamic && !name.key.includes(' ')) place(one, text, { location: name.location, name: name.shown }, into);
    const fields = steps.flatMap((step) => (step.do === 'declare' ? step.fields : []));
    for (const field of fields) place(one, text, field, into);
  }
}

function recognise(one: FluffCase, statements: readonly FluffStatement[], each: readonly ReadOne[], into: Measures): void {
  for (const [index, { found, source }] of each.entries()) {
    const type = statements[index]?.type ?? '';
    if (CLAIMED.test(type) && !OF_OTHERS.test(source)) {
      into.claimed++;
      into.recognised += Number(found.length > 0);
      if (found.length === 0) tell(one, `not recognised ${type}: ${source}`);
    } else if (NONE.test(type) && found.length > 0) {
      into.foreign++;
      tell(one, `said too much of ${type}: ${source}`);
    }
  }
}

interface Placed {
  readonly name: string;
  readonly location: Location;
}

function place({ file }: Pick<FluffCase, 'file'>, text: string, { name, location: { start, end } }: Placed, into: Measures): void {
  const slice = text.slice(start.offset, end.offset);
  const same = plain(slice) === plain(name);
  into.named++;
  into.inPlace += Number(same);
  if (!same) tell({ file }, `place of ${name} is ${slice}`);
}

interface ReadOne {
  readonly found: readonly Declared[];
  readonly source: string;
}

function eachStatement(text: string, dialect: Dialect): readonly ReadOne[] {
  const all = tokensOf(text, dialect);
  const lines = lineIndex('case.sql', text);
  return splitStatements(text, all, dialect).map((statement) => ({
    found: readStatement({ text, lines, dialect, tokens: statement, at: 0, end: statement.length }),
    source: text
      .slice(statement[0]?.start ?? 0, statement.at(-1)?.end ?? 0)
      .replaceAll(/\s+/g, ' ')
      .slice(0, 140),
  }));
}

/** Kinds of statements that declare or govern what Tollgate models; functions, sequences, indexes and the like are none of them. */
const CLAIMED = new RegExp(
  `^(?:${[
    '(?:create|alter|drop|replace|undrop)_(?:external_|event_|dynamic_|foreign_|hybrid_|materialized_)*(?:table|view|schema|database|catalog|volume|stage|task|stream|role|user|database_role|group)(?:_as|_switch)?_(?:statement|segment)',
    'create_clone_statement',
    'access_statement',
    'undrop_statement',
    'alter_default_privileges_statement',
    'alter_storage_integration_statement',
    'alter_masking_policy',
    '(?:create|alter|drop|manage)_(?:rls_|row_access_)?policy_statement',
    'comment_(?:clause|statement)',
    'security_label_statement',
    'reassign_owned_statement',
    'alter_authorization_statement',
    'revoke_statement',
    'grant_datashare_statement',
    'create_materialized_view_as_replica_of_statement',
    'truncate_table',
  ].join('|')})$`,
);
/** Cells of other languages in a notebook, and lines for a shell. */
const OTHER_LANGUAGES = /^(?:magic_cell_segment|sqlcmd_command_segment)$/;
/** Comments and marks on what is not modelled: routines, types, indexes. */
const OF_OTHERS =
  /^(?:COMMENT (?:IF EXISTS )?|SECURITY LABEL (?:FOR \S+ )?)ON (?!(?:COLUMN \S+\.\S|(?:EXTERNAL |MATERIALIZED |FOREIGN |DYNAMIC )?(?:TABLE|VIEW)|SCHEMA|DATABASE|CATALOG|ROLE|USER|POLICY|TAG|STAGE|TASK|STREAM|WAREHOUSE|SHARE|VOLUME|(?:\w+ )?INTEGRATION|(?:\w+ )+POLICY)\b)|^(?:UN)?DROP EXTERNAL VOLUME|^UNDROP EXTERNAL|^REASSIGN OWNED/i;
const CREATES = /^(?:create|replace)_(?:external_|event_|foreign_)?table(?:_as)?_statement$/;
/** Kinds that declare nothing, whatever stands in them. */
const NONE =
  /^(?:select|insert|update|delete|merge|show|values|vacuum|call|analyze|copy|transaction|set|use|explain|describe|with_compound)_(?:statement|clause|segment|expression)$/;

/** The other reader keeps columns with types apart from mere names, and has no type for some of those with one. */
function expectedTable({ target, columns = [] }: FluffStatement): readonly string[] {
  if (!target || columns.length === 0) return [];
  return [`${plain(target)}(${columns.map(({ name, type }) => `${plain(name)} ${plainType(type)}`).join(', ')})`];
}

function saidTable({ kind, name, steps }: Declared): readonly string[] {
  return steps.flatMap((step) =>
    step.do === 'declare' && (kind === 'table' || kind === 'view') && step.fields.length > 0
      ? [
          `${plain(name.shown)}(${step.fields
            .filter(({ type }) => type !== undefined)
            .map((field) => `${plain(field.name)} ${plainType(field.type)}`)
            .join(', ')})`,
        ]
      : [],
  );
}

const plain = (name: string): string =>
  name
    .replace(/^identifier\((.*)\)$/i, '$1')
    .replaceAll(/["'`[\]\s]/g, '')
    .toLowerCase();
const plainType = (type: string | null | undefined): string => (type ?? '').replaceAll(/--[^\n]*|["'`[\]\s]/g, '').toLowerCase();

function tell({ file }: Pick<FluffCase, 'file'>, words: string): void {
  if (process.env['SCORE_MISSES']) process.stderr.write(`${file.replace(/^files\//, '')}: ${words}\n`);
}

function rowsOf(name: string, one: Measures): readonly ScoreRow[] {
  const { files, sameSplit, read, claimed, recognised, foreign, created, named, inPlace } = one;
  const row = (measure: string, part: number, of: number, note: string): readonly ScoreRow[] =>
    of === 0 ? [] : [{ case: CASE, measure: `${measure}, ${name}`, recall: part / of, note }];
  const declared: readonly ScoreRow[] =
    claimed === 0
      ? []
      : [
          {
            case: CASE,
            measure: `declarations recognised, ${name}`,
            recall: recognised / claimed,
            precision: recognised / Math.max(1, recognised + foreign),
            note: `${recognised} of ${claimed}, ${foreign} too many`,
          },
        ];
  return [
    ...row('files read', read, files, `${files - read} of ${files} with a problem`),
    ...row('files split alike', sameSplit, files, `${files - sameSplit} of ${files} otherwise`),
    ...declared,
    ...(created.hits + created.missed.length > 0 ? [rowOf(CASE, `created with types, ${name}`, created)] : []),
    ...row('names in place', inPlace, named, `${named - inPlace} of ${named} not`),
  ];
}
