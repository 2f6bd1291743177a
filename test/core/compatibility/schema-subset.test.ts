import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openComparison } from '../../../src/core/compatibility/schema/compare-schemas.ts';
import { narrows, widens } from '../../../src/core/compatibility/schema/schema-change.ts';
import { openDocuments } from '../../../src/core/json-schema/documents.ts';
import { parseJson } from '../../../src/core/text/json-tree.ts';
import type { Json } from '../../../src/model/json.ts';

const small = fc.integer({ min: 0, max: 3 });
const scalars: fc.Arbitrary<Json> = fc.constantFrom<Json>(null, true, false, 0, 1, 2, 1.5, '', 'a', 'ab', 'abc');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'x-c'), tie('value'), { maxKeys: 3 }),
  ),
}));

/** Spelt apart: an object with the first of them looks like a promise. */
const branches = (of: fc.Arbitrary<Json>): Record<string, fc.Arbitrary<Json>> =>
  Object.fromEntries(['then', 'else'].map((key) => [key, of]));

const names = fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 });
const types = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
const { schema } = fc.letrec<{ schema: Json }>((tie) => {
  const list = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const keywords = fc.record(
    {
      type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
      enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
      const: scalars,
      minimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('^a', 'b$'),
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      items: tie('schema'),
      prefixItems: list,
      contains: tie('schema'),
      properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
      patternProperties: fc.dictionary(fc.constantFrom('^x-', 'a'), tie('schema'), { maxKeys: 1 }),
      additionalProperties: tie('schema'),
      propertyNames: tie('schema'),
      required: names,
      dependentRequired: fc.dictionary(fc.constantFrom('a', 'b'), names, { maxKeys: 1 }),
      maxProperties: small,
      allOf: list,
      anyOf: list,
      not: tie('schema'),
      if: tie('schema'),
      ...branches(tie('schema')),
    },
    { requiredKeys: [] },
  );
  const few = keywords.chain((all) =>
    fc.subarray(Object.entries(all), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Json),
  );
  return { schema: fc.oneof({ maxDepth: 2, withCrossShrink: true }, fc.constantFrom<Json>(true, false, {}, { type: 'string' }), few) };
});

/** A schema and one that was made of it by taking another for one of its keywords. */
const pair = fc.oneof(
  fc.tuple(schema, schema),
  fc.tuple(schema, schema).map(([one, other]): [Json, Json] => {
    const isMap = (json: Json): json is { [key: string]: Json } => typeof json === 'object' && json !== null && !Array.isArray(json);
    if (!isMap(one) || !isMap(other)) return [one, other];
    const [first] = Object.entries(other);
    return [one, first ? { ...one, [first[0]]: first[1] } : one];
  }),
);

const comparer = new Ajv2020({ strict: false, allErrors: false, logger: false });

function compare(base: Json, head: Json) {
  const read = (json: Json, path: string) => parseJson({ path, text: JSON.stringify(json), size: 0 }).root!;
  const [before, after] = [read(base, 'base.json'), read(head, 'head.json')];
  const comparison = openComparison(openDocuments(new Map([['base.json', before]])), openDocuments(new Map([['head.json', after]])));
  const part = (node: typeof before) => ({ nodes: [node], location: node.location });
  return comparison.compare(part(before), part(after));
}

const sample = fc.sample(value, { seed: 7, numRuns: 400 }).map((one) => JSON.parse(JSON.stringify(one)) as Json);

function accepted(json: Json): readonly boolean[] {
  const validate = comparer.compile(json as object | boolean);
  return sample.map((one) => validate(one));
}

test('what is said not to narrow refuses nothing that was valid, and not to widen takes nothing that was not', () => {
  fc.assert(
    fc.property(pair, ([base, head]) => {
      const changes = compare(base, head);
      if (changes.some(({ unknown }) => unknown !== undefined)) return;
      const [before, after] = [accepted(base), accepted(head)];
      sample.forEach((one, at) => {
        if (before[at] === after[at]) return;
        const isTold = before[at] ? changes.some(narrows) : changes.some(widens);
        expect([before[at] ? 'refused' : 'taken', isTold, one]).toEqual([before[at] ? 'refused' : 'taken', true, one]);
      });
    }),
    { seed: 20260101, numRuns: 600 },
  );
});

test('a schema does not differ from itself', () => {
  fc.assert(
    fc.property(schema, (one) => {
      expect(compare(one, one)).toEqual([]);
    }),
    { seed: 20260101, numRuns: 400 },
  );
});
