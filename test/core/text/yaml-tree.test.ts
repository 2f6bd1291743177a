import { describe, expect, test } from 'vitest';
import { at } from '../../../src/core/text/document-tree.ts';
import { parseYaml } from '../../../src/core/text/yaml-tree.ts';

const read = (text: string) => parseYaml({ path: 'a.yaml', text, size: text.length });

describe('tags', () => {
  test('those of a format stay with their node, whatever its kind', () => {
    const { documents, problems } = read('a: !Ref B\nb: !If [c, !Sub "x", {d: 1}]\ne: !Map {f: 1}\n');
    expect(problems).toEqual([]);
    const [root] = documents;
    expect(at(root, 'a')).toMatchObject({ kind: 'scalar', tag: '!Ref', value: 'B' });
    expect(at(root, 'b')).toMatchObject({
      kind: 'list',
      tag: '!If',
      items: [{ value: 'c' }, { tag: '!Sub', value: 'x' }, { kind: 'map' }],
    });
    expect(at(root, 'e')).toMatchObject({ kind: 'map', tag: '!Map' });
  });

  test('those of YAML itself have done their work', () => {
    expect(at(read('a: !!str 12\n').documents[0], 'a')).toEqual({
      kind: 'scalar',
      value: '12',
      location: expect.objectContaining({ file: 'a.yaml' }) as unknown,
    });
  });
});
