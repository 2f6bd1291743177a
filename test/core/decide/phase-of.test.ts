import { describe, expect, it } from 'vitest';
import { environmentOf, phaseOf } from '../../../src/core/decide/phase-of.ts';
import { parseSettings } from '../../../src/core/settings/parse-settings.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const settingsOf = (text: string) => parseSettings({ path: '.github/tollgate.yml', text, size: text.length }).settings;
const here = { file: 'prod/a.sql', branch: 'main', surface: 'pr' };

const settings = settingsOf(`
environments:
  - { name: prod, branches: [main], paths: ["prod/**"] }
  - { name: test, branches: [main] }
  - { name: any }
phases:
  PII001: { phase: enforce, when: { environment: prod, classification: restricted }, otherwise: advise }
  ACC001: { phase: enforce, when: { paths: "prod/**" } }
  SCH001: enforce
`);

describe('the first environment that matches', () => {
  it.each([
    ['by branch and path', 'prod/x/a.sql', 'main', 'prod'],
    ['by branch alone', 'dev/a.sql', 'main', 'test'],
    ['any, when nothing is asked', 'prod/a.sql', 'feature/x', 'any'],
  ])('%s', (_, file, branch, environment) => {
    expect(environmentOf({ file, branch }, settings)).toBe(environment);
  });
});

describe('how much a finding weighs', () => {
  it.each([
    ['as the policy says, where settings say nothing', 'ENC001', {}, 'advise'],
    ['as settings say', 'SCH001', {}, 'enforce'],
    ['where all of the condition holds', 'PII001', { classification: 'restricted' }, 'enforce'],
    ['otherwise, where it is less sensitive', 'PII001', { classification: 'confidential' }, 'advise'],
    ['otherwise, where sensitivity is not known', 'PII001', {}, 'advise'],
    ['otherwise, in another environment', 'PII001', { classification: 'restricted', file: 'dev/a.sql' }, 'advise'],
    ['the default, where no otherwise is given', 'ACC001', { file: 'dev/a.sql' }, 'advise'],
  ])('%s', (_, id, circumstance, phase) => {
    expect(phaseOf(aPolicy({ id }), { ...here, ...circumstance }, settings)).toBe(phase);
  });
});
