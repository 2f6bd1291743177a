import { describe, expect, it } from 'vitest';
import { judgeGraph } from '../../../src/core/checkov/judge-graph.ts';
import { EXTRACTORS } from '../../../src/core/extract/registry.ts';
import { graphFiles, policyOf, verdicts, type Texts } from './a-graph.ts';

const attribute = (type: string, name: string, operator: string, value?: unknown) => ({
  cond_type: 'attribute',
  resource_types: [type],
  attribute: name,
  operator,
  value,
});
const connection = (own: string, other: string) => ({
  cond_type: 'connection',
  resource_types: [own],
  connected_resource_types: [other],
  operator: 'exists',
});
const passed = (definition: object, texts: Texts | string): readonly string[] => verdicts(definition, texts).passed;

describe('the graph of Terraform', () => {
  it('has one resource for each that count and for_each make', () => {
    const text = `
variable "acls" { default = { a = "private", b = "public-read" } }
resource "aws_s3_bucket" "each" {
  for_each = var.acls
  bucket = each.key
  acl = each.value
}
resource "aws_s3_bucket" "two" {
  count = 2
  acl = "private"
  bucket = "b-\${count.index}"
}
resource "aws_s3_bucket" "gone" {
  count = 0
  acl = "private"
}
resource "aws_s3_bucket_policy" "each" {
  for_each = var.acls
  bucket = aws_s3_bucket.each[each.key].id
}`;
    expect(passed(attribute('aws_s3_bucket', 'acl', 'equals', 'private'), text)).toEqual([
      'aws_s3_bucket.each["a"]',
      'aws_s3_bucket.two[0]',
      'aws_s3_bucket.two[1]',
    ]);
    expect(passed(attribute('aws_s3_bucket', 'bucket', 'equals', 'b-1'), text)).toEqual(['aws_s3_bucket.two[1]']);
    expect(passed(connection('aws_s3_bucket', 'aws_s3_bucket_policy'), text)).toContain('aws_s3_bucket.each["b"]');
  });

  it('leaves open what is of very many only told by its index', () => {
    const text = 'resource "aws_s3_bucket" "b" {\n  count = 100000000\n  acl = "private"\n  bucket = "b-${count.index}"\n}';
    expect(passed(attribute('aws_s3_bucket', 'acl', 'equals', 'private'), text)).toHaveLength(201);
    expect(verdicts(attribute('aws_s3_bucket', 'bucket', 'equals', 'b-1'), text).unknown).toEqual(['aws_s3_bucket.b']);
  });

  it('writes dynamic blocks out', () => {
    const text = `
locals { ports = [80, 443] }
resource "aws_security_group" "a" {
  dynamic "ingress" {
    for_each = local.ports
    content { from_port = ingress.value }
  }
}
resource "aws_security_group" "b" {
  dynamic "ingress" {
    for_each = var.nobody_knows
    content { from_port = ingress.value }
  }
}`;
    const policy = attribute('aws_security_group', 'ingress.*.from_port', 'equals', 443);
    expect(verdicts(policy, text)).toEqual({ passed: ['aws_security_group.a'], failed: [], unknown: ['aws_security_group.b'] });
  });

  it('follows loops, and ends where they are in each other', () => {
    const numbers = Array.from({ length: 200 }, (_, at) => at).join(', ');
    const deep = `[for a in local.n : [for b in local.n : [for c in local.n : [for d in local.n : 1]]]]`;
    const text = `
locals {
  rules = [{ name = "a", acl = "private" }, { name = "b", acl = "public" }, { name = "c", acl = "private", off = true }]
  n     = [${numbers}]
}
resource "aws_s3_bucket" "each" {
  for_each = { for one in local.rules : one.name => one.acl if one.name != "c" }
  acl      = each.value
  names    = [for at, one in local.rules : one.name]
}
resource "aws_s3_bucket" "deep" { acl = ${deep} }
resource "aws_s3_bucket" "open" { acl = [for one in var.nobody_knows : one] }`;
    expect(verdicts(attribute('aws_s3_bucket', 'acl', 'equals', 'private'), text)).toEqual({
      passed: ['aws_s3_bucket.each["a"]'],
      failed: ['aws_s3_bucket.each["b"]'],
      unknown: ['aws_s3_bucket.deep', 'aws_s3_bucket.open'],
    });
    expect(passed(attribute('aws_s3_bucket', 'names.2', 'equals', 'c'), text)).toHaveLength(2);
  });

  it('reads policies in texts and encoded ones as what they say', () => {
    const statement = '{"Statement":[{"Effect":"Allow","Principal":"*","Resource":"${aws_s3_bucket.b.arn}/*"}]}';
    const text = `
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "text" {
  policy = <<EOF
${statement}
EOF
}
resource "aws_s3_bucket_policy" "encoded" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*" }] })
}`;
    const open = attribute('aws_s3_bucket_policy', "policy.Statement[?(@.Effect == 'Allow')].Principal", 'jsonpath_equals', '*');
    expect(passed(open, text)).toEqual(['aws_s3_bucket_policy.encoded', 'aws_s3_bucket_policy.text']);
    expect(passed(connection('aws_s3_bucket', 'aws_s3_bucket_policy'), text)).toEqual(['aws_s3_bucket.b', 'aws_s3_bucket_policy.text']);
  });

  it('follows locals, variables, modules and their outputs', () => {
    const texts = {
      'main.tf': `
module "lake" {
  source = "./lake"
  acl    = "private"
  key    = aws_kms_key.k.arn
}
resource "aws_kms_key" "k" {}
locals { bucket = module.lake.id }
resource "aws_s3_bucket_policy" "p" { bucket = local.bucket }`,
      'lake/main.tf': `
variable "acl" {}
variable "key" {}
resource "aws_s3_bucket" "raw" {
  acl = var.acl
  kms = var.key
}
output "id" { value = aws_s3_bucket.raw.id }`,
    };
    expect(passed(attribute('aws_s3_bucket', 'acl', 'equals', 'private'), texts)).toEqual(['module.lake.aws_s3_bucket.raw']);
    expect(passed(connection('aws_s3_bucket', 'aws_s3_bucket_policy'), texts)).toEqual([
      'aws_s3_bucket_policy.p',
      'module.lake.aws_s3_bucket.raw',
    ]);
    expect(passed(connection('aws_s3_bucket', 'aws_kms_key'), texts)).toEqual(['aws_kms_key.k', 'module.lake.aws_s3_bucket.raw']);
  });

  it('connects what names a bucket by the same variable', () => {
    const text =
      'variable "name" {}\nresource "aws_s3_bucket" "b" { bucket = var.name }\nresource "aws_s3_bucket_acl" "a" { bucket = var.name }';
    expect(passed(connection('aws_s3_bucket', 'aws_s3_bucket_acl'), text)).toEqual(['aws_s3_bucket.b', 'aws_s3_bucket_acl.a']);
  });

  it('reads JSON of Terraform, all types of resources', () => {
    const json = JSON.stringify({ resource: { oci_core_instance: { x: { shape: 'a' } } } });
    expect(passed(attribute('oci_core_instance', 'shape', 'equals', 'a'), { 'main.tf.json': json })).toEqual(['oci_core_instance.x']);
  });

  it('tells no connection where there are too many', () => {
    const many = Array.from({ length: 800 }, (_, at) => at);
    const text = `locals { all = [${many.map((at) => `aws_s3_bucket.b${at}.id`).join(', ')}] }\n${many
      .map((at) => `resource "aws_s3_bucket" "b${at}" {}\nresource "aws_s3_bucket_policy" "p${at}" { bucket = local.all }`)
      .join('\n')}\nresource "aws_s3_bucket" "alone" {}`;
    const { failed, unknown } = verdicts(connection('aws_s3_bucket', 'aws_s3_bucket_policy'), text);
    expect([failed, unknown.includes('aws_s3_bucket.alone')]).toEqual([[], true]);
  });

  it('writes dynamic blocks in each other out as far as it can', () => {
    const dynamic = (name: string, inner: string): string => `dynamic "${name}" {\n for_each = local.l\n content {\n${inner}\n}\n}`;
    const nested = dynamic('a', dynamic('b', dynamic('c', 'x = c.value')));
    const text = `locals { l = [${'1, '.repeat(500)}] }\nresource "aws_s3_bucket" "b" {\n${nested}\n}`;
    expect(verdicts(attribute('aws_s3_bucket', 'a.0.b.0.c.0.x', 'equals', 1), text).passed).toHaveLength(1);
    expect(verdicts(attribute('aws_s3_bucket', 'a.*.b.*.c.*.x', 'equals', 2), text).failed).toEqual([]);
  });

  it('cannot tell of a block that is broken', () => {
    expect(verdicts(attribute('aws_s3_bucket', 'acl', 'not_exists'), 'resource "aws_s3_bucket" "a" {\n  acl = = "x"\n}\n').passed).toEqual(
      [],
    );
  });

  it('tells names that lead back to themselves, and values without bound, from others', () => {
    const doubled = Array.from({ length: 40 }, (_, at) => `  v${at + 1} = [local.v${at}, local.v${at}]`).join('\n');
    const text = `locals {\n  a = local.b\n  b = local.a\n  v0 = ["x"]\n${doubled}\n}\nresource "aws_s3_bucket" "x" {\n  acl = local.a\n  list = local.v40\n}`;
    expect(verdicts(attribute('aws_s3_bucket', 'acl', 'equals', 'x'), text).unknown).toEqual(['aws_s3_bucket.x']);
    expect(verdicts(attribute('aws_s3_bucket', 'list', 'contains', 'x'), text).unknown).toEqual(['aws_s3_bucket.x']);
  });
});

const TEMPLATE = `
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Acl: {Type: String, Default: Private}
  Other: {Type: String}
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: !Ref Acl
      BucketName: !Ref Other
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Resource: !Sub "\${Data.Arn}/*"}]}
  Alone:
    Type: AWS::S3::Bucket
`;

describe('the graph of CloudFormation', () => {
  it('has properties settled, and references', () => {
    const texts = { 'stack.yaml': TEMPLATE };
    expect(passed(attribute('AWS::S3::Bucket', 'AccessControl', 'equals', 'Private'), texts)).toEqual(['AWS::S3::Bucket.Data']);
    expect(verdicts(attribute('AWS::S3::Bucket', 'BucketName', 'equals', 'x'), texts).unknown).toEqual(['AWS::S3::Bucket.Data']);
    expect(verdicts(connection('AWS::S3::Bucket', 'AWS::S3::BucketPolicy'), texts).failed).toEqual(['AWS::S3::Bucket.Alone']);
  });

  it('is no other YAML', () => {
    expect(graphFiles({ 'values.yaml': 'a: b::c\n', 'list.json': '["AWS::S3::Bucket"]' })).toEqual([]);
  });
});

describe('statements', () => {
  const told = (definition: object, texts: Texts) => judgeGraph({ files: graphFiles(texts), policies: [policyOf(definition)] }, EXTRACTORS);

  it('say what is wanted, never what is there, at the place of the attribute', () => {
    const text = 'resource "aws_db_instance" "a" {\n  password = "hunter2"\n}\n';
    const [one] = told(attribute('aws_db_instance', 'password', 'not_exists'), { 'infra/main.tf': text });
    expect(one).toMatchObject({
      rule: 'deny',
      message: 'aws_db_instance.a: password must not be set',
      asset: 'terraform:infra:aws_db_instance.a',
      location: { file: 'infra/main.tf', start: { line: 2, column: 3 } },
    });
    const [other] = told(attribute('aws_db_instance', 'password', 'equals', 'x'), { 'infra/main.tf': text });
    expect(other?.message).toBe('aws_db_instance.a: password must be x');
  });

  it('say what leaves it open', () => {
    const text = 'resource "aws_s3_bucket" "a" {\n  acl = var.acl\n}\n';
    expect(told(attribute('aws_s3_bucket', 'acl', 'equals', 'private'), { 'main.tf': text })).toMatchObject([
      { rule: 'undecided', message: 'Cannot tell whether acl of aws_s3_bucket.a is as it has to be: it is set by var.acl' },
    ]);
  });

  it('say what is missing beside it, and where templates set it', () => {
    const texts = { 'stack.yaml': TEMPLATE };
    expect(told(connection('AWS::S3::Bucket', 'AWS::S3::BucketPolicy'), texts)).toMatchObject([
      { message: 'AWS::S3::Bucket.Alone is connected to no AWS::S3::BucketPolicy', asset: 'cloudformation:stack.yaml:Alone' },
    ]);
    const [first] = told(attribute('AWS::S3::Bucket', 'AccessControl', 'not_equals', 'Private'), texts);
    expect(first?.location.start.line).toBe(10);
  });
});
