import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { whyRefused } from '../adapters/opa/builtins/refused.ts';
import { capabilitiesOf } from '../adapters/opa/capabilities.ts';
import { findOpa } from '../adapters/opa/find-opa.ts';
import { instantiate } from '../adapters/opa/instance.ts';
import { readBundle } from '../adapters/opa/read-bundle.ts';
import { runOpa } from '../adapters/opa/run-opa.ts';
import type { Json } from '../model/json.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

interface Case {
  readonly note: string;
  readonly query: string;
  readonly modules?: readonly string[];
  readonly data?: Json;
  readonly input?: Json;
  readonly input_term?: string;
  readonly want_result?: readonly { readonly x: Json }[] | null;
  readonly want_error?: string;
  readonly want_error_code?: string;
  readonly strict_error?: boolean;
}

type Outcome = 'as wanted' | 'refused' | 'no reason' | 'aborted' | 'wrong';

const NAME = 'opa-compliance';
const TIMEOUT_MS = 3000;

/** OPA's own conformance cases: what our host answers, what does not compile for a stated reason, and what is wrong. */
export async function scoreOpaCompliance({ cases }: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = join(cases, NAME, 'cases.jsonl');
  if (!existsSync(path)) return [{ case: NAME, measure: 'as wanted', value: 'absent' }];
  const all = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
  const runnable = all.filter(isRunnable);
  const told = await outcomesOf(runnable);
  const list = (outcome: Outcome): readonly string[] => told.filter((one) => one.outcome === outcome).map(({ note }) => note);
  const row = (measure: Outcome): ScoreRow => {
    const notes = list(measure);
    const shown = measure === 'as wanted' || measure === 'refused' ? '' : `: ${notes.slice(0, 20).join(', ')}`;
    return {
      case: NAME,
      measure,
      value: `${notes.length} of ${runnable.length}`,
      note: `${all.length - runnable.length} not runnable${shown}`,
    };
  };
  return (['as wanted', 'refused', 'no reason', 'aborted', 'wrong'] as const).map(row);
}

/** One entry that answers at most once; what the input is must be JSON. */
function isRunnable({ query, modules, want_result: wanted, input_term: term }: Case): boolean {
  return entryOf(query) !== undefined && Boolean(modules?.length) && (wanted?.length ?? 0) <= 1 && (term === undefined || isJson(term));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const entryOf = (query: string): string | undefined => /^data\.([\w.]+) = x$/.exec(query)?.[1]?.replaceAll('.', '/');

async function outcomesOf(cases: readonly Case[]): Promise<readonly { readonly note: string; readonly outcome: Outcome }[]> {
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

async function outcomeOf(one: Case, opa: string, work: string): Promise<Outcome> {
  const folder = join(work, 'case');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const files = (one.modules ?? []).map((text, index) => {
    writeFileSync(join(folder, `m${index}.rego`), text);
    return `m${index}.rego`;
  });
  const entry = entryOf(one.query) ?? '';
  const args = ['build', '-t', 'wasm', '--capabilities', '../capabilities.json', '-e', entry, '-o', 'bundle.tar.gz', ...files];
  const { failed, errors, output } = await runOpa(opa, args, folder);
  if (failed) return whyNotCompiled(one, `${errors}\n${output}`);
  const wasm = readBundle(readFileSync(join(folder, 'bundle.tar.gz'))).get('policy.wasm');
  return wasm ? evaluate(one, await WebAssembly.compile(wasm), entry) : 'aborted';
}

function whyNotCompiled(one: Case, errors: string): Outcome {
  const names = [...errors.matchAll(/undefined function ([\w.]+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return wantsError(one) ? 'as wanted' : 'no reason';
  return names.every((name) => whyRefused(name) !== undefined) ? 'refused' : 'no reason';
}

const wantsError = (one: Case): boolean => Boolean(one.want_error ?? one.want_error_code);

async function evaluate(one: Case, module: WebAssembly.Module, entry: string): Promise<Outcome> {
  const input = one.input_term ?? (one.input === undefined ? '' : JSON.stringify(one.input));
  try {
    const policy = await instantiate(module, { initial: 5, maximum: 4096 });
    const ask = (): string => policy.answer(entry, JSON.stringify(one.data ?? {}), input);
    // OPA's own WebAssembly never ends on some: only a time limit stops it.
    const answer = JSON.parse(String(runInNewContext('ask()', { ask }, { timeout: TIMEOUT_MS }))) as readonly { readonly result: Json }[];
    return isWanted(one, answer) ? 'as wanted' : 'wrong';
  } catch {
    return wantsError(one) ? 'as wanted' : 'aborted';
  }
}

/** Faults of builtins are no value here, as in OPA where it is not strict. Sets are lists in any order. */
function isWanted(one: Case, answer: readonly { readonly result: Json }[]): boolean {
  if (wantsError(one)) return one.strict_error === true && answer.length === 0;
  const wanted = one.want_result?.[0];
  if (!wanted) return answer.length === 0;
  return answer[0] !== undefined && isDeepStrictEqual(sorted(answer[0].result), sorted(wanted.x));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, Json>)[key] ?? null)]));
}
