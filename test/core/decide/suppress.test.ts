import { describe, expect, it } from 'vitest';
import { suppressorFor } from '../../../src/core/decide/suppress.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aPlace } from '../../builders/an-asset.ts';

const suppressor = (text: string) =>
  suppressorFor(new Map([['a.sql', { path: 'a.sql', text, size: text.length }]]), '2026-11-23T10:00:00Z');
const verdict = (text: string, line: number, suppressible: 'never' | 'with-reason' | 'with-expiry' | 'with-approval' = 'with-reason') => {
  const one = suppressor(text);
  return [
    one.covers(aPolicy({ suppressible }), { location: aPlace('a.sql', line) }),
    [...one.malformed(), ...one.problems()].map(({ code }) => code),
  ];
};

describe('what the text may hide', () => {
  it.each([
    ['its own line', 'email STRING, -- tollgate:ignore PII001 reason="a template"', 1, true, []],
    ['the next line', '-- tollgate:ignore PII001,ENC001 reason="a template"\nemail STRING', 2, true, []],
    ['no line further', '-- tollgate:ignore PII001 reason="a template"\n\nemail STRING', 3, false, []],
    ['no other policy', '-- tollgate:ignore ENC001 reason="a template"', 1, false, []],
    ['nothing without a reason', '-- tollgate:ignore PII001', 1, false, ['suppression-refused']],
    ['until the day it ends', '-- tollgate:ignore PII001 until=2026-11-23 reason="x"', 1, true, []],
    ['nothing after', '-- tollgate:ignore PII001 until=2026-11-22 reason="x"', 1, false, ['suppression-refused']],
    ['nothing with a date that is none', '-- tollgate:ignore PII001 until=soon reason="x"', 1, false, ['suppression-unreadable']],
    ['nothing without a policy', '-- tollgate:ignore reason="all of it"', 1, false, ['suppression-unreadable']],
  ])('%s', (_, text, line, covered, problems) => {
    expect(verdict(text, line)).toEqual([covered, problems]);
  });
});

it.each([
  ['never', false],
  ['with-approval', false],
  ['with-expiry', false],
  ['with-reason', true],
] as const)('a policy that is suppressible %s decides', (suppressible, covered) => {
  expect(verdict('-- tollgate:ignore PII001 reason="x"', 1, suppressible)[0]).toBe(covered);
});
