import { describe, expect, it } from 'vitest';
import { policyInput } from '../../../src/core/evaluate/policy-input.ts';
import { withCircumstances } from '../../../src/core/with-circumstances.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import { aFact, anAsset } from '../../builders/an-asset.ts';

const change = { event: 'pull_request', surface: 'pr', branch: 'main', now: '2026-11-23T10:00:00Z' } as const;

describe('what a policy may ask of the change', () => {
  it('has labels and teams where they are known, also where there are none', () => {
    expect(policyInput({ ...change, labels: ['hotfix'], teams: [] }, [], [])).toMatchObject({
      change: { ...change, labels: ['hotfix'], teams: [] },
    });
  });

  it('names what nobody could tell, and does not call it empty', () => {
    const { change: told } = policyInput(change, [], []) as { change: object };
    expect(told).toEqual({ ...change, unknown: ['labels', 'teams'] });
  });
});

describe('where an asset stands, as policies read it', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    environments: [{ name: 'prod', branches: ['main'], paths: ['prod/**'] }],
    useCases: [{ name: 'marketing', paths: ['prod/mkt/**'], tags: [] }],
  };
  const facts = (file: string, own = {}) => withCircumstances([anAsset({ file, facts: own })], 'main', settings)[0]?.facts;
  it('is told by settings', () => {
    expect(facts('prod/mkt/a.sql')).toMatchObject({ environment: { value: 'prod' }, use_case: { value: ['marketing'] } });
  });
  it('is told by the text where settings say nothing', () => {
    const own = { environment: aFact('test'), use_case: aFact('research') };
    expect(facts('dev/a.sql', own)).toMatchObject({ environment: { value: 'test' }, use_case: { value: ['research'] } });
  });
  it('is not told where nobody says it', () => {
    expect(facts('dev/a.sql')).toEqual({});
  });
});
