import { describe, expect, it } from 'vitest';
import { planExceptionsIssue, type Care } from '../../../src/core/plan/plan-exceptions-issue.ts';
import type { ExceptionStanding } from '../../../src/model/exception.ts';

function standing(over: Partial<ExceptionStanding> = {}): ExceptionStanding {
  const dates = { requested: '2026-11-02', expires: '2027-01-20' };
  const file = `.github/tollgate/exceptions/${over.id ?? 'one'}.yml`;
  const base = { id: 'one', file, policies: ['PII001'], requestedBy: '@mona', ...dates };
  return { ...base, approval: 'approved', state: 'in force', covers: 1, ...over };
}

const care = (exceptions: readonly ExceptionStanding[], over: Partial<Care> = {}): Care => ({
  exceptions,
  posted: undefined,
  subject: 'exceptions:1',
  filesUrl: 'https://github.com/acme/warehouse/blob/main',
  now: '2026-11-23T10:00:00Z',
  ...over,
});
const posted = { number: 9, marker: 'exceptions', state: 'open', bodyDigest: 'old' } as const;

describe('what the issue says', () => {
  it.each<[string, Partial<ExceptionStanding>, string | undefined]>([
    ['nothing of one that is in use and far from its end', {}, undefined],
    ['one that ends in a fortnight', { expires: '2026-12-07' }, 'Exceptions: 1 end soon'],
    ['not one that ends a day later', { expires: '2026-12-08' }, undefined],
    ['one that covers nothing', { covers: 0 }, 'Exceptions: 1 unused'],
    ['one that is over', { state: 'over', expires: '2026-11-20' }, 'Exceptions: 1 over'],
    ['one that does not count', { state: 'not counting', why: 'Nobody approved it.' }, 'Exceptions: 1 not counting'],
  ])('%s', (_, over, title) => {
    expect(planExceptionsIssue(care([standing(over)]))?.title).toBe(title);
  });

  it('names the file, the policies, the day, and who asked', () => {
    const issue = planExceptionsIssue(care([standing({ expires: '2026-12-01', covers: 3 })]));
    expect(issue?.body).toContain('/blob/main/.github/tollgate/exceptions/one.yml');
    expect(issue?.body).toContain('for PII001, ends on 2026-12-01; it covers 3 findings, asked for by @mona');
    expect(issue?.assignees).toEqual(['mona']);
  });

  it('says the same the next day, so that nobody is told twice, and once more on the last', () => {
    const digest = (now: string) => planExceptionsIssue(care([standing({ expires: '2026-12-01' })], { now }))?.digest;
    expect(digest('2026-11-24T10:00:00Z')).toBe(digest('2026-11-25T10:00:00Z'));
    expect(digest('2026-11-30T10:00:00Z')).not.toBe(digest('2026-11-25T10:00:00Z'));
  });
});

it('an issue that says so already is left alone, and one with nothing to say is closed', () => {
  const issue = planExceptionsIssue(care([standing({ covers: 0 })]));
  const there = { ...posted, bodyDigest: issue?.digest ?? '' };
  expect(planExceptionsIssue(care([standing({ covers: 0 })], { posted: there }))).toBeNull();
  expect(planExceptionsIssue(care([standing()], { posted: there }))).toMatchObject({ state: 'closed', number: 9 });
  expect(planExceptionsIssue(care([standing()], { posted: { ...there, state: 'closed' } }))).toBeNull();
  expect(planExceptionsIssue(care([standing({ covers: 0 })], { posted: { ...there, state: 'closed' } }))).toMatchObject({
    state: 'open',
    number: 9,
  });
});

it('a thousand exceptions fit what GitHub takes', () => {
  const many = Array.from({ length: 1000 }, (_, at) => standing({ id: `exception-${at}`, covers: 0 }));
  const issue = planExceptionsIssue(care(many));
  expect(issue?.body.length).toBeLessThanOrEqual(65_536);
  expect(issue?.body).toMatch(/\d+ more lines/);
});
