import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFloors, asFloor, looseningsOf } from '../../../src/core/library/floors.ts';
import { formatLock, parseLock, type Pin } from '../../../src/core/library/lock.ts';
import { readReference } from '../../../src/core/library/reference.ts';
import { treeText } from '../../../src/core/library/tree-text.ts';
import { parseSettings } from '../../../src/core/settings/parse-settings.ts';
import type { Settings } from '../../../src/model/settings.ts';

const file = (text: string) => ({ path: '.github/tollgate.lock', text, size: text.length });
const settings = (text: string): Settings => parseSettings({ path: '.github/tollgate.yml', text, size: text.length }).settings;

describe('references', () => {
  it.each([
    ['acme/data-policies@v3.2.0', 'github', 'acme/data-policies', 'v3.2.0'],
    ['git+https://git.acme.example/a/b.git@1.0', 'git', 'git+https://git.acme.example/a/b.git', '1.0'],
    ['git+ssh://git@git.acme.example/a@v1', 'git', 'git+ssh://git@git.acme.example/a', 'v1'],
    ['git+file:///srv/a.git@v1', 'git', 'git+file:///srv/a.git', 'v1'],
    ['oci://ghcr.io/acme/policies:v1', 'oci', 'oci://ghcr.io/acme/policies', 'v1'],
  ])('%s', (text, kind, name, version) => expect(readReference(text)).toMatchObject({ kind, name, version }));

  it.each([
    'acme',
    'acme/x',
    'acme/x@-upload-pack',
    'acme/x@a..b',
    'git+ext::sh@v1',
    'git+https://-x@v1',
    'oci://x/y',
    'oci://x/../y:1',
    'git+http://acme.example/a@v1',
  ])('%s is none', (text) => expect(readReference(text)).toBeUndefined());
});

describe('the text that is digested', () => {
  const files = fc.uniqueArray(fc.record({ path: fc.string(), text: fc.string() }), { selector: ({ path }) => path });

  it('does not depend on the order of files', () => {
    fc.assert(
      fc.property(files, fc.infiniteStream(fc.nat()), (list, ranks) => {
        const shuffled = list.map((one) => [ranks.next().value, one] as const).sort(([one], [other]) => one - other);
        expect(treeText(shuffled.map(([, one]) => one))).toBe(treeText(list));
      }),
      { seed: 5 },
    );
  });

  it('differs where any path or text differs', () => {
    fc.assert(
      fc.property(files, files, (one, other) => {
        const names = (list: typeof one): string =>
          list
            .map((f) => JSON.stringify([f.path, f.text]))
            .sort()
            .join();
        expect(treeText(one) === treeText(other)).toBe(names(one) === names(other));
      }),
      { seed: 5 },
    );
  });
});

describe('the lock', () => {
  const pin: Pin = { digest: `sha256:${'a'.repeat(64)}`, source: '1234567890'.repeat(4), signer: 'SHA256:x' };
  const other: Pin = { digest: `sha256:${'b'.repeat(64)}`, source: `sha256:${'c'.repeat(64)}` };

  it('is read as it is written, in one order', () => {
    const text = formatLock(
      new Map([
        ['b/b@v1', pin],
        ['a/a@v1', other],
      ]),
    );
    expect(parseLock(file(text))).toEqual({
      lock: new Map([
        ['a/a@v1', other],
        ['b/b@v1', pin],
      ]),
      problems: [],
    });
    expect(
      formatLock(
        new Map([
          ['a/a@v1', other],
          ['b/b@v1', pin],
        ]),
      ),
    ).toBe(text);
    expect(parseLock(file(formatLock(new Map()))).problems).toEqual([]);
  });

  it.each([
    ['version: 1\nlibraries:\n  a/a@v1: { digest: sha256:1, source: x }\n', 3],
    ['version: 2\nlibraries: {}\n', 1],
    ['version: [\n', 2],
    ['', 1],
    ['<<<<<<< HEAD\nversion: 1\n', 1],
  ])('that cannot be read pins nothing, and says where: %j', (text, line) => {
    const { lock, problems } = parseLock(file(text));
    expect(lock.size).toBe(0);
    expect(problems).toMatchObject([{ code: 'library-lock', undecided: true, location: { start: { line } } }]);
  });
});

describe('floors of an organisation', () => {
  const floor = settings(`extends: [default, acme/p@v2.1.0]
locked: [RES001, ignore]
phases: { PII001: enforce, ACC001: { phase: enforce, when: { environment: prod }, otherwise: advise, overridable: false } }
parameters: { RES001: { regions: [eu-west-1] } }
exceptions: { approvers: ["@acme/execs"], quota: { per: quarter, policy: 1 } }
`);
  const SAME = 'extends: [default, acme/p@v2.1.0]\nexceptions: { quota: { policy: 1 } }\n';
  const paths = (text: string): readonly string[] => looseningsOf(settings(text), floor).map(({ path }) => path.join('.'));

  it.each([
    [SAME, []],
    [SAME.replace('v2.1.0', 'v2.2.0'), []],
    [SAME.replace('v2.1.0', 'v1.9.0'), ['extends']],
    [SAME.replace(', acme/p@v2.1.0', ''), ['extends']],
    [`${SAME}phases: { PII001: advise }`, ['phases.PII001']],
    [`${SAME}phases: { PII001: { phase: enforce, when: { labels: x } } }`, ['phases.PII001']],
    [`${SAME}phases: { PII001: { phase: enforce, when: { labels: x }, otherwise: enforce } }`, []],
    [`${SAME}phases: { ACC001: enforce }`, ['phases.ACC001']],
    [`${SAME}phases: { ACC001: { phase: enforce, overridable: false } }`, []],
    [
      `${SAME}phases: { ACC001: { phase: enforce, when: { environment: prod }, otherwise: observe, overridable: false } }`,
      ['phases.ACC001'],
    ],
    [`${SAME}phases: { NEW001: observe }`, []],
    [`${SAME}parameters: { RES001: { regions: [us-east-1] } }`, ['parameters.RES001']],
    [`${SAME}ignore: ["**"]`, ['ignore']],
    [SAME.replace('policy: 1', 'policy: 3'), ['exceptions.quota']],
    [SAME.replace('policy: 1', 'per: month, policy: 1'), ['exceptions.quota']],
    [SAME.replace('quota', 'approvers: ["@mona"], quota'), ['exceptions.approvers']],
  ])('%j loosens %j', (text, loosened) => expect(paths(text)).toEqual(loosened));

  it('what the organisation leaves out asks nothing of anyone', () => {
    const silent = asFloor(settings('phases: { PII001: enforce }'), () => false);
    const own = settings('extends: [acme/p@v1]\nexceptions: { quota: { per: month, policy: 99 } }\n');
    expect(looseningsOf(own, silent)).toEqual([]);
    expect(applyFloors(own, silent)).toMatchObject({ extends: ['acme/p@v1'], exceptions: { quota: { per: 'month', policy: 99 } } });
    const asked = asFloor(settings('exceptions: { quota: { policy: 2 } }'), (path) => path[0] === 'exceptions');
    expect(looseningsOf(own, asked).map(({ path }) => path)).toEqual([['exceptions', 'quota']]);
  });

  const NAMED = settings(`environments: [{ name: prod, branches: [main] }]
use_cases: [{ name: marketing, paths: ["crm/**"] }, { name: billing, paths: ["pay/**"] }]
phases:
  PII001: { phase: enforce, when: { use_case: marketing, not: { environment: prod } }, otherwise: advise }
  PII002: { phase: enforce, when: { classification: restricted }, otherwise: advise }
`);

  it.each([
    ['use_cases: [{ name: marketing, paths: ["none/**"] }]', ['use_cases.0']],
    ['use_cases: [{ name: other, paths: ["x/**"] }, { name: marketing, paths: ["none/**"] }]', ['use_cases.1']],
    ['use_cases: [{ name: marketing, paths: ["crm/**"] }]', []],
    ['use_cases: [{ name: billing, paths: ["none/**"] }]', []],
    ['environments: [{ name: prod, branches: ["**"] }]', ['environments.0']],
    ['classification: { ladder: [restricted, public] }', ['classification.ladder']],
    ['classification: { aliases: { email: [mail] } }', []],
  ])('%j gives what conditions name another meaning in %j', (text, places) => {
    const own = settings(text);
    expect(looseningsOf(own, NAMED).map(({ path }) => path.join('.'))).toEqual(places);
    expect(looseningsOf(applyFloors(own, NAMED), NAMED)).toEqual([]);
  });

  it('conditions mean what the organisation means by them', () => {
    const own = settings('use_cases: [{ name: marketing, paths: ["none/**"] }, { name: billing, paths: ["none/**"] }]');
    expect(applyFloors(own, NAMED).useCases).toEqual([
      { name: 'marketing', paths: ['crm/**'], tags: [] },
      { name: 'billing', paths: ['none/**'], tags: [] },
    ]);
    expect(applyFloors(settings(''), NAMED).useCases).toEqual(NAMED.useCases);
    expect(applyFloors(settings('classification: { ladder: [x] }'), NAMED).classification.ladder).toEqual(NAMED.classification.ladder);
  });

  it('what loosens them does not count', () => {
    const own = settings(
      'extends: []\nphases: { PII001: observe, X1: observe }\nignore: ["**"]\nexceptions: { approvers: ["@mona"], quota: { policy: 9 } }\n',
    );
    expect(applyFloors(own, floor)).toMatchObject({
      extends: ['default', 'acme/p@v2.1.0'],
      phases: { PII001: { phase: 'enforce' }, X1: { phase: 'observe' } },
      parameters: { RES001: { regions: ['eu-west-1'] } },
      exceptions: { approvers: ['@acme/execs'], quota: { policy: 1 } },
      ignore: [],
    });
  });

  it('hold after any settings are laid over them', () => {
    const phase = fc.constantFrom('observe', 'advise', 'enforce');
    fc.assert(
      fc.property(phase, phase, fc.boolean(), (one, other, overridable) => {
        const own = settings(
          `phases: { PII001: { phase: ${one}, when: { labels: x }, otherwise: ${other} }, ACC001: { phase: ${one}, overridable: ${overridable} } }`,
        );
        expect(looseningsOf(applyFloors(own, floor), floor)).toEqual([]);
      }),
      { seed: 5 },
    );
  });
});
