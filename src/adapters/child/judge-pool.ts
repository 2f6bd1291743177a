import { TollgateError } from '../../core/errors.ts';
import { unitProblem } from '../../core/extract/unit-reader.ts';
import type { Assembly } from '../../core/plug-ins.ts';
import type {
  CompareAnswer,
  CompiledLibrary,
  EngineAnswer,
  FileReader,
  GraphEngine,
  InputKind,
  PolicyEngine,
  ReadAnswer,
  ReadRequest,
  UnitReader,
} from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { JudgeGone, startJudge, type Judge } from './child-process.ts';
import { judgeGraph } from './judge-graph.ts';
import { layParameters } from '../../core/json/lay-parameters.ts';

export interface PoolOptions {
  /** The program of the judging process. */
  readonly entry: string;
  /** How many processes at most. */
  readonly size: number;
  readonly readMs?: number;
  readonly evaluateMs?: number;
  readonly unitMs?: number;
}

/** Judging processes that are started when needed, killed at a deadline and replaced. */
export interface JudgePool extends PolicyEngine, FileReader, UnitReader, GraphEngine {
  /** Starts one process ahead of need. */
  warm(): void;
  /** Ends all processes. What they were at is answered as if they had died. */
  close(): void;
}

const READ_MS = 3000;
const EVALUATE_MS = 5000;
const UNIT_MS = 5000;
/** A process is replaced after this many tasks: WebAssembly's memory never shrinks. */
const MAX_TASKS = 2000;

export function judgePool({ entry, size, readMs = READ_MS, evaluateMs = EVALUATE_MS, unitMs = UNIT_MS }: PoolOptions): JudgePool {
  const idle: Judge[] = [];
  const all = new Set<Judge>();
  const queue: ((judge: Judge) => void)[] = [];
  let running = 0;
  const start = (): Judge => {
    running++;
    const judge = startJudge(entry);
    all.add(judge);
    return judge;
  };
  const take = (): Promise<Judge> => {
    const judge = idle.pop() ?? (running < size ? start() : undefined);
    return judge ? Promise.resolve(judge) : new Promise((resolve) => queue.push(resolve));
  };
  const give = (judge: Judge): void => {
    const worn = judge.gone || judge.tasks >= MAX_TASKS;
    if (worn) running -= Number(all.delete(judge));
    if (worn) judge.stop();
    const next = queue.shift();
    if (next) next(worn ? start() : judge);
    else if (!worn) idle.push(judge);
  };
  const ask = async (kind: string, request: unknown, deadline: number): Promise<unknown> => {
    const judge = await take();
    try {
      return await judge.ask(kind, request, deadline);
    } finally {
      give(judge);
    }
  };
  return {
    read: (requests) => Promise.all(requests.map((request) => readAlone(request, () => ask('read', request, readMs)))),
    assemble: (request) =>
      alone(
        () => ask('assemble', request, unitMs),
        (error) => lostUnit(request.files, error),
      ),
    compare: (request) =>
      alone(
        () => ask('compare', request, unitMs),
        (error) => lostUnit([...request.head, ...request.base], error),
      ),
    evaluate: (library, inputs, parameters, how = {}) =>
      evaluate({ library, inputs, parameters, kind: 'assets', ...how }, (request) => ask('evaluate', request, evaluateMs)),
    judgeGraph: (request) => judgeGraph(request, (part) => ask('graph', part, evaluateMs)),
    warm: () => {
      if (running < size) idle.push(start());
    },
    close: () => all.forEach((judge) => judge.stop()),
  };
}

function readAlone({ file }: ReadRequest, ask: () => Promise<unknown>): Promise<ReadAnswer> {
  return alone(ask, (error) => ({ path: file.path, extractor: null, part: null, problems: [readProblem(file.path, error)] }));
}

/** What one task gives, or what stands for it where the process was lost over it. */
async function alone<T>(ask: () => Promise<unknown>, lost: (error: JudgeGone) => T): Promise<T> {
  try {
    return (await ask()) as T;
  } catch (error) {
    if (error instanceof JudgeGone) return lost(error);
    throw new TollgateError('judge-failed', 'the judging process could not do its work', { cause: error });
  }
}

function lostUnit(files: readonly { readonly path: string }[], { reason }: JudgeGone): Assembly & CompareAnswer {
  const why = reason === 'timeout' ? 'it takes too long' : 'it made the reader fail';
  return { assets: [], changes: [], differences: [], problems: [unitProblem(reason, files[0]?.path, why)] };
}

function readProblem(file: string, { reason }: JudgeGone): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const why = reason === 'timeout' ? 'took too long to read' : 'made its reader fail';
  return {
    code: `read-${reason}`,
    message: `This file ${why}, so it was not judged. Make it smaller or simpler, or list it under \`ignore\`.`,
    location: { file, start, end: start },
    undecided: true,
  };
}

type Ask = (request: unknown) => Promise<unknown>;

interface Asked {
  readonly library: CompiledLibrary;
  readonly inputs: readonly Json[];
  readonly parameters: Json;
  readonly kind: InputKind;
  readonly now?: string;
}

/** All policies at once; where that ends in death, each alone, so that only the one at fault gives no answer. */
async function evaluate({ library, inputs, parameters, ...how }: Asked, ask: Ask): Promise<readonly EngineAnswer[]> {
  const { wasm, policies } = library;
  const request = { wasm, policies, data: layParameters(library.data, parameters), inputs, ...how };
  try {
    return (await ask(request)) as readonly EngineAnswer[];
  } catch (error) {
    if (!(error instanceof JudgeGone))
      throw new TollgateError('judge-failed', 'the judging process could not evaluate the policies', { cause: error });
  }
  const alone = policies.flatMap((policy, only) => (policy.input === how.kind ? [{ policy, only }] : []));
  const each = await Promise.all(alone.map(({ policy, only }) => evaluateOne(policy, inputs, () => ask({ ...request, only }))));
  return inputs.map((_, index) => ({
    statements: each.flatMap((answers) => answers[index]?.statements ?? []),
    problems: each.flatMap((answers) => answers[index]?.problems ?? []),
  }));
}

async function evaluateOne(policy: PolicyMetadata, inputs: readonly Json[], ask: () => Promise<unknown>): Promise<readonly EngineAnswer[]> {
  try {
    return (await ask()) as readonly EngineAnswer[];
  } catch (error) {
    if (!(error instanceof JudgeGone)) throw error;
    return inputs.map(() => ({ statements: [], problems: [policyProblem(policy, error)] }));
  }
}

function policyProblem(policy: PolicyMetadata, { reason, message }: JudgeGone): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const why = reason === 'timeout' ? `it gave ${message}` : 'it ended the process that judges';
  const told = `Policy ${policy.id} could not decide: ${why}. Its other findings are unknown; those of all other policies are here.`;
  return { code: `policy-${reason}`, message: told, location: { file: policy.path, start, end: start }, undecided: true };
}
