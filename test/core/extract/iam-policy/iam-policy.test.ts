import { describe, expect, test } from 'vitest';
import { iamPolicy } from '../../../../src/core/extract/iam-policy/index.ts';
import type { Json } from '../../../../src/model/json.ts';

const noGrammar = (): never => {
  throw new TypeError('policies need no grammar');
};
const read = (text: string, path = 'policies/lake.json') => iamPolicy.read({ path, text, size: text.length }, '', noGrammar);
const policy = (...statements: readonly Json[]) => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements as Json }, null, 2);
  const asset = read(text).part?.assets[0];
  if (!asset) throw new Error('no policy was read');
  const said = Object.fromEntries(Object.entries(asset.facts).map(([name, { value, unknown }]) => [name, unknown ?? value]));
  return { asset, said, textAt: (start: number, end: number) => text.slice(start, end) };
};
const OPEN = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::raw/*' };

describe('a policy of a resource', () => {
  test('says who is let in, and to what', () => {
    const { asset, said } = policy(OPEN, { ...OPEN, Principal: { AWS: ['arn:a', 'arn:b'] }, Action: ['s3:GetObject', 's3:PutObject'] });
    expect(asset).toMatchObject({ id: 'iam-policy:policies/lake.json', kind: 'policy', name: 'lake', platform: 'aws' });
    expect(said).toEqual({
      public_access: true,
      grants: [
        { to: '*', privileges: ['s3:GetObject'], on: 'arn:aws:s3:::raw/*' },
        { to: 'arn:a', privileges: ['s3:GetObject', 's3:PutObject'], on: 'arn:aws:s3:::raw/*' },
        { to: 'arn:b', privileges: ['s3:GetObject', 's3:PutObject'], on: 'arn:aws:s3:::raw/*' },
      ],
    });
  });

  test.each([
    ['a condition on who', { ...OPEN, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } }, undefined],
    ['a condition on how', { ...OPEN, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, true],
    ['addresses from anywhere', { ...OPEN, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, true],
    ['addresses from somewhere', { ...OPEN, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, undefined],
    ['everyone but', { Effect: 'Allow', NotPrincipal: { AWS: 'a' }, Action: 's3:*', Resource: '*' }, true],
    ['a refusal', { ...OPEN, Effect: 'Deny' }, undefined],
  ])('%s', (_, statement, expected) => {
    expect(policy(statement).said['public_access']).toBe(expected);
  });

  test('refuses what comes without TLS', () => {
    const refusal = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    expect(policy(refusal).said['encryption_in_transit']).toBe(true);
    expect(policy({ ...refusal, Principal: { AWS: 'a' } }).said).not.toHaveProperty('encryption_in_transit');
  });

  test('stands at the statement that makes it so', () => {
    const { asset, textAt } = policy({ ...OPEN, Principal: { AWS: 'a' } }, OPEN);
    const place = asset.facts['public_access']?.location;
    expect(place && textAt(place.start.offset, place.end.offset)).toContain('"Principal": "*"');
  });
});

describe('a policy of a user or role', () => {
  test('says what its holder may do', () => {
    const { said } = policy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: '*' });
    expect(said).toEqual({ grants: [{ to: 'lake', privileges: ['*'], on: '*' }] });
  });
});

describe('what is a policy', () => {
  test.each([
    ['other versions', '{"Version": "3", "Statement": [{"Effect": "Allow", "Action": "a"}]}'],
    ['statements of something else', '{"Statement": [{"Effect": "Allow"}]}'],
    ['a log of one', '{"x": {"Statement": [{"Effect": "Allow", "Action": "a"}]}}'],
  ])('%s are none', (_, text) => {
    expect(read(text).part).toBeNull();
  });

  test('one statement alone, and a name of its own', () => {
    const asset = read('{"Id": "Lake", "Statement": {"Effect": "Allow", "Action": "a"}}').part?.assets[0];
    expect(asset).toMatchObject({ name: 'Lake', location: { start: { offset: 7 }, end: { offset: 13 } } });
  });

  test('hostile ones are answered', () => {
    expect(read(`{"Statement": [{"Effect": "Allow", "Action": ${'['.repeat(100_000)}`).problems.map(({ code }) => code)).toEqual([
      'json-too-deep',
    ]);
    const many = Array.from({ length: 5000 }, (_, index) => `"p${index}"`).join(',');
    const long = read(`{"Statement": [{"Effect": "Allow", "Principal": {"AWS": [${many}]}, "Action": [${many}]}]}`).part?.assets[0];
    expect(long?.facts['grants']).toMatchObject({ unknown: 'a very long policy' });
  });
});
