import { expect, test } from 'vitest';
import { openapi } from '../../../../src/core/extract/openapi/index.ts';
import { treeOf } from '../../../../src/adapters/git/tree-paths.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const TREE = treeOf(['svc/openapi.yaml', 'svc/schemas/a.yaml', 'other/a.yaml', 'spec/openapi/v1/root.yaml', 'README.md']);

test.each([
  ['svc/openapi.yaml', 'svc', 'api', false],
  ['svc/schemas/a.yaml', 'svc', 'fragment', true],
  ['other/a.yaml', 'other/a.yaml', 'maybe', true],
  ['spec/openapi/v1/root.yaml', 'spec/openapi', 'fragment', true],
  ['other/crm.openapi.json', 'other', 'api', false],
])('%s', (path, unit, role, unsure) => {
  const claim = openapi.claim(path, TREE, DEFAULT_SETTINGS);
  expect([claim?.unit, claim?.role, claim?.unsure ?? false]).toEqual([unit, role, unsure]);
});

test.each(['README.md', 'package.json', 'a/node_modules/x/openapi.json', '.github/workflows/ci.yml'])('%s is none of it', (path) => {
  expect(openapi.claim(path, TREE, DEFAULT_SETTINGS)).toBeNull();
});

test('below a description at the root, only folders of parts belong to it', () => {
  const tree = treeOf(['openapi.yaml', 'schemas/a.yaml', 'deploy/a.yaml']);
  expect(openapi.claim('schemas/a.yaml', tree, DEFAULT_SETTINGS)?.unit).toBe('');
  expect(openapi.claim('deploy/a.yaml', tree, DEFAULT_SETTINGS)?.unit).toBe('deploy/a.yaml');
});
