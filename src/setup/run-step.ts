import { spawn } from 'node:child_process';

/** One check: a program that fails, or says anything where it should be quiet, finds fault. */
export interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly quiet?: boolean;
  /** The command that mends what is found. */
  readonly fix?: string;
}

/** Says how a check went, in one line; what it found follows only where it failed. */
export async function runStep({ name, program, args, quiet = false, fix }: Step, root: string): Promise<boolean> {
  const from = performance.now();
  const { code, output } = await runQuietly(program, args, root);
  const good = code === 0 && !(quiet && output.trim() !== '');
  process.stdout.write(`${good ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)\n`);
  if (!good) process.stdout.write(`${output.trimEnd()}\n${fix === undefined ? '' : `mend it with: ${fix}\n`}`);
  return good;
}

export interface Answer {
  readonly code: number;
  readonly output: string;
}

/** Both streams of a program, in the order in which they come. */
export function runQuietly(program: string, args: readonly string[], root: string): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', ({ message }) => resolve({ code: 1, output: message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
