import { countPolicyTests, type Count } from './count-tests.ts';
import { runQuietly } from './run-step.ts';

/** The default library's own tests, on OPA. */
export async function runPolicyTests(opa: string, root: string): Promise<Count> {
  const { code, output } = await runQuietly(opa, ['test', '--format', 'json', 'policies'], root);
  const count = countPolicyTests(reportIn(output));
  const good = code === 0 && count.failed === 0;
  process.stdout.write(`${good ? 'ok    ' : 'FAILED'} policy tests (${count.passed} passed)\n`);
  if (good) return count;
  const { output: words } = await runQuietly(opa, ['test', '--verbose', 'policies'], root);
  process.stdout.write(
    words
      .split('\n')
      .filter((line) => !line.endsWith(')') || !line.includes(': PASS'))
      .join('\n'),
  );
  return { ...count, failed: Math.max(1, count.failed) };
}

function reportIn(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
