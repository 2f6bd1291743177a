import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXTRACTORS } from '../../src/core/extract/registry.ts';
import { REMEDIATORS } from '../../src/core/remediate/registry.ts';
import { FORMATS } from '../../src/cli/check-arguments.ts';
import { REPORTERS } from '../../src/core/report/registry.ts';

const folders = (path: string): readonly string[] => readdirSync(path).filter((name) => statSync(`${path}/${name}`).isDirectory());
const sources = globSync('src/**/*.{ts,mjs}').map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n') }));

describe('a plug-in is one folder and one line', () => {
  it.each([
    ['extractor', 'src/core/extract', EXTRACTORS.map(({ id }) => id)],
    ['remediation', 'src/core/remediate', REMEDIATORS.map(({ id }) => id)],
  ])('every %s folder is registered under its name', (_, path, ids) => {
    expect(ids.toSorted()).toEqual(folders(path).toSorted());
  });

  it('every format of the command line has its reporter', () => {
    expect(REPORTERS.map(({ id }) => id).toSorted()).toEqual([...FORMATS].sort());
  });
});

/** Lengths of top-level functions: the formatter ends each with a brace in the first column. */
function functionLengths(lines: readonly string[]): readonly number[] {
  const starts = lines.flatMap((line, at) => (/^(export )?(async )?function\b/.test(line) ? [at] : []));
  return starts.map((start) =>
    lines[start]?.endsWith('}') ? 1 : lines.findIndex((line, at) => at > start && line.startsWith('}')) - start + 1,
  );
}

describe('code stays small', () => {
  const lengths = sources.flatMap(({ lines }) => functionLengths(lines)).sort((one, other) => one - other);
  const quantile = (share: number): number => lengths[Math.floor(lengths.length * share)] ?? 0;

  it('half of all functions have at most 10 lines, nine tenths at most 30', () => {
    expect(lengths.length).toBeGreaterThan(100);
    expect(quantile(0.5)).toBeLessThanOrEqual(10);
    expect(quantile(0.9)).toBeLessThanOrEqual(30);
  });

  it('no file has more than 300 lines', () => {
    expect(sources.filter(({ lines }) => lines.length > 301).map(({ path }) => path)).toEqual([]);
  });
});

describe('every policy folder is whole', () => {
  const policies = globSync('policies/*/*/*.rego').filter((path) => !path.endsWith('_test.rego') && !path.startsWith('policies/lib/'));

  it.each(policies)('%s has its tests, its page and an id', (path) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    expect(
      readdirSync(folder)
        .filter((one) => one !== 'cases')
        .toSorted(),
    ).toEqual([`${name}.rego`, `${name}_test.rego`, 'README.md'].toSorted());
    const id = /^#\s+id: ([A-Z]+\d{3})$/m.exec(readFileSync(path, 'utf8'))?.[1];
    expect(readFileSync(`${folder}/README.md`, 'utf8')).toMatch(new RegExp(`^# ${id ?? 'no id'} `));
  });
});
