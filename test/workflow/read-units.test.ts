import { expect, test } from 'vitest';
import { EXTRACTORS } from '../../src/core/extract/registry.ts';
import { unitReader } from '../../src/core/extract/unit-reader.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import type { ReadableTree, Unreadable } from '../../src/model/change-set.ts';
import { readUnits } from '../../src/workflow/read-units.ts';

const unread = (path: string): Unreadable => ({ path, size: 9_000_000, unreadable: 'too-large' });

function treeOf(path: string): ReadableTree {
  return {
    paths: [path],
    has: (one) => one === path,
    nearest: () => undefined,
    read: (paths) => Promise.resolve(paths.map(unread)),
    digest: () => undefined,
    content: {},
  };
}

const ports = {
  extractors: EXTRACTORS,
  units: unitReader(EXTRACTORS),
  reader: { read: () => Promise.resolve([]) },
  cache: { get: () => undefined, set: () => undefined },
};

/** A file that cannot be had is trouble only where its name says that it is governed. */
test.each([
  ['orders.sql', 1],
  ['main.tf', 1],
  ['contact.avsc', 1],
  ['contact.schema.json', 1],
  ['crm.odcs.yaml', 1],
  ['data.json', 0],
  ['values.yaml', 0],
  ['picture.png', 0],
])('%s that is too large', async (path, problems) => {
  const side = await readUnits(treeOf(path), 'all', DEFAULT_SETTINGS, ports);
  expect(side.problems).toHaveLength(problems);
});
