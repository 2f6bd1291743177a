import { describe, expect, it } from 'vitest';
import { policyCompiler } from '../../../src/adapters/opa/compile-library.ts';
import { aLibrary, aPolicyFile, freshCache, GOOD, HAS_OPA } from './a-library.ts';

const sized = (path: string, text: string) => ({ path, text, size: Buffer.byteLength(text) });
const DENY = 'deny contains {"asset": "a", "msg": "x"} if input.asked';

describe.skipIf(!HAS_OPA)('compiling a library', () => {
  it('describes each policy, a conftest pack without METADATA too; helpers and tests are none', async () => {
    const { policies, problems } = await policyCompiler(freshCache()).compile([
      aLibrary(
        GOOD,
        sized('packs/labels.rego', 'package main\n\nwarn contains "no label" if not input.labels\n'),
        sized('lib/help.rego', 'package lib.help\n\none := 1\n'),
        sized('made/good1/good1_test.rego', 'package made.good1_test\n\nimport data.made.good1\n\ntest_it if count(good1.deny) == 0\n'),
      ),
    ]);
    expect(problems).toEqual([]);
    expect(policies.map(({ id, title, severity, phase, input }) => [id, title, severity, phase, input])).toEqual([
      ['GOOD1', 'Policy GOOD1', 'medium', 'advise', 'assets'],
      ['main', 'main', 'medium', 'advise', 'file'],
    ]);
  });

  it('keeps what it compiled: the same library needs no OPA a second time, not even in another process', async () => {
    const env = freshCache();
    const first = await policyCompiler(env).compile([aLibrary(GOOD)]);
    const bare = { TOLLGATE_CACHE: env['TOLLGATE_CACHE'], TOLLGATE_OPA: '/nowhere/opa', PATH: '', GOBIN: '/nowhere' };
    expect(await policyCompiler(bare).compile([aLibrary(GOOD)])).toEqual(first);
    await expect(policyCompiler(bare).compile([aLibrary(aPolicyFile('GOOD2', DENY))])).rejects.toMatchObject({ code: 'opa-missing' });
  });

  it.each([
    ['phase', 'phase: always', 'observe, advise, enforce'],
    ['severity', 'severity: huge', 'low, medium, high, critical'],
  ])('says where and what is allowed: %s', async (key, line, allowed) => {
    const { path, text } = aPolicyFile('BAD1', DENY);
    const { problems } = await policyCompiler(freshCache()).compile([
      aLibrary(sized(path, text.replace('#   id: BAD1', `#   id: BAD1\n#   ${line}`)), GOOD),
    ]);
    expect(problems).toMatchObject([
      { code: 'policy-metadata', undecided: true, location: { file: `made/${path}`, start: { line: 5, column: 5 } } },
    ]);
    expect(problems[0]?.message).toContain(`\`custom.${key}\``);
    expect(problems[0]?.message).toContain(allowed);
  });

  it('leaves a policy out whose id is taken, and says by whom', async () => {
    const twin = aPolicyFile('GOOD1', DENY);
    const second = sized('made/twin/twin.rego', twin.text.replace('package made.good1', 'package made.twin'));
    const { policies, problems } = await policyCompiler(freshCache()).compile([aLibrary(GOOD, second)]);
    expect(policies).toHaveLength(1);
    expect(problems).toMatchObject([
      { code: 'policy-duplicate', undecided: true, location: { file: 'made/made/twin/twin.rego', start: { line: 4 } } },
    ]);
  });
});
