import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs a command and gives its wall time. Its exit code is no concern here: peers fail where they find something. */
export function timed(command: string, args: readonly string[]): { readonly ms: number } {
  const started = performance.now();
  spawnSync(command, [...args], { stdio: 'ignore', maxBuffer: 1 << 28 });
  return { ms: performance.now() - started };
}

/** The median of several runs, behind one that is not counted. */
export function median(runs: number, run: () => number): number {
  run();
  const times = Array.from({ length: runs }, run).sort((one, other) => one - other);
  return times[Math.floor(runs / 2)] ?? 0;
}

/** Peak memory of a command and what it starts, in MB, as the system's own `time` tells it; a dash where there is none. */
export function peakMemory(command: string, args: readonly string[]): string {
  if (!existsSync('/usr/bin/time')) return '-';
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', command, ...args], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  return (Number(stderr.trim().split('\n').at(-1)) / 1024).toFixed(0);
}
