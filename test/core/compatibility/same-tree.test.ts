import { expect, test } from 'vitest';
import { referencesOfSame } from '../../../src/core/compatibility/schema/same-tree.ts';
import { parseJson } from '../../../src/core/text/json-tree.ts';

const read = (text: string) => parseJson({ path: 'a.json', text, size: text.length }).root!;

test.each([
  ['{"a": 1, "b": [true, null]}', '{"b": [true, null], "a": 1}', 0],
  ['{"a": {"$ref": "#/x"}, "b": {"$ref": "#/y"}}', '{"a": {"$ref": "#/x"}, "b": {"$ref": "#/y"}}', 2],
  ['{"properties": {"$ref": {"type": "string"}}}', '{"properties": {"$ref": {"type": "string"}}}', 0],
  ['{"a": 1}', '{"a": 2}', undefined],
  ['{"a": 1}', '{"b": 1}', undefined],
  ['{"a": 1}', '{"a": 1, "b": 1}', undefined],
  ['[1, 2]', '[2, 1]', undefined],
  ['1', '"1"', undefined],
  ['{"__proto__": 1}', '{"__proto__": 2}', undefined],
])('%s and %s', (base, head, references) => {
  expect(referencesOfSame(read(base), read(head))?.length).toBe(references);
});
