import { dirname } from 'node:path';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

const NAME = 'opa-library';
const COMMIT = '75fd87df47be8616e6d5095e427f85030b60affc';

/** The library of OPA's own project, in the syntax before Rego v1: folder by folder, the files that compile as they are. */
export async function scoreOpaLibrary({ git, tree, openPack }: ScoreContext): Promise<readonly ScoreRow[]> {
  const gitDir = git('open-policy-agent/library');
  if (gitDir === undefined || !tree || !openPack) return [{ case: NAME, measure: 'files compile', value: 'absent' }];
  const repository = await tree(gitDir, COMMIT);
  const paths = repository.paths.filter((path) => path.endsWith('.rego'));
  const files = (await repository.read(paths)).flatMap((one) => ('unreadable' in one ? [] : [one]));
  const faults = new Set<string>();
  for (const [folder, own] of Map.groupBy(files, ({ path }) => path.split('/')[0] ?? dirname(path))) {
    const inFolder = own.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
    const pack = await openPack({ libraries: [{ name: folder, version: '', files: inFolder }], data: [] });
    await pack.close();
    for (const { code, location } of pack.problems) if (code === 'policy-does-not-compile') faults.add(location.file);
  }
  const value = `${files.length - faults.size} of ${files.length}`;
  return [{ case: NAME, measure: 'files compile', value, note: [...faults].join(', ') }];
}
