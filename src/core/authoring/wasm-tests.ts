import type { EngineAnswer, LibrarySource } from '../ports.ts';
import type { SourceFile } from '../../model/source.ts';
import type { OpaTest } from './ports.ts';
import type { TestResult } from './authored.ts';

/** The name of the module that asks a test, and of the policy that it is there. */
const ID = 'TOLLGATE-TEST-';

/** A library with a policy for each test, which finds that it holds: so tests run on the engine that judges, bounded as policies are. */
export function libraryOfTests(files: readonly SourceFile[], tests: readonly OpaTest[]): LibrarySource {
  // A compiler of policies leaves tests out.
  const shown = files.map((file) => ({ ...file, path: file.path.replace(/_test\.rego$/, '_tested.rego') }));
  const asking = tests.map((test, index) => ({ path: `tollgate_tests/t${index}.rego`, text: moduleOf(test, index), size: 0 }));
  return { name: 'tests', version: '', files: [...shown, ...asking] };
}

function moduleOf({ package: name, name: test }: OpaTest, index: number): string {
  const metadata = `# METADATA\n# title: ${test}\n# custom:\n#   id: ${ID}${index}\n`;
  return `${metadata}package tollgate_tests.t${index}\n\ndeny contains {"msg": "holds"} if data.${name}.${test}\n`;
}

/** How each test went on both engines. */
export function resultsOf(tests: readonly OpaTest[], strict: ReadonlyMap<number, string>, answer: EngineAnswer): readonly TestResult[] {
  const held = new Set(answer.statements.map(({ policy }) => policy));
  const aborted = new Map(answer.problems.flatMap(({ message }) => abortOf(message)));
  return tests.map(({ file, line, name, skipped, fault }, index): TestResult => {
    const result = { file, line, name, skipped };
    if (skipped) return result;
    const opa = fault ?? strict.get(index);
    const wasm = held.has(`${ID}${index}`) ? undefined : (aborted.get(index) ?? 'does not hold');
    return { ...result, ...(opa === undefined ? {} : { opa }), ...(wasm === undefined ? {} : { wasm }) };
  });
}

function abortOf(message: string): readonly (readonly [number, string])[] {
  const [, index, why = ''] = /^Policy TOLLGATE-TEST-(\d+) could not decide: (.*)$/s.exec(message) ?? [];
  return index === undefined ? [] : [[Number(index), `cannot be decided: ${why}`]];
}
