import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseException } from '../../../src/core/exceptions/parse-exception.ts';
import { exceptionId, exceptionPath, writeException, type ExceptionRequest } from '../../../src/core/exceptions/write-exception.ts';

const REQUEST: ExceptionRequest = {
  policies: ['PII002'],
  scope: [{ asset: 'mart.customers', field: 'email' }],
  justification: 'the import breaks',
  requestedBy: '@mona',
  requested: '2026-11-23',
  expires: '2026-12-31',
};

it('writes what is easy to read', () => {
  expect(writeException(REQUEST)).toBe(
    [
      'policies: ["PII002"]',
      'scope:',
      '  - { asset: "mart.customers", field: "email" }',
      'justification: "the import breaks"',
      'requested_by: "@mona"',
      'requested: 2026-11-23',
      'expires: 2026-12-31',
      '',
    ].join('\n'),
  );
});

it('whatever people write is read back as they wrote it, and becomes no key', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((value) => value.trim() !== '');
  const asset = text.filter((value) => !value.includes('*'));
  fc.assert(
    fc.property(text, text, asset, asset, (justification, ticket, name, field) => {
      const file = writeException({ ...REQUEST, justification, ticket, control: ticket, scope: [{ asset: name, field }] });
      const { exception, problems } = parseException({ path: exceptionPath('x'), text: file, size: file.length });
      expect(problems).toEqual([]);
      expect(exception).toMatchObject({ justification, ticket, control: ticket, scope: [{ asset: name, field }], expires: '2026-12-31' });
    }),
    { seed: 7, numRuns: 300 },
  );
});

it('names the file by what it is about, and never by a name that is taken', () => {
  const id = 'pii002-mart-customers-email-2026-11-23';
  expect(exceptionId(REQUEST, () => false)).toBe(id);
  expect(exceptionId(REQUEST, (one) => one === id)).toBe(`${id}-2`);
  expect(exceptionId({ ...REQUEST, scope: [{ asset: `../../${'x'.repeat(500)}` }] }, () => false)).toMatch(/^[a-z0-9-]{1,100}$/);
});
