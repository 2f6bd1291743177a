import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { withAliases } from '../adapters/opa/aliases.ts';
import { refusedIn } from '../adapters/opa/builtins/refused.ts';
import { capabilitiesOf } from '../adapters/opa/capabilities.ts';
import { findOpa } from '../adapters/opa/find-opa.ts';
import { instantiate } from '../adapters/opa/instance.ts';
import { integerKeysIn } from '../adapters/opa/integer-keys.ts';
import { readBundle } from '../adapters/opa/read-bundle.ts';
import { runOpa } from '../adapters/opa/run-opa.ts';
import type { Json } from '../model/json.ts';
import { casesInFolder, casesInLines, entryOf, isRunnable, wantsError, type OpaCase } from './opa-cases.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/**
 * `refused`: it does not compile, for a reason that stands in a file. `newer`: the OPA that compiles here refuses it, or answers as we do;
 * the case is of a later one. `no reason`: it does not compile, and nobody has said why.
 */
type Outcome = 'as wanted' | 'refused' | 'newer' | 'no reason' | 'aborted' | 'wrong';

const OUTCOMES: readonly Outcome[] = ['as wanted', 'refused', 'newer', 'no reason', 'aborted', 'wrong'];
const NAME = 'opa-compliance';
const TIMEOUT_MS = 3000;

/** Where Go keeps the cases of the OPA that is pinned. */
const MODULE = 'pkg/mod/github.com/open-policy-agent/opa@v1.18.2/v1/test/cases/testdata/v1';

/** OPA's own conformance cases: what our host answers, what does not compile for a stated reason, and what is wrong. */
export async function scoreOpaCompliance({ cases }: ScoreContext): Promise<readonly ScoreRow[]> {
  const home = process.env['GOPATH'] ?? join(process.env['HOME'] ?? '', 'go');
  const given = await rowsOf('given', casesInLines(join(cases, NAME, 'cases.jsonl')));
  return [...given, ...(await rowsOf('pinned', casesInFolder(join(home, MODULE))))];
}

async function rowsOf(suite: string, all: readonly OpaCase[] | undefined): Promise<readonly ScoreRow[]> {
  if (!all) return [{ case: NAME, measure: `${suite}: as wanted`, value: 'absent' }];
  const runnable = all.filter(isRunnable);
  const told = await outcomesOf(runnable);
  return OUTCOMES.map((outcome) => {
    const notes = told.filter((one) => one.outcome === outcome).map(({ note }) => note);
    const shown = ['as wanted', 'refused', 'newer'].includes(outcome) || notes.length === 0 ? '' : `: ${notes.slice(0, 20).join(', ')}`;
    const note = `${all.length - runnable.length} not runnable${shown}`;
    return { case: NAME, measure: `${suite}: ${outcome}`, value: `${notes.length} of ${runnable.length}`, note };
  });
}

async function outcomesOf(cases: readonly OpaCase[]): Promise<readonly { readonly note: string; readonly outcome: Outcome }[]> {
  const work = mkdtempSync(join(tmpdir(), 'tollgate-compliance-'));
  try {
    const { path: opa } = findOpa(process.env);
    writeFileSync(join(work, 'capabilities.json'), await capabilitiesOf(opa, work));
    const told: { note: string; outcome: Outcome }[] = [];
    for (const one of cases) told.push({ note: one.note, outcome: await outcomeOf(one, opa, work) });
    return told;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function outcomeOf(one: OpaCase, opa: string, work: string): Promise<Outcome> {
  if ((one.modules ?? []).some((text) => integerKeysIn(text, one.data ?? {}).length > 0)) return 'refused';
  const folder = join(work, 'case');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const files = (one.modules ?? []).map((text, index) => {
    writeFileSync(join(folder, `m${index}.rego`), withAliases(text));
    return `m${index}.rego`;
  });
  const entry = entryOf(one.query) ?? '';
  const args = ['build', '-t', 'wasm', '--capabilities', '../capabilities.json', '-e', entry, '-o', 'bundle.tar.gz', ...files];
  const { failed, errors, output } = await runOpa(opa, args, folder);
  if (failed) {
    const outcome = whyNotCompiled(one, `${errors}\n${output}`);
    return outcome === 'no reason' && (await runOpa(opa, ['check', ...files], folder)).failed ? 'newer' : outcome;
  }
  const wasm = readBundle(readFileSync(join(folder, 'bundle.tar.gz'))).get('policy.wasm');
  return wasm ? evaluate(one, await WebAssembly.compile(wasm), { entry, opa, folder, files }) : 'aborted';
}

function whyNotCompiled(one: OpaCase, errors: string): Outcome {
  const places = errors.matchAll(/m(\d+)\.rego:(\d+): rego_(?:type_error: (?:undefined function|with keyword target)|unsafe_var_error)/g);
  const lines = [...places].map(([, module, line]) => one.modules?.[Number(module)]?.split('\n')[Number(line) - 1] ?? '');
  if (lines.length > 0 && lines.every((line) => refusedIn(line) !== undefined)) return 'refused';
  return lines.length === 0 && wantsError(one) ? 'as wanted' : 'no reason';
}

interface Compiled {
  readonly entry: string;
  readonly opa: string;
  readonly folder: string;
  readonly files: readonly string[];
}

type Answer = readonly { readonly result: Json }[];

async function evaluate(one: OpaCase, module: WebAssembly.Module, compiled: Compiled): Promise<Outcome> {
  const input = one.input_term ?? (one.input === undefined ? '' : JSON.stringify(one.input));
  try {
    const policy = await instantiate(module, { initial: 5, maximum: 4096 }, '2026-01-01T00:00:00Z');
    const ask = (): string => policy.answer(compiled.entry, JSON.stringify(one.data ?? {}), input);
    // OPA's own WebAssembly never ends on some: only a time limit stops it.
    const answer = JSON.parse(String(runInNewContext('ask()', { ask }, { timeout: TIMEOUT_MS }))) as Answer;
    if (isWanted(one, answer)) return 'as wanted';
    return (await isAsPinned(one, answer, compiled)) ? 'newer' : 'wrong';
  } catch {
    return wantsError(one) ? 'as wanted' : 'aborted';
  }
}

/** Faults of builtins are no value here, as in OPA where it is not strict. Sets are lists in any order. */
function isWanted(one: OpaCase, answer: Answer): boolean {
  const wanted = one.want_result?.[0];
  if (wantsError(one) && (one.strict_error !== true || !wanted)) return one.strict_error === true && answer.length === 0;
  return wanted ? isSame(answer[0]?.result, wanted.x) : answer.length === 0;
}

/** Whether the OPA that compiles here gives the same answer by itself. */
async function isAsPinned(one: OpaCase, answer: Answer, { opa, folder, files }: Compiled): Promise<boolean> {
  (one.modules ?? []).forEach((text, index) => writeFileSync(join(folder, `m${index}.rego`), text));
  writeFileSync(join(folder, 'data.json'), JSON.stringify(one.data ?? {}));
  const sources = [...files, 'data.json'].flatMap((file) => ['-d', file]);
  const { output } = await runOpa(opa, ['eval', ...sources, '--format', 'values', one.query.replace(/ = x$/, '')], folder);
  const [pinned] = output.trim() === '' ? [] : (JSON.parse(output) as readonly Json[]);
  return isSame(answer[0]?.result, pinned);
}

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  one === undefined || other === undefined ? one === other : isDeepStrictEqual(sorted(one), sorted(other));

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, Json>)[key] ?? null)]));
}
