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

/** What `opa test --format json` says. No tests at all is a failure: something did not load. */
export function countPolicyTests(report: unknown): Count {
  const tests = Array.isArray(report) ? (report as readonly PolicyTest[]) : [];
  const skipped = tests.filter(({ skip }) => skip).length;
  const failures = tests.filter(({ fail, error }) => fail === true || error !== undefined).length;
  return { passed: tests.length - skipped - failures, failed: tests.length === 0 ? 1 : failures, skipped };
}

interface PolicyTest {
  readonly fail?: boolean;
  readonly skip?: boolean;
  readonly error?: unknown;
}
