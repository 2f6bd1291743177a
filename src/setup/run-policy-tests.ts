import { countLibraryTests, type Count } from './count-tests.ts';
import { runQuietly } from './run-step.ts';

/** The default library's own tests and cases, on OPA and on the Wasm that judges, and under mutation: `tollgate policy test`. */
export async function runPolicyTests(root: string): Promise<Count> {
  const args = ['src/cli/main.ts', 'policy', 'test', 'policies', '--mutation'];
  const { code, output } = await runQuietly(process.execPath, [...args, '--format', 'json'], root);
  const count = countLibraryTests(reportIn(output));
  const good = code === 0 && count.failed === 0;
  process.stdout.write(`${good ? 'ok    ' : 'FAILED'} policy tests (${count.passed} passed)\n`);
  if (good) return count;
  process.stdout.write((await runQuietly(process.execPath, args, root)).output);
  return { ...count, failed: Math.max(1, count.failed) };
}

function reportIn(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
