import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParseWith } from '../core/plug-ins.ts';
import type { ReadableTree } from '../model/change-set.ts';
import { readPython, type PythonSeen } from './read-python.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

type Dataset = readonly [namespace: string, name: string, symlinks: readonly string[]];

interface Events {
  readonly file: string;
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
  readonly schemas: Readonly<Record<string, readonly string[]>>;
}

interface ParseOnly {
  readonly file: string;
  readonly repo: string;
}

const CASE = 'pyspark-jobs';

/** By the first folder of a case's file. */
const REPOSITORIES: Readonly<Record<string, readonly [repository: string, commit: string]>> = {
  openlineage: ['OpenLineage/OpenLineage', '8f02abfb7a252783b95df79f443edb13959bf52c'],
  'aws-glue': ['aws-samples/aws-glue-samples', '4fc5c2f7879650ce8da0d84f77ee49522874a210'],
  'azure-mdw': ['Azure-Samples/modern-data-warehouse-dataops', 'c4ba054744dcd30ee6fc2f6d48571b1a64273fd2'],
};

/** Scripts of PySpark against what their runs told, and real ones that only have to be read. */
export async function scorePySpark(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const folder = join(context.cases, CASE);
  if (!existsSync(folder) || !context.parser) return [{ case: CASE, measure: 'datasets', value: 'absent' }];
  const texts = textsOf(context);
  const parse = await context.parser();
  return [
    ...(await scoreEvents(rows<Events>(join(folder, 'lineage.jsonl')), texts, parse)),
    ...(await scoreReading(rows<ParseOnly>(join(folder, 'parse_only.jsonl')), texts, parse)),
  ];
}

type TextOf = (file: string) => Promise<string | undefined>;

function textsOf(context: ScoreContext): TextOf {
  const trees = new Map<string, ReadableTree>();
  return async (file) => {
    const [first = '', ...rest] = file.split('/');
    const [repository, commit] = REPOSITORIES[first] ?? ['', ''];
    const git = repository === '' ? undefined : context.git(repository);
    if (git === undefined || !context.tree) return undefined;
    const tree = trees.get(first) ?? (await context.tree(git, commit));
    trees.set(first, tree);
    const path = tree.paths.find((one) => one === rest.join('/') || one.endsWith(`/${rest.join('/')}`));
    return path === undefined ? undefined : context.show(git, commit, path);
  };
}

async function scoreEvents(events: readonly Events[], textOf: TextOf, parse: ParseWith): Promise<readonly ScoreRow[]> {
  const [datasets, columns] = [newTally(), newTally()];
  let absent = 0;
  for (const one of events) {
    const text = await textOf(one.file);
    if (text === undefined) {
      absent++;
      continue;
    }
    const seen = readPython(one.file, text, parse);
    const names = namesIn(seen);
    const wanted = [...one.inputs, ...one.outputs];
    tally(
      datasets,
      wanted.map(([, name]) => `${one.file} ${name}`),
      wanted.filter((dataset) => names.some((name) => isSame(name, dataset))).map(([, name]) => `${one.file} ${name}`),
    );
    for (const [name, fields] of Object.entries(one.schemas)) {
      const said = columnsOf(name, wanted, seen);
      if (said)
        tally(
          columns,
          fields.map((field) => `${one.file} ${name}.${field}`),
          said.map((field) => `${one.file} ${name}.${field}`),
        );
    }
  }
  // An event names what one run touched, not all that the script holds: there is no precision to be told of datasets.
  const { precision: _, ...recall } = rowOf(CASE, 'datasets of the expected events', datasets);
  return [
    recall,
    rowOf(CASE, 'columns, where the text declares the table', columns),
    ...(absent > 0 ? [{ case: CASE, measure: 'scripts absent', value: String(absent) }] : []),
  ];
}

/** Every name that data goes by in the file. */
function namesIn({ assets, edges }: PythonSeen): readonly string[] {
  return [...new Set([...edges.flatMap(({ from, to }) => [from.asset, to.asset]), ...assets.flatMap(({ aliases }) => aliases ?? [])])];
}

const last = (name: string): string => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);

/** A table lies in a folder of its name; a partition is part of its dataset. */
function isSame(seen: string, [, name, symlinks]: Dataset): boolean {
  if (seen.startsWith('path:')) return seen === `path:${name}` || seen.startsWith(`path:${name}/`);
  return seen.startsWith('relation:') && [name, ...symlinks].some((one) => last(one).toLowerCase() === last(seen));
}

function columnsOf(name: string, datasets: readonly Dataset[], { assets }: PythonSeen): readonly string[] | undefined {
  const dataset = datasets.find(([, one]) => one === name) ?? ['file', name, []];
  const table = assets.find(({ fields, aliases }) => fields.length > 0 && aliases?.some((alias) => isSame(alias, dataset)));
  return table?.fields.map((field) => field.name);
}

async function scoreReading(files: readonly ParseOnly[], textOf: TextOf, parse: ParseWith): Promise<readonly ScoreRow[]> {
  let [read, failed, clean, found] = [0, 0, 0, 0];
  for (const { file } of files) {
    const text = await textOf(file);
    if (text === undefined) continue;
    read++;
    try {
      const seen = readPython(file, text, parse);
      if (seen.problems.length === 0) clean++;
      if (seen.assets.length > 0) found++;
    } catch {
      failed++;
    }
  }
  const note = `${failed} crashes; ${found} files declare or move something; ${files.length - read} files are not on this machine`;
  return [{ case: CASE, measure: 'real scripts read without a problem', value: `${clean} of ${read}`, note }];
}

function rows<T>(path: string): readonly T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
