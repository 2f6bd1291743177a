import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeAuthoring } from '../../src/compose/authoring.ts';
import { hasFailed } from '../../src/core/authoring/show-tests.ts';
import { testLibrary, type LibraryTests } from '../../src/workflow/authoring/test-library.ts';
import { LIBRARY, policyFolders } from './default-library.ts';
import { OPA } from './opa.ts';

/** Every fact that a policy reads is deleted, retyped and made unknown in every input of its tests and cases: the policy must answer to it. */
describe.skipIf(OPA === undefined)('the default library (needs OPA)', () => {
  const authoring = composeAuthoring();
  let tests: LibraryTests;

  beforeAll(async () => {
    const library = await authoring.authored(LIBRARY);
    const cases = await authoring.casesOf(LIBRARY);
    tests = await testLibrary({ library, cases, schema: authoring.inputSchema(), mutation: true, now: '2026-01-01T00:00:00Z' }, authoring);
  }, 120_000);
  afterAll(() => authoring.close());

  test('says the same on OPA with strict builtin errors and on the Wasm that judges', () => {
    expect(tests.faults).toEqual([]);
    expect(tests.rego.results.filter(hasFailed)).toEqual([]);
    expect(tests.rego.results.length).toBeGreaterThan(150);
    expect(tests.cases.length).toBeGreaterThan(1);
    expect(tests.cases.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  test('has tests that reach every line', () => {
    expect(tests.rego.coverage?.unreached).toEqual([]);
  });

  test('answers to every mutant of every policy that reads facts', () => {
    expect(tests.mutation?.flatMap(({ survivors }) => survivors)).toEqual([]);
    const scored = tests.mutation?.filter(({ total }) => total > 0).map(({ policy }) => policy) ?? [];
    // SCH003 reads types alone, which are no facts that text can leave unknown.
    expect(
      policyFolders()
        .map(({ metadata }) => metadata.custom.id)
        .filter((id) => !scored.includes(id)),
    ).toEqual(['SCH003']);
  });

  test('is silent only where its METADATA says why', () => {
    expect(tests.mutation?.flatMap(({ policy, accepted }) => accepted.map(({ fact, when }) => `${policy}: ${fact} ${when}`))).toEqual([
      'ACC001: grants unknown',
    ]);
  });
});
