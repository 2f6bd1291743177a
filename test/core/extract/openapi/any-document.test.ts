import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../src/model/json.ts';
import type { Location } from '../../../../src/model/source.ts';
import { assemble, compare } from './openapi.ts';

const KEYS =
  'openapi swagger info title contact email servers url variables security paths webhooks /a /a/{id} get post parameters in name required schema requestBody content application/json responses 200 default headers X-A components schemas definitions parameters A B type properties items allOf anyOf oneOf not if enum const $ref additionalProperties patternProperties prefixItems minimum pattern format readOnly deprecated x-pii x-owner x-sunset tags $id $anchor __proto__ constructor'.split(
    ' ',
  );
const WORDS = [
  '#',
  '#/components/schemas/A',
  '#/components/schemas/B',
  '#/paths/~1a',
  'b.yaml',
  'query',
  'path',
  'string',
  'object',
  'array',
  'http://{a}',
  '',
];

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.constantFrom<Json>(...WORDS, null, true, false, 1, -1.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
}));

const documents = fc.tuple(value, value, value).map(([get, A, B]) =>
  JSON.stringify({
    openapi: '3.1.0',
    paths: { '/a': { get, post: { responses: { 200: { content: { 'application/json': { schema: A } } } } } } },
    components: { schemas: { A, B } },
  }),
);

const isWithin = (text: string, { start, end }: Location): boolean =>
  start.offset >= 0 && start.offset <= end.offset && end.offset <= text.length;

test('whatever a description holds, it is answered, with places inside of it', () => {
  fc.assert(
    fc.property(documents, documents, (base, head) => {
      const { assets, problems } = assemble({ 'openapi.json': head });
      const places = [...problems, ...assets, ...assets.flatMap(({ fields }) => fields)].map(({ location }) => location);
      expect(places.filter((location) => !isWithin(head, location))).toEqual([]);
      const longest = base.length > head.length ? base : head;
      const differences = compare({ 'openapi.json': base }, { 'openapi.json': head });
      expect(differences.filter(({ location }) => location.file !== 'openapi.json' || !isWithin(longest, location))).toEqual([]);
    }),
    { seed: 20260101, numRuns: 400 },
  );
});

test('a description does not differ from itself', () => {
  fc.assert(
    fc.property(documents, (text) => {
      expect(compare({ 'openapi.json': text }, { 'openapi.json': text })).toEqual([]);
    }),
    { seed: 20260101, numRuns: 300 },
  );
});
