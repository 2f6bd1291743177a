import { expect, it } from 'vitest';
import { UNKNOWN, type ResourceView } from '../../../src/core/resources/view.ts';
import { serviceInput, untold } from '../../../src/core/services/service-input.ts';
import type { Json } from '../../../src/model/json.ts';

const resource = (id: string, value: Readonly<Record<string, Json>>) => ({ id, asset: id, file: 'a.tf', value, isWhole: true });
const view = (...resources: ResourceView['resources']): ResourceView => ({ kind: 'tf', resources });

interface Bucket {
  readonly name: { readonly value: Json };
  readonly encryption: { readonly enabled: { readonly value: Json; readonly resource: string } };
  readonly publicaccessblock?: { readonly blockpublicacls: { readonly value: Json; readonly unresolvable: boolean } };
}

const buckets = (given: ResourceView) =>
  (serviceInput(given) as unknown as { readonly aws: { readonly s3: { readonly buckets: readonly Bucket[] } } }).aws.s3.buckets;

it('what nobody sets has its default, what is set apart is found by reference or by name, and what is not there is left out', () => {
  const bare = resource('aws_s3_bucket.a', { _type: 'aws_s3_bucket', bucket: 'a' });
  const block = (bucket: string, value: Json) =>
    resource('aws_s3_bucket_public_access_block.x', { _type: 'aws_s3_bucket_public_access_block', bucket, block_public_acls: value });
  expect(buckets(view(bare))).toMatchObject([
    { name: { value: 'a' }, encryption: { enabled: { value: false, resource: 'aws_s3_bucket.a' } } },
  ]);
  expect(buckets(view(bare))[0]).not.toHaveProperty('publicaccessblock');
  for (const name of ['aws_s3_bucket.a', 'a'])
    expect(buckets(view(bare, block(name, true)))[0]?.publicaccessblock).toMatchObject({ blockpublicacls: { value: true } });
  expect(buckets(view(bare, block('aws_s3_bucket.other', true)))[0]).not.toHaveProperty('publicaccessblock');
});

it('what cannot be told is not its default', () => {
  const bucket = resource('aws_s3_bucket.a', { _type: 'aws_s3_bucket' });
  const block = resource('b', {
    _type: 'aws_s3_bucket_public_access_block',
    bucket: 'aws_s3_bucket.a',
    block_public_acls: { [UNKNOWN]: true },
  });
  expect(buckets(view(bucket, block))[0]?.publicaccessblock).toMatchObject({ blockpublicacls: { unresolvable: true } });
});

it('tells what checks read and are not given', () => {
  expect(untold(['aws.s3'], ['encryption.enabled', 'enabled', 'buckets', 'publicaccessblock'])).toEqual([]);
  expect(untold(['aws.s3'], ['grants', 'encryption.enabled'])).toEqual(['grants']);
  expect(untold(['aws.lightsail'], [])).toEqual(['aws.lightsail']);
});
