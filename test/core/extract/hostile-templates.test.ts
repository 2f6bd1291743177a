import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudFormation } from '../../../src/core/extract/cloudformation/index.ts';
import { databricksBundle } from '../../../src/core/extract/databricks-bundle/index.ts';
import { iamPolicy } from '../../../src/core/extract/iam-policy/index.ts';
import { kafkaConnect } from '../../../src/core/extract/kafka-connect/index.ts';
import type { Asset, Facts } from '../../../src/model/asset.ts';
import type { LineageEdge } from '../../../src/model/lineage.ts';
import type { Problem } from '../../../src/model/problem.ts';
import type { Location } from '../../../src/model/source.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';

/** Keys that mean something to one of the formats, and some that mean something to the language. */
const KEYS =
  `Resources Type Properties Parameters Default Conditions Mappings Globals Function Ref Fn::Sub Fn::If Fn::GetAtt Fn::Join Fn::Select
Fn::FindInMap Fn::ForEach::A Fn::Transform Condition Tags Key Value BucketName Bucket Queues PolicyDocument Statement Effect Principal Action
Resource AWS BucketEncryption StorageEncrypted DBClusterIdentifier TableInput StorageDescriptor Columns Name Events Stream Targets resources jobs
pipelines schemas tasks task_key notebook_task notebook_path permissions level user_name grants targets variables bundle name include run_as
config transforms topics connector.class apiVersion kind spec metadata __proto__ constructor toString`.split(/\s+/);
const WORDS = [
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::Queue',
  'AWS::RDS::DBInstance',
  'AWS::Glue::Table',
  'AWS::IAM::Role',
  'AWS::Serverless::Function',
  'A',
  '${A}',
  '${var.name}',
  '${resources.jobs.a.id}',
  '*',
  'Allow',
  'arn:aws:s3:::a',
  'io.example.JdbcSourceConnector',
  'a,b',
  '',
  '\u{1F600}',
];

const scalar = fc.oneof(fc.constantFrom(...WORDS), fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 7 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
  ),
}));

const noGrammar = (): never => {
  throw new TypeError('documents need no grammar');
};

interface Said {
  readonly assets: readonly Asset[];
  readonly edges?: readonly LineageEdge[];
  readonly problems: readonly Problem[];
}

function everyPlace({ assets, edges = [], problems }: Said): readonly Location[] {
  const ofFacts = (facts: Facts): readonly Location[] =>
    Object.values(facts).flatMap(({ location, parts }) => [location, ...Object.values(parts ?? {})]);
  return [
    ...problems.map(({ location }) => location),
    ...edges.map(({ location }) => location),
    ...assets.flatMap((asset) => [
      asset.location,
      asset.extent,
      ...ofFacts(asset.facts),
      ...asset.fields.flatMap((field) => [field.location, field.extent, ...ofFacts(field.facts)]),
    ]),
  ];
}

const file = (path: string, text: string) => ({ path, text, size: Buffer.byteLength(text) });

function template(path: string, text: string): Said {
  const { part, problems } = cloudFormation.read(file(path, text), '', noGrammar);
  return { assets: part?.assets ?? [], edges: part?.edges ?? [], problems };
}

function bundle(text: string): Said {
  const { part, problems } = databricksBundle.read(file('databricks.yml', text), 'root', noGrammar);
  const assembly = part && databricksBundle.assemble('', [{ path: 'databricks.yml', role: 'root', part }], DEFAULT_SETTINGS);
  return { assets: assembly?.assets ?? [], edges: assembly?.edges ?? [], problems: [...problems, ...(assembly?.problems ?? [])] };
}

function connector(text: string): Said {
  const { part, problems } = kafkaConnect.read(file('a.json', text), '', noGrammar);
  return { assets: part?.assets ?? [], edges: part?.edges ?? [], problems };
}

function policy(text: string): Said {
  const { part, problems } = iamPolicy.read(file('a.json', text), '', noGrammar);
  return { assets: part?.assets ?? [], problems };
}

const inTemplate = (text: string): string =>
  `{"Resources": {"A": {"Type": "AWS::S3::Bucket",\n"Properties": ${text}}, "B": ${text}}, "Conditions": ${text}}`;

describe.each([
  ['a template', inTemplate, (text: string) => template('a.json', text)],
  ['a template as YAML', inTemplate, (text: string) => template('a.yaml', text)],
  [
    'a bundle',
    (text: string) => `{"bundle": {"name": "a"},\n"resources": {"jobs": {"a": ${text}}, "pipelines": ${text}}, "targets": ${text}}`,
    bundle,
  ],
  ['a bundle of anything', (text: string) => text.replace(/^\{(?!\})/, '{"bundle": {"name": "a"},\n'), bundle],
  [
    'a connector',
    (text: string) => `{"name": "a", "config": {"connector.class": "a.Sink",\n"topics": "a", "rest": ${text}}, "connectors": [${text}]}`,
    connector,
  ],
  ['a policy', (text: string) => `{"Statement": [{"Effect": "Allow", "Action": "a"},\n${text}]}`, policy],
] as const)('%s', (_, wrap, read) => {
  test.each([
    ['around any document', (text: string) => text],
    ['that breaks off', (text: string) => text.slice(0, Math.floor(text.length * 0.7))],
  ])('%s is answered, with places inside of it', (__, change) => {
    fc.assert(
      fc.property(value, (document) => {
        const text = change(wrap(JSON.stringify(document)));
        const said = read(text);
        for (const { start, end } of everyPlace(said)) {
          expect(start.offset).toBeGreaterThanOrEqual(0);
          expect(end.offset).toBeGreaterThanOrEqual(start.offset);
          expect(end.offset).toBeLessThanOrEqual(text.length);
        }
        expect(said.assets.every(({ name, id }) => typeof name === 'string' && id !== '')).toBe(true);
        expect(() => JSON.stringify(said)).not.toThrow();
      }),
      { seed: 20260101, numRuns: 300 },
    );
  });
});
