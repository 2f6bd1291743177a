import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines, publishedCases } from '../../published-cases.ts';
import { ownershipOf, parseCodeowners } from '../../../src/core/route/codeowners.ts';

const read = (text: string, size = text.length) => parseCodeowners({ path: 'CODEOWNERS', text, size });
const ownersOf = (path: string, text: string) => ownershipOf(path, read(text).rules)?.owners.map((owner) => owner.name);

describe('which rule decides', () => {
  it.each([
    ['the last that matches', '* @all\n*.sql @sql', 'models/a.sql', ['@sql']],
    ['one without owners clears', 'models/ @data\nmodels/tmp', 'models/tmp/a.sql', []],
    ['none', '/docs/ @docs', 'models/a.sql', undefined],
    ['a folder, at any depth', 'seeds/ @data', 'warehouse/seeds/x/a.csv', ['@data']],
    ['a folder only as a folder', 'seeds/ @data', 'seeds', undefined],
    ['an anchored name', '/build @ci', 'src/build/a', undefined],
    ['files of one folder', 'docs/* @docs', 'docs/how/a.md', undefined],
    ['all below', 'docs/** @docs', 'docs/how/a.md', ['@docs']],
    ['folders between', 'a/**/z @team', 'a/b/c/z', ['@team']],
    ['an escaped space', 'my\\ models/ @data', 'my models/a.sql', ['@data']],
    ['brackets are letters, no range', 'apps/[id]/ @web', 'apps/[id]/a.ts', ['@web']],
    ['letter case counts', 'Models/ @data', 'models/a.sql', undefined],
    ['a comment behind the owners', '* @all # not @them', 'a', ['@all']],
  ])('%s', (_, text, path, owners) => {
    expect(ownersOf(path, text)).toEqual(owners);
  });
});

describe('a line that GitHub skips is a problem at its place, and the others count', () => {
  it.each([
    ['codeowners-negation', '!a @x', 1],
    ['codeowners-escaped-hash', '\\#a @x', 1],
    ['codeowners-owner', 'a @x nobody', 6],
    ['codeowners-owner', 'a @x @-', 6],
  ])('%s in %j', (code, line, column) => {
    const { rules, problems } = read(`* @all\n${line}\n`);
    expect(rules.map((rule) => rule.pattern)).toEqual(['*']);
    expect(problems).toMatchObject([{ code, location: { start: { line: 2, column } } }]);
  });

  it('a file over 3 MB owns nothing', () => {
    expect(read('* @all', 3 * 1024 * 1024 + 1)).toMatchObject({ rules: [], problems: [{ code: 'codeowners-too-large' }] });
  });
});

it('locates a word so that its slice is the word', () => {
  const text = '\r\n  docs/ @docs\r\n';
  const [rule] = read(text).rules;
  expect(text.slice(rule?.location.start.offset, rule?.location.end.offset)).toBe('docs/');
});

it('answers on a pattern made to backtrack', () => {
  expect(ownersOf('a'.repeat(4096), `${'*a'.repeat(2048)}b @x`)).toBeUndefined();
});

interface PublishedCase {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly codeowners?: string;
  readonly codeowners_file?: string;
  readonly expected: readonly string[];
}

const published = publishedCases('codeowners');

// One source reads `[ ]` as a range; GitHub's documentation says that it is none.
const matches = jsonLines<PublishedCase>(published && `${published}/cases.jsonl`).filter(
  (one) => one.kind === 'match' && !one.name.includes('character range'),
);

describe.skipIf(published === undefined)('agrees with cases published by others', () => {
  it.each(matches)('$name: $path', ({ codeowners, codeowners_file, path, expected }) => {
    expect(ownersOf(path, codeowners ?? readFileSync(`${published}/${codeowners_file}`, 'utf8')) ?? []).toEqual(expected);
  });
});
