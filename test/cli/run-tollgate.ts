import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** What a command said and how it ended. */
export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const LONGEST_MS = 50_000;

/** Runs the real command line as a process of its own, as a person does. */
export function runTollgate(args: readonly string[], { folder, env = {} }: Place = {}): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', TOLLGATE_COMMAND: 'tollgate', ...env },
    maxBuffer: 1 << 27,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  return { code: status, stdout, stderr };
}

/** As `runTollgate`, where what it asks is answered by this very process. */
export function startTollgate(args: readonly string[], { folder, env = {} }: Place = {}): Promise<Answer> {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...process.env, NO_COLOR: '1', TOLLGATE_COMMAND: 'tollgate', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }));
  });
}
