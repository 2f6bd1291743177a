import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibrarySource } from '../core/ports.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const NAME = 'regula-rules';
const COMMIT = '259c10a6a746e3c1eb84857d9f548cca463034af';

interface Case {
  readonly case: string;
  readonly input: string;
  readonly rule: string;
  readonly rule_id: string;
  readonly title: string;
  readonly severity: string;
  readonly expected_valid: Readonly<Record<string, boolean>>;
  readonly expected_file_valid: boolean | null;
}

/** Regula's whole pack, unchanged: which resources its rules deny, against its own tests, and what its metadata says. */
export async function scoreRegula({ cases: folder, git, tree, openPack }: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = join(folder, NAME, 'cases.jsonl');
  const gitDir = git('fugue/regula');
  if (!existsSync(path) || gitDir === undefined || !tree || !openPack)
    return [{ case: NAME, measure: 'resources denied', value: 'absent' }];
  const cases = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
  const repository = await tree(gitDir, COMMIT);
  const pack = await openPack({ libraries: [await packIn(repository)], data: [] });
  const told = newTally();
  try {
    for (const one of cases) {
      const files = await repository.read([one.input.replace(/^files/, 'rego/tests/rules')]);
      const evaluation = await pack.judge(files.flatMap((file) => ('unreadable' in file ? [] : [file])));
      tally(told, wanted(one), denied(one, evaluation));
    }
  } finally {
    await pack.close();
  }
  const described = cases.filter((one) =>
    pack.policies.some(({ id, title, severity }) => id === one.rule_id && title === one.title && severity === one.severity.toLowerCase()),
  );
  const metadata = { case: NAME, measure: 'id, title and severity', value: `${described.length} of ${cases.length}` };
  const rules = new Set(pack.policies.map(({ id }) => id)).size;
  return [rowOf(NAME, 'resources denied', told), { ...metadata, note: `${rules} rules compile, ${pack.problems.length} problems` }];
}

async function packIn(tree: Awaited<ReturnType<NonNullable<ScoreContext['tree']>>>): Promise<LibrarySource> {
  const paths = tree.paths.filter((path) => /^rego\/(?:rules|lib)\/.*\.rego$/.test(path));
  const files = (await tree.read(paths)).flatMap((one) => ('unreadable' in one ? [] : [one]));
  return { name: 'regula', version: '', files };
}

/** Resources that must be denied; a file as such where only that is told. */
function wanted({ case: name, expected_valid: valid, expected_file_valid: whole }: Case): readonly string[] {
  if (whole !== null) return whole ? [] : [name];
  return Object.entries(valid).flatMap(([id, isValid]) => (isValid ? [] : [`${name} ${id}`]));
}

function denied(
  { case: name, rule_id: rule, expected_valid: valid, expected_file_valid: whole }: Case,
  evaluation: Evaluation,
): readonly string[] {
  const names = new Set(evaluation.findings.flatMap((one) => (one.policy === rule && one.rule === 'deny' ? [one.assetName ?? ''] : [])));
  if (whole !== null) return names.size > 0 ? [name] : [];
  return [...names].flatMap((id) => (id in valid ? [`${name} ${id}`] : []));
}
