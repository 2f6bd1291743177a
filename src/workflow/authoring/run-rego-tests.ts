import { isRego, isTest, type AuthoredLibrary, type RegoTests } from '../../core/authoring/authored.ts';
import type { OpaTest, RegoTools } from '../../core/authoring/ports.ts';
import { libraryOfTests, resultsOf } from '../../core/authoring/wasm-tests.ts';
import type { PolicyCompiler, PolicyEngine } from '../../core/ports.ts';
import { TollgateError } from '../../core/errors.ts';
import type { SourceFile } from '../../model/source.ts';

export interface RegoTestPorts {
  readonly rego: RegoTools;
  readonly compiler: PolicyCompiler;
  readonly engine: PolicyEngine;
}

const NONE: RegoTests = { results: [], asked: [] };

/** Runs the Rego tests of a library on OPA, with strict builtin errors, and on the Wasm that judges. Errors: opa-missing, opa-failed. */
export async function runRegoTests(
  library: AuthoredLibrary,
  { observed, now }: { readonly observed: readonly { readonly package: string; readonly rule: string }[]; readonly now: string },
  ports: RegoTestPorts,
): Promise<RegoTests> {
  const files = [...library.files, ...library.brought];
  if (!files.some(isTest)) return NONE;
  const { tests, asked } = await ports.rego.test(files, observed);
  const order = tests.toSorted((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));
  const strict = await runStrictly(files, order, ports.rego);
  const compiled = await ports.compiler.compile([libraryOfTests(files, order)]);
  const [first] = compiled.problems;
  if (first) throw new TollgateError('opa-failed', `the tests cannot be compiled to Wasm: ${first.location.file}: ${first.message}`);
  const [answer = { statements: [], problems: [] }] = await ports.engine.evaluate(compiled, [{}], {}, { now });
  const results = resultsOf(order, strict, answer);
  // OPA measures nothing where a test fails.
  const isMeasured = tests.every(({ fault }) => fault === undefined);
  return { results, asked, ...(isMeasured ? { coverage: await coverageOf(library, ports.rego) } : {}) };
}

async function coverageOf({ files, brought }: AuthoredLibrary, rego: RegoTools): Promise<NonNullable<RegoTests['coverage']>> {
  const { percent, unreached } = await rego.coverage([...files, ...brought]);
  const own = new Set(files.filter(isRego).map(({ path }) => path));
  return { percent, unreached: unreached.filter(({ file }) => own.has(file)) };
}

/** All at once; where a builtin fails in one of them, each half alone, down to the one. */
async function runStrictly(files: readonly SourceFile[], tests: readonly OpaTest[], rego: RegoTools): Promise<ReadonlyMap<number, string>> {
  const faults = new Map<number, string>();
  const open = [tests.flatMap((test, index) => (test.skipped ? [] : [{ test, index }]))];
  for (let some = open.pop(); some; some = open.pop()) {
    const { fault } = some.length === 0 ? {} : await rego.ask(files, `[${some.map(({ test }) => queryOf(test)).join(', ')}]`, {});
    const [first] = some;
    if (fault === undefined || !first) continue;
    if (some.length === 1) faults.set(first.index, `a builtin fails: ${fault}`);
    else open.push(some.slice(0, some.length >> 1), some.slice(some.length >> 1));
  }
  return faults;
}

const queryOf = ({ package: name, name: test }: OpaTest): string => `[holds | holds := data.${name}.${test}]`;
