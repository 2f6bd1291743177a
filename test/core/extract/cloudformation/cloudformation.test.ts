import { describe, expect, test } from 'vitest';
import { readTemplate, said } from './read-template.ts';

const HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n";

describe('resources', () => {
  const text = `${HEAD}  Raw:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: raw-contacts
  "Queue":
    Type: AWS::SQS::Queue
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ./other.yaml }
`;
  const { assets, textAt, problems } = readTemplate(text, 'infra/stack.yaml');

  test('each is an asset by its logical id', () => {
    expect(problems).toEqual([]);
    expect(assets.map(({ id, name, kind, platform }) => [id, name, kind, platform])).toEqual([
      ['cloudformation:infra/stack.yaml:Raw', 'Raw', 'bucket', 'aws'],
      ['cloudformation:infra/stack.yaml:Queue', 'Queue', 'topic', 'aws'],
      ['cloudformation:infra/stack.yaml:Nested', 'Nested', 'resource', 'aws'],
    ]);
  });

  test('its place is its name, without quotes; its type and extent have their own', () => {
    expect(assets.map(({ location }) => textAt(location))).toEqual(['Raw', 'Queue', 'Nested']);
    expect(assets.map(({ facts }) => facts['resource_type'] && textAt(facts['resource_type'].location))).toEqual([
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::CloudFormation::Stack',
    ]);
    expect(assets[0] && textAt(assets[0].extent)).toContain('BucketName: raw-contacts');
  });

  test('data systems know a bucket by its address', () => {
    expect(assets[0]?.aliases).toEqual(['path:s3://raw-contacts']);
  });
});

describe('what is a template', () => {
  test.each([
    ['a version', "AWSTemplateFormatVersion: '2010-09-09'\nx: A::B\nResources: {}\n", true],
    ['a transform', 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n', true],
    ['types of a provider', 'Resources:\n  A: { Type: "My::S3::Bucket" }\n', true],
    ['resources of another tool', 'Resources:\n  limits: { Type: "cpu::1m?" }\n', true],
    ['a chart', 'resources:\n  limits: { cpu: 1 } # a::b\n', false],
    ['resources without types', 'Resources:\n  limits: { cpu: "a::b" }\n', false],
    ['a list', '- Resources: "a::b"\n', false],
  ])('%s', (_, text, expected) => {
    expect(readTemplate(text).isTemplate).toBe(expected);
  });

  test('JSON under any name, YAML that holds JSON, and templates by their ending', () => {
    const json = '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}';
    for (const path of ['a.json', 'a.yaml', 'a.template']) expect(readTemplate(json, path).assets.map(({ name }) => name)).toEqual(['A']);
  });

  test('what cannot be read is a problem at its place, and what can be read is read', () => {
    const { problems, assets } = readTemplate(`${HEAD}  A:\n    Type: AWS::S3::Bucket\n  B:\n    Type: "AWS::S3::Bucket\n`);
    expect(problems.map(({ code, undecided }) => [code, undecided])).toContainEqual(['yaml-unreadable', true]);
    expect(assets[0]?.name).toBe('A');
  });
});

describe('both notations say the same', () => {
  const yaml = `Parameters:
  Key: { Type: String, Default: '' }
Conditions:
  HasKey: !Not [!Equals [!Ref Key, '']]
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      StorageEncrypted: true
      KmsKeyId: !If [HasKey, !Ref Key, !Ref AWS::NoValue]
      PubliclyAccessible: !Ref Open
      Tags: [{ Key: owner, Value: !Sub "\${Team}-data" }, { Key: cost, Value: 12 }]
      AvailabilityZone: !Select [0, !GetAZs '']
`;
  const json = JSON.stringify(
    {
      Parameters: { Key: { Type: 'String', Default: '' } },
      Conditions: { HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Key' }, ''] }] } },
      Resources: {
        Db: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            StorageEncrypted: 'true',
            KmsKeyId: { 'Fn::If': ['HasKey', { Ref: 'Key' }, { Ref: 'AWS::NoValue' }] },
            PubliclyAccessible: { Ref: 'Open' },
            Tags: [
              { Key: 'owner', Value: { 'Fn::Sub': '${Team}-data' } },
              { Key: 'cost', Value: '12' },
            ],
            AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
          },
        },
      },
    },
    null,
    2,
  );

  test('values, and the words for what is not known', () => {
    const expected = {
      resource_type: 'AWS::RDS::DBInstance',
      encryption_at_rest: 'platform',
      public_access: '!Ref Open',
      tags: '!Sub ${Team}-data',
    };
    expect(said(readTemplate(yaml).asset('Db'))).toEqual(expected);
    expect(said(readTemplate(json, 'stack.json').asset('Db'))).toEqual(expected);
    expect(readTemplate(yaml).asset('Db').facts['tags']?.value).toEqual({ cost: '12' });
  });
});

describe('the serverless transform', () => {
  test('global properties are under those of a resource', () => {
    const { asset } = readTemplate(`Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Tags: { team: crm, owner: data } }
  SimpleTable: { SSESpecification: { SSEEnabled: true } }
Resources:
  Load: { Type: AWS::Serverless::Function, Properties: { Tags: { team: sales } } }
  Kept: { Type: AWS::Serverless::SimpleTable, Properties: { PrimaryKey: { Name: id, Type: String } } }
`);
    expect(said(asset('Load'))).toMatchObject({ tags: { team: 'sales', owner: 'data' }, owner: 'data' });
    expect(said(asset('Kept'))).toMatchObject({ encryption_at_rest: 'platform' });
    expect(asset('Kept').fields.map(({ name, type }) => [name, type])).toEqual([['id', 'String']]);
  });
});

describe('loops', () => {
  test('a loop over a list that the template tells makes its resources', () => {
    const { assets } = readTemplate(`Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: "raw, clean" } }
Resources:
  Fn::ForEach::Buckets:
    - Name
    - !Ref Names
    - Bucket\${Name}:
        Type: AWS::S3::Bucket
        Properties: { BucketName: !Sub "crm-\${Name}" }
`);
    expect(assets.map(({ name, aliases }) => [name, aliases])).toEqual([
      ['Bucketraw', ['path:s3://crm-raw']],
      ['Bucketclean', ['path:s3://crm-clean']],
    ]);
  });

  test('one over another list stands once, as it is written', () => {
    const { assets } = readTemplate(
      'Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Buckets: [Name, !Ref Names, {"B${Name}": {Type: "AWS::S3::Bucket"}}]\n',
    );
    expect(assets.map(({ name }) => name)).toEqual(['B${Name}']);
  });
});

describe('hostile templates are answered', () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('');
  const list = 'x,'.repeat(20_000);

  test.each([
    ['brackets', `${HEAD}  A: { Type: AWS::S3::Bucket, Properties: ${'['.repeat(100_000)}`, 'yaml-too-deep'],
    ['an unterminated text', `${HEAD}  A:\n    Type: "AWS::S3::Bucket\n`, 'yaml-unreadable'],
    [
      'aliases of aliases',
      `${HEAD.replace('Resources', `a: &a [${'x,'.repeat(99)}x]\nb: &b [${'*a,'.repeat(99)}*a]\nc: &c [${'*b,'.repeat(99)}*b]\nResources`)}  A: { Type: AWS::S3::Bucket, Properties: { Tags: *c } }\n`,
      'yaml-aliases',
    ],
  ])('%s', (_, text, code) => {
    expect(readTemplate(text).problems.map((problem) => problem.code)).toContain(code);
  });

  test('conditions that lead through each other, and back to themselves', () => {
    const chain = many(5000, (index) => `  C${index}: !Condition C${index + 1}\n`);
    const { asset } = readTemplate(
      `Conditions:\n  Self: !And [!Condition Self, !Condition Self]\n${chain}Resources:\n  A: { Type: AWS::RDS::DBInstance, Properties: { StorageEncrypted: !If [C0, true, false], PubliclyAccessible: !If [Self, true, false] } }\n`,
    );
    expect(said(asset('A'))).toMatchObject({ encryption_at_rest: '!If C0', public_access: '!If Self' });
  });

  test('a long list that many ask for, and loops in loops, end', () => {
    const asked = readTemplate(
      `Parameters: { P: { Type: CommaDelimitedList, Default: "${list}" } }\nResources:\n${many(500, (index) => `  R${index}: { Type: AWS::SQS::Queue, Properties: { QueueName: !Join ["-", !Ref P] } }\n`)}`,
    );
    expect(asked.assets).toHaveLength(500);
    const loops = readTemplate(
      `Parameters: { P: { Type: CommaDelimitedList, Default: "${list}" } }\nResources:\n  Fn::ForEach::A: [X, !Ref P, {"Fn::ForEach::B": [Y, !Ref P, {"R\${X}\${Y}": {Type: "AWS::S3::Bucket"}}]}]\n`,
    );
    expect(loops.assets.length).toBeLessThan(100_000);
  });

  test('a policy on thousands of queues', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `Q${index}`);
    const queues = names.map((name) => `  ${name}: { Type: AWS::SQS::Queue }\n`).join('');
    const { assets } = readTemplate(
      `${HEAD}${queues}  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [${names.map((name) => `!Ref ${name}`).join(', ')}], PolicyDocument: { Statement: [{ Effect: Allow, Principal: "*", Action: "sqs:*" }] } } }\n`,
    );
    expect(assets[0]?.facts['public_access']?.value).toBe(true);
  });

  test('a template that is larger than any that can be made', () => {
    const resources = many(40_000, (index) => `"R${index}": {"Type": "AWS::S3::Bucket", "Properties": {}},`);
    const { problems, assets } = readTemplate(`{"Resources": {${resources} "Last": {"Type": "AWS::S3::Bucket"}}}`, 'stack.json');
    expect(problems.map(({ code, undecided }) => [code, undecided])).toEqual([['file-too-large', true]]);
    expect(assets).toEqual([]);
  });

  test('names of the language are names', () => {
    const { assets } = readTemplate(
      `${HEAD}  __proto__: { Type: AWS::S3::Bucket, Properties: { Tags: [{ Key: constructor, Value: a }] } }\n  constructor: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref __proto__ } }\n`,
    );
    expect(assets.map(({ name, kind }) => [name, kind])).toEqual([
      ['__proto__', 'bucket'],
      ['constructor', 'topic'],
    ]);
    expect(assets[0]?.facts['tags']?.value).toEqual({ constructor: 'a' });
  });
});
