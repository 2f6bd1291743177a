import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Difference } from '../model/difference.ts';
import { rulesOf } from './buf-rules.ts';
import { differencesOf, extractorOf, unitFiles } from './extractor-of.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const CASE = 'compat-protobuf';
const REPOSITORY = 'bufbuild/buf';
const COMMIT = 'c9a5b2656599d7311a77d45880c250273b02de6d';
const FOLDER = 'private/bufpkg/bufcheck/testdata/breaking';

interface Case {
  readonly case: string;
  readonly declared: readonly { readonly file: string | null; readonly line: number | null; readonly rule: string }[];
  readonly buf_categories: Readonly<Record<string, { readonly exit?: number; readonly error?: string }>>;
}

/** What buf says of its own cases: whether each category is broken, and the rules that its tests name, by file and line. */
export async function scoreCompatProtobuf({ cases, git, tree }: ScoreContext): Promise<readonly ScoreRow[]> {
  const file = join(cases, CASE, 'cases.jsonl');
  const repository = git(REPOSITORY);
  if (!existsSync(file)) return [{ case: CASE, measure: 'verdicts', value: 'absent' }];
  if (!repository || !tree) return [{ case: CASE, measure: 'verdicts', value: `absent: ${REPOSITORY} is not here` }];
  const all = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
  const files = await tree(repository, COMMIT);
  const judged: Judged[] = [];
  for (const one of all) judged.push(await compared(files, one));
  return [...CATEGORIES.map(([category, breaks]) => verdictRow(judged, category, breaks)), ruleRow(judged)];
}

interface Judged extends Case {
  readonly differences: readonly Difference[];
  /** The ids of what the head declares. */
  readonly inHead: ReadonlySet<string>;
}

/** The rules that allow a type to stand in another file of its package are those of PACKAGE. */
const inPackage = ({ kind, breaks }: Difference): boolean => breaks.includes('source') && kind !== 'moved';

const CATEGORIES: readonly (readonly [string, (difference: Difference) => boolean])[] = [
  ['FILE', ({ breaks }) => breaks.includes('source')],
  ['PACKAGE', inPackage],
  ['WIRE_JSON', ({ breaks }) => breaks.includes('wire-json')],
  ['WIRE', ({ breaks }) => breaks.includes('wire')],
];

function verdictRow(judged: readonly Judged[], category: string, breaks: (difference: Difference) => boolean): ScoreRow {
  const into = newTally();
  let right = 0;
  for (const { case: name, buf_categories: categories, differences } of judged) {
    const { exit } = categories[category] ?? {};
    if (exit === undefined) continue;
    const said = differences.some(breaks);
    if (said === (exit === 100)) right++;
    tally(into, exit === 100 ? [name] : [], said ? [name] : []);
  }
  const row = rowOf(CASE, `${category} is broken`, into);
  return { ...row, note: `${right} of ${judged.length} verdicts exact · ${row.note ?? ''}` };
}

/** Each case is about one rule: what else differs in it is not asked. */
function ruleRow(judged: readonly Judged[]): ScoreRow {
  const into = newTally();
  for (const { case: name, declared, differences, inHead } of judged) {
    const asked = new Set(declared.map(({ rule }) => rule));
    const expected = declared.map(({ file, line, rule }) => `${name} ${line === null ? '' : `${file}:${line}`} ${rule}`);
    const said = differences.flatMap((difference) =>
      rulesOf(difference)
        .filter((rule) => asked.has(rule))
        .map((rule) => `${name} ${placeOf(difference, inHead)} ${rule}`),
    );
    tally(into, expected, said);
  }
  return rowOf(CASE, 'rules by file and line', into);
}

/** What is gone or moved as a whole has no place for buf, unless it stood in a message that is still there. */
function placeOf(difference: Difference, inHead: ReadonlySet<string>): string {
  const { file, start } = difference.location;
  return isGone(difference, inHead) ? '' : `${file}:${start.line}`;
}

function isGone({ kind, asset, path, before }: Difference, inHead: ReadonlySet<string>): boolean {
  const isExtension = typeof before === 'object' && before !== null && 'extension' in before;
  if ((kind !== 'removed' && kind !== 'moved') || (path !== undefined && !isExtension)) return false;
  const name = isExtension ? `protobuf:${path ?? ''}` : asset;
  return kind === 'moved' || !inHead.has(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
}

async function compared(files: ReadableTree, one: Case): Promise<Judged> {
  const [base, head] = [await sideOf(files, `${FOLDER}/previous/${one.case}/`), await sideOf(files, `${FOLDER}/current/${one.case}/`)];
  const { assets } = extractorOf('protobuf').assemble('', head, DEFAULT_SETTINGS);
  const inHead = new Set(assets.map(({ id }) => id));
  return { ...one, inHead, differences: differencesOf('protobuf', base, head) };
}

async function sideOf(files: ReadableTree, folder: string): Promise<ReturnType<typeof unitFiles>> {
  const paths = files.paths.filter((path) => path.startsWith(folder) && path.endsWith('.proto'));
  const read = await files.read(paths);
  return unitFiles(
    'protobuf',
    read.flatMap((file) => ('unreadable' in file ? [] : [{ ...file, path: file.path.slice(folder.length) }])),
    '',
  );
}
