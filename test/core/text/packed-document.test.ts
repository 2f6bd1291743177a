import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../src/core/text/json-tree.ts';
import { packDocument, unpackDocument } from '../../../src/core/text/packed-document.ts';

test('a document comes back as it was, with every place, also through JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const { root } = parseJson({ path: 'a.json', text, size: text.length });
      const packed = packDocument(root!, text);
      expect(unpackDocument(JSON.parse(JSON.stringify(packed)) as typeof packed, 'a.json')).toEqual(root);
    }),
    { seed: 20260101, numRuns: 300 },
  );
});

test('names of the language are names', () => {
  const text = '{"__proto__": {"constructor": [null, 1]}}';
  const { root } = parseJson({ path: 'a.json', text, size: text.length });
  expect(unpackDocument(packDocument(root!, text), 'a.json')).toEqual(root);
});
