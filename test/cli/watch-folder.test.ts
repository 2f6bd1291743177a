import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OPA } from '../policies/opa.ts';
import { runTollgate } from './run-tollgate.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe.skipIf(OPA === undefined)('watching a library (needs OPA)', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-watch-'));
    runTollgate(['policy', 'new', 'docs/described'], { folder });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('lints now, again after a change, and ends with what it found last', async () => {
    const child = spawn(process.execPath, [ENTRY, 'policy', 'lint', '--watch'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const code = new Promise((resolve) => child.on('exit', resolve));
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const runs = said.split('watching policies').length - 1;
        if (runs === 1) rmSync(join(folder, 'policies/docs/described/README.md'), { force: true });
        if (runs === 2) resolve();
      });
    });
    child.kill('SIGTERM');
    expect(await code).toBe(1);
    expect(said).toMatch(/nothing to mend\nwatching policies: .*\n\npolicies\/docs\/described\/described\.rego:12:1: has no README\.md/);
  }, 40_000);
});
