import { describe, expect, test } from 'vitest';
import { readTemplate } from './read-template.ts';

const SECTIONS = `Parameters:
  Name: { Type: String, Default: crm }
  Other: { Type: String }
  Names: { Type: CommaDelimitedList, Default: "a, b" }
  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /crm/key }
Mappings:
  ByRegion:
    eu-west-1: { Same: x, Own: ireland }
    us-east-1: { Same: x, Own: virginia }
Conditions:
  Yes: !Equals [!Ref Name, crm]
  No: !Not [!Condition Yes]
  Maybe: !Equals [!Ref Other, crm]
  Both: !And [!Condition Yes, !Condition Maybe]
  Neither: !Or [!Condition No, !Equals [a, b]]
  Never: !And [!Condition No, !Condition Maybe]
Resources:
  Bucket: { Type: AWS::S3::Bucket }
`;

/** What a value becomes: the description of a key, since that is copied as it is. */
function told(value: string) {
  const { asset } = readTemplate(`${SECTIONS}  Key: { Type: AWS::KMS::Key, Properties: { Description: ${value} } }\n`);
  const fact = asset('Key').facts['description'];
  return fact && (fact.unknown === undefined ? fact.value : `unknown: ${fact.unknown}`);
}

describe('what the template decides is known', () => {
  test.each([
    ['!Ref Name', 'crm'],
    ['{ Ref: Name }', 'crm'],
    ['!Sub "a-${Name}"', 'a-crm'],
    ['!Sub ["${x}-${Name}", { x: !Ref Name }]', 'crm-crm'],
    ['!Sub "${!Literal}"', '${Literal}'],
    ['!Join ["-", [a, !Ref Name]]', 'a-crm'],
    ['!Join ["-", !Ref Names]', 'a-b'],
    ['!Select [1, !Split [",", "a,b"]]', 'b'],
    ['!Select ["1", !Ref Names]', 'b'],
    ['!FindInMap [ByRegion, eu-west-1, Own]', 'ireland'],
    ['!FindInMap [ByRegion, !Ref "AWS::Region", Same]', 'x'],
    ['!If [Yes, a, b]', 'a'],
    ['!If [No, a, b]', 'b'],
    ['!If [Maybe, a, a]', 'a'],
    ['!If [Neither, a, b]', 'b'],
    ['!If [Never, a, b]', 'b'],
    ['{ "Fn::Length": [a, b] }', 2],
    ['{ "Fn::ToJsonString": { a: !Ref Name } }', '{"a":"crm"}'],
    ['!Ref AWS::NoValue', undefined],
    ['!If [No, a, !Ref "AWS::NoValue"]', undefined],
  ])('%s', (value, expected) => {
    expect(told(value)).toEqual(expected);
  });
});

describe('what it does not decide is unknown by its text', () => {
  test.each([
    ['!Ref Other', '!Ref Other'],
    ['!Ref AWS::Region', '!Ref AWS::Region'],
    ['!Ref Bucket', '!Ref Bucket'],
    ['!Ref Stored', '!Ref Stored'],
    ['!GetAtt Bucket.Arn', '!GetAtt Bucket.Arn'],
    ['{ "Fn::GetAtt": [Bucket, Arn] }', '!GetAtt Bucket.Arn'],
    ['!Sub "${Bucket.Arn}/x"', '!Sub ${Bucket.Arn}/x'],
    ['!ImportValue shared', '!ImportValue shared'],
    ['!If [Maybe, a, b]', '!If Maybe'],
    ['!If [Both, a, b]', '!If Both'],
    ['!If [Maybe, a, !Ref "AWS::NoValue"]', '!If Maybe'],
    ['!FindInMap [ByRegion, !Ref "AWS::Region", Own]', '!FindInMap ByRegion'],
    ['!FindInMap [Missing, a, b]', '!FindInMap Missing'],
    ['"{{resolve:ssm:/crm/key}}"', '{{resolve:ssm:/crm/key}}'],
    ['{ "Fn::Unheard": a }', '!Unheard a'],
  ])('%s', (value, expected) => {
    expect(told(value)).toBe(`unknown: ${expected}`);
  });
});

test('a value that is told by name stands where it is asked for', () => {
  const text = `${SECTIONS}  Key: { Type: AWS::KMS::Key, Properties: { Description: !Ref Name } }\n`;
  const { asset, textAt } = readTemplate(text);
  const { facts } = asset('Key');
  expect(facts['description'] && textAt(facts['description'].location)).toBe('Description: !Ref Name');
});

test('a snippet among properties leaves open what is not set beside it', () => {
  const { asset } = readTemplate(`${SECTIONS}  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      StorageEncrypted: true
      Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://x } }
`);
  expect(asset('Db').facts['encryption_at_rest']).toMatchObject({ value: 'platform' });
  expect(asset('Db').facts['public_access']).toMatchObject({ unknown: '!Transform' });
});
