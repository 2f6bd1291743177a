import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitFile } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import { differencesOf, extractorOf, unitFiles } from './extractor-of.ts';
import type { Json } from '../model/json.ts';
import { rowsIn } from './read-documents.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

type Texts = Readonly<Record<string, string>>;
type Verdict = 'ok' | 'warn' | 'error';

interface Case {
  readonly case: string;
  readonly base: Texts;
  readonly head: Texts;
  readonly expected: Verdict;
}

/** Changes of contracts against what dbt itself says of them: nothing, a warning, or an error. */
export function scoreDbtContracts({ cases }: ScoreContext): readonly ScoreRow[] {
  const path = join(cases, 'dbt-contract-breakage/contracts.jsonl');
  if (!existsSync(path)) return [{ case: 'dbt-contract-breakage', measure: 'changes of contracts', value: 'absent' }];
  const rows = rowsIn<Case>(path).map((one) => ({ ...one, said: verdictOn(one) }));
  const wrong = rows.filter(({ expected, said }) => expected !== said);
  const breaking = newTally();
  const named = (verdict: (one: (typeof rows)[number]) => Verdict): readonly string[] =>
    rows.filter((one) => verdict(one) !== 'ok').map((one) => one.case);
  tally(
    breaking,
    named(({ expected }) => expected),
    named(({ said }) => said),
  );
  return [
    {
      case: 'dbt-contract-breakage',
      measure: 'changes of contracts: ok, warn or error',
      value: `${((100 * (rows.length - wrong.length)) / Math.max(1, rows.length)).toFixed(1)} % of ${rows.length}`,
      ...(wrong.length > 0 ? { note: wrong.map((one) => `${one.case}: ${one.said}, not ${one.expected}`).join('; ') } : {}),
    },
    rowOf('dbt-contract-breakage', 'changes of contracts that break', breaking),
  ];
}

/** dbt stops where a model has versions, and warns where it has none. */
function verdictOn({ base, head }: Case): Verdict {
  const [before, after] = [partsOf(base), partsOf(head)];
  const broken = new Set(differencesOf('dbt', before, after).flatMap(({ breaks, asset }) => (breaks.length > 0 ? [asset] : [])));
  const models = [after, before].flatMap((files) => extractorOf('dbt').assemble('', files, DEFAULT_SETTINGS).assets);
  const isVersioned = models.some(({ id, facts }) => broken.has(id) && facts['version'] !== undefined);
  return broken.size === 0 ? 'ok' : isVersioned ? 'error' : 'warn';
}

/** A project of these files. Its settings are what dbt assumes, where none of them says more. */
function partsOf(texts: Texts): readonly UnitFile<Json>[] {
  const all: Texts = { 'dbt_project.yml': 'name: test\n', ...texts };
  const has = (path: string): boolean => Object.hasOwn(all, path);
  const tree = { paths: Object.keys(all), has, digest: () => undefined, nearest: () => '' };
  return Object.entries(all).flatMap(([path, text]) => {
    const role = extractorOf('dbt').claim(path, tree, DEFAULT_SETTINGS)?.role;
    return role === undefined ? [] : unitFiles('dbt', [{ path, text, size: text.length }], role);
  });
}
