import { composeAuthoring, type Authoring } from '../compose/authoring.ts';
import { hasFailed, showTests, type ShownTests } from '../core/authoring/show-tests.ts';
import { testLibrary } from '../workflow/authoring/test-library.ts';
import { asSeen } from './as-seen.ts';
import { flag, oneOf, readOptions, text } from './arguments.ts';
import { libraryFolder } from './policy-library.ts';
import { watchFolder } from './watch-folder.ts';

/** `tollgate policy test`: tests and cases on both engines. 0: all hold; 1: something fails, a mutant lives, or there is nothing to run; 2: it does not compile. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { mutation: flag, watch: flag, format: text });
  const folder = libraryFolder(positionals);
  const format = oneOf(values.format, ['text', 'json']);
  const once = async (authoring: Authoring): Promise<number> => {
    const tests = await runTests(folder, values.mutation ?? false, authoring);
    process.stdout.write(format === 'json' ? `${JSON.stringify(tests, null, 2)}\n` : asSeen(showTests(tests)));
    return exitCode(tests);
  };
  const authoring = composeAuthoring();
  try {
    return await (values.watch ? watchFolder(folder, () => once(authoring)) : once(authoring));
  } finally {
    await authoring.close();
  }
}

async function runTests(folder: string, mutation: boolean, authoring: Authoring): Promise<ShownTests> {
  const started = performance.now();
  const library = await authoring.authored(folder);
  const request = { library, cases: await authoring.casesOf(folder), schema: authoring.inputSchema(), mutation, now: authoring.now() };
  const { rego, cases, faults, mutation: scores } = await testLibrary(request, authoring);
  const seconds = (performance.now() - started) / 1000;
  const { results, coverage } = rego;
  return {
    library: library.name,
    faults,
    results,
    cases,
    ...(coverage ? { coverage } : {}),
    ...(scores ? { mutation: scores } : {}),
    seconds,
  };
}

function exitCode({ faults, results, cases, mutation = [] }: ShownTests): number {
  if (faults.length > 0) return 2;
  if (results.length + cases.length === 0) return 1;
  const failed =
    results.some(hasFailed) || cases.some((one) => one.faults.length > 0) || mutation.some(({ survivors }) => survivors.length > 0);
  return failed ? 1 : 0;
}
