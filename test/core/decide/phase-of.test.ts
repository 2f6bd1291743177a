import { describe, expect, it } from 'vitest';
import { circumstanceOf, circumstanceOfUnread, environmentOf, type Circumstance, type Known } from '../../../src/core/circumstance.ts';
import { conditionHolds, type Truth } from '../../../src/core/decide/condition.ts';
import { phaseOf } from '../../../src/core/decide/phase-of.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import { parseSettings } from '../../../src/core/settings/parse-settings.ts';
import type { Phase } from '../../../src/model/finding.ts';
import type { PhaseCondition } from '../../../src/model/settings.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anAsset, aPlace } from '../../builders/an-asset.ts';

const settingsOf = (text: string) => {
  const read = parseSettings({ path: '.github/tollgate.yml', text, size: text.length });
  expect(read.problems).toEqual([]);
  return read.settings;
};
const change = { branch: 'main', surface: 'pr', labels: [], teams: [] };
const known = (...values: readonly string[]): Known => ({ values, partial: false });
const UNKNOWN: Known = { values: [], partial: true };

describe('the first environment that matches', () => {
  const settings = settingsOf(`
environments:
  - { name: prod, branches: [main], paths: ["prod/**"] }
  - { name: test, branches: [main] }
  - { name: any }
`);
  it.each([
    ['by branch and path', 'prod/x/a.sql', 'main', 'prod'],
    ['by branch alone', 'dev/a.sql', 'main', 'test'],
    ['any, when nothing is asked', 'prod/a.sql', 'feature/x', 'any'],
  ])('%s', (_, file, branch, environment) => {
    expect(environmentOf({ file, branch }, settings)).toBe(environment);
  });
});

describe('how much a finding weighs', () => {
  const settings = settingsOf(`
environments: [{ name: prod, branches: [main], paths: ["prod/**"] }]
phases:
  PII001: { phase: enforce, when: { environment: prod, classification: restricted }, otherwise: observe }
  ACC001: { phase: enforce, when: { paths: "prod/**" } }
  SCH001: enforce
`);
  const phase = (id: string, file: string, classification?: Parameters<typeof anAsset>[0]): Phase =>
    phaseOf(aPolicy({ id }), circumstanceOf(file, { asset: anAsset(classification) }, change, settings), settings);
  const classified = (fact: object) => ({ facts: { classification: { location: aPlace('prod/a.sql'), ...fact } } });
  it.each([
    ['as the policy says, where settings say nothing', 'ENC001', 'prod/a.sql', {}, 'advise'],
    ['as settings say', 'SCH001', 'prod/a.sql', {}, 'enforce'],
    ['where all of the condition holds', 'PII001', 'prod/a.sql', classified({ value: 'restricted' }), 'enforce'],
    ['otherwise, where it is less sensitive', 'PII001', 'prod/a.sql', classified({ value: 'confidential' }), 'observe'],
    ['otherwise, where nobody classified it', 'PII001', 'prod/a.sql', {}, 'observe'],
    ['the stricter, where its class cannot be told', 'PII001', 'prod/a.sql', classified({ unknown: 'var.class' }), 'enforce'],
    ['the stricter, where its class is not on the ladder', 'PII001', 'prod/a.sql', classified({ value: 'level 9' }), 'enforce'],
    ['otherwise, in another environment', 'PII001', 'dev/a.sql', classified({ value: 'restricted' }), 'observe'],
    ['the default, where no otherwise is given', 'ACC001', 'dev/a.sql', {}, 'advise'],
  ])('%s', (_, id, file, asset, expected) => {
    expect(phase(id, file, asset)).toBe(expected);
  });

  it('is the stricter for a file that could not be read, since nobody knows what is in it', () => {
    expect(phaseOf(aPolicy({ id: 'PII001' }), circumstanceOfUnread('prod/a.sql', change, settings), settings)).toBe('enforce');
    expect(phaseOf(aPolicy({ id: 'PII001' }), circumstanceOfUnread('dev/a.sql', change, settings), settings)).toBe('enforce');
  });
});

describe('what data is used for', () => {
  const settings = settingsOf(`
use_cases:
  - { name: marketing, paths: ["marts/marketing/**"] }
  - { name: fraud, tags: ["domain=risk", fraud] }
phases: { PII001: { phase: enforce, when: { use_case: [marketing] }, otherwise: advise } }
`);
  const uses = (file: string, tags?: object) =>
    circumstanceOf(file, { asset: anAsset(tags ? { facts: { tags: { location: aPlace(file), ...tags } } } : {}) }, change, settings)
      .useCases;
  it.each([
    ['by its path', 'marts/marketing/a.sql', undefined, ['marketing'], false],
    ['by a tag and its value', 'a.sql', { value: { domain: 'risk' } }, ['fraud'], false],
    ['by a tag alone', 'a.sql', { value: { fraud: 'yes' } }, ['fraud'], false],
    ['not by another value of the tag', 'a.sql', { value: { domain: 'sales' } }, [], false],
    ['by the tag of that name', 'a.sql', { value: { use_case: 'research' } }, ['research'], false],
    ['in part, where tags cannot be told', 'a.sql', { value: { fraud: '1' }, unknown: 'var.tags' }, ['fraud'], true],
  ])('%s', (_, file, tags, values, partial) => {
    expect(uses(file, tags)).toEqual({ values, partial });
  });
});

/** Every part of a condition with a circumstance in which it holds, one in which it does not, and one in which nobody knows. */
const PARTS: readonly (readonly [PhaseCondition, Partial<Circumstance>, Partial<Circumstance>, Partial<Circumstance> | undefined])[] = [
  [{ environment: ['prod'] }, { environment: known('prod') }, { environment: known('dev') }, { environment: UNKNOWN }],
  [
    { classification: ['confidential'] },
    { classification: known('restricted') },
    { classification: known('public') },
    { classification: UNKNOWN },
  ],
  [{ useCase: ['fraud'] }, { useCases: known('fraud', 'x') }, { useCases: known() }, { useCases: UNKNOWN }],
  [{ labels: ['hotfix'] }, { labels: known('hotfix') }, { labels: known('docs') }, { labels: UNKNOWN }],
  [{ teams: ['acme/data'] }, { teams: known('acme/data') }, { teams: known() }, { teams: UNKNOWN }],
  [{ paths: ['prod/**'] }, { file: 'prod/a.sql' }, { file: 'a.sql' }, undefined],
  [{ surface: ['pr'] }, { surface: 'pr' }, { surface: 'cli' }, undefined],
];

const NOWHERE: Circumstance = {
  file: 'x', branch: 'x', surface: 'x', environment: known(), classification: known(), useCases: known(), labels: known(), teams: known(),
}; // prettier-ignore

/** Every combination of what is true of the parts: 3 to the 7, less where nothing can be unknown. */
function* worlds(at = 0): Generator<readonly Truth[]> {
  const part = PARTS[at];
  if (!part) return yield [];
  for (const rest of worlds(at + 1))
    for (const one of part[3] ? (['yes', 'no', 'unknown'] as const) : (['yes', 'no'] as const)) yield [one, ...rest];
}

const AT: Readonly<Record<Truth, 1 | 2 | 3>> = { yes: 1, no: 2, unknown: 3 };
const circumstanceIn = (world: readonly Truth[]): Circumstance =>
  Object.assign({}, NOWHERE, ...world.map((truth, at) => PARTS[at]?.[AT[truth]])) as Circumstance;
const holds = (world: readonly Truth[], when: PhaseCondition): Truth => conditionHolds(when, circumstanceIn(world), DEFAULT_SETTINGS);

/** What a world may turn out to be, once what is unknown in it is known. */
function* completions([first, ...rest]: readonly Truth[]): Generator<readonly Truth[]> {
  if (first === undefined) return yield [];
  for (const tail of completions(rest)) for (const one of first === 'unknown' ? (['yes', 'no'] as const) : [first]) yield [one, ...tail];
}

const PHASES: readonly Phase[] = ['observe', 'advise', 'enforce'];

describe('conditions, in every world that there can be', () => {
  const whole: PhaseCondition = Object.assign({}, ...PARTS.map(([when]) => when));
  const all = [...worlds()];

  it(`hold when all parts do, and are unknown only when knowing more would tell (${all.length} worlds)`, () => {
    for (const world of all) {
      const told = new Set([...completions(world)].map((one) => (one.every((part) => part === 'yes') ? 'yes' : 'no')));
      expect(holds(world, whole), world.join()).toBe(told.size === 1 ? [...told][0] : 'unknown');
    }
  });

  it('are the opposite behind not, and unknown when unknown', () => {
    const opposite = { yes: 'no', no: 'yes', unknown: 'unknown' } as const;
    for (const world of all) expect(holds(world, { not: whole }), world.join()).toBe(opposite[holds(world, whole)]);
  });

  it('never give a weaker phase than any world that may turn out to be so', () => {
    for (const phase of PHASES)
      for (const otherwise of PHASES) {
        const settings = { ...DEFAULT_SETTINGS, phases: { PII001: { phase, when: whole, otherwise, overridable: true } } };
        const weighs = (world: readonly Truth[]): number => PHASES.indexOf(phaseOf(aPolicy(), circumstanceIn(world), settings));
        for (const world of all) {
          const may = [...completions(world)].map(weighs);
          expect(weighs(world), `${phase} else ${otherwise}: ${world.join()}`).toBe(Math.max(...may));
        }
      }
  });
});
