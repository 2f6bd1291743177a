import { describe, expect, it } from 'vitest';
import { isExceptionPath, parseException } from '../../../src/core/exceptions/parse-exception.ts';

const PATH = '.github/tollgate/exceptions/crm-migration.yml';
const GOOD = `policies: [PII001]
scope:
  - { asset: crm.contacts, field: email }
justification: The vendor cannot read tagged columns before the migration.
control: Access is limited to two roles.
requested_by: "@data-crm"
requested: 2026-11-02
expires: 2027-01-31
ticket: https://tickets.example/DATA-7
`;
const parse = (text: string) => parseException({ path: PATH, text, size: text.length });
const told = (text: string) =>
  parse(text).problems.map(({ location, message }) => `${location.start.line}:${location.start.column} ${message}`);

it.each([
  ['.github/tollgate/exceptions/a.yml', true],
  ['.github/tollgate/exceptions/a.yaml', true],
  ['.github/tollgate/exceptions/old/a.yml', false],
  ['.github/tollgate/exceptions/README.md', false],
  ['docs/.github/tollgate/exceptions/a.yml', false],
])('%s is an exception: %s', (path, is) => {
  expect(isExceptionPath(path)).toBe(is);
});

it('reads what people write', () => {
  const { exception, problems } = parse(GOOD);
  expect(problems).toEqual([]);
  expect(exception).toMatchObject({
    id: 'crm-migration',
    policies: ['PII001'],
    scope: [{ asset: 'crm.contacts', field: 'email' }],
    requestedBy: '@data-crm',
    requested: '2026-11-02',
    expires: '2027-01-31',
    control: 'Access is limited to two roles.',
    ticket: 'https://tickets.example/DATA-7',
  });
});

it('another text is another exception, so an approval is of one text', () => {
  expect(parse(GOOD.replace('email', 'phone')).exception?.digest).not.toBe(parse(GOOD).exception?.digest);
});

describe('half a permission is none, and the place says what is wrong', () => {
  it.each([
    ['no expiry', GOOD.replace(/expires.*\n/, ''), /^1:1 This exception has no `expires`/],
    ['no reason', GOOD.replace(/justification.*\n/, ''), /^1:1 This exception has no `justification`/],
    ['an empty scope', GOOD.replace(/scope:\n.*\n/, 'scope: []\n'), /^1:1 This exception has no `scope`/],
    ['a key that is misspelt', GOOD.replace('expires', 'expire'), /^8:1 `expire` is no key of an exception: did you mean expires\?/],
    ['a day that no calendar has', GOOD.replace('2027-01-31', '2027-02-30'), /^8:10 `expires: 2027-02-30` is no day/],
    ['longer than a quarter', GOOD.replace('2027-01-31', '2027-03-31'), /^8:10 An exception lasts 92 days at most; this one asks for 149/],
    ['an end before the start', GOOD.replace('2027-01-31', '2026-11-01'), /^8:10 This exception ends before it was asked for/],
    ['a pattern', GOOD.replace('crm.contacts', '"crm.*"'), /^3:5 An exception names its assets and fields; it takes no patterns/],
    [
      'a scope of both kinds',
      GOOD.replace('asset: crm.contacts', 'asset: a, fingerprint: "0123456789abcdef"'),
      /^3:5 A scope names a `fingerprint`, or/,
    ],
    ['a list', '- PII001\n', /^1:1 An exception is a map of keys/],
    ['an empty file', '', /^1:1 An exception is a map of keys/],
    ['YAML that is none', 'policies: [PII001\n', /^\d/],
  ])('%s', (_, text, message) => {
    expect(parse(text).exception).toBeUndefined();
    expect(told(text).join('\n')).toMatch(message);
  });

  it('exactly a quarter is allowed', () => {
    expect(told(GOOD.replace('2026-11-02', '2026-10-31'))).toEqual([]);
    expect(told(GOOD.replace('2026-11-02', '2026-10-30'))).toHaveLength(1);
  });
});
