import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentNode } from '../../../src/core/text/document-tree.ts';
import { at, toJson } from '../../../src/core/text/document-tree.ts';
import { parseJson } from '../../../src/core/text/json-tree.ts';

const read = (text: string) => parseJson({ path: 'a.json', text, size: text.length });

describe('JSON with its places', () => {
  test('is what any other reader makes of it', () => {
    assert(
      property(jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        const { root, problems } = read(text);
        expect(problems).toEqual([]);
        expect(root && toJson(root)).toEqual(JSON.parse(text));
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });

  test('every value stands where it says', () => {
    const text = '\ufeff{ // who\n  "e\\u00e9": ["\u{1f600}", {"x": -1.5e3}],\n  "__proto__": null\n}\n';
    const { root, problems } = read(text);
    expect(problems).toEqual([]);
    const slice = (node: DocumentNode | undefined) => node && text.slice(node.location.start.offset, node.location.end.offset);
    expect(slice(at(root, 'e\u00e9'))).toBe('["\u{1f600}", {"x": -1.5e3}]');
    expect(slice(at(root, '__proto__'))).toBe('null');
    expect(at(root, '__proto__')?.location.start).toMatchObject({ line: 3, column: 16 });
  });

  test('of equal keys the last counts, and a problem says so', () => {
    const { root, problems } = read('{"a": 1,\n "a": 2}');
    expect(at(root, 'a')).toMatchObject({ value: 2 });
    expect(problems).toMatchObject([{ code: 'json-duplicate-key', location: { start: { line: 2 } } }]);
    expect(problems[0]?.undecided).toBeUndefined();
  });

  test.each([
    ['nothing', '', 'json-unreadable', 1],
    ['a missing colon', '{\n "a" 1}', 'json-unreadable', 2],
    ['a comma too many', '{"a": 1,\n}', 'json-unreadable', 2],
    ['no end', '{"a": [1,\n 2', 'json-unreadable', 2],
    ['two documents', '{"a": 1}\n{"a": 2}', 'json-unreadable', 2],
    ['a hundred thousand levels', '['.repeat(100_000), 'json-too-deep', 1],
  ])('%s is a problem where it stands', (_, text, code, line) => {
    expect(read(text).problems[0]).toMatchObject({ code, undecided: true, location: { start: { line } } });
  });

  test('what stands before a fault is read', () => {
    expect(at(read('{"a": 1, "b": }').root, 'a')).toMatchObject({ value: 1 });
  });

  test('half a character is text like any other', () => {
    expect(read('"\ud800"').root).toMatchObject({ value: '\ud800' });
    expect(read('"\\ud800"').root).toMatchObject({ value: '\ud800' });
  });

  test('tells ten problems at most', () => {
    const text = `{${Array.from({ length: 50 }, () => '"a": 1').join(',')}}`;
    expect(read(text).problems).toHaveLength(10);
  });
});
