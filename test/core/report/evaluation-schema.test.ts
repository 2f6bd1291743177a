import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { evaluationJsonSchema, type EvaluationSchema } from '../../../src/core/report/evaluation-schema.ts';
import { json } from '../../../src/core/report/json.ts';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import { aContext } from '../../builders/a-context.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anAsset, aFact, aField, anUnknownFact, aPlace } from '../../builders/an-asset.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const published = new URL('../../../src/core/report/evaluation.schema.json', import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(published, 'utf8')) as object);

/** The model is read-only, what zod infers is not; nothing else may differ. */
type Writable<T> = z.core.util.JSONType extends T
  ? 'any JSON'
  : T extends readonly (infer E)[]
    ? Writable<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Writable<T[K]> }
      : T;

it('is in step with the model, both ways', () => {
  expectTypeOf<Writable<z.infer<typeof EvaluationSchema>>>().toEqualTypeOf<Writable<Evaluation>>();
});

it('the published file is the one that is generated', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(evaluationJsonSchema())));
});

const location = aPlace();
const whole = anEvaluation({
  files: [{ path: 'a.sql', basePath: 'a.sql', status: 'modified', changedLines: [{ first: 1, last: 2 }], shownLines: [] }],
  assets: [
    anAsset({ facts: { region: anUnknownFact('var.region') }, fields: [aField('email', { facts: { tags: aFact({ pii: true }) } })] }),
  ],
  changes: [
    {
      asset: 'sql:a',
      name: 'a',
      kind: 'changed',
      assetKind: 'table',
      platform: 'snowflake',
      file: 'a.sql',
      location,
      fields: [{ name: 'email', kind: 'removed', before: { type: null }, location }],
      facts: [{ name: 'region', after: ['eu-west-1'], location }],
    },
  ],
  findings: [
    aFinding({
      known: [{ text: 'recognised by its name' }],
      owners: [{ name: '@acme/data', kind: 'team', why: 'CODEOWNERS line 1', location }],
      remediation: { text: 'x', patch: { file: 'a.sql', edits: [{ location, text: 'x' }], title: 'x' } },
    }),
  ],
  problems: [{ code: 'sql-syntax', message: 'x', location, undecided: true }],
});

/** What the JSON reporter prints, with one thing set, or taken away. */
function broken(path: string, value: unknown): unknown {
  const document = JSON.parse(json.report(whole, aContext())) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

describe('the published schema', () => {
  it('takes what the reporter prints', () => {
    expect(validate(JSON.parse(json.report(whole, aContext()))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(broken('findings.0.field', null))).toBe(true);
  });

  it.each([
    ['version', 2],
    ['head', null],
    ['findings', undefined],
    ['findings.0.phase', 'block'],
    ['findings.0.fingerprint', 'xyz'],
    ['findings.0.location.start.line', 0],
    ['findings.0.remediation.patch.edits.0.text', undefined],
    ['findings.0.extra', 1],
    ['assets.0.kind', 'thing'],
    ['assets.0.facts.region.location', undefined],
    ['changes.0.fields.0.kind', 'moved'],
    ['files.0.status', 'copied'],
    ['problems.0.undecided', 'yes'],
    ['decision.counts.blocks', -1],
    ['decision.conclusion', 'skipped'],
    ['coverage.files', 1.5],
  ])('does not take %s = %j', (path, value) => {
    expect(validate(broken(path, value))).toBe(false);
  });

  it('takes what the command line prints of the bundled example', () => {
    const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [main, 'check', '--example', '--format', 'json'], { encoding: 'utf8' });
    expect(status).toBe(0);
    const evaluation = JSON.parse(stdout) as Evaluation;
    expect(validate(evaluation), JSON.stringify(validate.errors)).toBe(true);
    expect(evaluation.decision.conclusion).toBe('neutral');
    const policies = new Set(evaluation.findings.filter(({ disposition }) => disposition === 'new').map(({ policy }) => policy));
    expect([...policies].sort()).toEqual(expect.arrayContaining(['ACC001', 'CON001', 'ENC001', 'PII001', 'PII002', 'RES001', 'SCH001']));
    expect(evaluation.decision.counts).toMatchObject({ blocks: 0, undecided: 0 });
  });
});
