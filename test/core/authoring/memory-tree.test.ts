import { expect, test } from 'vitest';
import { memoryCheckout, memoryTree } from '../../../src/core/authoring/memory-tree.ts';

const file = (path: string, text: string) => ({ path, text, size: text.length });

test('finds the nearest file of a name, as a tree of Git does', () => {
  const tree = memoryTree([file('dbt_project.yml', ''), file('a/dbt_project.yml', ''), file('a/b/c.sql', '')]);
  expect(tree.nearest('a/b/c.sql', 'dbt_project.yml')).toBe('a');
  expect(tree.nearest('x/y.sql', 'dbt_project.yml')).toBe('');
  expect(tree.nearest('x/y.sql', 'none')).toBeUndefined();
});

test('what is not there is unreadable, not absent', async () => {
  expect(await memoryTree([]).read(['a'])).toEqual([{ path: 'a', size: 0, unreadable: 'missing' }]);
});

test('a change is what differs; the base governs', () => {
  const { changeSet, governing, base } = memoryCheckout(
    [file('a', '1'), file('b', '1'), file('c', '1')],
    [file('a', '1'), file('b', '2\n3'), file('d', '')],
  );
  expect(changeSet.files.map(({ path, status }) => `${path} ${status}`)).toEqual(['b modified', 'c removed', 'd added']);
  expect(changeSet.files[0]?.changedLines).toEqual([{ first: 1, last: 2 }]);
  expect(governing).toBe(base);
  expect(memoryCheckout(undefined, [file('a', '')]).changeSet).toMatchObject({ base: null, whole: 'change' });
});
