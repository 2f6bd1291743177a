import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openExceptions } from '../../../src/core/exceptions/open-exceptions.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import type { Approval, Exception, GivenException } from '../../../src/model/exception.ts';
import type { Settings } from '../../../src/model/settings.ts';
import { aPlace } from '../../builders/an-asset.ts';

const NOW = '2026-11-23T10:00:00Z';
const FINDING = { policy: 'PII001', fingerprint: '0123456789abcdef', asset: 'sql:crm.contacts', assetName: 'crm.contacts', field: 'email' };
const EXECS = { approvers: ['@acme/data-execs'], quota: { per: 'quarter', policy: 2 } } as const;

function given(over: Partial<Exception> = {}, approval: Approval = 'approved'): GivenException {
  const location = aPlace('.github/tollgate/exceptions/one.yml', 1);
  const scope = [{ asset: 'crm.contacts', field: 'email', location }];
  const dates = { requested: '2026-11-02', expires: '2027-01-31' };
  const base = { id: 'one', policies: ['PII001'], scope, justification: 'x', requestedBy: '@a', location, digest: 'd', ...dates };
  return { exception: { ...base, ...over }, approval };
}

const open = (all: readonly GivenException[], over: Partial<Settings> = {}, now = NOW) =>
  openExceptions(all, { settings: { ...DEFAULT_SETTINGS, exceptions: EXECS, ...over }, policies: ['PII001', 'ENC001'], now, used: [] });

describe('what an exception covers', () => {
  const place = aPlace('x.yml', 1);
  it.each([
    ['a field by the name of its asset', [{ asset: 'crm.contacts', field: 'email', location: place }], true],
    ['a field by the id of its asset', [{ asset: 'sql:crm.contacts', field: 'email', location: place }], true],
    ['all of an asset', [{ asset: 'crm.contacts', location: place }], true],
    ['one finding', [{ fingerprint: '0123456789abcdef', location: place }], true],
    ['another field', [{ asset: 'crm.contacts', field: 'phone', location: place }], false],
    ['another asset', [{ asset: 'crm.contact', location: place }], false],
    ['another finding', [{ fingerprint: '0123456789abcdee', location: place }], false],
    ['nothing', [], false],
  ])('%s', (_, scope, covered) => {
    expect(open([given({ scope })]).covering(FINDING) !== undefined).toBe(covered);
  });

  it('not another policy', () => {
    expect(open([given()]).covering({ ...FINDING, policy: 'ENC001' })).toBeUndefined();
  });

  it('is shown with its end, its file and its share of the quota', () => {
    expect(open([given()]).covering(FINDING)).toEqual({
      id: 'one',
      expires: '2027-01-31',
      file: '.github/tollgate/exceptions/one.yml',
      quota: { period: '2026 Q4', used: 1, of: 2 },
    });
  });

  it('of two, the one that ends last', () => {
    const both = [given({ id: 'a', expires: '2026-12-01' }), given({ id: 'b', expires: '2026-12-24' })];
    expect(open(both).covering(FINDING)?.id).toBe('b');
  });
});

describe('what does not count says why', () => {
  it.each<[string, GivenException, Partial<Settings>, RegExp | null]>([
    ['approved', given(), {}, null],
    ['nobody could be asked', given({}, 'unchecked'), {}, null],
    ['not approved', given({}, 'missing'), {}, /none of @acme\/data-execs approved the pull request that adds it/],
    ['a team that cannot be seen', given({}, 'hidden'), {}, /Nobody can tell whether @acme\/data-execs approved this/],
    ['nobody may approve', given({}, 'missing'), { exceptions: { ...EXECS, approvers: [] } }, /Settings name nobody who may approve/],
    [
      'a policy that is none',
      given({ policies: ['PII01'] }),
      {},
      /`PII01`, which is no policy, so it does not count. Did you mean PII001\?/,
    ],
    ['an absolute policy', given(), { phases: { PII001: { phase: 'enforce', overridable: false } } }, /PII001 takes no exceptions here/],
    ['asked for in the future', given({ requested: '2026-11-24' }), {}, /which is not yet/],
    ['no quota', given(), { exceptions: { ...EXECS, quota: { per: 'quarter', policy: 0 } } }, /has used 0 of 0 exceptions of 2026 Q4/],
  ])('%s', (_, one, settings, why) => {
    const { covering, problems } = open([one], settings);
    expect(covering(FINDING) === undefined).toBe(why !== null);
    expect(problems.map(({ message }) => message).join()).toMatch(why ?? /^$/);
  });

  it('the third of a quarter is over the quota of two, whatever the order of the files', () => {
    const named = (id: string, requested: string) =>
      given({ id, requested, scope: [{ fingerprint: `${id}${'0'.repeat(15)}`, location: aPlace('x', 1) }] });
    const all = [named('c', '2026-11-03'), named('a', '2026-11-03'), named('b', '2026-11-02')];
    const counting = (id: string) => open(all).covering({ ...FINDING, fingerprint: `${id}${'0'.repeat(15)}` }) !== undefined;
    expect(['a', 'b', 'c'].filter(counting)).toEqual(['a', 'b']);
    expect(open(all).problems[0]?.message).toMatch(/PII001 has used 2 of 2 exceptions of 2026 Q4 \(a, b\)/);
  });

  it('one that is over still counts towards the quota, and last quarter does not', () => {
    const over = given({ id: 'a', requested: '2026-10-01', expires: '2026-10-20' });
    const before = given({ id: 'b', requested: '2026-09-30', expires: '2026-12-20' });
    expect(open([over, before, given()]).covering(FINDING)?.quota).toEqual({ period: '2026 Q4', used: 2, of: 2 });
  });
});

it('what was never allowed uses nothing of the quota', () => {
  const refused = given({ id: 'a', requested: '2026-11-01' }, 'missing');
  expect(open([refused, refused, given()]).covering(FINDING)?.quota.used).toBe(1);
});

it('what was removed still counts towards the quota', () => {
  const used = [1, 2].map((n) => ({ id: `gone-${n}`, policies: ['PII001'], requested: '2026-10-05' }));
  const rules = { settings: { ...DEFAULT_SETTINGS, exceptions: EXECS }, policies: ['PII001'], now: NOW, used };
  expect(openExceptions([given()], rules).covering(FINDING)).toBeUndefined();
  expect(openExceptions([given()], { ...rules, used: used.slice(1) }).covering(FINDING)?.quota.used).toBe(2);
});

it('tells how each stands, and how many findings it covers', () => {
  const all = [given({ id: 'a' }), given({ id: 'b', expires: '2026-11-20' }), given({ id: 'c' }, 'missing')];
  const { covering, standings } = open(all);
  const exception = covering(FINDING);
  const told = standings([exception ? { exception } : {}, {}]).map(({ id, state, covers, why }) => [id, state, covers, why !== undefined]);
  expect(told).toEqual([
    ['a', 'in force', 1, false],
    ['b', 'over', 0, false],
    ['c', 'not counting', 0, true],
  ]);
});

it('holds for all of its last day, and not one moment longer', () => {
  const last = given({ expires: '2026-11-23' });
  expect(open([last], {}, '2026-11-23T23:59:59.999Z').covering(FINDING)).toBeDefined();
  expect(open([last], {}, '2026-11-24T00:00:00.000Z').covering(FINDING)).toBeUndefined();
});

it('never more than the quota are in force for a policy', () => {
  const day = fc.integer({ min: 1, max: 23 }).map((n) => `2026-11-${String(n).padStart(2, '0')}`);
  fc.assert(
    fc.property(fc.array(day, { maxLength: 8 }), fc.integer({ min: 0, max: 4 }), (days, most) => {
      const all = days.map((requested, at) => given({ id: `e${at}`, requested }));
      const { problems } = open(all, { exceptions: { ...EXECS, quota: { per: 'quarter', policy: most } } });
      expect(problems).toHaveLength(Math.max(0, days.length - most));
    }),
    { seed: 20261123 },
  );
});
