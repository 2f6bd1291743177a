import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadGrammars } from '../../src/adapters/grammar/load-grammars.ts';
import { scorePySpark } from '../../src/score/pyspark.ts';
import { scoreAirflow } from '../../src/score/python.ts';
import type { ScoreContext } from '../../src/score/score-context.ts';

const EXPECTED = {
  dag_id: 'daily',
  file: 'example_dags/daily.py',
  owner: 'airflow',
  tags: ['core'],
  tasks: [
    { task_id: 'load', upstream: [], inlets: [], outlets: ['s3://out'] },
    { task_id: 'gone', upstream: ['load'], inlets: [], outlets: [] },
  ],
};

const DAILY = `from airflow import DAG
from airflow.datasets import Dataset
with DAG("daily", tags=["core"]):
    BashOperator(task_id="load", outlets=[Dataset("s3://out")])
    for name in names():
        BashOperator(task_id=name)
`;

async function contextWith(files: Readonly<Record<string, string>>): Promise<ScoreContext> {
  const root = mkdtempSync(join(tmpdir(), 'tollgate-score-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const grammars = loadGrammars();
  await grammars.load('python');
  return {
    cases: join(root, 'cases'),
    git: () => undefined,
    show: () => Promise.resolve(undefined),
    parser: () => Promise.resolve(grammars.parse),
    folder: (name) => join(root, name),
  };
}

test('what a DAG is said to hold is measured, what the text leaves open is counted apart', async () => {
  const rows = await scoreAirflow(
    await contextWith({
      'cases/airflow-dags/example_dags.jsonl': `${JSON.stringify(EXPECTED)}\n`,
      'cases/airflow-dags/gcp.jsonl': '',
      'apache-airflow/airflow/example_dags/daily.py': DAILY,
    }),
  );
  const row = (measure: string) => rows.find((one) => one.measure === `example_dags: ${measure}`);
  expect(row('dags')).toMatchObject({ precision: 1, recall: 1 });
  expect(row('tasks')).toMatchObject({ precision: 1, recall: 0.5 });
  expect(row('datasets')).toMatchObject({ precision: 1, recall: 1 });
  expect(row('unknown by text')?.value).toBe('0 DAGs, 1 tasks, 0 tables, 0 files');
  expect(rows.at(-1)?.value).toContain('absent');
});

test('says what is not on this machine', async () => {
  const context = await contextWith({
    'cases/pyspark-jobs/lineage.jsonl': `${JSON.stringify({ file: 'openlineage/a.py', inputs: [], outputs: [], schemas: {} })}\n`,
    'cases/pyspark-jobs/parse_only.jsonl': '',
  });
  const { folder: _, ...without } = context;
  expect((await scoreAirflow(without))[0]?.value).toBe('absent');
  expect(await scorePySpark(context)).toContainEqual({ case: 'pyspark-jobs', measure: 'scripts absent', value: '1' });
});
