import { expect, test } from 'vitest';
import { protobuf } from '../../../../src/core/extract/protobuf/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Tree } from '../../../../src/model/change-set.ts';

const treeOf = (...paths: string[]): Tree => ({
  paths,
  has: (path) => paths.includes(path),
  nearest: (path, name) => {
    const folders = path.split('/').slice(0, -1);
    for (; folders.length > 0; folders.pop()) if (paths.includes([...folders, name].join('/'))) return folders.join('/');
    return paths.includes(name) ? '' : undefined;
  },
});

test('all files of a repository belong together, each with its module', () => {
  const tree = treeOf('proto/buf.yaml', 'proto/a/b.proto', 'c.proto', 'readme.md');
  const claims = tree.paths.map((path) => protobuf.claim(path, tree, DEFAULT_SETTINGS));
  expect(claims).toEqual([null, { unit: 'schemas', role: 'proto' }, { unit: 'schemas', role: '' }, null]);
});
