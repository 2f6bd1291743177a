import { fileURLToPath } from 'node:url';
import { nothing, plus, type Count } from './count-tests.ts';
import { runStep, type Step } from './run-step.ts';
import { runPolicyTests } from './run-policy-tests.ts';
import { runSuite } from './run-suite.ts';

/**
 * Everything that must hold before a change goes in. Each step runs and is named, whatever those before it said. Arguments go to the
 * suite, and then the suite alone runs.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const given = process.argv.slice(2);

const TOLLGATE = ['src/cli/main.ts'];
const TYPES = ['--noEmit'];
const CORE_TYPES = ['--noEmit', '-p', 'test/architecture/tsconfig.core.json'];
const IMPORTS = ['--config', 'test/architecture/dependency-rules.mjs', 'src'];

const STEPS: readonly Step[] = [
  { name: 'formatting', program: 'oxfmt', args: ['--check', 'src', 'test'], fix: 'npm run format' },
  { name: 'lint', program: 'oxlint', args: ['--config', '.oxlintrc.json', 'src', 'test'] },
  { name: 'types', program: 'tsc', args: TYPES },
  { name: 'types of the pure core', program: 'tsc', args: CORE_TYPES },
  { name: 'import rules', program: 'depcruise', args: IMPORTS },
  { name: 'policies are whole', program: process.execPath, args: [...TOLLGATE, 'policy', 'lint', 'policies'] },
  {
    name: 'policies are formatted',
    program: process.execPath,
    args: [...TOLLGATE, 'policy', 'fmt', '--check', 'policies'],
    fix: 'npm run tollgate -- policy fmt policies',
  },
];

const steps = given.length > 0 ? [] : STEPS;
const failed: string[] = [];
let total: Count = nothing;
for (const step of steps) {
  const good = await runStep(step, root);
  if (!good) failed.push(step.name);
  total = plus(total, { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });
}
if (given.length === 0) total = plus(total, counted('policy tests', await runPolicyTests(root)));
total = plus(total, counted('suite', await runSuite(given, root)));

if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped: what they need is not on this machine\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

function counted(name: string, count: Count): Count {
  if (count.failed > 0) failed.push(name);
  return count;
}
