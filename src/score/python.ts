import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParseWith } from '../core/plug-ins.ts';
import type { Asset } from '../model/asset.ts';
import { readPython } from './read-python.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

interface ExpectedTask {
  readonly task_id: string;
  readonly upstream?: readonly string[];
  readonly inlets?: readonly string[];
  readonly outlets?: readonly string[];
  readonly writes?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly source_objects?: string | readonly string[];
  readonly bucket?: string;
}

interface ExpectedDag {
  readonly dag_id: string;
  readonly file: string;
  readonly owner: string;
  readonly tags?: readonly string[];
  readonly tasks: readonly ExpectedTask[];
}

const CASE = 'airflow-dags';
const PIPELINES = ['GoogleCloudPlatform/public-datasets-pipelines', '18a9c9b171e4cc429bfec0623adebe92f5ede822'] as const;

/** DAGs as Airflow's own reader and the YAML that they were made of tell them. */
export async function scoreAirflow(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const folder = join(context.cases, CASE);
  if (!existsSync(folder) || !context.parser) return [{ case: CASE, measure: 'dags', value: 'absent' }];
  const parse = await context.parser();
  return [...(await examples(context, folder, parse)), ...(await pipelines(context, folder, parse))];
}

/** The examples are no repository: they are in Airflow's package, unpacked into `apache-airflow` beside the repositories. */
async function examples(context: ScoreContext, folder: string, parse: ParseWith): Promise<readonly ScoreRow[]> {
  const root = context.folder?.('apache-airflow');
  if (root === undefined)
    return [
      {
        case: CASE,
        measure: 'example_dags',
        value: 'absent: unpack apache-airflow 2.10.5 from PyPI into a folder apache-airflow beside the repositories',
      },
    ];
  const expected = rows<ExpectedDag>(join(folder, 'example_dags.jsonl'));
  const texts = new Map(expected.map(({ file }) => [file, textIn(root, file)]));
  return scoreDags('example_dags', expected, texts, parse);
}

function textIn(root: string, file: string): string | undefined {
  const path = [join(root, 'airflow', file), join(root, file)].find((one) => existsSync(one));
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

async function pipelines(context: ScoreContext, folder: string, parse: ParseWith): Promise<readonly ScoreRow[]> {
  const [repository, commit] = PIPELINES;
  const git = context.git(repository);
  if (git === undefined || !context.tree) return [{ case: CASE, measure: 'gcp', value: `absent: ${repository} is not on this machine` }];
  const tree = await context.tree(git, commit);
  const expected = rows<ExpectedDag>(join(folder, 'gcp.jsonl'));
  const texts = new Map<string, string | undefined>();
  for (const { file } of expected) {
    const [, set = '', name = ''] = file.split('/');
    const path = tree.paths.find((one) => one.startsWith(`datasets/${set}/`) && one.endsWith(`/${name}`));
    texts.set(file, path === undefined ? undefined : await context.show(git, commit, path));
  }
  return scoreDags('gcp', expected, texts, parse);
}

type Measures = Readonly<
  Record<
    'dags' | 'tasks' | 'order' | 'owners' | 'tags' | 'datasets' | 'written tables' | 'columns' | 'files read, or named as unknown',
    Tally
  >
>;

const newMeasures = (): Measures => ({
  dags: newTally(),
  tasks: newTally(),
  order: newTally(),
  owners: newTally(),
  tags: newTally(),
  datasets: newTally(),
  'written tables': newTally(),
  columns: newTally(),
  'files read, or named as unknown': newTally(),
});

/** What the text leaves open is in neither figure; it is counted apart. */
interface Unknowns {
  dags: number;
  files: number;
  tasks: number;
  tables: number;
}

function scoreDags(
  name: string,
  all: readonly ExpectedDag[],
  texts: ReadonlyMap<string, string | undefined>,
  parse: ParseWith,
): readonly ScoreRow[] {
  const measures = newMeasures();
  const unknowns: Unknowns = { dags: 0, tasks: 0, tables: 0, files: 0 };
  let problems = 0;
  const byFile = Map.groupBy(all, ({ file }) => file);
  for (const [file, dags] of byFile) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const seen = readPython(file, text, parse);
    problems += seen.problems.length;
    scoreFile(dags, seen.assets, measures, unknowns);
  }
  const absent = [...byFile.keys()].filter((file) => texts.get(file) === undefined).length;
  const told = Object.entries(measures).filter(([, { hits, missed, extra }]) => hits + missed.length + extra.length > 0);
  return [
    ...told.map(([measure, into]) => rowOf(CASE, `${name}: ${measure}`, into)),
    {
      case: CASE,
      measure: `${name}: unknown by text`,
      value: `${unknowns.dags} DAGs, ${unknowns.tasks} tasks, ${unknowns.tables} tables, ${unknowns.files} files`,
      note: `${problems} problems; ${absent} files are not on this machine`,
    },
  ];
}

function scoreFile(dags: readonly ExpectedDag[], assets: readonly Asset[], measures: Measures, unknowns: Unknowns): void {
  const jobs = assets.filter(({ kind, platform }) => kind === 'job' && platform === 'airflow');
  const open = jobs.filter(({ facts }) => facts['dag_id'] !== undefined);
  unknowns.dags += open.length;
  const wanted = new Set(dags.map(({ dag_id }) => dag_id));
  // Files hold more DAGs than those whose gold was kept: the others are no mistake.
  const known = jobs.filter(({ facts, name }) => facts['dag_id'] === undefined && (wanted.has(name) || dags.length === jobs.length));
  tally(
    measures.dags,
    [...wanted],
    known.map(({ name }) => name),
  );
  for (const dag of dags) scoreDag(dag, assets, measures, unknowns);
}

function scoreDag(dag: ExpectedDag, assets: readonly Asset[], measures: Measures, unknowns: Unknowns): void {
  const prefix = `airflow:${dag.dag_id}.`;
  const tasks = assets.filter(({ id, kind }) => kind === 'task' && id.startsWith(prefix));
  const open = tasks.filter(({ facts }) => facts['task_id'] !== undefined);
  unknowns.tasks += open.length;
  const idOf = ({ id }: Asset): string => id.slice(prefix.length);
  const told = tasks.filter(({ facts }) => facts['task_id'] === undefined);
  const names = (ids: readonly string[]): readonly string[] => ids.map((id) => `${dag.dag_id}.${id}`);
  tally(measures.tasks, names(dag.tasks.map(({ task_id }) => task_id)), names(told.map(idOf)));
  const job = assets.find(({ id }) => id === `airflow:${dag.dag_id}`);
  scoreJob(dag, job, measures);
  for (const task of dag.tasks) {
    const found = told.find((one) => idOf(one) === task.task_id);
    if (found) scoreTask(dag.dag_id, task, found, { assets, measures, unknowns });
  }
}

/** Who owns a DAG is Airflow's own default where the text says nothing; that is not the text's. */
function scoreJob({ dag_id, owner, tags }: ExpectedDag, job: Asset | undefined, measures: Measures): void {
  const stated = job?.facts['owner']?.value;
  if (owner !== 'airflow' || stated !== undefined)
    tally(measures.owners, [`${dag_id}=${owner}`], stated === undefined ? [] : [`${dag_id}=${String(stated)}`]);
  if (tags)
    tally(
      measures.tags,
      tags.map((tag) => `${dag_id}#${tag}`),
      Object.keys(job?.facts['tags']?.value ?? {}).map((tag) => `${dag_id}#${tag}`),
    );
}

interface Scoring {
  readonly assets: readonly Asset[];
  readonly measures: Measures;
  readonly unknowns: Unknowns;
}

function scoreTask(dag: string, expected: ExpectedTask, found: Asset, { assets, measures, unknowns }: Scoring): void {
  const key = `${dag}.${expected.task_id}`;
  if (expected.upstream)
    tally(
      measures.order,
      expected.upstream.map((one) => `${one} > ${key}`),
      listOf(found, 'depends_on').map((one) => `${one} > ${key}`),
    );
  const datasets = [...(expected.inlets ?? []), ...(expected.outlets ?? [])].map((uri) => `${key} ${uri}`);
  const isExample = expected.outlets !== undefined;
  const said = isExample ? [...listOf(found, 'upstream'), ...listOf(found, 'writes')] : [];
  tally(
    measures.datasets,
    datasets,
    said.map((uri) => `${key} ${uri}`),
  );
  if (expected.source_objects) scoreFiles(key, expected, found, { assets, measures, unknowns });
  if (expected.writes !== undefined) scoreWrite(key, expected, found, { assets, measures, unknowns });
}

/** A bucket that a template names is no place: the text that stands there has to be named as unknown. */
function scoreFiles(key: string, { bucket = '', source_objects = [] }: ExpectedTask, found: Asset, { measures, unknowns }: Scoring): void {
  const uris = [source_objects].flat().map((object) => `gs://${bucket}/${object}`);
  const open = uris.filter((uri) => uri.includes('{{'));
  const unknown = found.facts['upstream']?.unknown ?? '';
  unknowns.files += open.length;
  tally(
    measures['files read, or named as unknown'],
    uris.map((uri) => `${key} ${uri}`),
    uris
      .filter((uri) => (open.includes(uri) ? unknown.includes(uri.slice(0, 100)) : listOf(found, 'upstream').includes(uri)))
      .map((uri) => `${key} ${uri}`),
  );
}

/** A table whose name a template makes up is unknown; its columns are told all the same. */
function scoreWrite(key: string, { writes = '', columns }: ExpectedTask, found: Asset, { assets, measures, unknowns }: Scoring): void {
  const isOpen = found.facts['writes']?.unknown !== undefined;
  if (isOpen) unknowns.tables++;
  else
    tally(
      measures['written tables'],
      [`${key} ${plain(writes)}`],
      listOf(found, 'writes').map((name) => `${key} ${plain(name)}`),
    );
  const table = assets.find(({ kind, name }) => kind === 'table' && (isOpen ? name === writes : plain(writes).endsWith(name)));
  const named = (fields: readonly { readonly name: string; readonly type?: string }[]): readonly string[] =>
    fields.filter(({ name }) => !name.includes('.')).map(({ name, type }) => `${key} ${name}:${type}`);
  if (columns) tally(measures.columns, named(columns), named(table?.fields ?? []));
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^([\w-]+):/, '$1.')
    .replaceAll(/\{\{.*?\}\}/g, '?');

function listOf({ facts }: Asset, name: string): readonly string[] {
  const value = facts[name]?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

function rows<T>(path: string): readonly T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
