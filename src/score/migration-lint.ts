import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyInput } from '../core/evaluate/policy-input.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import type { Assembly } from '../core/plug-ins.ts';
import type { EngineAnswer, RawStatement } from '../core/ports.ts';
import { selectTouched } from '../core/select-touched.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Json } from '../model/json.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/** Which findings of ours answer a rule of the linter: the policy, and its keys where only some do. */
interface Answer {
  readonly policy: string;
  readonly keys?: readonly string[];
  readonly why: string;
}

/**
 * The rules of the migration linter that SOURCE.md names, and the policy that answers each. What is not here (locks, transactions, style) is
 * out of scope, not wrong.
 */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'ban-drop-table': { policy: 'SCH001', keys: ['removed'], why: 'a table is gone' },
  'ban-drop-column': { policy: 'SCH001', keys: ['removed'], why: 'a column is gone' },
  'ban-drop-database': { policy: 'SCH001', keys: ['removed'], why: 'a database is gone' },
  'ban-truncate-cascade': { policy: 'SCH001', keys: ['emptied'], why: 'rows go from tables that nobody named' },
  'renaming-table': { policy: 'SCH001', keys: ['renamed'], why: 'readers use the old name' },
  'renaming-column': { policy: 'SCH001', keys: ['renamed'], why: 'readers use the old name' },
  'changing-column-type': { policy: 'SCH001', keys: ['type'], why: 'another type, or one that cannot be compared' },
  'adding-not-nullable-field': { policy: 'SCH001', keys: ['required'], why: 'writers must now give a value' },
  'adding-required-field': { policy: 'SCH001', keys: ['added-required'], why: 'writers must now give a value' },
  'ban-drop-not-null': { policy: 'SCH002', why: 'readers may now find nothing' },
  'ban-char-field': { policy: 'SCH003', keys: ['char'], why: 'a fixed length' },
  'prefer-text-field': { policy: 'SCH003', keys: ['varchar'], why: 'a fixed length' },
  'adding-field-with-default': { policy: 'SCH004', keys: ['default', 'generated'], why: 'the table is rewritten' },
  'adding-serial-primary-key-field': { policy: 'SCH004', keys: ['serial'], why: 'the table is rewritten' },
};

interface Case {
  readonly case: string;
  readonly rule: string;
  readonly sql: string;
  readonly expected: 'flag' | 'ok';
}

/** Breaking changes: what a linter of PostgreSQL migrations flags or lets pass, by its own tests, against the default library. */
export async function scoreMigrationLint(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = join(context.cases, 'sql-migration-lint', 'cases.jsonl');
  const measure = 'breaking changes in PostgreSQL migrations';
  if (!existsSync(path) || !context.judge) return [{ case: 'sql-migration-lint', measure, value: 'absent' }];
  const lines = readFileSync(path, 'utf8').split('\n');
  const cases = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Case);
  const mapped = cases.filter(({ rule }) => Object.hasOwn(ANSWERS, rule));
  const read = mapped.map(({ sql }) => assemblyOf(sql));
  const answers = await context.judge(read.map(inputFor));
  const judged = mapped.map((one, index) => {
    const unread = read[index]?.problems.some(({ undecided }) => undecided) ?? false;
    return { ...one, unread, flagged: unread || isFlagged(one.rule, answers[index]) };
  });
  return [rowOf(measure, judged)];
}

/** What cannot be read does not pass: it is told as a problem, and counts as flagged, wanted or not. */
interface Judged extends Case {
  readonly unread: boolean;
  readonly flagged: boolean;
}

function isFlagged(rule: string, answer: EngineAnswer | undefined): boolean {
  const { policy, keys } = ANSWERS[rule] ?? { policy: '' };
  return (answer?.statements ?? []).some((said) => said.policy === policy && (keys === undefined || keys.includes(keyOf(said))));
}

function keyOf({ value }: RawStatement): string {
  return typeof value === 'object' && value !== null && 'key' in value ? String(value['key']) : '';
}

const FILE = 'migrations/1.sql';

/** The migration as a pull request would bring it: a new file beside nothing. */
function inputFor(head: Assembly): Json {
  const base: Assembly = { assets: [], changes: [], problems: [] };
  const changed = { path: FILE, basePath: FILE, status: 'added', changedLines: [], shownLines: [] } as const;
  const changeSet: ChangeSet = { base: { commit: null, name: 'base' }, head: { commit: null, name: 'head' }, files: [changed] };
  const touched = selectTouched({ base, head, unread: new Set() }, changeSet, SETTINGS);
  const change = { event: 'cli', surface: 'cli', branch: '', now: '1970-01-01T00:00:00Z', labels: [] } as const;
  return policyInput(change, touched.head, touched.changes);
}

const SETTINGS = { ...DEFAULT_SETTINGS, sql: { dialects: [{ paths: ['**'], dialect: 'postgres' }] } };

function assemblyOf(sql: string): Assembly {
  const tree = { paths: [FILE], has: (path: string): boolean => path === FILE, nearest: (): undefined => undefined };
  const extractor = EXTRACTORS.find(({ id }) => id === 'sql');
  const claim = extractor?.claim(FILE, tree, SETTINGS);
  if (!extractor || !claim) return { assets: [], changes: [], problems: [] };
  const noGrammar = (): never => {
    throw new TypeError('SQL is read without a grammar');
  };
  const { part, problems } = extractor.read({ path: FILE, text: sql, size: sql.length }, claim.role, noGrammar);
  const assembly = extractor.assemble(claim.unit, part === null ? [] : [{ path: FILE, role: claim.role, part }], SETTINGS);
  return { ...assembly, problems: [...problems, ...assembly.problems] };
}

function rowOf(measure: string, judged: readonly Judged[]): ScoreRow {
  const wanted = judged.filter(({ expected }) => expected === 'flag');
  const fine = judged.filter(({ expected }) => expected === 'ok');
  const found = wanted.filter(({ flagged }) => flagged).length;
  const alarms = fine.filter(({ flagged }) => flagged);
  const told = wanted.filter(({ flagged, unread }) => flagged && !unread).length;
  const missed = wanted.filter(({ flagged }) => !flagged).map(({ case: name }) => `missed ${name}`);
  const unread = judged.filter((one) => one.unread).map(({ case: name }) => `told as unreadable ${name}`);
  const wrong = alarms.map(({ case: name }) => `alarm ${name}`);
  return {
    case: 'sql-migration-lint',
    measure,
    precision: found / Math.max(1, found + alarms.length),
    recall: found / Math.max(1, wanted.length),
    note: [
      `${alarms.length} of ${fine.length} false alarms`,
      `${told} of ${wanted.length} by a finding`,
      ...missed,
      ...wrong,
      ...unread,
    ].join('; '),
  };
}
