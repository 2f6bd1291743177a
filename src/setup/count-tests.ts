/** How tests went. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

export function plus(one: Count, other: Count): Count {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped: one.skipped + other.skipped };
}

/** What vitest's JSON report says. A file that fails outside of its tests, or a run that fails as a whole, counts as one failure. */
export function countSuite(report: unknown): Count {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, success = false, testResults = [] } = (report ?? {}) as SuiteReport;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failures = numFailedTests + broken;
  return { passed: numPassedTests, failed: failures === 0 && !success ? 1 : failures, skipped: numPendingTests };
}

interface SuiteReport {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numPendingTests?: number;
  readonly success?: boolean;
  readonly testResults?: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

interface LibraryReport {
  readonly results?: readonly { readonly skipped: boolean; readonly opa?: string; readonly wasm?: string }[];
  readonly cases?: readonly { readonly faults: readonly unknown[] }[];
  readonly mutation?: readonly { readonly survivors: readonly unknown[] }[];
}

/** Each test, each case, and each policy under mutation. No tests at all is a failure: something did not load. */
export function countLibraryTests(report: unknown): Count {
  const { results = [], cases = [], mutation = [] } = (report ?? {}) as LibraryReport;
  const skipped = results.filter((one) => one.skipped).length;
  const failed =
    results.filter(({ opa, wasm }) => opa !== undefined || wasm !== undefined).length +
    cases.filter(({ faults }) => faults.length > 0).length +
    mutation.filter(({ survivors }) => survivors.length > 0).length;
  const all = results.length + cases.length + mutation.length;
  return { passed: all - skipped - failed, failed: results.length === 0 ? Math.max(1, failed) : failed, skipped };
}
