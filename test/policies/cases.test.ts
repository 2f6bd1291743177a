import { afterAll, expect, test } from 'vitest';
import { composeAuthoring } from '../../src/compose/authoring.ts';
import { isCaseFile } from '../../src/core/library/library-files.ts';
import { lintLibrary } from '../../src/workflow/authoring/lint-library.ts';
import { LIBRARY } from './default-library.ts';
import { OPA } from './opa.ts';

const authoring = composeAuthoring();
afterAll(() => authoring.close());

/** Lint asks each policy for a file that it finds something in, and for one that passes; `mutation.test.ts` judges them. */
test.skipIf(OPA === undefined)(
  'lint finds nothing to mend or to consider in the default library (needs OPA)',
  async () => {
    const all = Map.groupBy(await authoring.filesBelow(LIBRARY), ({ path }) => (isCaseFile(path) ? 'cases' : 'files'));
    const [files, cases] = [all.get('files') ?? [], all.get('cases') ?? []];
    const library = await authoring.authored(LIBRARY);
    const { faults, policies } = await lintLibrary(library, { files, cases }, authoring.inputSchema(), authoring);
    expect(faults).toEqual([]);
    expect(policies).toHaveLength(16);
    const without = await lintLibrary(library, { files, cases: [] }, authoring.inputSchema(), authoring);
    expect(without.faults.map(({ isAdvice }) => isAdvice)).toEqual(policies.map(() => true));
  },
  60_000,
);
