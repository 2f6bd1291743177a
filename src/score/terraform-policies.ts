import { existsSync, readFileSync } from 'node:fs';
import { policyInput } from '../core/evaluate/policy-input.ts';
import { recognise } from '../core/recognise/recognise.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

/** The checks of the other tool that ask what a policy asks. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  ENC001: ['CKV_AWS_3', 'CKV_AWS_5', 'CKV_AWS_16', 'CKV_AWS_44', 'CKV_AWS_96', 'CKV_AZURE_2'],
  ENC002: ['CKV_AWS_83', 'CKV_AZURE_3', 'CKV_AZURE_28', 'CKV_AZURE_29', 'CKV_GCP_6'],
  PUB001: ['CKV_AWS_17', 'CKV_AWS_20', 'CKV_AWS_57', 'CKV_GCP_11', 'CKV_GCP_15', 'CKV_GCP_28'],
};

type Row = readonly [verdict: 'failed' | 'passed', check: string, file: string, resource: string];

/** Which resources fail, policy by policy, against what Checkov says of the same resources. */
export async function policyRows(context: ScoreContext, name: string, assets: readonly Asset[]): Promise<readonly ScoreRow[]> {
  const path = `${context.cases}/${name}/checkov-3.3.30.jsonl`;
  if (!existsSync(path) || !context.judge) return [];
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
  const denied = await deniedBy(context.judge, assets);
  return Object.entries(CHECKS).map(([policy, checks]) => {
    const asked = rows.filter(([, check]) => checks.includes(check));
    const keys = new Set(asked.map(keyOf));
    const failing = new Set(asked.filter(([verdict]) => verdict === 'failed').map(keyOf));
    const said = new Set((denied.get(policy) ?? []).filter((key) => keys.has(key)));
    const into = newTally();
    tally(into, [...failing], [...said]);
    return rowOf(name, `${policy} against Checkov`, into);
  });
}

const keyOf = ([, , file, resource]: Row): string => `${file} ${resource}`;

async function deniedBy(
  judge: NonNullable<ScoreContext['judge']>,
  assets: readonly Asset[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] } as const;
  const [answer] = await judge([policyInput(context, recognise(assets, DEFAULT_SETTINGS), [])]);
  const byId = new Map(assets.map((asset) => [asset.id, `${asset.file} ${asset.name}`]));
  const denied = (answer?.statements ?? []).filter(({ rule }) => rule === 'deny');
  const pairs = denied.map(({ policy, value }) => ({ policy, key: byId.get(String((value as { readonly asset?: Json }).asset)) ?? '' }));
  return new Map([...Map.groupBy(pairs, ({ policy }) => policy)].map(([policy, found]) => [policy, found.map(({ key }) => key)]));
}
