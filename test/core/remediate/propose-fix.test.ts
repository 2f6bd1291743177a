import { describe, expect, it } from 'vitest';
import type { Remediator } from '../../../src/core/plug-ins.ts';
import { applyEdits } from '../../../src/core/remediate/apply-edits.ts';
import { proposeFix } from '../../../src/core/remediate/propose-fix.ts';
import { lineIndex } from '../../../src/core/text/line-index.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const file = { path: 'a.sql', text: 'email STRING', size: 12 };
const lines = lineIndex(file.path, file.text);
const edit = (start: number, end: number, text = 'x') => ({ location: lines.location(start, end), text });

const finding = (metadata?: { readonly fix: string }) => ({
  statement: { policy: 'PII001', rule: 'deny', message: 'm', ...(metadata ? { metadata } : {}) } as const,
  policy: aPolicy({ page: 'default/privacy/README.md' }),
  asset: undefined,
  field: undefined,
  file,
  parameters: {},
});

const remediator = (text: string, edits: readonly ReturnType<typeof edit>[] | null, policies = ['PII001']): Remediator => ({
  id: 'one',
  policies,
  fix: () => (edits ? { text, edits } : null),
});

describe('the way to fix a finding', () => {
  it('the first that knows one, with its edits and the page', () => {
    const proposed = proposeFix(finding(), [
      remediator('-', [], ['ENC001']),
      remediator('-', null),
      remediator('WITH TAG', [edit(12, 12)]),
      remediator('later', []),
    ]);
    expect(proposed).toEqual({
      text: 'WITH TAG',
      page: 'default/privacy/README.md',
      patch: { file: 'a.sql', edits: [edit(12, 12)], title: 'WITH TAG' },
    });
  });

  it('else what the policy says', () => {
    expect(proposeFix(finding({ fix: 'tag it' }), [])).toEqual({ text: 'tag it', page: 'default/privacy/README.md' });
  });

  it.each([
    ['that overlap', [edit(0, 5), edit(4, 6)]],
    ['that leave the file', [edit(5, 99)]],
    ['that end before they start', [edit(5, 2)]],
  ])('edits %s are refused as a whole, the words stay', (_, edits) => {
    expect(proposeFix(finding(), [remediator('WITH TAG', edits)])).toEqual({ text: 'WITH TAG', page: 'default/privacy/README.md' });
  });
});

it('all edits are made, in whatever order they come', () => {
  expect(applyEdits(file.text, [edit(6, 12, 'TEXT'), edit(0, 0, 'e_'), edit(5, 6, '  ')])).toBe('e_email  TEXT');
});
