import type { Asset } from '../model/asset.ts';
import { filesIn, readDocuments, rowsIn } from './read-documents.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface ExpectedResource {
  readonly name: string | null;
  readonly catalog: string | null;
  readonly target: string | null;
  readonly tasks: readonly string[];
}

interface Expected {
  readonly bundle: string;
  readonly case: string;
  readonly targets: readonly string[];
  readonly resources: Readonly<Record<string, Readonly<Record<string, ExpectedResource>>>>;
}

const NAME = 'databricks-bundles';

/** Bundles against what another reader sees in their files: the bundle, its targets, resources with what they say, and tasks. */
export function scoreBundles(context: ScoreContext): readonly ScoreRow[] {
  const rows = rowsIn<Expected>(`${context.cases}/${NAME}/expected.jsonl`);
  if (rows.length === 0) return [{ case: NAME, measure: 'resources', value: 'absent' }];
  const [bundles, resources, tasks] = [newTally(), newTally(), newTally()];
  let problems = 0;
  for (const expected of rows) {
    const files = filesIn(`${context.cases}/${NAME}/${expected.case}`).filter(({ path }) => /\.ya?ml$/.test(path));
    const read = readDocuments(files, ['databricks-bundle']);
    problems += read.problems.filter(({ undecided }) => undecided).length;
    const assets = read.assets.filter(({ facts }) => facts['environment'] === undefined);
    tally(bundles, [`bundle ${expected.bundle}`, ...expected.targets.map((target) => `target ${target}`)], bundleOf(assets));
    tally(resources, expectedResources(expected), assets.filter(isResource).map(resourceOf));
    tally(
      tasks,
      expectedTasks(expected),
      assets.filter(({ kind }) => kind === 'task').map(({ name }) => name),
    );
  }
  return [
    rowOf(NAME, 'bundles and targets', bundles),
    rowOf(NAME, 'resources with name, catalog and schema', resources),
    rowOf(NAME, 'tasks', tasks),
    { case: NAME, measure: 'problems that leave something unread', value: String(problems) },
  ];
}

function bundleOf(assets: readonly Asset[]): readonly string[] {
  return assets
    .filter(({ facts }) => facts['targets'] !== undefined)
    .flatMap(({ name, facts }) => [
      `bundle ${name}`,
      ...((facts['targets']?.value ?? []) as readonly string[]).map((target) => `target ${target}`),
    ]);
}

/** `jobs.refresh`: its tasks and clusters have names behind that. */
const isResource = ({ name, facts }: Asset): boolean => facts['targets'] === undefined && name.split('.').length === 2;

/** Texts that a target decides are expected as they are written. */
function resourceOf({ name, facts }: Asset): string {
  const said = ['physical_name', 'catalog', 'schema'].map((fact) => String(facts[fact]?.value ?? facts[fact]?.unknown ?? ''));
  return [name, ...said].join(' ');
}

const expectedResources = ({ resources }: Expected): readonly string[] =>
  Object.entries(resources).flatMap(([kind, ofKind]) =>
    Object.entries(ofKind).map(([key, { name, catalog, target }]) => [`${kind}.${key}`, name ?? '', catalog ?? '', target ?? ''].join(' ')),
  );

const expectedTasks = ({ resources }: Expected): readonly string[] =>
  Object.entries(resources).flatMap(([kind, ofKind]) =>
    Object.entries(ofKind).flatMap(([key, { tasks }]) => tasks.map((task) => `${kind}.${key}.${task}`)),
  );
