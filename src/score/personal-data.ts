import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognise } from '../core/recognise/recognise.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/**
 * How well personal data is recognised by name and type, on columns that others have labelled: hard kinds against what is
 * labelled as the system's own, and the rest left out, as the case's SOURCE.md says. Half of the data sets, by the hash of their names, is
 * scored apart: no field of theirs was looked at while the word lists were made. (The names of the data sets were known, and so were
 * their figures, so this half is not quite unseen.)
 */
export async function scorePersonalData(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const folder = join(context.cases, 'pii-columns');
  if (!existsSync(folder)) return [{ case: 'pii-columns', measure: 'personal data by name and type', value: 'absent' }];
  const fides = judged(rowsOf(join(folder, 'fides_fields.jsonl')));
  return [
    score('personal data by name and type', fides),
    score('… in data sets that the word lists were made with', fides.filter(isKnown)),
    score('… in data sets that were held out', fides.filter(isHeldOut)),
    kindScore(fides),
    ...datahubScore(judged(rowsOf(join(folder, 'datahub_columns.jsonl')))),
  ];
}

interface Row {
  readonly dataset: string;
  readonly collection?: string;
  readonly field: string;
  readonly data_type?: string | null;
  readonly labels?: readonly string[];
  readonly infotype?: string | null;
}

interface JudgedRow extends Row {
  readonly kind: string | undefined;
}

function rowsOf(path: string): readonly Row[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
}

/** Each collection is judged as one table, for fields beside a field count. */
function judged(rows: readonly Row[]): readonly JudgedRow[] {
  const tables = Map.groupBy(rows, ({ dataset, collection }) => `${dataset} ${collection ?? ''}`);
  return [...tables.values()].flatMap((table) => {
    const [first] = table;
    const [asset] = recognise([assetOf(first?.collection ?? first?.dataset ?? '', table)], DEFAULT_SETTINGS);
    return table.map((row, index) => ({ ...row, kind: kindOf(asset, index) }));
  });
}

function kindOf(asset: Asset | undefined, index: number): string | undefined {
  const told = asset?.fields[index]?.facts['personal_data']?.value as { readonly kind: string } | undefined;
  return told?.kind;
}

function assetOf(name: string, rows: readonly Row[]): Asset {
  const at = { line: 1, column: 1, offset: 0 };
  const location = { file: 'columns', start: at, end: at };
  const fields = rows.map(({ field, data_type: type }) => ({
    name: field,
    location,
    extent: location,
    facts: {},
    ...(type ? { type } : {}),
  }));
  return {
    id: name,
    kind: 'table',
    name,
    platform: 'sql',
    file: 'columns',
    files: ['columns'],
    location,
    extent: location,
    facts: {},
    fields,
  };
}

const HARD =
  'user.contact user.name user.financial user.government_id user.health user.date_of_birth user.demographic.date_of_birth user.biometric user.location user.credentials user.authorization'.split(
    ' ',
  );

const isUnder = (label: string, parent: string): boolean => label === parent || label.startsWith(`${parent}.`);

const isPersonal = ({ labels = [] }: Row): boolean => labels.some((label) => HARD.some((hard) => isUnder(label, hard)));

const isOfSystem = ({ labels = [] }: Row): boolean => labels.length > 0 && labels.every((label) => isUnder(label, 'system'));

const isHeldOut = ({ dataset }: Row): boolean => (createHash('sha256').update(dataset).digest().at(-1) ?? 0) % 2 === 1;

const isKnown = (row: Row): boolean => !isHeldOut(row);

function score(measure: string, rows: readonly JudgedRow[]): ScoreRow {
  const positive = rows.filter(isPersonal);
  const found = positive.filter(({ kind }) => kind !== undefined).length;
  const alarms = rows.filter((row) => isOfSystem(row) && row.kind !== undefined).length;
  const note = `${positive.length} personal, ${rows.filter(isOfSystem).length} of the system`;
  return {
    case: 'pii-columns',
    measure,
    precision: found / Math.max(1, found + alarms),
    recall: found / Math.max(1, positive.length),
    note,
  };
}

/** The kinds that may be said for a label. */
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['user.contact.email', ['e-mail addresses']],
  ['user.contact.phone', ['phone numbers']],
  ['user.contact.phone_number', ['phone numbers']],
  ['user.contact.fax_number', ['phone numbers']],
  ['user.name', ['names of people']],
  ['user.contact.address', ['postal addresses', 'locations']],
  ['user.location', ['postal addresses', 'locations']],
  ['user.demographic.date_of_birth', ['birth dates']],
  ['user.government_id', ['government ids']],
  ['user.financial', ['payment data', 'financial data']],
  ['user.device.ip_address', ['ip addresses']],
];

function kindScore(rows: readonly JudgedRow[]): ScoreRow {
  const told = rows.flatMap(({ labels = [], kind }) => {
    const may = KINDS.filter(([label]) => labels.some((one) => isUnder(one, label))).flatMap(([, kinds]) => kinds);
    return kind === undefined || may.length === 0 ? [] : [may.includes(kind)];
  });
  const right = told.filter(Boolean).length;
  return {
    case: 'pii-columns',
    measure: 'the kind that is said is the label’s',
    value: `${((100 * right) / Math.max(1, told.length)).toFixed(1)} % of ${told.length}`,
  };
}

function datahubScore(rows: readonly JudgedRow[]): readonly ScoreRow[] {
  if (rows.length === 0) return [];
  const typed = rows.filter(({ infotype }) => infotype);
  const found = typed.filter(({ kind }) => kind !== undefined).length;
  const alarms = rows.filter(({ infotype, kind }) => !infotype && kind !== undefined).length;
  const note = `${typed.length} of ${rows.length} columns have a type; names, incomes and cities there have none`;
  const measure = 'info types of datahub-classify, by column name';
  return [
    { case: 'pii-columns', measure, precision: found / Math.max(1, found + alarms), recall: found / Math.max(1, typed.length), note },
  ];
}
