import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localSourceControl } from '../../../src/adapters/git/checkout.ts';
import { materialiseFolders } from '../../../src/adapters/git/materialise-folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-example-'));
const [base, head, cache] = [join(folder, 'base'), join(folder, 'head'), join(folder, 'cache')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  for (const side of [base, head]) mkdirSync(join(side, 'sub folder'), { recursive: true });
  writeFileSync(join(base, 'sub folder/ünï.sql'), 'one\n');
  writeFileSync(join(head, 'sub folder/ünï.sql'), 'one\ntwo');
  writeFileSync(join(base, 'gone.sql'), 'gone\n');
  writeFileSync(join(head, 'new.sql'), 'data 5\ncommit refs/heads/main\n');
});

it('makes two commits of two folders, that are judged as any others', async () => {
  const made = await materialiseFolders(base, head, cache);
  const { changeSet, head: tree } = await localSourceControl.checkout({ path: made.gitDir, base: made.base, head: made.head });
  expect(changeSet.files).toMatchObject([
    { path: 'gone.sql', status: 'removed' },
    { path: 'new.sql', status: 'added' },
    { path: 'sub folder/ünï.sql', status: 'modified', changedLines: [{ first: 2, last: 2 }] },
  ]);
  expect(await tree.read(['new.sql', 'sub folder/ünï.sql'])).toMatchObject([
    { text: 'data 5\ncommit refs/heads/main\n' },
    { text: 'one\ntwo' },
  ]);
});

it('makes the same commits again, wherever and by whomever', async () => {
  const caches = ['one', 'other'].map((name) => join(folder, name));
  const made = await Promise.all([...caches, ...caches].map((place) => materialiseFolders(base, head, place)));
  const sides = await Promise.all(made.map(({ gitDir, ...range }) => localSourceControl.checkout({ path: gitDir, ...range })));
  expect(new Set(sides.map(({ changeSet }) => changeSet.head.commit)).size).toBe(1);
  for (const place of caches) expect(readdirSync(join(place, 'examples'))).toHaveLength(1);
});
