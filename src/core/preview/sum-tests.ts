import type { PolicyTests } from '../../model/preview.ts';
import type { CaseResult, Fault, MutationScore, TestResult } from '../authoring/authored.ts';

/** What a run of a library's tests comes to. */
export interface RanTests {
  readonly faults: readonly Fault[];
  readonly rego: { readonly results: readonly TestResult[] };
  readonly cases: readonly CaseResult[];
  readonly mutation?: readonly MutationScore[];
}

/** Faults of the library itself count as tests that do not hold. */
export function sumTests({ faults, rego, cases, mutation = [] }: RanTests): PolicyTests {
  const failing = rego.results.filter(({ opa, wasm }) => opa !== undefined || wasm !== undefined);
  const broken = cases.filter((one) => one.faults.length > 0);
  const failed = [
    ...faults.map(({ file, line, message }) => `${file}:${line} ${message}`),
    ...failing.map(({ file, line, name }) => `${file}:${line} ${name}`),
    ...broken.map(({ folder }) => folder),
  ];
  const silent = mutation.flatMap(({ survivors }) =>
    survivors.map(({ policy, fact, mutation: how }) => `${policy} when ${fact} is ${how}`),
  );
  const sum = (key: 'killed' | 'total'): number => mutation.reduce((all, one) => all + one[key], 0);
  const ran = rego.results.filter(({ skipped }) => !skipped).length + cases.length;
  return { held: ran - failing.length - broken.length, failed, mutation: { killed: sum('killed'), total: sum('total'), silent } };
}
