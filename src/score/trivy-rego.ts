import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibrarySource } from '../core/ports.ts';
import { KNOWN_SERVICES } from '../core/services/service-input.ts';
import type { Pack, ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const NAME = 'trivy-rego';
const CASES = 'trivy-iac-examples';
const COMMIT = '80e5382269707262f35cf893bdc0805cb72217e9';

interface Case {
  readonly case: string;
  readonly check_id: string;
  readonly title: string;
  readonly severity: string;
  readonly provider: string;
  readonly service: string;
  readonly framework: 'terraform' | 'cloudformation';
  readonly code: string;
  readonly expected: 'pass' | 'fail';
}

/** Trivy's whole pack of cloud checks, unchanged, on its own good and bad examples: those of services that are told here, and of how many. */
export async function scoreTrivyRego({ cases: folder, git, tree, openPack }: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = join(folder, CASES, 'cases.jsonl');
  const gitDir = git('aquasecurity/trivy-checks');
  if (!existsSync(path) || gitDir === undefined || !tree || !openPack) return [{ case: NAME, measure: 'examples', value: 'absent' }];
  const all = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
  const pack = await openPack({ libraries: [await packIn(await tree(gitDir, COMMIT))], data: [] });
  const asked = all.filter(({ provider, service }) => KNOWN_SERVICES.has(`${provider}.${service}`));
  const told = newTally();
  try {
    for (const one of asked) tally(told, one.expected === 'fail' ? [one.case] : [], (await isFound(one, pack)) ? [one.case] : []);
  } finally {
    await pack.close();
  }
  const described = all.filter((one) =>
    pack.policies.some(({ id, title, severity }) => id === one.check_id && title === one.title && severity === one.severity.toLowerCase()),
  );
  const checks = new Set(pack.policies.map(({ id }) => id)).size;
  return [
    rowOf(NAME, `examples of ${KNOWN_SERVICES.size} services`, told),
    {
      case: NAME,
      measure: 'examples asked',
      value: `${asked.length} of ${all.length}`,
      note: 'the others are of services that are not told here',
    },
    {
      case: NAME,
      measure: 'id, title and severity',
      value: `${described.length} of ${all.length}`,
      note: `${checks} checks compile, ${pack.problems.length} problems`,
    },
  ];
}

async function isFound({ check_id: id, framework, code }: Case, pack: Pack): Promise<boolean> {
  const path = framework === 'terraform' ? 'main.tf' : /^\s*\{/.test(code) ? 'template.json' : 'template.yaml';
  const { findings } = await pack.judge([{ path, text: code, size: code.length }]);
  return findings.some((one) => one.policy === id && one.rule === 'deny');
}

async function packIn(tree: Awaited<ReturnType<NonNullable<ScoreContext['tree']>>>): Promise<LibrarySource> {
  const paths = tree.paths.filter((path) => /^(?:checks|lib)\/.*\.rego$/.test(path));
  const files = (await tree.read(paths)).flatMap((one) => ('unreadable' in one ? [] : [one]));
  return { name: 'trivy', version: '', files };
}
