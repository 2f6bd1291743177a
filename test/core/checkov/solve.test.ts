import { describe, expect, it } from 'vitest';
import { verdicts } from './a-graph.ts';

const attribute = (name: string, operator: string, value?: unknown, types: readonly string[] = ['aws_s3_bucket']) => ({
  cond_type: 'attribute',
  resource_types: types,
  attribute: name,
  operator,
  value,
});
const BUCKETS = `
variable "acl" {}
variable "given" { default = "private" }
resource "aws_s3_bucket" "open" { acl = "public-read" }
resource "aws_s3_bucket" "closed" { acl = var.given }
resource "aws_s3_bucket" "told_elsewhere" { acl = var.acl }
resource "aws_s3_bucket" "silent" {}
`;

describe('conditions on attributes', () => {
  it('tells what cannot be told from what fails', () => {
    expect(verdicts(attribute('acl', 'equals', 'private'), BUCKETS)).toEqual({
      passed: ['aws_s3_bucket.closed'],
      failed: ['aws_s3_bucket.open', 'aws_s3_bucket.silent'],
      unknown: ['aws_s3_bucket.told_elsewhere'],
    });
  });

  it('takes an unknown value for one that is there', () => {
    expect(verdicts(attribute('acl', 'exists'), BUCKETS).failed).toEqual(['aws_s3_bucket.silent']);
  });

  it('never passes what is under an unknown', () => {
    const text = 'variable "tags" {}\nresource "aws_s3_bucket" "a" { tags = var.tags }';
    expect(verdicts(attribute('tags.owner', 'not_exists'), text)).toEqual({ passed: [], failed: [], unknown: ['aws_s3_bucket.a'] });
    expect(verdicts(attribute('tags.owner', 'jsonpath_not_exists'), text).unknown).toEqual(['aws_s3_bucket.a']);
  });

  it('and, or, not: what is decided counts, whatever else is open', () => {
    const [known, open] = [attribute('bucket', 'equals', 'a'), attribute('acl', 'equals', 'b')];
    const text = 'variable "x" {}\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n  acl = var.x\n}';
    const of = (definition: object): string => Object.entries(verdicts(definition, text)).find(([, names]) => names.length > 0)?.[0] ?? '';
    expect([of({ and: [known, open] }), of({ and: [{ not: known }, open] }), of({ or: [known, open] })]).toEqual([
      'unknown',
      'failed',
      'passed',
    ]);
    expect([of({ or: [{ not: known }, open] }), of({ not: open }), of({ not: [known] })]).toEqual(['unknown', 'unknown', 'failed']);
  });

  it('wildcards stand for each block, or for the one that there is', () => {
    const rule = (port: number): string => `  ingress {\n    from_port = ${port}\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n`;
    const text = `resource "aws_security_group" "one" {\n${rule(22)}}\nresource "aws_security_group" "two" {\n${rule(80)}${rule(22)}}\nresource "aws_security_group" "none" {\n${rule(80)}${rule(443)}}`;
    const types = ['aws_security_group'];
    expect(verdicts(attribute('ingress.*.from_port', 'equals', 22, types), text).passed).toEqual([
      'aws_security_group.one',
      'aws_security_group.two',
    ]);
    expect(verdicts(attribute('ingress.*.cidr_blocks.0', 'equals', '0.0.0.0/0', types), text).passed).toHaveLength(3);
  });

  it('asks all resources of a provider where no types are named', () => {
    const text = `${BUCKETS}\nresource "azurerm_storage_account" "x" {}`;
    const all = { cond_type: 'attribute', resource_types: 'all', attribute: 'acl', operator: 'exists' };
    expect(verdicts(all, text, 'aws').failed).toEqual(['aws_s3_bucket.silent']);
    expect(verdicts(all, text).failed).toContain('azurerm_storage_account.x');
  });

  it('kinds of resources may be listed or forbidden', () => {
    const kinds = (operator: string) => ({ cond_type: 'resource', resource_types: ['aws_s3_bucket'], operator });
    const text = 'resource "aws_s3_bucket" "a" {}\nresource "aws_iam_user" "b" {}';
    expect(verdicts(kinds('exists'), text)).toEqual({ passed: ['aws_s3_bucket.a'], failed: ['aws_iam_user.b'], unknown: [] });
    expect(verdicts(kinds('not_exists'), text)).toEqual({ passed: [], failed: ['aws_s3_bucket.a'], unknown: [] });
  });
});

const CONNECTED = `
resource "aws_s3_bucket" "blocked" {}
resource "aws_s3_bucket" "half" {}
resource "aws_s3_bucket" "alone" {}
resource "aws_s3_bucket_public_access_block" "blocked" {
  bucket            = aws_s3_bucket.blocked.id
  block_public_acls = true
}
resource "aws_s3_bucket_public_access_block" "half" {
  bucket            = "\${aws_s3_bucket.half.id}"
  block_public_acls = false
}
`;
const connection = (operator: string) => ({
  cond_type: 'connection',
  resource_types: ['aws_s3_bucket'],
  connected_resource_types: ['aws_s3_bucket_public_access_block'],
  operator,
});
const only = { cond_type: 'filter', attribute: 'resource_type', operator: 'within', value: ['aws_s3_bucket'] };

describe('conditions on connections', () => {
  it('exist or do not', () => {
    expect(verdicts(connection('exists'), CONNECTED).failed).toEqual(['aws_s3_bucket.alone']);
    expect(verdicts({ and: [connection('not_exists'), only] }, CONNECTED)).toMatchObject({
      passed: ['aws_s3_bucket.alone'],
      failed: ['aws_s3_bucket.blocked', 'aws_s3_bucket.half'],
    });
  });

  it('fail with the neighbour that fails', () => {
    const asked = attribute('block_public_acls', 'is_true', null, ['aws_s3_bucket_public_access_block']);
    expect(verdicts({ and: [only, connection('exists'), asked] }, CONNECTED)).toEqual({
      passed: ['aws_s3_bucket.blocked'],
      failed: ['aws_s3_bucket.alone', 'aws_s3_bucket.half'],
      unknown: [],
    });
  });

  it('stay open with the neighbour that cannot be told', () => {
    const asked = attribute('block_public_acls', 'is_true', null, ['aws_s3_bucket_public_access_block']);
    const text = CONNECTED.replace('= false', '= var.maybe');
    expect(verdicts({ and: [only, connection('exists'), asked] }, `variable "maybe" {}${text}`).unknown).toEqual(['aws_s3_bucket.half']);
  });

  it('either is enough', () => {
    const text = CONNECTED.replace('"alone" {}', '"alone" { acl = "private" }');
    expect(verdicts({ or: [only, connection('exists'), attribute('acl', 'equals', 'private')] }, text).failed).toEqual([]);
  });
});
