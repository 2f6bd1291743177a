import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreBundles } from '../../src/score/bundles.ts';

let cases: string;
const EXPECTED = {
  bundle: 'crm',
  case: 'one',
  targets: ['dev', 'prod'],
  resources: { jobs: { load: { name: 'load ${bundle.target}', catalog: null, target: null, tasks: ['read', 'missing'] } } },
};

beforeAll(() => {
  cases = mkdtempSync(join(tmpdir(), 'tollgate-bundles-'));
  mkdirSync(join(cases, 'databricks-bundles', 'one'), { recursive: true });
  writeFileSync(join(cases, 'databricks-bundles', 'expected.jsonl'), `${JSON.stringify(EXPECTED)}\n`);
  writeFileSync(
    join(cases, 'databricks-bundles', 'one', 'databricks.yml'),
    'bundle: { name: crm }\ntargets: { dev: {}, prod: {} }\nresources:\n  jobs:\n    load: { name: "load ${bundle.target}", tasks: [{ task_key: read }] }\n',
  );
});
afterAll(() => rmSync(cases, { recursive: true, force: true }));

const context = (folder: string) => ({ cases: folder, git: () => undefined, show: () => Promise.resolve(undefined) });

test('bundles, resources and tasks are counted apart', () => {
  const rows = scoreBundles(context(cases));
  expect(rows.map(({ measure, precision, recall }) => [measure, precision, recall])).toEqual([
    ['bundles and targets', 1, 1],
    ['resources with name, catalog and schema', 1, 1],
    ['tasks', 1, 0.5],
    ['problems that leave something unread', undefined, undefined],
  ]);
});

test('what is absent is said', () => {
  expect(scoreBundles(context(join(cases, 'nowhere'))).map(({ value }) => value)).toEqual(['absent']);
});
