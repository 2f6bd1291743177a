import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/core/report/excerpt.ts';
import { text } from '../../../src/core/report/text.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Location } from '../../../src/model/source.ts';
import { aContext } from '../../builders/a-context.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aPlace } from '../../builders/an-asset.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const file = 'warehouse/customers.sql';

function placeOf(word: string, source: string): Location {
  const offset = source.indexOf(word);
  const before = source.slice(0, offset).split('\n');
  const start = { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
  return { file, start, end: { ...start, column: start.column + word.length, offset: offset + word.length } };
}

const linesFor = (findings: readonly Finding[], source?: string, color = false): readonly string[] =>
  text.report(anEvaluation({ findings }), aContext(source === undefined ? {} : { [file]: source }, {}, { color })).split('\n');

/** The line of the source as it is shown, and the marker under it, both without their margin. */
function excerpt(word: string, source: string): readonly [string, string] {
  const lines = linesFor([aFinding({ location: placeOf(word, source) })], source);
  const at = lines.findIndex((line) => /^\s*│ +\^/.test(line));
  return [lines[at - 1]?.replace(/^\d+│ /, '') ?? '', lines[at]?.replace(/^ *│ /, '') ?? ''];
}

describe('a finding', () => {
  it('says what is wrong first, then where, how known, how to fix, who answers and why', () => {
    const source = 'create table mart.customers (\n  id int,\n  email string\n);\n';
    const finding = aFinding({
      location: placeOf('email', source),
      phase: 'enforce',
      known: [{ text: 'crm.contacts.email is tagged pii=email', location: aPlace('sources/crm.yml', 22) }],
      owners: [{ name: '@acme/payments-data', kind: 'team', why: 'dbt group payments' }],
      remediation: { text: "WITH TAG (governance.pii = 'email')" },
    });
    expect(linesFor([finding], source)).toEqual([
      'error[PII001]: mart.customers.email holds e-mail addresses and is not tagged    blocks · new',
      ' ┌─ warehouse/customers.sql:3:3',
      '3│   email string',
      ' │   ^^^^^',
      '  = known crm.contacts.email is tagged pii=email (sources/crm.yml:22)',
      "  = fix   WITH TAG (governance.pii = 'email')",
      '  = owner @acme/payments-data (dbt group payments)',
      '  = rule  Personal data is tagged (privacy/tag_personal_data) · GDPR Art. 30',
      '',
      '1 blocks',
      '0 files, 0 assets, 1 policy · could not read: none',
      '',
    ]);
  });

  it('has its place alone where the text is not there', () => {
    const lines = linesFor([aFinding()]);
    expect(lines[1]).toBe('  ┌─ warehouse/customers.sql:3:1');
    expect(lines[2]).toMatch(/^ {2}= rule/);
  });

  it('has its place alone where the text has no such line', () => {
    expect(linesFor([aFinding({ location: aPlace(file, 99) })], 'one line\n')[2]).toMatch(/^ {2}= rule/);
  });

  it.each(['existing', 'fixed', 'excepted', 'suppressed', 'baselined'] as const)('that is %s is not told as new', (disposition) => {
    expect(linesFor([aFinding({ disposition })]).join('\n')).not.toContain('new');
  });

  it('that is only watched is counted, not told', () => {
    expect(linesFor([aFinding({ phase: 'observe' })])[0]).toBe('1 watched');
  });

  it('that is fixed is told in one line', () => {
    expect(linesFor([aFinding({ disposition: 'fixed', message: 'x was open' })])[0]).toBe('fixed[PII001]: x was open');
  });
});

describe('many alike in one file', () => {
  const alike = (count: number) =>
    Array.from({ length: count }, (_, index) => aFinding({ location: aPlace(file, index + 1), message: `column ${index + 1}` }));

  it('five are told one by one', () => {
    expect(linesFor(alike(5)).filter((line) => line.startsWith('advice'))).toHaveLength(5);
  });

  it('six are told once, with a line for each', () => {
    const lines = linesFor(alike(6));
    expect(lines.filter((line) => line.startsWith('advice'))).toHaveLength(1);
    expect(lines).toContain('  = and 5 more of the same:');
    expect(lines).toContain(`    ${file}:6:1  column 6`);
  });
});

describe('the marker stands under what is meant', () => {
  it('with tabs before and in it', () => {
    expect(excerpt('em\tail', '\tid,\tem\tail')).toEqual(['    id,    em    ail', '           ^^^^^^^^^']);
  });

  it('with CRLF line ends', () => {
    expect(excerpt('email', 'a\r\n  email\r\nb\r\n')).toEqual(['  email', '  ^^^^^']);
  });

  it.each(['姓名', 'ひらがな', '한국어', '🙂'])('with wide characters: %s', (wide) => {
    const [line, marker] = excerpt('email', `"${wide}" email`);
    expect(line).toBe(`"${wide}" email`);
    expect(marker).toBe(`${' '.repeat(widthOf(`"${wide}" `))}^^^^^`);
    expect(widthOf(wide)).toBe(2 * [...wide].length);
  });

  it('with combining marks', () => {
    expect(excerpt('email', 'cafe\u0301 email')).toEqual(['cafe\u0301 email', '     ^^^^^']);
  });

  it('to the end of the line, where it goes on over several', () => {
    const source = 'create table x (\n  email string\n);\n';
    const location = { ...placeOf('table', source), end: { line: 3, column: 2, offset: source.length - 2 } };
    expect(linesFor([aFinding({ location })], source)[3]).toBe(' │        ^^^^^^^^^');
  });

  it('in the middle of a very long line, which is cut on both sides', () => {
    const [line, marker] = excerpt('email', `${'x'.repeat(5000)} email ${'y'.repeat(5000)}`);
    expect(widthOf(line)).toBeLessThanOrEqual(121);
    expect(line.slice(marker.indexOf('^'), marker.lastIndexOf('^') + 1)).toBe('email');
    expect(line.startsWith('…') && line.endsWith('…')).toBe(true);
  });

  it('no longer than the line that is shown, where all of it is meant', () => {
    const [line, marker] = excerpt('x'.repeat(5000), 'x'.repeat(5000));
    expect(widthOf(marker)).toBeLessThanOrEqual(widthOf(line));
  });
});

describe('colour', () => {
  const finding = aFinding({ location: placeOf('email', 'email\n') });
  const codes = (lines: readonly string[]) => lines.join('\n').split('\u001b[').length - 1;

  it('is there where it is asked for', () => {
    expect(codes(linesFor([finding], 'email\n', true))).toBeGreaterThan(5);
  });

  it('is nowhere else, and the words are the same', () => {
    const plain = linesFor([finding], 'email\n');
    expect(codes(plain)).toBe(0);
    const stripped = linesFor([finding], 'email\n', true).map((line) =>
      line
        .split('\u001b')
        .map((part, index) => (index === 0 ? part : part.replace(/^\[\d+m/, '')))
        .join(''),
    );
    expect(stripped).toEqual(plain);
  });
});

describe('nothing from a file reaches the terminal as a command', () => {
  it.each(['\u001b[2J', '\u0007', '\r', '\u009b31m', '\u202e', '\u2028', '\u200b', '\u{e0041}', '\n::x'])('%j', (hostile) => {
    const source = `create ${hostile.replace('\n', '')}email\n`;
    const path = `dir/${hostile}.sql`;
    const finding = aFinding({
      policy: `P${hostile}`,
      title: hostile,
      message: `a${hostile}b`,
      file: path,
      location: { ...placeOf('create', source), file: path },
      known: [{ text: hostile, location: aPlace(hostile) }],
      owners: [{ name: hostile, kind: 'name', why: hostile }],
      remediation: { text: hostile },
    });
    const problem = { code: hostile, message: hostile, location: aPlace(path), undecided: true };
    const evaluation = anEvaluation({
      policies: [aPolicy({ id: `P${hostile}`, title: hostile, path: hostile, frameworks: [hostile] })],
      findings: [finding, aFinding({ ...finding, disposition: 'fixed' })],
      problems: [problem],
    });
    const told = text.report(evaluation, aContext({ [path]: source }));
    expect(told.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(told).not.toMatch(/^::/m);
  });
});
