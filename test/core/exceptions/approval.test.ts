import { describe, expect, it } from 'vitest';
import { approvalBy, vouchers, type Verdict } from '../../../src/core/exceptions/approval.ts';
import type { Exception } from '../../../src/model/exception.ts';
import { aPlace } from '../../builders/an-asset.ts';

const EXCEPTION: Exception = {
  id: 'one',
  policies: ['PII001'],
  scope: [],
  justification: 'x',
  requestedBy: '@Asks',
  requested: '2026-11-02',
  expires: '2026-12-01',
  location: aPlace('one.yml', 1),
  digest: 'text',
};
const verdict = (login: string, over: Partial<Verdict> = {}): Verdict => ({ login, approves: true, digest: 'text', ...over });

describe('who vouches for an exception', () => {
  it.each([
    ['someone else', [verdict('exec')], ['exec']],
    ['not the author', [verdict('Writes')], []],
    ['not who asks', [verdict('asks')], []],
    ['not of another text', [verdict('exec', { digest: 'older' })], []],
    ['not where the text was not there', [verdict('exec', { digest: undefined })], []],
    ['not who asks for changes', [verdict('exec', { approves: false })], []],
  ])('%s', (_, verdicts, wanted) => {
    expect(vouchers({ author: 'writes', verdicts }, EXCEPTION)).toEqual(wanted);
  });
});

describe('what a voucher is worth', () => {
  const none = new Map<string, readonly string[] | undefined>();
  it.each<[string, readonly string[], readonly string[], ReadonlyMap<string, readonly string[] | undefined>, string]>([
    ['a listed person', ['Exec'], ['@exec'], none, 'approved'],
    ['a person who is not listed', ['mona'], ['@exec'], none, 'missing'],
    ['a member of a listed team', ['mona'], ['@acme/execs'], new Map([['mona', ['acme/execs']]]), 'approved'],
    ['a member of no listed team', ['mona'], ['@acme/execs'], new Map([['mona', []]]), 'missing'],
    ['a team that cannot be seen', ['mona'], ['@acme/execs'], new Map([['mona', undefined]]), 'hidden'],
    [
      'a team that cannot be seen, and a listed person',
      ['mona', 'exec'],
      ['@acme/execs', 'exec'],
      new Map([['mona', undefined]]),
      'approved',
    ],
    ['nobody', [], ['@acme/execs'], none, 'missing'],
    ['nobody is listed', ['mona'], [], none, 'missing'],
  ])('%s', (_, logins, approvers, teams, wanted) => {
    expect(approvalBy(logins, approvers, teams)).toBe(wanted);
  });
});
