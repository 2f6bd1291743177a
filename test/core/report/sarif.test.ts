import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { AnySchemaObject } from 'ajv';
import { describe, expect, it } from 'vitest';
import { sarif } from '../../../src/core/report/sarif.ts';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { aPlace } from '../../builders/an-asset.ts';
import { aContext } from '../../builders/a-context.ts';

const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const { $schema: _draft4, id: _id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as AnySchemaObject;
const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(schema);

interface Rule {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly results: readonly { readonly message: { readonly text: string } }[];
      readonly invocations: readonly [Record<string, unknown>];
    },
  ];
}

function runOf(evaluation: Evaluation): Log['runs'][0] {
  const log = JSON.parse(sarif.report(evaluation, aContext())) as Log;
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  return log.runs[0];
}

it('the schema is one that can say no', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ ruleId: 'x' }] }] })).toBe(false);
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', wrong: 1 } } }] })).toBe(false);
});

describe('what GitHub reads', () => {
  it('a result has its rule, level, place and the fingerprint as the hash of its line', () => {
    const finding = aFinding({ location: aPlace('warehouse/customers.sql', 3), phase: 'enforce' });
    const run = runOf(anEvaluation({ findings: [finding] }));
    expect(run.results).toMatchObject([
      {
        ruleId: 'PII001',
        ruleIndex: 0,
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'warehouse/customers.sql' },
              region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 },
            },
          },
        ],
        partialFingerprints: { primaryLocationLineHash: finding.fingerprint },
      },
    ]);
  });

  it.each([
    ['critical', 9.1, 10],
    ['high', 7, 8.9],
    ['medium', 4, 6.9],
    ['low', 0.1, 3.9],
  ] as const)('severity %s is a number from %d to %d', (severity, least, most) => {
    const run = runOf(anEvaluation({ policies: [aPolicy({ severity })], findings: [aFinding()] }));
    const score = Number(run.tool.driver.rules[0]?.properties['security-severity']);
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  });

  it('only new findings are in it, and only their policies are rules', () => {
    const dispositions = ['new', 'existing', 'fixed', 'excepted', 'suppressed', 'baselined'] as const;
    const findings = dispositions.map((disposition) => aFinding({ disposition, message: disposition }));
    const run = runOf(anEvaluation({ policies: [aPolicy(), aPolicy({ id: 'RES001' })], findings }));
    expect(run.results.map(({ message }) => message)).toEqual([{ text: 'new' }]);
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['PII001']);
  });

  it('help has a link that is a verb, where the page is on the web', () => {
    const page = 'https://acme.example/how';
    const run = runOf(anEvaluation({ policies: [aPolicy({ page })], findings: [aFinding()] }));
    expect(run.tool.driver.rules[0]).toMatchObject({ helpUri: page, help: { markdown: expect.stringContaining(`[How to fix](${page})`) } });
  });
});

it('a problem is told by the tool about itself', () => {
  const problem = { code: 'sql-syntax', message: 'cannot read it', location: aPlace('a.sql', 7), undecided: true };
  const run = runOf(anEvaluation({ problems: [problem] }));
  expect(run.results).toEqual([]);
  expect(run.invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ descriptor: { id: 'sql-syntax' }, level: 'error', message: { text: 'cannot read it' } }],
  });
});

it('names from files make no link and no other place', () => {
  const file = 'a b/[x](http://evil.example)#%.sql';
  const run = runOf(anEvaluation({ findings: [aFinding({ file, location: aPlace(file), message: 'see [x](http://evil.example)' })] }));
  const told = JSON.stringify(run.results);
  expect(told).toContain('a%20b/%5Bx%5D(http%3A//evil.example)%23%25.sql');
  expect(run.results[0]?.message.text).toBe('see \\[x\\](http://evil.example)');
});
