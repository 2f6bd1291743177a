import { composeAuthoring, type Authoring } from '../compose/authoring.ts';
import { showFault } from '../core/authoring/show-tests.ts';
import { isCaseFile } from '../core/library/library-files.ts';
import { lintLibrary } from '../workflow/authoring/lint-library.ts';
import { asSeen } from './as-seen.ts';
import { flag, oneOf, readOptions, text } from './arguments.ts';
import { libraryFolder } from './policy-library.ts';
import { watchFolder } from './watch-folder.ts';

/** `tollgate policy lint`: what readers of the library would miss. 0: nothing, or only what to consider; 1: something; 2: it does not compile. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { watch: flag, format: text });
  const folder = libraryFolder(positionals);
  const format = oneOf(values.format, ['text', 'json']);
  const authoring = composeAuthoring();
  try {
    const once = (): Promise<number> => lintOnce(folder, format, authoring);
    return await (values.watch ? watchFolder(folder, once) : once());
  } finally {
    await authoring.close();
  }
}

async function lintOnce(folder: string, format: 'text' | 'json', authoring: Authoring): Promise<number> {
  const library = await authoring.authored(folder);
  const all = Map.groupBy(await authoring.filesBelow(folder), ({ path }) => (isCaseFile(path) ? 'cases' : 'files'));
  const [files, cases] = [all.get('files') ?? [], all.get('cases') ?? []];
  const { faults, policies, doesNotCompile } = await lintLibrary(library, { files, cases }, authoring.inputSchema(), authoring);
  const advice = faults.filter(({ isAdvice }) => isAdvice).length;
  const wrong = faults.length - advice;
  const count = `${wrong === 0 ? 'nothing' : wrong} to mend${advice === 0 ? '' : `, ${advice} to consider`}`;
  const sum = `${library.name}: ${doesNotCompile ? 'does not compile' : `${policies.length} ${policies.length === 1 ? 'policy' : 'policies'}`} · ${count}`;
  const words = [...faults.map((one) => showFault(one, library.name)), sum, ''].join('\n');
  process.stdout.write(format === 'json' ? `${JSON.stringify({ faults }, null, 2)}\n` : asSeen(words));
  if (doesNotCompile) return 2;
  return wrong > 0 ? 1 : 0;
}
