import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { scoreGraphQlCompatibility } from '../../src/score/compat-graphql.ts';
import { scoreJsonSchemaCompatibility } from '../../src/score/compat-jsonschema.ts';
import { scoreOpenApiCompatibility } from '../../src/score/compat-openapi.ts';
import type { ScoreContext } from '../../src/score/score-context.ts';

const cases = mkdtempSync(join(tmpdir(), 'tollgate-score-'));
afterAll(() => rmSync(cases, { recursive: true }));

const context: ScoreContext = { cases, git: () => undefined, show: async () => undefined };

function write(folder: string, lines: readonly object[]): void {
  mkdirSync(join(cases, folder, 'data'), { recursive: true });
  writeFileSync(join(cases, folder, 'cases.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
}

test('what is not there is said', async () => {
  const rows = [
    await scoreOpenApiCompatibility(context),
    await scoreGraphQlCompatibility(context),
    await scoreJsonSchemaCompatibility(context),
  ];
  expect(rows.map(([row]) => row?.value)).toEqual(['absent', 'absent', 'absent']);
});

test('JSON Schema: one right, one missed, one alarm', async () => {
  write('compat-jsonschema', [
    { case: 'right', base: { type: 'string' }, head: { type: 'integer' }, breaking: true },
    { case: 'missed', base: { type: 'string' }, head: { type: 'string' }, breaking: true },
    { case: 'alarm', base: { type: 'string' }, head: { type: 'integer' }, breaking: false },
  ]);
  const [verdict, breaks] = await scoreJsonSchemaCompatibility(context);
  expect([verdict?.value, verdict?.note]).toEqual(['33.3 % of 3', 'missed missed; alarm alarm']);
  expect([breaks?.precision, breaks?.recall]).toEqual([0.5, 0.5]);
});

test('GraphQL: by path', async () => {
  const change = { type: 'FIELD_REMOVED', path: 'A.b', criticality: 'BREAKING' };
  write('compat-graphql', [
    {
      case: 'one',
      base: 'type A { a: Int b: Int }',
      head: 'type A { a: Int }',
      breaking: true,
      changes: [change, { ...change, path: 'A.c' }],
    },
  ]);
  const rows = await scoreGraphQlCompatibility(context);
  const paths = rows.find(({ measure }) => measure === 'paths that break');
  expect([rows[0]?.value, paths?.precision, paths?.recall]).toEqual(['100.0 % of 1', 1, 0.5]);
});

test('OpenAPI: by operation, and by id', async () => {
  const change = { id: 'gone', level: 'error', operation: 'GET', path: '/a' };
  write('compat-openapi', [
    { case: 'one', base: 'base.yaml', head: 'head.yaml', breaking: true, changes: [change, { ...change, id: 'other', path: '/b' }] },
  ]);
  const text = (paths: string): string => `openapi: 3.0.0\ninfo: {title: A}\npaths: {${paths}}\n`;
  writeFileSync(join(cases, 'compat-openapi', 'data', 'base.yaml'), text('/a: {get: {responses: {}}}'));
  writeFileSync(join(cases, 'compat-openapi', 'data', 'head.yaml'), text(''));
  const rows = await scoreOpenApiCompatibility(context);
  const operations = rows.find(({ measure }) => measure === 'operations that break');
  const ids = rows.find(({ measure }) => measure === 'ids of level error found');
  expect([rows[0]?.value, operations?.precision, operations?.recall]).toEqual(['100.0 % of 1', 1, 0.5]);
  expect([ids?.value, ids?.note]).toEqual(['1 of 2', 'other missed 1']);
});
