import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { avro } from '../../../src/core/extract/avro/index.ts';
import { dataContract } from '../../../src/core/extract/datacontract/index.ts';
import { jsonSchema } from '../../../src/core/extract/json-schema/index.ts';
import { odcs } from '../../../src/core/extract/odcs/index.ts';
import type { Extractor } from '../../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import type { Asset, Facts } from '../../../src/model/asset.ts';
import type { Problem } from '../../../src/model/problem.ts';
import type { Location, SourceFile } from '../../../src/model/source.ts';

/** Keys that mean something to one of the formats, and some that mean something to the language. */
const KEYS =
  'type name namespace fields items values symbols logicalType doc default aliases tags properties required $ref $defs $id $anchor allOf anyOf oneOf enum const schema kind apiVersion id version team members role slaProperties property value unit element servers region customProperties quality dataset columns column __proto__ constructor toString'.split(
    ' ',
  );
const WORDS = [
  'record',
  'enum',
  'array',
  'map',
  'null',
  'string',
  'decimal',
  '#',
  '#/$defs/a',
  '#/properties/name',
  'DataContract',
  'v3.1.0',
  'retention',
  'd',
  'owner',
  'a.b',
  '',
  '\u{1F600}',
];

const scalar = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
}));

/** Where assets are made when files meet, that is done too. */
function assembled<Part>(extractor: Extractor<Part>, source: SourceFile, role: string) {
  const { part, problems } = extractor.read(source, role, noGrammar);
  const assembly = extractor.assemble('', part === null ? [] : [{ path: source.path, role, part }], DEFAULT_SETTINGS);
  return { part: { assets: assembly.assets }, problems: [...problems, ...assembly.problems] };
}

const noGrammar = (): never => {
  throw new TypeError('documents need no grammar');
};

interface Said {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

function everyPlace({ assets, problems }: Said): readonly Location[] {
  const ofFacts = (facts: Facts): readonly Location[] =>
    Object.values(facts).flatMap(({ location, parts }) => [location, ...Object.values(parts ?? {})]);
  return [
    ...problems.map(({ location }) => location),
    ...assets.flatMap((asset) => [
      asset.location,
      asset.extent,
      ...ofFacts(asset.facts),
      ...asset.fields.flatMap((field) => [field.location, field.extent, ...ofFacts(field.facts)]),
    ]),
  ];
}

const asItIs = (text: string): string => text;
const within = (text: string): string => `{"kind": "DataContract",\n"apiVersion": "v3.1.0", "schema": ${text}}`;
const asContract = (text: string): string => text.replace(/^\{(?!\})/, '{"kind": "DataContract",\n"apiVersion": "v3.0.2",');

const asModels = (text: string): string =>
  `{"dataContractSpecification": "1.2.0",\n"definitions": ${text}, "servers": ${text}, "models": {"a": {"fields": ${text}}}}`;
const asSubject = (text: string): string =>
  `{"schema": ${JSON.stringify(`{"type": "record", "name": "A", "fields": [{"name": "a", "type": ${text}}]}`)},\n"metadata": {"tags": ${text}}, "ruleSet": {"domainRules": [${text}]}}`;

describe.each([
  ['avro', asItIs, (text: string) => avro.read(file(text), 'always', noGrammar)],
  ['json-schema', asItIs, (text: string) => assembled(jsonSchema, file(text), 'always')],
  ['odcs with any schema', within, (text: string) => odcs.read(file(text), '', noGrammar)],
  ['odcs with any keys', asContract, (text: string) => odcs.read(file(text), '', noGrammar)],
  ['datacontract with any models', asModels, (text: string) => dataContract.read(file(text), '', noGrammar)],
  ['a subject of a registry', asSubject, (text: string) => avro.read(file(text), 'maybe', noGrammar)],
] as const)('%s', (_, wrap, read) => {
  test.each([
    ['any document', (text: string) => text],
    ['any document that breaks off', (text: string) => text.slice(0, Math.floor(text.length * 0.7))],
  ])('%s is answered, with places inside of it', (__, change) => {
    fc.assert(
      fc.property(value, (document) => {
        const text = change(wrap(JSON.stringify(document)));
        const { part, problems } = read(text);
        for (const { start, end } of everyPlace({ assets: part?.assets ?? [], problems })) {
          expect(start.offset).toBeGreaterThanOrEqual(0);
          expect(end.offset).toBeGreaterThanOrEqual(start.offset);
          expect(end.offset).toBeLessThanOrEqual(text.length);
        }
        for (const { name, fields } of part?.assets ?? [])
          expect([name, ...fields.map((field) => field.name)].every((one) => typeof one === 'string')).toBe(true);
      }),
      { seed: 20260101, numRuns: 400 },
    );
  });
});

const file = (text: string) => ({ path: 'a', text, size: text.length });
