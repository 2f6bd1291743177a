import { expect, test } from 'vitest';
import type { EngineAnswer } from '../../src/core/ports.ts';
import type { Asset } from '../../src/model/asset.ts';
import type { Json } from '../../src/model/json.ts';
import { peerRows, type PeerScore } from '../../src/score/peer-checks.ts';

const place = { file: 'a.tf', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } };
const asset = (name: string, facts: Asset['facts'] = {}): Asset => ({
  id: `terraform:.:${name}`,
  kind: 'bucket',
  name,
  platform: 'aws',
  file: 'a.tf',
  location: place,
  extent: place,
  facts,
  fields: [],
  files: ['a.tf'],
});

/** Policies that say what they are told to say, asset by asset. */
const judgeBy =
  (statements: readonly (readonly [policy: string, rule: 'deny' | 'undecided', name: string])[]) =>
  (inputs: readonly Json[]): Promise<readonly EngineAnswer[]> =>
    Promise.resolve(
      inputs.map((input) => ({
        problems: [],
        statements: statements
          .filter(([, , name]) => JSON.stringify(input).includes(`"terraform:.:${name}"`))
          .map(([policy, rule, name]) => ({ policy, rule, value: { asset: `terraform:.:${name}` } })),
      })) as unknown as readonly EngineAnswer[],
    );

const CHECKS: PeerScore['checks'] = [
  { check: 'CKV_1', policy: 'ENC001', why: 'the same' },
  {
    check: 'CKV_2',
    policy: 'PUB001',
    why: 'nearly the same',
    except: [{ why: 'it is a copy', where: ({ facts }) => facts['upstream'] !== undefined }],
  },
];
const score = (cases: PeerScore['cases']): PeerScore => ({
  name: 'tiny',
  tool: 'Checkov',
  checks: CHECKS,
  cases,
  resourceOf: ({ name }) => name,
});
const rowsOf = async (cases: PeerScore['cases'], ...said: Parameters<typeof judgeBy>[0]) => {
  const rows = await peerRows(judgeBy(said), score(cases));
  return Object.fromEntries(
    rows.map(({ measure, precision, recall, value, note }) => [measure, value === undefined ? [precision, recall] : [value, note]]),
  );
};

const verdict = (check: string, resource: string, failed: boolean) => ({ check, resource, failed });
const CASE: PeerScore['cases'][number] = {
  name: 'one',
  assets: ['a', 'b', 'c', 'd'].map((name) => asset(name)),
  verdicts: [verdict('CKV_1', 'a', true), verdict('CKV_1', 'b', true), verdict('CKV_1', 'c', false), verdict('CKV_9', 'd', true)],
};

test('right, missed and too many are counted on what the tool has a verdict on', async () => {
  const rows = await rowsOf([CASE], ['ENC001', 'deny', 'a'], ['ENC001', 'deny', 'c'], ['ENC001', 'deny', 'd'], ['PUB001', 'deny', 'b']);
  expect(rows['ENC001 against Checkov']).toEqual([0.5, 0.5]);
  expect(rows).not.toHaveProperty('PUB001 against Checkov');
  expect(rows['cases that agree in whole with Checkov']?.[0]).toBe('0 of 1');
});

test('what a policy cannot decide is neither right nor wrong, and is counted', async () => {
  const rows = await rowsOf([CASE], ['ENC001', 'deny', 'a'], ['ENC001', 'undecided', 'b']);
  expect(rows['ENC001 against Checkov']).toEqual([1, 1]);
  expect(rows['cases that agree in whole with Checkov']).toEqual(['1 of 1', 'besides, 1 resources that a policy says it cannot decide']);
});

test('exceptions of a check are not asked', async () => {
  const copy = asset('a', { upstream: { value: ['b'], location: place } });
  const rows = await rowsOf([
    { name: 'one', assets: [copy, asset('b')], verdicts: [verdict('CKV_2', 'a', true), verdict('CKV_2', 'b', true)] },
  ]);
  expect(rows['PUB001 against Checkov']).toEqual([undefined, 0]);
  expect(rows['all mapped checks against Checkov']).toEqual([undefined, 0]);
});

test('a case without resources fails where anything in it is denied; cases do not mix', async () => {
  const whole = (name: string, own: string, failed: boolean) => ({ name, assets: [asset(own)], verdicts: [{ check: 'CKV_1', failed }] });
  const rows = await rowsOf([whole('good', 'a', false), whole('bad', 'b', true)], ['ENC001', 'deny', 'b']);
  expect(rows['ENC001 against Checkov']).toEqual([1, 1]);
  expect(rows['cases that agree in whole with Checkov']?.[0]).toBe('2 of 2');
});

test('without a way to judge, that is said', async () => {
  const rows = await peerRows(undefined, score([CASE]));
  expect(rows.map(({ value }) => value)).toEqual(['absent: policies cannot be judged here']);
});
