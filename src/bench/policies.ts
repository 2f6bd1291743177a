import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Local } from '../compose/local.ts';
import { policyInput } from '../core/evaluate/policy-input.ts';
import type { CompiledLibrary } from '../core/ports.ts';
import { recognise } from '../core/recognise/recognise.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import { withCircumstances } from '../core/with-circumstances.ts';
import type { Json } from '../model/json.ts';
import { readSides } from '../workflow/read-sides.ts';

/** How long the default library takes for an input, and how long OPA's own engine takes for the same policies and input. */
export interface PolicyTimes {
  /** Medians, in milliseconds. Ours holds the way to the judging process and back. */
  readonly own: number;
  readonly opa: number;
}

/** The OPA that compiles is as good a peer as any; without one on PATH there is none. */
const OPA = process.env['TOLLGATE_OPA'] ?? 'opa';

const RUNS = 15;
const WARM_UP = 3;
const FIELDS = 20;
const NOW = '2026-01-01T00:00:00Z';

/** Judges tables of 20 columns, of which every tenth looks like personal data, by both, in turn. */
export async function timePolicies(local: Local, tables: number): Promise<PolicyTimes> {
  const library = await local.compiler.compile([await local.defaultLibrary()]);
  const input = await inputOf(local, tables);
  const own: number[] = [];
  const opa: number[] = [];
  const bench = opaBench(library, input);
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const started = performance.now();
    await local.engine.evaluate(library, [input], {}, { now: NOW });
    if (run >= WARM_UP) own.push(performance.now() - started);
    if (run % 6 === 5) opa.push(bench());
  }
  return { own: middle(own), opa: middle(opa) };
}

async function inputOf(local: Local, tables: number): Promise<Json> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-tables-'));
  for (let at = 0; at < tables; at += 10)
    writeFileSync(join(folder, `t${at}.sql`), Array.from({ length: Math.min(10, tables - at) }, (_, n) => table(at + n)).join('\n'));
  const checkout = await local.sourceControl.checkout({ path: folder });
  const settings = { ...DEFAULT_SETTINGS, sql: { dialects: [{ paths: ['**'], dialect: 'snowflake' }] } };
  const sides = await readSides(checkout, settings, local);
  const assets = withCircumstances(recognise(sides.head.assets, settings), 'main', settings);
  return policyInput({ event: 'cli', surface: 'cli', branch: 'main', now: NOW, labels: [], teams: [] }, assets, []);
}

function table(at: number): string {
  const columns = Array.from({ length: FIELDS }, (_, n) => `  ${n % 10 === 3 ? `email_${n}` : `measure_${n}`} VARCHAR(${n + 1})`);
  return `CREATE TABLE mart.t${at} (\n${columns.join(',\n')}\n);\n`;
}

/** One run of `opa bench`, as milliseconds for each evaluation. */
function opaBench({ policies, data }: CompiledLibrary, input: Json): () => number {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-opa-'));
  const library = new URL('../../policies', import.meta.url).pathname;
  const rules = policies.flatMap((policy) =>
    ['deny', 'undecided'].map(
      (rule) => `statements contains [${JSON.stringify(policy.id)}, one] if some one in data.${policy.package}.${rule}`,
    ),
  );
  writeFileSync(join(folder, 'bench.rego'), `package bench\n\n${rules.join('\n\n')}\n`);
  writeFileSync(join(folder, 'input.json'), JSON.stringify(input));
  writeFileSync(join(folder, 'data.json'), JSON.stringify(data));
  const args = [
    'bench',
    '--format',
    'json',
    '--metrics=false',
    '--benchmem=false',
    '--ignore',
    '*_test.rego',
    '--ignore',
    'schemas',
    '-d',
    library,
  ];
  return () => {
    const run = spawnSync(OPA, [...args, '-d', join(folder, 'bench.rego'), '-i', join(folder, 'input.json'), 'data.bench.statements'], {
      encoding: 'utf8',
    });
    if (run.error) return Number.NaN;
    const { N, T } = JSON.parse(run.stdout) as { readonly N: number; readonly T: number };
    return T / N / 1_000_000;
  };
}

function middle(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
