import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { simpleGit } from 'simple-git';
import { TollgateError } from '../../core/errors.ts';
import { gitEnvironment, NEUTRAL_CONFIG } from './git-environment.ts';

/** Where a command runs: the Git directory is always named, so that Git never looks for one by itself. */
export interface GitPlace {
  readonly gitDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitOptions {
  readonly input?: string;
  /** What is said after the input, once the output so far allows it; asked again with more of it while undefined. */
  readonly reply?: (output: Buffer) => string | undefined;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Missing: the Git directory itself, where no attributes of a work tree are found. */
  readonly cwd?: string;
  /** Exit codes that are an answer, besides 0. */
  readonly allowed?: readonly number[];
}

/** What simple-git calls unsafe: naming the Git directory. It comes from this machine, never from a payload, and so does the environment. */
const OWN_PLACE = { allowUnsafeConfigPaths: true, allowUnsafeProtocolOverride: true };
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 1 << 30;

/** One question with a short answer in text, through simple-git. Undefined where Git says no. */
export async function askGit({ gitDir, env }: GitPlace, args: readonly string[]): Promise<string | undefined> {
  const environment = gitEnvironment(env);
  const git = simpleGit({
    baseDir: gitDir,
    timeout: { block: TIMEOUT_MS },
    unsafe: OWN_PLACE,
    allowEnvironment: Object.keys(environment),
  }).env(environment);
  try {
    const answer = await git.raw([`--git-dir=${gitDir}`, ...args]);
    return answer.trim() === '' ? undefined : answer.trim();
  } catch {
    return undefined;
  }
}

/**
 * Runs one Git command and gives its output as bytes: paths need not be text. No shell, a fixed environment, a deadline and a cap
 * on output. Errors: git-missing, git-failed.
 */
export function runGit({ gitDir, env }: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...NEUTRAL_CONFIG, `--git-dir=${gitDir}`, ...args], {
      cwd: options.cwd ?? gitDir,
      env: gitEnvironment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output = collect(child.stdout, options.maxBytes ?? MAX_BYTES, () => child.kill('SIGKILL'));
    const errors = collect(child.stderr, 1 << 16, () => undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? TIMEOUT_MS);
    child.on('error', (cause) => reject(gitMissing(cause)));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code !== null && [0, ...(options.allowed ?? [])].includes(code)) resolve(output.bytes());
      else reject(gitFailed(args, errors.bytes().toString('utf8'), signal));
    });
    child.stdin.on('error', () => undefined);
    if (options.reply) converse(child, options.input ?? '', () => options.reply?.(output.bytes()));
    else child.stdin.end(options.input ?? '');
  });
}

function converse(
  { stdin, stdout }: ChildProcessByStdio<Writable, Readable, Readable>,
  input: string,
  reply: () => string | undefined,
): void {
  stdin.write(input);
  const listen = (): void => {
    const said = reply();
    if (said === undefined) return;
    stdout.off('data', listen);
    stdin.end(said);
  };
  stdout.on('data', listen);
}

interface Collected {
  bytes(): Buffer;
}

function collect(stream: NodeJS.ReadableStream, max: number, onFull: () => void): Collected {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= max) chunks.push(chunk);
    else onFull();
  });
  return { bytes: () => Buffer.concat(chunks) };
}

function gitMissing(cause: Error): TollgateError {
  return new TollgateError('git-missing', 'cannot run git', { lines: ['do:    install git 2.36 or later and put it on PATH'], cause });
}

function gitFailed(args: readonly string[], errors: string, signal: NodeJS.Signals | null): TollgateError {
  const all = errors.trim().split('\n');
  const clear = all.filter((line) => /^(?:fatal|error|remote): /.test(line));
  const told = (clear.length > 0 ? clear : all).slice(-3).join(' · ');
  const why = signal ? 'took too long or gave too much, and was stopped' : told || 'gave no reason';
  const lines = LACKS_OBJECTS.test(errors) ? [FETCH_THEM] : [];
  return new TollgateError('git-failed', `git ${commandOf(args)} failed: ${why}`, { lines });
}

const LACKS_OBJECTS = /promisor|could not fetch|unable to read|missing (?:blob|tree|commit)|transport '.*' not allowed/;
const FETCH_THEM = 'do:    this clone lacks objects, and Tollgate fetches none on its own: git fetch --refetch --filter=blob:limit=5m';

const commandOf = (args: readonly string[]): string => args.find((arg) => !arg.startsWith('-')) ?? '';
