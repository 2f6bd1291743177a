import { describe, expect, it } from 'vitest';
import { countLibraryTests, countSuite } from '../../src/setup/count-tests.ts';

const file = (status: string, ...tests: readonly string[]): unknown => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('counting what ran', () => {
  it.each([
    [
      'all good',
      { numPassedTests: 9, numFailedTests: 0, numPendingTests: 1, success: true, testResults: [file('passed', 'passed')] },
      [9, 0, 1],
    ],
    ['one failed', { numPassedTests: 8, numFailedTests: 1, success: false, testResults: [file('failed', 'passed', 'failed')] }, [8, 1, 0]],
    ['a file that does not load', { numPassedTests: 8, numFailedTests: 0, success: false, testResults: [file('failed')] }, [8, 1, 0]],
    [
      'two whose preparation fails',
      {
        numPassedTests: 8,
        numFailedTests: 0,
        numPendingTests: 2,
        success: false,
        testResults: [file('failed', 'skipped'), file('failed', 'skipped')],
      },
      [8, 2, 2],
    ],
    [
      'a run that fails as a whole',
      { numPassedTests: 8, numFailedTests: 0, success: false, testResults: [file('passed', 'passed')] },
      [8, 1, 0],
    ],
    ['no report', undefined, [0, 1, 0]],
  ])('of the suite: %s', (_, report, [passed, failed, skipped]) => {
    expect(countSuite(report)).toEqual({ passed, failed, skipped });
  });

  it.each([
    ['all good', { results: [{}, {}], cases: [{ faults: [] }], mutation: [{ survivors: [] }] }, [4, 0, 0]],
    ['failed on one engine, and left out', { results: [{ opa: 'no' }, { wasm: 'no' }, { skipped: true }, {}] }, [1, 2, 1]],
    ['a case, and a mutant that lives', { results: [{}], cases: [{ faults: [{}] }], mutation: [{ survivors: [{}] }] }, [1, 2, 0]],
    ['nothing loaded', { results: [] }, [0, 1, 0]],
    ['no report', undefined, [0, 1, 0]],
  ])('of the policies: %s', (_, report, [passed, failed, skipped]) => {
    expect(countLibraryTests(report)).toEqual({ passed, failed, skipped });
  });
});
