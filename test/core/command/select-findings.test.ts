import { expect, it } from 'vitest';
import { selectFindings, selectOne } from '../../../src/core/command/select-findings.ts';
import { findingMarker } from '../../../src/core/plan/comment-body.ts';
import { groupMarker } from '../../../src/core/plan/plan-review.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const TAG = aFinding({ policy: 'PII001', field: 'email', fingerprint: '00000000000000aa' });
const MASK = aFinding({ policy: 'PII002', field: 'email' });
const PHONE = aFinding({ policy: 'PII002', field: 'phone' });
const OLD = aFinding({ policy: 'PII003', disposition: 'existing' });
const evaluation = anEvaluation({ findings: [TAG, MASK, PHONE, OLD] });
const select = (subjects: readonly string[], thread?: string) => {
  const found = selectFindings(subjects, thread, evaluation);
  return 'wrong' in found ? found.wrong : found.findings;
};

it.each([
  { subjects: [], found: [TAG, MASK, PHONE] },
  { subjects: ['PII002'], found: [MASK, PHONE] },
  { subjects: ['pii002', 'mart.customers.email'], found: [MASK] },
  { subjects: ['PII001', 'PII002', 'mart.customers.email'], found: [TAG, MASK] },
  { subjects: ['mart.customers'], found: [TAG, MASK, PHONE] },
  { subjects: ['00000000000000aa'], found: [TAG] },
  { subjects: ['sql:mart.customers', 'PII001'], found: [TAG] },
])('$subjects name findings', ({ subjects, found }) => {
  expect(select(subjects)).toEqual(found);
});

it('without a name, it is what the comment is about', () => {
  expect(select([], findingMarker(MASK))).toEqual([MASK]);
  expect(select([], groupMarker(MASK))).toEqual([MASK, PHONE]);
  expect(select([], 'finding:gone')).toBe('What this comment was about is no longer a new finding.');
});

it.each([
  [['PII02'], 'No new finding here is called `PII02`: did you mean `PII002`?'],
  [['mart.customers.emial'], 'No new finding here is called `mart.customers.emial`: did you mean `mart.customers.email`?'],
  [['PII003'], 'No new finding here is called `PII003`: did you mean `PII001`?'],
  [['PII001', 'mart.customers.phone'], 'No new finding is all of PII001, mart.customers.phone.'],
])('%s is told to be wrong', (subjects, says) => {
  expect(select(subjects)).toBe(says);
});

it('says how to name one where several could be meant', () => {
  expect(selectOne(selectFindings(['PII002'], undefined, evaluation))).toEqual({
    wrong: '2 findings could be meant. Name one, as `PII002 mart.customers.email`, `PII002 mart.customers.phone`.',
  });
  expect(selectOne(selectFindings(['PII001'], undefined, evaluation))).toEqual({ findings: [TAG] });
});
