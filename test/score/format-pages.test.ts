import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatPages } from '../../src/score/format-pages.ts';
import { formatTexts, writtenFigures } from '../../src/score/write-pages.ts';

const readme = '# Avro schemas\n\nRecords and their fields.\n\nCases: compat-avro, other\n\n## Not read\nNothing.\n';
const rows = [
  { case: 'compat-avro', measure: 'verdict | both ways', precision: 1, recall: 0.98765, note: '10 right' },
  { case: 'odcs', measure: 'objects', value: '3' },
];

describe('the page of a format', () => {
  const pages = formatPages([{ id: 'avro', readme }], rows);

  it('is what its folder says, with its own figures', () => {
    expect(pages.get('avro.md')).toBe(
      [
        '# Avro schemas\n\nRecords and their fields.\n\n## Not read\nNothing.\n',
        '## Coverage',
        'Measured by `npm run score -- compat-avro` on files that others wrote:\n',
        '| cases | measure | precision | recall | |',
        '| --- | --- | --- | --- | --- |',
        '| `compat-avro` | verdict \\| both ways | 1.000 | 0.988 | 10 right |\n',
      ].join('\n'),
    );
  });

  it('stands in the index', () => {
    expect(pages.get('README.md')).toContain('| [Avro schemas](avro.md) | Records and their fields. |');
  });
});

it('the pages are the ones that are generated', () => {
  const folder = new URL('../../.github/formats/', import.meta.url);
  const expected = formatPages(formatTexts(), writtenFigures());
  const written = readdirSync(folder).filter((name) => name.endsWith('.md'));
  expect(Object.fromEntries(written.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))).toEqual(
    Object.fromEntries(expected),
  );
});
