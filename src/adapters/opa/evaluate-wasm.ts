import { readFile } from 'node:fs/promises';
import type { EngineAnswer, InputKind, RawStatement } from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { entryOf, MAIN_ENTRIES } from './entry-module.ts';
import { instantiate } from './instance.ts';

/** One library with data and inputs to judge, by the policies of one kind of input. `only` asks the policy at this index alone. */
export interface Evaluate {
  readonly wasm: string;
  readonly policies: readonly PolicyMetadata[];
  readonly data: Json;
  readonly inputs: readonly Json[];
  readonly kind: InputKind;
  readonly only?: number;
  /** What policies take for the present, ISO 8601. */
  readonly now?: string;
}

const PAGE_BYTES = 64 * 1024;
// The constants of a library with hundreds of policies are larger than the few pages that OPA starts with.
const MEMORY_PAGES = { initial: 128, maximum: (256 * 1024 * 1024) / PAGE_BYTES };

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Judges inputs by a compiled library. A policy that aborts costs only its own findings and becomes a problem. Memory is bounded
 * here; time is bounded by whoever can kill this process.
 */
export async function evaluateWasm(request: Evaluate): Promise<readonly EngineAnswer[]> {
  const module = await moduleOf(request.wasm);
  const answers: EngineAnswer[] = [];
  for (const input of request.inputs) answers.push(await judge(module, request, input));
  return answers;
}

function moduleOf(path: string): Promise<WebAssembly.Module> {
  const known = modules.get(path);
  if (known) return known;
  const loading = readFile(path).then((bytes) => WebAssembly.compile(bytes));
  modules.set(path, loading);
  return loading;
}

async function judge(module: WebAssembly.Module, request: Evaluate, input: Json): Promise<EngineAnswer> {
  if (request.only !== undefined) return judgeOne(module, request, input, request.only);
  const whole = await ask(module, request, input, MAIN_ENTRIES[request.kind]);
  if ('statements' in whole) return { statements: whole.statements, problems: [] };
  const each: EngineAnswer[] = [];
  for (const [index, policy] of request.policies.entries())
    if (policy.input === request.kind) each.push(await judgeOne(module, request, input, index));
  return { statements: each.flatMap(({ statements }) => statements), problems: each.flatMap(({ problems }) => problems) };
}

async function judgeOne(module: WebAssembly.Module, request: Evaluate, input: Json, index: number): Promise<EngineAnswer> {
  const answer = await ask(module, request, input, entryOf(index));
  if ('statements' in answer) return { statements: answer.statements, problems: [] };
  return { statements: [], problems: [abortProblem(request.policies[index], answer.fault)] };
}

type Answer = { readonly statements: readonly RawStatement[] } | { readonly fault: string };

/** A fresh instance for each question: memory of an instance never shrinks, and an abort may leave it unsound. */
async function ask(module: WebAssembly.Module, { data, now }: Evaluate, input: Json, entry: string): Promise<Answer> {
  try {
    const policy = await instantiate(module, MEMORY_PAGES, now);
    const result: unknown = JSON.parse(policy.answer(entry, JSON.stringify(data), JSON.stringify(input)));
    return statementsIn(result);
  } catch (error) {
    return { fault: typeof error === 'string' ? error : error instanceof Error ? error.message : JSON.stringify(error) };
  }
}

/** The host answers with an empty list when it could not even read its input. That is no pass. */
function statementsIn(result: unknown): Answer {
  const [first] = Array.isArray(result) ? (result as readonly unknown[]) : [];
  const told = (first as { result?: unknown } | undefined)?.result;
  return Array.isArray(told) ? { statements: told as readonly RawStatement[] } : { fault: 'the policy gave no result' };
}

const PLACE = /^(?:library\d+\/)?(.+\.rego):(\d+):(\d+): (.*)$/s;

function abortProblem(policy: PolicyMetadata | undefined, fault: string): Problem {
  const [, , line = '1', column = '1', words = fault] = PLACE.exec(fault) ?? [];
  const start = { line: Number(line), column: Number(column), offset: 0 };
  const file = fileOf(policy, fault);
  const why = words.includes('opa_malloc') ? 'it needs more than 256 MB of memory' : words;
  return {
    code: 'policy-aborted',
    message: `Policy ${policy?.id ?? ''} could not decide: ${why}`,
    location: { file, start, end: start },
    undecided: true,
  };
}

function fileOf(policy: PolicyMetadata | undefined, fault: string): string {
  const name = PLACE.exec(fault)?.[1]?.split('/').at(-1);
  return [policy?.path, name].filter(Boolean).join('/') || 'policies';
}
