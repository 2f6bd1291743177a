import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countSuite, type Count } from './count-tests.ts';

/** Vitest, with its own words as they come. */
export async function runSuite(given: readonly string[], root: string): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-suite-'));
  const report = join(folder, 'report.json');
  const args = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...given,
  ];
  try {
    await new Promise((resolve) => {
      const child = spawn('vitest', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
      child.on('error', resolve);
      child.on('close', resolve);
    });
    return countSuite(readReport(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
