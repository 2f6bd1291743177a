import {
  isRego,
  isTest,
  type AuthoredLibrary,
  type CaseResult,
  type Fault,
  type MutationScore,
  type RegoTests,
} from '../../core/authoring/authored.ts';
import { indexRules } from '../../core/authoring/rego-reads.ts';
import { withGraphPolicies } from '../../core/checkov/with-graph-policies.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { mutateLibrary } from './mutate-library.ts';
import { runCases, sourceOf, type CasePorts } from './run-cases.ts';
import { runRegoTests } from './run-rego-tests.ts';

export interface TestRequest {
  readonly library: AuthoredLibrary;
  /** Files of cases, by their path in the library. */
  readonly cases: readonly SourceFile[];
  /** The published JSON Schema of the input. */
  readonly schema: Json;
  readonly mutation: boolean;
  /** What policies take for the present, ISO 8601. */
  readonly now: string;
}

/** How a library's tests went. With `faults` it does not compile, and nothing ran. */
export interface LibraryTests {
  readonly faults: readonly Fault[];
  readonly rego: RegoTests;
  readonly cases: readonly CaseResult[];
  /** Missing where nobody asked. */
  readonly mutation?: readonly MutationScore[];
}

const NOTHING: RegoTests = { results: [], asked: [] };

/**
 * Runs the tests and cases of a library on both engines, and where it is asked for, mutates what they judge. Needs no network and no
 * file system of its own, so that the library of a pull request can be tested where it is. Errors: opa-missing, opa-failed.
 */
export async function testLibrary(request: TestRequest, ports: CasePorts): Promise<LibraryTests> {
  const { library } = request;
  const all = [...library.files, ...library.brought];
  const faults = await ports.rego.check(all);
  if (faults.length > 0) return { faults, rego: NOTHING, cases: [] };
  const source = sourceOf(library);
  const compiled = withGraphPolicies(await ports.compiler.compile([source]), [source]);
  const told = compiled.problems.map((problem) => faultIn(problem, library.name));
  if (told.length > 0) return { faults: told, rego: NOTHING, cases: [] };
  const trees = request.mutation ? await ports.rego.parse(all.filter((file) => isRego(file) && !isTest(file))) : new Map<string, Json>();
  const observed = request.mutation
    ? observedIn(
        trees,
        compiled.policies.filter(({ input }) => input === 'assets'),
      )
    : [];
  const rego = await runRegoTests(library, { observed, now: request.now }, ports);
  const ran = await runCases(request, ports);
  const tested = { faults: [], rego, cases: ran.results };
  if (!request.mutation) return tested;
  const asked = [...rego.asked, ...ran.asked];
  const rules = indexRules(trees);
  return { ...tested, mutation: await mutateLibrary({ ...request, trees, rules, policies: compiled.policies, asked }, ports) };
}

/** Tests may ask one rule alone. */
function observedIn(
  trees: ReadonlyMap<string, Json>,
  policies: readonly { readonly package: string }[],
): readonly { readonly package: string; readonly rule: string }[] {
  const rules = indexRules(trees);
  return policies.flatMap(({ package: name }) =>
    ['deny', 'undecided'].flatMap((rule) => (rules.has(`${name}.${rule}`) ? [{ package: name, rule }] : [])),
  );
}

const faultIn = ({ location, message }: Problem, library: string): Fault => ({
  file: location.file.startsWith(`${library}/`) ? location.file.slice(library.length + 1) : location.file,
  line: location.start.line,
  column: location.start.column,
  message,
});
