import { expect, test } from 'vitest';
import { casesIn } from '../../../src/core/library/cases-in.ts';

const library = (...paths: readonly string[]): Parameters<typeof casesIn>[1] => [
  { name: '/elsewhere/rules', version: '', files: paths.map((path) => ({ path, text: '', size: 0 })) },
];
const TREE = ['rules/docs/x/x.rego', 'rules/docs/x/cases/a/after/m.sql', 'src/cases/b/after/m.sql'];

test('the folder that settings name, and the one that has the Rego of what judges', () => {
  expect(casesIn('./policies/', [], TREE)).toEqual(['/policies/**/cases/*/before/**', '/policies/**/cases/*/after/**']);
  expect(casesIn(undefined, library('docs/x/x.rego'), TREE)).toEqual(['/rules/**/cases/*/before/**', '/rules/**/cases/*/after/**']);
  expect(casesIn(undefined, library('rules/docs/x/x.rego'), TREE)).toEqual(['/**/cases/*/before/**', '/**/cases/*/after/**']);
});

test('a library from elsewhere leaves the folders of a repository that are called cases', () => {
  expect(casesIn(undefined, library('docs/y/y.rego', 'README.md'), TREE)).toEqual([]);
  expect(casesIn(undefined, [], TREE)).toEqual([]);
});
